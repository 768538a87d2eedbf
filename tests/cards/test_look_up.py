import contextlib
import datetime

import pytest

from factories import AS_OF, make_unit, person, publish_people
from tracuu.cards.counting import flush_counts
from tracuu.cards.enums import Outcome, ProofKind, Stage
from tracuu.cards.errors import LookupNotUnderstood, TooManyLookups, UnitTakesNoLookups
from tracuu.cards.lookup import CHALLENGE_PURPOSE, Caller, Proof
from tracuu.cards.models import Application, LookupCount
from tracuu.cards.operations import look_up
from tracuu.core.challenges import new_wait
from tracuu.core.crypto import SealBroken
from tracuu.units.models import Succession

pytestmark = pytest.mark.django_db

TRI = person("Nguyễn Hữu Trí", "17/05/1991", receipt="HS-00012", phone="0901234567",
             id_number="079091001234", status="Đã về đơn vị", box="A12", collected="01/11/2021")  # fmt: skip


def ask(unit, name, born, proof=None, address="192.0.2.1", ticket=""):
    return look_up(
        unit=unit,
        full_name=name,
        birth_date=born,
        proof=proof,
        caller=Caller(address=address, ticket=ticket),
    )


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Nguyễn Hữu Trí", "17/05/1991"),
        ("nguyen huu tri", "17-5-91"),
        ("NGUYỄN HỮU TRÍ", "17051991"),
        ("Nguyeenx Huwux Tris", "ngày 17 tháng 5 năm 1991"),
    ],
)
def test_the_person_is_found_however_they_type(tmp_path, name, born):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)

    answer = ask(unit, name, born)

    assert answer.outcome is Outcome.FOUND
    assert answer.stage is Stage.AT_UNIT
    assert answer.data_as_of == AS_OF
    assert answer.details is None


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Trần Văn Không", "17/05/1991"),
        ("Nguyễn Hữu Trị", "17/05/1991"),
        ("Nguyễn Hữu Trí", "18/05/1991"),
        ("Nguyễn Hữu Trí", "1991"),
        ("Nguyễn Trí", "17/05/1991"),
    ],
)
def test_everything_else_is_one_and_the_same_answer(tmp_path, name, born):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)

    nobody = ask(unit, "Lý Thị Không Có", "02/02/1962")

    assert ask(unit, name, born) == nobody
    assert nobody.outcome is Outcome.UNCONFIRMED


def test_namesakes_are_told_apart_only_by_a_second_fact(tmp_path):
    unit = make_unit()
    publish_people(
        unit,
        tmp_path,
        person("Nguyễn Thị Hoa", "01/01/1975", receipt="HS-1", phone="0901110001", box="B1"),
        person("Nguyễn Thị Hoa", "01/01/1975", receipt="HS-2", phone="0901110002", box="B2"),
        person("Nguyễn Thị Hòa", "01/01/1975", receipt="HS-3", phone="0901110003", box="B3"),
    )

    for name in ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "nguyen thi hoa"):
        assert ask(unit, name, "01/01/1975").outcome is Outcome.UNCONFIRMED
    proof = Proof(ProofKind.RECEIPT, "hs 2")
    answer = ask(unit, "nguyen thi hoa", "01/01/1975", proof)
    assert answer.details is not None
    assert answer.details.box == "B2"


def test_one_person_with_two_applications_is_not_a_namesake(tmp_path):
    unit = make_unit()
    facts = {"id_number": "079091001234", "sex": "Nam"}
    publish_people(
        unit,
        tmp_path,
        person("Trần Minh Anh", "02/03/1990", receipt="HS-1", status="Đã trả", **facts),
        person("Trần Minh Anh", "02/03/1990", receipt="HS-2", status="Đang in", **facts),
    )

    answer = ask(unit, "Trần Minh Anh", "02/03/1990")

    assert answer.stage is Stage.PRINTING


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ProofKind.RECEIPT, "hs 00012"),
        (ProofKind.PHONE_LAST4, "4567"),
        (ProofKind.PHONE_LAST4, "0901 234 567"),
        (ProofKind.ID_LAST4, "1234"),
    ],
)
def test_a_right_second_fact_opens_the_details_even_of_a_near_match(tmp_path, kind, value):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)

    details = ask(unit, "Nguyễn Hữu Trị", "17/05/1991", Proof(kind, value)).details

    assert details is not None
    assert details.full_name == "Nguyễn Hữu Trí"
    assert details.box == "A12"
    assert details.collected_on == datetime.date(2021, 11, 1)
    assert details.due_on == datetime.date(2021, 11, 10)


def test_a_wrong_second_fact_is_unconfirmed_again(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)

    nobody = ask(unit, "Lý Thị Không Có", "02/02/1962")

    assert ask(unit, "Nguyễn Hữu Trí", "17/05/1991", Proof(ProofKind.ID_LAST4, "9999")) == nobody


def test_a_fact_the_list_did_not_carry_opens_nothing(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, person("Nguyễn Hữu Trí", "17/05/1991"))

    for kind in ProofKind:
        answer = ask(unit, "Nguyễn Hữu Trí", "17/05/1991", Proof(kind, "0000"))
        assert answer.outcome is Outcome.UNCONFIRMED


def test_a_unit_can_demand_the_second_fact_always(tmp_path):
    unit = make_unit(requires_second_fact=True)
    publish_people(unit, tmp_path, TRI)

    assert ask(unit, "Nguyễn Hữu Trí", "17/05/1991").outcome is Outcome.UNCONFIRMED
    proof = Proof(ProofKind.PHONE_LAST4, "4567")
    assert ask(unit, "Nguyễn Hữu Trí", "17/05/1991", proof).outcome is Outcome.FOUND


def test_another_unit_knows_nothing_until_it_takes_over(tmp_path):
    old, other = make_unit(), make_unit("tan-binh", "Công an quận Tân Bình")
    publish_people(old, tmp_path, TRI)

    assert ask(other, "Nguyễn Hữu Trí", "17/05/1991").outcome is Outcome.UNCONFIRMED
    Succession.objects.create(old=old, new=other, on=datetime.date(2025, 3, 1))
    assert ask(other, "Nguyễn Hữu Trí", "17/05/1991").outcome is Outcome.FOUND


def test_what_cannot_be_understood_is_named_field_by_field():
    unit = make_unit()

    with pytest.raises(LookupNotUnderstood) as caught:
        ask(unit, "  ", "31/02/1990", Proof(ProofKind.PHONE_LAST4, "12"))

    assert [error.field for error in caught.value.errors] == ["full_name", "birth_date", "proof"]
    assert all(error.message for error in caught.value.errors)


def test_a_row_moved_to_another_person_does_not_open(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI, person("Lê Thị Mai", "05/06/1980"))
    first, second = Application.objects.order_by("pk")
    second.sealed = first.sealed
    second.save()

    with pytest.raises(SealBroken):
        ask(unit, "Lê Thị Mai", "05/06/1980")


def test_trying_many_dates_of_one_name_gets_expensive_then_closed(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)

    def attempt(day):
        return ask(unit, "Nguyễn Hữu Trí", f"{day:02d}/01/1990", address=f"192.0.2.{day}")

    for day in range(1, 9):
        attempt(day)
    with pytest.raises(TooManyLookups) as caught:
        attempt(9)
    assert caught.value.can_be_solved


def test_a_short_wait_opens_one_more_try(tmp_path):
    unit = make_unit()
    for _ in range(8):
        ask(unit, "Nguyễn Hữu Trí", "17/05/1991")
    ticket = new_wait(CHALLENGE_PURPOSE, 0)

    assert ask(unit, "Nguyễn Hữu Trí", "17/05/1991", ticket=ticket)
    with pytest.raises(TooManyLookups):
        ask(unit, "Nguyễn Hữu Trí", "17/05/1991", ticket=ticket)


def test_guessing_a_number_of_four_digits_ends_after_five_tries(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)

    def guess(number):
        proof = Proof(ProofKind.ID_LAST4, f"{number:04d}")
        return ask(unit, "Nguyễn Hữu Trí", "17/05/1991", proof, address=f"192.0.2.{number}")

    for number in range(5):
        guess(number)
    with pytest.raises(TooManyLookups) as caught:
        guess(1234)
    assert not caught.value.can_be_solved


def test_limits_can_be_switched_off_for_load_tests(settings):
    settings.LOOKUP_LIMITS = False
    unit = make_unit()

    for _ in range(30):
        ask(unit, "Nguyễn Hữu Trí", "17/05/1991")


def test_lookups_are_counted_by_unit_day_and_outcome(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)
    flush_counts()
    LookupCount.objects.all().delete()

    ask(unit, "Nguyễn Hữu Trí", "17/05/1991")
    ask(unit, "Nguyễn Hữu Trị", "17/05/1991")
    ask(unit, "Nguyễn Hữu Trị", "17/05/1991")
    flush_counts()

    counted = LookupCount.objects.values_list("outcome", "count").order_by("outcome")
    assert list(counted) == [("found", 1), ("unconfirmed", 2)]


def test_the_same_card_listed_by_the_old_and_the_new_unit_is_one_person(tmp_path):
    old, new = make_unit(), make_unit("tan-binh", "Công an quận Tân Bình")
    card = person("Nguyễn Hữu Trí", "17/05/1991", receipt="HS-00012")
    publish_people(old, tmp_path, card, name="1.xlsx")
    publish_people(new, tmp_path, card, name="2.xlsx")
    Succession.objects.create(old=old, new=new, on=datetime.date(2025, 3, 1))

    assert ask(new, "Nguyễn Hữu Trí", "17/05/1991").outcome is Outcome.FOUND


def test_a_closed_unit_answers_nobody(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)
    unit.closed_on = datetime.date(2025, 3, 1)
    unit.save()

    with pytest.raises(UnitTakesNoLookups):
        ask(unit, "Nguyễn Hữu Trí", "17/05/1991")


def test_near_spellings_do_not_give_new_guesses_at_a_number(tmp_path):
    unit = make_unit()
    publish_people(unit, tmp_path, TRI)
    spellings = ["Trị", "Trín", "Trít"]

    def guess(number, spelling):
        name = f"Nguyễn Hữu {spelling}"
        proof = Proof(ProofKind.ID_LAST4, f"{number:04d}")
        return ask(unit, name, "17/05/1991", proof, address=f"192.0.2.{number % 250}")

    for number in range(10):
        assert guess(number, spellings[number // 4]).outcome is Outcome.UNCONFIRMED

    assert guess(1234, "Trí").outcome is Outcome.UNCONFIRMED


def test_asking_without_paying_closes_a_name_to_nobody(tmp_path):
    unit = make_unit()
    for number in range(200):
        with contextlib.suppress(TooManyLookups):
            ask(unit, "Nguyễn Hữu Trí", "17/05/1991", address=f"198.51.100.{number}")

    with pytest.raises(TooManyLookups) as caught:
        ask(unit, "Nguyễn Hữu Trí", "17/05/1991")
    assert caught.value.can_be_solved
    ticket = new_wait(CHALLENGE_PURPOSE, 0)
    assert ask(unit, "Nguyễn Hữu Trí", "17/05/1991", ticket=ticket)


def test_the_reason_of_a_correction_opens_with_the_second_fact_only(tmp_path):
    unit = make_unit()
    faulty = person(
        "Lê Thị Mai", "05/06/1980", receipt="HS-7", status="Cần bổ sung", note="Ảnh mờ, chụp lại"
    )
    publish_people(unit, tmp_path, faulty)

    assert ask(unit, "Lê Thị Mai", "05/06/1980").details is None
    proof = Proof(ProofKind.RECEIPT, "HS-7")
    details = ask(unit, "Lê Thị Mai", "05/06/1980", proof).details
    assert details is not None
    assert details.remark == "Ảnh mờ, chụp lại"
    assert details.reason is not None
    assert details.reason.code == "photo"
    assert details.bring_by == AS_OF + datetime.timedelta(days=30)


def test_a_remark_on_another_stage_is_not_for_citizens(tmp_path):
    unit = make_unit()
    publish_people(
        unit, tmp_path, person("Lê Thị Mai", "05/06/1980", receipt="HS-7", note="con ông Bình")
    )

    details = ask(unit, "Lê Thị Mai", "05/06/1980", Proof(ProofKind.RECEIPT, "HS-7")).details
    assert details is not None
    assert (details.remark, details.reason, details.bring_by) == ("", None, None)
