"""The chief reads the unit's record: all of it, nothing of another unit's."""

import datetime
import re
from pathlib import Path

import pytest

import tracuu
from factories import person, publish_people
from tracuu.audit.operations import Actor, record
from tracuu.cards.models import Application, CardList
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


def test_a_deed_leads_to_what_it_speaks_of(client, unit, other_unit, an, binh, dung, chi, tmp_path):
    card_list = publish_people_of(unit, tmp_path)
    theirs = publish_people_of(other_unit, tmp_path)
    number = Application.objects.get(unit=unit).pk
    by_an = Actor(an.pk, "192.0.2.1")
    for subject in (f"list:{card_list.pk}", f"list:{theirs.pk}", "list:999", f"officer:{binh.pk}",
                    f"officer:{chi.pk}", f"application:{number}", "application:999"):  # fmt: skip
        record(actor=by_an, action="card_looked_up", subject=subject, unit_id=unit.pk)
    client.force_login(an)

    page = main(client.get(AUDIT))

    links = set(re.findall(r'href="([^"]+)"', page))
    officers = {f"/console/tan-phu/officers/{one.pk}/" for one in (an, binh)}
    assert links == {f"/console/tan-phu/lists/{card_list.pk}/", *officers}
    (ticket,) = re.findall(r'name="person"\s+value="([^"]+)"', page)
    person = client.post("/console/tan-phu/counter/person/", {"person": ticket})
    assert "Lê Thị Mai" in person.content.decode()

    client.force_login(dung)
    page = main(client.get(AUDIT))
    assert set(re.findall(r'href="([^"]+)"', page)) == {f"/console/tan-phu/lists/{card_list.pk}/"}
    assert 'name="person"' not in page


def publish_people_of(unit, tmp_path):
    publish_people(unit, tmp_path, person("Lê Thị Mai", "05/06/1980"), name=f"{unit.slug}.xlsx")
    return CardList.objects.get(unit=unit)


def test_days_and_moments_are_read_as_they_are_written_here(chief, unit, an):
    facts = {"as_of": "2021-12-14", "from": "2021-12-14T18:30:00+00:00", "was": "2021-12-xx"}
    record(
        actor=Actor(an.pk, "192.0.2.1"),
        action="list_uploaded",
        subject="list:7",
        unit_id=unit.pk,
        facts=facts,
    )
    page = main(chief.get(AUDIT))
    assert "số liệu ngày 14/12/2021" in page
    assert "từ ngày 15/12/2021 01:30" in page
    assert "2021-12-xx" in page


def test_a_day_that_makes_no_sense_is_said_so(chief):
    page = chief.get(f"{AUDIT}?day=24.13.2026").content.decode()
    assert "Không có tháng 13" in page
    assert 'value="24.13.2026"' in page


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
