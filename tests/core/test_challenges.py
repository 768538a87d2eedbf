import base64
import datetime
import json

import altcha
import pytest

from tracuu.core import challenges, clock
from tracuu.core.challenges import LIFETIME_SECONDS, is_paid, new_challenge, new_wait

PURPOSE = "lookup"


def solved(challenge):
    solution = altcha.solve_challenge_v1(
        challenge["challenge"], challenge["salt"], max_number=challenge["maxnumber"]
    )
    payload = {key: challenge[key] for key in ("algorithm", "challenge", "salt", "signature")}
    return payload | {"number": solution.number}


def ticket(payload, **spelling):
    return base64.b64encode(json.dumps(payload, **spelling).encode()).decode()


@pytest.fixture
def challenge():
    return new_challenge(PURPOSE, 500)


def test_a_solution_pays_once(challenge):
    paid = ticket(solved(challenge))
    assert is_paid(PURPOSE, paid)
    assert not is_paid(PURPOSE, paid)


def test_the_same_solution_spelled_otherwise_does_not_pay_again(challenge):
    payload = solved(challenge)
    assert is_paid(PURPOSE, ticket(payload))
    assert not is_paid(PURPOSE, ticket(payload, indent=2))
    assert not is_paid(PURPOSE, ticket(dict(reversed(payload.items()))))
    assert not is_paid(PURPOSE, ticket(payload | {"took": 7}))
    assert not is_paid(PURPOSE, ticket(payload | {"salt": payload["salt"].rstrip("&")}))
    assert not is_paid(PURPOSE, ticket(payload | {"challenge": payload["challenge"].upper()}))


def test_a_solution_for_another_purpose_does_not_pay(challenge):
    assert not is_paid("report", ticket(solved(challenge)))
    assert not is_paid("report", new_wait(PURPOSE, 0))


def test_a_solution_older_than_its_lifetime_does_not_pay():
    late = clock.now() - datetime.timedelta(seconds=LIFETIME_SECONDS + 5)
    with clock.stopped_at(late):
        challenge = new_challenge(PURPOSE, 500)
    assert not is_paid(PURPOSE, ticket(solved(challenge)))


def test_the_lifetime_cannot_be_stretched(challenge):
    payload = solved(challenge)
    stretched = payload["salt"].replace("expires=1", "expires=9")
    assert stretched != payload["salt"]
    assert not is_paid(PURPOSE, ticket(payload | {"salt": stretched}))


def test_an_easier_challenge_of_ones_own_does_not_pay():
    own = altcha.create_challenge_v1(altcha.ChallengeOptionsV1(hmac_key="guess", max_number=1))
    payload = {
        "algorithm": own.algorithm,
        "challenge": own.challenge,
        "salt": own.salt,
        "signature": own.signature,
        "number": 0,
    }
    assert not any(is_paid(PURPOSE, ticket(payload | {"number": n})) for n in (0, 1))


@pytest.mark.parametrize(
    "changes",
    [{"number": -1}, {"number": True}, {"number": "7"}, {"number": 1.5}, {"number": None},
     {"signature": ""}, {"algorithm": "SHA-1"}, {"algorithm": "MD5"}, {"salt": 5},
     {"challenge": None}],
)  # fmt: skip
def test_a_solution_that_was_altered_does_not_pay(challenge, changes):
    assert not is_paid(PURPOSE, ticket(solved(challenge) | changes))


@pytest.mark.parametrize(
    "rubbish",
    ["", "x", "e30=", "W10=", "bnVsbA==", "wait.", "wait.0", "wait.0.", "wait.x.y", "wait.9.ơ",
     "ơ", "A" * 5000, base64.b64encode(b"\xff\xfe").decode(),
     base64.b64encode(b"[" * 3000).decode()],
)  # fmt: skip
def test_rubbish_does_not_pay(rubbish):
    assert not is_paid(PURPOSE, rubbish)


def test_two_who_wait_in_one_second_get_a_ticket_each():
    assert new_wait(PURPOSE, 0) != new_wait(PURPOSE, 0)


def test_a_wait_that_is_over_pays_once():
    over = new_wait(PURPOSE, 0)
    assert is_paid(PURPOSE, over)
    assert not is_paid(PURPOSE, over)


def test_waits_that_were_collected_beforehand_are_spent_one_in_a_while():
    first, second = new_wait(PURPOSE, 0), new_wait(PURPOSE, 0)
    assert is_paid(PURPOSE, first, who="192.0.2.1")
    assert not is_paid(PURPOSE, second, who="192.0.2.1")
    assert is_paid(PURPOSE, second, who="192.0.2.2")


def test_a_wait_that_is_not_over_does_not_pay():
    assert not is_paid(PURPOSE, new_wait(PURPOSE, 20))


def test_a_wait_cannot_be_shortened_and_ends():
    told, signature = new_wait(PURPOSE, 20).split(".")[1:]
    opens_at, nonce = told.split("-")
    assert not is_paid(PURPOSE, f"wait.{int(opens_at) - 30}-{nonce}.{signature}")
    assert not is_paid(PURPOSE, new_wait(PURPOSE, -LIFETIME_SECONDS - 5))


def test_a_signature_says_nothing_about_another_secret(settings, challenge):
    paid = ticket(solved(challenge))
    settings.SECRET_KEY = "another"
    assert not is_paid(PURPOSE, paid)
    assert challenges.is_paid(PURPOSE, ticket(solved(new_challenge(PURPOSE, 500))))
