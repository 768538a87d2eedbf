"""The shipped content itself: every answer has its law and its days, and knows nothing of the future."""

import datetime
import json
import re

import pytest

from tracuu.answers.learned import _CALIBRATION
from tracuu.answers.loading import SHIPPED, load_content, read_content
from tracuu.answers.models import AnswerVersion, CheckQuestion, Phrasing, Topic
from tracuu.answers.queries import list_versions, read_corpus
from tracuu.audit.operations import COMMAND_LINE

CONTENT = read_content(SHIPPED)
VERSIONS = [(topic, version) for topic in CONTENT.topics for version in topic.versions]
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_HOTLINE_OPENED = datetime.date(2022, 1, 6)


def test_every_day_of_seven_years_has_at_most_one_valid_answer_a_topic():
    day = datetime.date(2021, 1, 1)
    while day <= datetime.date(2027, 12, 31):
        for topic in CONTENT.topics:
            valid = [
                one for one in topic.versions if one.valid_from <= day <= (one.valid_to or day)
            ]
            assert len(valid) <= 1, (topic.slug, day)
        day += datetime.timedelta(days=1)


def test_no_answer_names_a_day_after_its_last():
    for topic, version in VERSIONS:
        for found in _DATE.findall(f"{version.question} {version.answer}"):
            day, month, year = map(int, found)
            named = datetime.date(year, month, day)
            assert version.valid_to is None or named <= version.valid_to, (topic.slug, named)


def test_nobody_is_told_of_the_hotline_before_it_opened():
    for topic, version in VERSIONS:
        if version.valid_from < _HOTLINE_OPENED:
            assert "1900" not in version.answer, topic.slug


def test_every_answer_has_a_source():
    for topic, version in VERSIONS:
        assert any(source.title for source in version.sources), topic.slug


def test_the_shipped_calibration_belongs_to_the_shipped_content(shipped):
    told = json.loads(_CALIBRATION.read_text(encoding="utf-8"))

    assert told["content"] == read_corpus().digest, "run: python -m benchmarks.calibrate_answers"


def test_loading_twice_changes_nothing(shipped):
    counts = Topic.objects.count(), AnswerVersion.objects.count(), Phrasing.objects.count()

    again = load_content(SHIPPED, actor=COMMAND_LINE)

    assert (again.versions, again.phrasings, again.outside) == (0, 0, 0)
    assert (
        Topic.objects.count(),
        AnswerVersion.objects.count(),
        Phrasing.objects.count(),
    ) == counts
    assert shipped.versions == again.kept == len(VERSIONS)


@pytest.mark.parametrize(
    ("day", "fee"),
    [("2021-03-01", "15.000đ"), ("2023-03-01", "30.000đ"), ("2026-12-31", "15.000đ"),
     ("2024-08-01", None), ("2027-01-01", None)],
)  # fmt: skip
def test_the_fee_is_that_of_the_day_or_none(shipped, day, fee):
    found = list_versions(None, datetime.date.fromisoformat(day), ["le-phi-bao-nhieu"])

    assert (fee in found["le-phi-bao-nhieu"].answer) if fee else found == {}


def test_the_regression_set_comes_with_the_content_and_is_never_learnt(shipped):
    learnt = {one.text for one in read_corpus().examples}
    checks = list(CheckQuestion.objects.all())

    assert len(checks) == len(CONTENT.checks) >= 190
    assert not learnt & {one.text for one in checks}
    labels = {one.label for one in checks}
    assert {topic.slug for topic in CONTENT.topics} <= labels
    assert {f"~{group.slug}" for group in CONTENT.outside} <= labels
