"""The chief reads the unit's record: all of it, nothing of another unit's."""

import datetime
import re
from pathlib import Path

import pytest

import tracuu
from tracuu.audit.operations import Actor, record
from tracuu.console.events import list_actions
from tracuu.core import clock

pytestmark = pytest.mark.django_db

AUDIT = "/console/tan-phu/audit/"


@pytest.fixture
def deeds(unit, other_unit, an, binh, chi):
    by_an = Actor(officer_id=an.pk, origin="192.0.2.1")
    by_binh = Actor(officer_id=binh.pk, origin="192.0.2.2")
    for day, actor, action in ((1, by_an, "list_published"), (2, by_binh, "signed_in")):
        with clock.stopped_at(datetime.datetime(2026, 3, day, 18, tzinfo=datetime.UTC)):
            record(actor=actor, action=action, subject="list:7", unit_id=unit.pk, facts={"new": 3})
    record(
        actor=Actor(chi.pk, "192.0.2.9"),
        action="list_withdrawn",
        subject="list:8",
        unit_id=other_unit.pk,
    )


@pytest.fixture
def chief(client, an, deeds):
    client.force_login(an)
    return client


def main(answer) -> str:
    return answer.content.decode().split("<table>")[1].split("</table>")[0]


def test_who_what_when_and_from_where(chief):
    page = main(chief.get(AUDIT))
    assert "Nguyễn Văn An" in page
    assert "Công bố danh sách" in page
    assert "danh sách số 7" in page
    assert "02/03/2026 01:00:00" in page  # the time of Việt Nam
    assert "192.0.2.1" in page
    assert "192.0.2.9" not in page  # another unit's
    assert "Lê Thị Chi" not in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("action=signed_in", "192.0.2.2", "192.0.2.1"),
        ("day=2026-03-02", "192.0.2.1", "192.0.2.2"),
        ("day=2026-03-03", "192.0.2.2", "192.0.2.1"),
        ("officer={binh}", "192.0.2.2", "192.0.2.1"),
        ("officer={an}&action=list_published&day=2026-03-02", "192.0.2.1", "192.0.2.2"),
    ],
)
def test_it_is_filtered(chief, an, binh, query, there, gone):
    page = main(chief.get(f"{AUDIT}?{query.format(an=an.pk, binh=binh.pk)}"))
    assert there in page
    assert gone not in page


@pytest.mark.parametrize(
    "query", ["day=x", "action=none", "officer=99", "officer=x", "page=x", "page=99"]
)
def test_a_filter_that_makes_no_sense_filters_nothing(chief, query):
    page = main(chief.get(f"{AUDIT}?{query}"))
    assert "192.0.2.1" in page
    assert "192.0.2.2" in page


def test_pages_of_fifty_and_small(chief, unit, an):
    for _ in range(120):
        record(
            actor=Actor(an.pk, "192.0.2.1"),
            action="signed_in",
            subject=f"officer:{an.pk}",
            unit_id=unit.pk,
        )
    answer = chief.get(AUDIT)
    assert main(answer).count("<tr>") == 51
    assert len(answer.content) < 100 * 1024
    assert "page=2" in answer.content.decode()


@pytest.mark.parametrize("rows", [2, 40])
def test_reading_it_costs_the_same_whatever_it_holds(
    chief, unit, an, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        record(
            actor=Actor(an.pk, "192.0.2.1"),
            action="signed_in",
            subject=f"officer:{an.pk}",
            unit_id=unit.pk,
        )
    chief.get(AUDIT)
    with django_assert_max_num_queries(21):
        chief.get(AUDIT)


# What stands in the installation's own record, which no unit's chief reads.
OF_THE_INSTALLATION = {"key_rotated"}


def test_every_deed_that_the_source_records_has_words():
    source = Path(tracuu.__file__).parent
    told = re.compile(r'''(?:action=|_record\(|_read_again\(\w+, |_tell\(request, user, )"(\w+)"''')
    actions = {
        action
        for path in source.rglob("*.py")
        for action in told.findall(path.read_text(encoding="utf-8"))
    }
    assert {"list_published", "signed_in", "role_given", "session_ended"} <= actions
    assert actions - {action for action, _ in list_actions()} == OF_THE_INSTALLATION
