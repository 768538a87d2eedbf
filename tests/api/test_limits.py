import altcha
import pytest
from django.test import Client

from api.people import ADDRESS, TRI

pytestmark = pytest.mark.usefixtures("unit")
FREE = 8  # lookups of one name in ten minutes that cost nothing


@pytest.fixture
def use_up(unit, ask):
    for _ in range(FREE):
        assert ask().status_code == 200


def solve(challenge):
    solution = altcha.solve_challenge_v1(
        challenge["challenge"],
        challenge["salt"],
        challenge["algorithm"],
        max_number=challenge["maxnumber"],
    )
    return altcha.PayloadV1(
        algorithm=challenge["algorithm"],
        challenge=challenge["challenge"],
        number=solution.number,
        salt=challenge["salt"],
        signature=challenge["signature"],
    ).to_base64()


@pytest.mark.usefixtures("use_up")
def test_one_lookup_too_many_meets_a_challenge(ask):
    response = ask()

    assert response.status_code == 429
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    told = response.json()
    challenge = told.pop("challenge")
    assert told == {
        "type": "about:blank",
        "title": "Tra cứu quá nhiều lần",
        "status": 429,
        "detail": "Hãy chờ một lúc, hoặc giải bài toán kèm theo rồi gửi lại.",
        "retry_after": int(response.headers["Retry-After"]),
    }
    assert challenge.keys() == {"algorithm", "challenge", "maxnumber", "salt", "signature"}
    assert challenge["algorithm"] == "SHA-256"


@pytest.mark.usefixtures("use_up")
def test_the_solution_opens_the_way_once(ask):
    ticket = solve(ask().json()["challenge"])

    assert ask(ticket=ticket).json()["outcome"] == "found"
    assert ask(ticket=ticket).status_code == 429


@pytest.mark.usefixtures("use_up")
@pytest.mark.parametrize("ticket", ["", "x", "wait.0.00", "e30="])
def test_a_ticket_that_is_none_opens_nothing(ask, ticket):
    assert ask(ticket=ticket).status_code == 429


@pytest.mark.usefixtures("use_up")
def test_another_name_from_another_address_is_not_concerned():
    fields = {"full_name": "Trần Văn Không", "birth_date": "17/05/1991"}
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert other.post(ADDRESS, fields, content_type="application/json").status_code == 200


@pytest.mark.usefixtures("use_up")
def test_the_name_counts_from_whatever_address():
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert other.post(ADDRESS, TRI, content_type="application/json").status_code == 429


def test_after_five_second_facts_only_time_helps(ask):
    for number in range(5):
        ask(proof={"kind": "phone_last4", "value": f"000{number}"})

    response = ask(proof={"kind": "phone_last4", "value": "4567"})

    assert response.status_code == 429
    assert response.json()["challenge"] is None
    assert response.json()["detail"] == "Hãy chờ một lúc rồi gửi lại."
    assert int(response.headers["Retry-After"]) > 60


def test_limits_can_be_switched_off_for_load_tests(ask, settings):
    settings.LOOKUP_LIMITS = False
    assert {ask().status_code for _ in range(3 * FREE)} == {200}
