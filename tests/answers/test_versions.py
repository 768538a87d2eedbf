import datetime

import pytest
from django.db import IntegrityError, transaction

from answers.making import AN, BINH, LAW, day, make_topic, publish, wording
from factories import make_unit
from tracuu.answers.enums import VersionState
from tracuu.answers.errors import AnswersOverlap, ContentNotValid, VersionNotOpen
from tracuu.answers.models import AnswerVersion
from tracuu.answers.operations import (
    Cited,
    approve_draft,
    quarantine_citing,
    release_version,
    withdraw_version,
    write_draft,
)
from tracuu.answers.queries import (
    find_version,
    list_ending,
    list_history,
    list_quarantined,
    list_shelves,
    list_unconfirmed,
)
from tracuu.audit.queries import find_faults, list_events

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last"),
    [("2024-06-01", "2024-07-01"), ("2024-07-15", "2024-07-20"), ("2024-12-31", None),
     ("2024-01-01", "2025-12-31"), ("2024-07-01", "2024-12-31")],
)  # fmt: skip
def test_two_answers_never_hold_on_one_day(first, last):
    topic = make_topic()
    publish(topic, "2024-07-01", "2024-12-31")

    with pytest.raises(AnswersOverlap):
        publish(topic, first, last)

    assert AnswerVersion.objects.count() == 1


def test_the_database_itself_refuses_two_on_one_day():
    topic = make_topic()
    publish(topic, "2024-07-01", "2024-12-31")
    later = publish(topic, "2025-01-01")

    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerVersion.objects.filter(pk=later.pk).update(valid_from=day("2024-12-31"))
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerVersion.objects.create(
            topic=topic, question="?", answer="!", valid_from=day("2026-01-01")
        )


def test_an_answer_cannot_end_before_it_begins():
    topic = make_topic()
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerVersion.objects.create(
            topic=topic,
            question="?",
            answer="!",
            valid_from=day("2026-01-02"),
            valid_to=day("2026-01-01"),
        )


def test_a_new_answer_ends_the_open_one_the_day_before():
    topic = make_topic()
    old = publish(topic, "2021-07-01")
    new = publish(topic, "2024-07-01")

    old.refresh_from_db()
    assert old.valid_to == day("2024-06-30")
    assert find_version(topic, None, day("2024-06-30")) == old
    assert find_version(topic, None, day("2024-07-01")) == new
    assert find_version(topic, None, day("2021-06-30")) is None


def test_the_nearest_unit_wins_and_units_may_differ_on_one_day():
    city = make_unit("tp-ho-chi-minh", "Công an Thành phố", publishes_lists=False)
    district, other = make_unit(parent=city), make_unit("hue", "Công an Huế")
    topic = make_topic()
    national = publish(topic)
    of_city = publish(topic, unit=city)
    today = day("2026-11-24")

    assert find_version(topic, None, today) == national
    assert find_version(topic, other, today) == national
    assert find_version(topic, city, today) == of_city
    assert find_version(topic, district, today) == of_city
    assert find_version(topic, district, day("2020-01-01")) is None


def test_a_quarantined_answer_of_the_unit_does_not_uncover_the_national_one():
    unit = make_unit()
    topic = make_topic()
    publish(topic, sources=[Cited("Luật Cư trú")])
    publish(topic, unit=unit)

    quarantine_citing(document="Nghị định 70/2024", reason="sửa đổi", actor=AN)

    assert find_version(topic, unit, day("2026-11-24")) is None
    assert find_version(topic, None, day("2026-11-24")) is not None


def test_a_change_of_law_hides_every_answer_that_cites_it_until_reviewed():
    fee, time, other = make_topic(), make_topic("thoi-han"), make_topic("cu-tru")
    one = publish(fee)
    publish(time, sources=[Cited("Nghị định  70/2024/NĐ-CP", "Điều 8")])
    publish(other, sources=[Cited("Luật Cư trú 2020", "Điều 23")])

    found = quarantine_citing(
        document="nghị định 70/2024", article="Điều 23", reason="NĐ 58/2026", actor=AN
    )

    assert found == [one]
    assert list_quarantined() == [one]
    assert find_version(fee, None, day("2026-11-24")) is None
    assert list_history(fee, None)[0].quarantined_at is not None
    release_version(version=one, actor=BINH)
    assert find_version(fee, None, day("2026-11-24")) == one
    with pytest.raises(VersionNotOpen):
        release_version(version=one, actor=BINH)


def test_an_article_is_not_met_inside_another_number():
    topic = make_topic()
    publish(topic, sources=[Cited("Luật Căn cước", "Điều 23")])

    assert not quarantine_citing(document="Luật Căn cước", article="Điều 2", reason="x", actor=AN)


def test_what_ends_soon_and_has_no_successor_is_listed():
    ending, followed, far = make_topic(), make_topic("b"), make_topic("c")
    publish(ending, "2025-07-01", "2026-12-31")
    publish(followed, "2025-07-01", "2026-12-31")
    publish(followed, "2027-01-01")
    publish(far, "2025-07-01", "2027-12-31")

    assert [one.topic for one in list_ending(day("2026-11-24"))] == [ending]
    assert list_ending(day("2026-11-15")) == []
    assert list_ending(day("2027-01-01")) == []


def test_a_draft_is_shown_to_nobody_and_approved_by_somebody_else():
    topic = make_topic()
    publish(topic, "2021-07-01")
    draft = write_draft(topic=topic, wording=wording("2026-01-01"), actor=AN)
    today = day("2026-11-24")

    assert find_version(topic, None, today) != draft
    with pytest.raises(VersionNotOpen):
        approve_draft(version=draft, actor=AN)
    approve_draft(version=draft, actor=BINH)

    assert find_version(topic, None, today) == draft
    with pytest.raises(VersionNotOpen):
        approve_draft(version=draft, actor=BINH)


def test_a_draft_that_meets_another_answer_stays_a_draft():
    topic = make_topic()
    publish(topic, "2025-01-01", "2026-12-31")
    draft = write_draft(topic=topic, wording=wording("2026-01-01"), actor=AN)

    with pytest.raises(AnswersOverlap):
        approve_draft(version=draft, actor=BINH)

    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


def test_what_is_withdrawn_frees_its_days():
    topic = make_topic()
    wrong = publish(topic)
    withdraw_version(version=wrong, actor=AN)

    assert publish(topic)
    with pytest.raises(VersionNotOpen):
        withdraw_version(version=wrong, actor=AN)


@pytest.mark.parametrize(
    "facts",
    [{"answer": " "}, {"question": ""}, {"sources": []}, {"sources": [Cited("")]}, {"last": "2020-01-01"},
     {"answer": "x" * 2001}, {"question": "x" * 201}],
)  # fmt: skip
def test_an_answer_without_its_parts_is_refused(facts):
    with pytest.raises(ContentNotValid):
        publish(make_topic(), **facts)


def test_every_deed_is_in_the_record():
    unit = make_unit()
    version = publish(make_topic(), unit=unit, actor=AN)
    withdraw_version(version=version, actor=AN)

    events = list(list_events(unit.pk).filter(subject=f"answer:{version.pk}"))
    assert [event.action for event in events] == ["answer_withdrawn", "answer_published"]
    assert not list(find_faults())


def test_categories_hold_only_what_is_valid_on_the_day():
    topic = make_topic()
    publish(topic, "2022-01-06", is_confirmed=True)

    assert list_shelves(None, day("2021-12-14")) == []
    assert [len(one.versions) for one in list_shelves(None, day("2022-01-06"))] == [1]
    assert list_unconfirmed(day("2022-01-06")) == []


def test_reading_answers_costs_the_same_for_one_topic_and_for_many(
    django_assert_max_num_queries,
):
    unit = make_unit(parent=make_unit("tp", "Công an Thành phố"))
    publish(make_topic(), sources=[LAW, Cited("Luật")])
    with django_assert_max_num_queries(4):
        list_shelves(unit, day("2026-11-24"))
    for number in range(4):
        publish(make_topic(f"t{number}"))
    unit.refresh_from_db()
    with django_assert_max_num_queries(4):
        list_shelves(unit, datetime.date(2026, 11, 24))
