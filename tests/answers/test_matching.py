"""What the classifier reaches on questions of others: the goals of the work, as a floor."""

import pytest
from benchmarks.answers import figures_of, read_content, read_questions

from tracuu.answers.learned import _shipped_calibration
from tracuu.answers.matching.corpus import Example, corpus_of, is_outside, outside, outside_slug
from tracuu.answers.matching.folding import are_copies, folds_of
from tracuu.answers.matching.learning import fit
from tracuu.answers.matching.spelling import fold, has_personal_number, normalise


@pytest.fixture(scope="module")
def reached():
    corpus, refused = read_content()
    calibration = _shipped_calibration(corpus)
    assert calibration
    model = fit(corpus, calibration)
    questions = read_questions()
    ranked = [(model.rank(one.text), calibration) for one in questions]
    return figures_of(questions, ranked, refused)


def test_the_right_topic_is_first_or_among_three(reached):
    assert reached["first"] >= 0.94
    assert reached["three"] >= 0.985


def test_what_is_answered_at_once_is_right(reached):
    assert reached["answered"] >= 0.7
    assert reached["answered_right"] >= 0.99


def test_what_is_not_ours_is_turned_away(reached):
    assert reached["beyond_answered"] <= 0.01
    assert reached["beyond_away"] >= 0.9


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("CCCD", "can cuoc"),
        ("cccd", "can cuoc"),
        ("Đổi thẻ", "doi the"),
        ("đc ko ạ", "duoc khong a"),
        ("thẻ hỏng", "the hong"),
        ("làm hông", "lam khong"),
        ("lâuuuuu quá", "lau qua"),
        ("0901234567", "sodienthoai"),
        ("079091001234", "sogiayto"),
    ],
)
def test_many_spellings_are_read_one_way(typed, read):
    assert normalise(typed) == read


def test_marks_that_are_written_apart_are_the_same():
    assert fold("Thẻ") == fold("Thẻ") == "the"


@pytest.mark.parametrize(
    ("typed", "is_one"), [("12 số", False), ("079.091.001.234", True), ("1900 0368", False)]
)
def test_personal_numbers_are_seen(typed, is_one):
    assert has_personal_number(typed) is is_one


def test_the_hash_does_not_depend_on_order_and_changes_with_any_phrasing():
    one, other = Example("a", "x"), Example("b", outside("y"))

    assert corpus_of([one, other]).digest == corpus_of([other, one, one]).digest
    assert corpus_of([one]).digest != corpus_of([other]).digest
    assert is_outside(other.label)
    assert outside_slug(other.label) == "y"


def test_folds_learn_nothing_that_they_ask_nor_a_near_copy_of_it():
    corpus, _ = read_content()
    words = {one: frozenset(normalise(one.text).split()) for one in corpus.examples}
    asked_ever = []
    for learnt, asked in folds_of(corpus):
        by_label = {}
        for one in learnt:
            by_label.setdefault(one.label, []).append(words[one])
        for one in asked:
            assert not any(are_copies(words[one], other) for other in by_label[one.label]), one
        asked_ever += asked
    assert sorted(asked_ever, key=str) == sorted(corpus.examples, key=str)


@pytest.mark.parametrize(
    ("one", "other", "are_they"),
    [
        ("Đổi thẻ hết mấy đồng rứa", "doi the het may dong", True),
        ("mất thẻ", "thẻ mất", True),
        ("mất thẻ làm lại ở đâu", "mất giấy hẹn thì làm lại ở đâu", False),
        ("lệ phí", "lệ phí bao nhiêu", False),
    ],
)
def test_near_copies_are_told_by_their_words(one, other, are_they):
    words = [frozenset(normalise(text).split()) for text in (one, other)]
    assert are_copies(*words) is are_they
