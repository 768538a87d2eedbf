"""Several people in one request: each is answered, and each costs, as if asked about alone."""

import pytest

from factories import make_unit, person, publish_people
from tracuu.cards.enums import Outcome, ProofKind, Stage
from tracuu.cards.errors import PeopleNotUnderstood, TooManyLookups, UnitTakesNoLookups
from tracuu.cards.lookup import Answer, Caller, Proof, Sought, challenge_purpose
from tracuu.cards.lookup_limits import price
from tracuu.cards.operations import look_up, look_up_people
from tracuu.core import challenges
from tracuu.core.challenges import is_paid, new_wait

pytestmark = pytest.mark.django_db

TRI = person("Nguyễn Hữu Trí", "17/05/1991", receipt="HS-00012", status="Đã về đơn vị", box="A12")
AN = person("Lê Thị An", "02/09/1990", receipt="HS-00013", status="Đang in")
NOBODY = Sought("Trần Văn Không", "03/04/1985")


@pytest.fixture
def unit(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI, AN)
    return unit


def ask(unit, *people, address="192.0.2.1", ticket=""):
    caller = Caller(address=address, ticket=ticket)
    return look_up_people(unit=unit, people=people, caller=caller)


def strangers(count):
    """People of different names, so that only the address counts them together."""
    names = "Bình Cường Dũng Giang Hải Khoa Long Minh Nam Phong Quang Sơn Thắng Việt Yên Tùng"
    return [Sought(f"Trần Văn {name}", "03/04/1985") for name in names.split()[:count]]


def test_each_is_answered_as_if_asked_about_alone(unit):
    found, proven, nobody = ask(
        unit,
        Sought("le thi an", "02/09/1990"),
        Sought("Nguyễn Hữu Trí", "17/05/1991", Proof(ProofKind.RECEIPT, "HS-00012")),
        NOBODY,
    )

    assert found.stage is Stage.PRINTING
    assert found.details is None
    assert proven.details.box == "A12"
    alone = look_up(
        unit=unit, full_name=NOBODY.full_name, birth_date=NOBODY.birth_date, proof=None,
        caller=Caller(address="192.0.2.2"),
    )  # fmt: skip
    assert nobody == alone
    assert nobody.outcome is Outcome.UNCONFIRMED


def test_one_persons_second_fact_opens_nothing_of_another(unit):
    first, second = ask(
        unit,
        Sought("Nguyễn Hữu Trí", "17/05/1991"),
        Sought("Lê Thị An", "02/09/1990", Proof(ProofKind.RECEIPT, "HS-00012")),
    )

    assert first.details is None
    assert second.outcome is Outcome.UNCONFIRMED


def test_what_cannot_be_read_is_told_of_its_person_and_nobody_is_counted(unit):
    for _ in range(20):
        with pytest.raises(PeopleNotUnderstood) as caught:
            ask(
                unit,
                Sought("Nguyễn Hữu Trí", "17/05/1991"),
                Sought("Lê Thị An", "31/02/1990", Proof(ProofKind.PHONE_LAST4, "12")),
                Sought("", "02/09/1990"),
            )

    fields = {
        place: [error.field for error in errors] for place, errors in caught.value.faults.items()
    }
    assert fields == {1: ["birth_date", "proof"], 2: ["full_name"]}
    assert isinstance(ask(unit, NOBODY)[0], Answer)


def test_each_counts_and_those_beyond_the_limit_are_told_so(unit):
    people = strangers(8)
    ask(unit, *people)
    results = ask(unit, *people)

    # Twelve lookups of one address in ten minutes are free: four of these eight.
    assert [isinstance(each, Answer) for each in results] == [True] * 4 + [False] * 4
    assert all(each.can_be_solved for each in results[4:])


def test_a_limit_of_one_name_refuses_nobody_else(unit):
    for number in range(8):
        ask(unit, NOBODY, address=f"198.51.100.{number}")

    refused, answered = ask(unit, NOBODY, Sought("Lê Thị An", "02/09/1990"))

    assert isinstance(refused, TooManyLookups)
    assert answered.stage is Stage.PRINTING


def test_together_costs_as_much_as_one_after_the_other():
    near = TooManyLookups(scope="soft", retry_after=20, difficulty=50_000)
    dear = TooManyLookups(scope="soft", retry_after=20, difficulty=150_000)
    shut = TooManyLookups(scope="lookup-proof", retry_after=900, difficulty=0)

    assert price([near], 1).difficulty == 50_000
    assert price([near, shut, dear], 3).difficulty == 450_000
    assert price([near, shut, dear], 3).retry_after == 60
    assert not price([shut], 1).can_be_solved
    assert price([shut], 1).retry_after == 900


def used_up(unit):
    ask(unit, *strangers(8))
    ask(unit, *strangers(8))


def test_a_ticket_for_so_many_people_opens_the_way_for_all_of_them_once(unit):
    used_up(unit)
    people = strangers(3)
    ticket = new_wait(challenge_purpose(3), 0)

    assert all(isinstance(each, Answer) for each in ask(unit, *people, ticket=ticket))
    assert not any(isinstance(each, Answer) for each in ask(unit, *people, ticket=ticket))


def test_a_ticket_for_fewer_people_opens_nothing_for_more(unit):
    used_up(unit)

    for bought in (1, 2):
        ticket = new_wait(challenge_purpose(bought), 0)
        results = ask(unit, *strangers(3), ticket=ticket)
        assert not any(isinstance(each, Answer) for each in results)


def test_paying_opens_no_hard_limit(unit):
    proof = Proof(ProofKind.PHONE_LAST4, "0000")
    guess = Sought("Nguyễn Hữu Trí", "17/05/1991", proof)
    for number in range(5):
        ask(unit, guess, address=f"198.51.100.{number}")
    used_up(unit)

    ticket = new_wait(challenge_purpose(2), 0)
    refused, answered = ask(unit, guess, Sought("Lê Thị An", "02/09/1990"), ticket=ticket)

    assert not refused.can_be_solved
    assert answered.stage is Stage.PRINTING


def test_waits_for_many_are_spent_no_faster_than_waits_for_one(monkeypatch):
    """Two waits for eight are all that one address may spend in four minutes."""
    spent = 0
    for minute in range(4):
        # A scope of its own each time: as if the pause between two waits were over.
        monkeypatch.setattr(challenges, "_WAITS", challenges.limits.Limit(f"w{minute}", 1, 15))
        wait = new_wait(challenge_purpose(8), 0)
        spent += is_paid(challenge_purpose(8), wait, who="192.0.2.1", worth=8)

    assert spent == 2


def test_a_closed_unit_answers_nobody(unit):
    unit.publishes_lists = False

    with pytest.raises(UnitTakesNoLookups):
        ask(unit, NOBODY, NOBODY)
