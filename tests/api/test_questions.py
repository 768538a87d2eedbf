import pytest

from answers.making import make_topic, publish
from factories import make_unit

pytestmark = pytest.mark.django_db
URL = "/api/v1/units/tan-phu/questions"


@pytest.fixture
def unit():
    return make_unit()


def ask(client, **body):
    return client.post(URL, body, content_type="application/json")


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "text"), ({"text": ""}, "text"), ({"text": "x" * 501}, "text"), ({"text": "a", "on": "hôm qua"}, "on"),
     ({"text": "a", "more": 1}, "more")],
)  # fmt: skip
def test_what_cannot_be_read_is_told(client, unit, body, field):
    answer = ask(client, **body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_an_unknown_unit_is_404(client):
    assert ask(client, text="lệ phí").status_code == 404


def test_without_a_model_a_person_answers(client, unit):
    publish(make_topic())

    told = ask(client, text="lệ phí?", on="2026-11-24").json()

    assert told["outcome"] == "handover"
    assert told["answer"] is None
    assert told["choices"] == []
    assert told["unit"]["phone"] == "028 0000 0001"
    assert told["on"] == "2026-11-24"


def test_too_many_questions_are_429(client, unit):
    for _ in range(45):
        answer = ask(client, text="lệ phí?")

    assert answer.status_code == 429
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["retry_after"] == int(answer.headers["Retry-After"])
