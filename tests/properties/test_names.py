"""What must hold for any name and any date, not only for the ones we thought of."""

import datetime as dt
import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracuu.names import (
    BirthDate,
    BirthDateNotUnderstood,
    NameNotUnderstood,
    Verdict,
    clean_name,
    compare,
    parse_birth_date,
    parse_name,
    person_key,
    query_keys,
    record_keys,
)
from tracuu.names.common import COMMON
from tracuu.names.legacy import Encoding, decode, detect, detect_bytes, repair
from tracuu.names.letters import with_tone

TODAY = dt.date(2026, 11, 24)

# Syllables of people, spelled from their canonical form: letters and a tone digit.
SYLLABLES = sorted(with_tone(form[:-1], form[-1]).capitalize() for form in COMMON)
syllables = st.sampled_from(SYLLABLES)
names = st.lists(syllables, min_size=2, max_size=5).map(" ".join)
days = st.dates(dt.date(1900, 1, 1), TODAY)
births = days.map(lambda day: BirthDate(day.year, day.month, day.day))
any_text = st.text(max_size=200)
vietnamese_text = st.text(
    alphabet="aăâeêioôơuưyđbchgklmnpqrstvxAĐNT \u0301\u0300\u0309\u0303\u0323\u0302\u031b'-.,1920?()ÃºÞ\xa0\xad",
    max_size=40,
)


def forms(name):
    return name.canonical, name.folded, name.skeleton


@given(names)
def test_reading_what_is_shown_changes_nothing(text):
    once = parse_name(text)
    assert parse_name(once.text) == once
    assert clean_name(text) == clean_name(clean_name(text)) == text


@given(st.one_of(any_text, vietnamese_text))
def test_cleaning_never_fails_and_settles_at_once(text):
    once = clean_name(text)
    assert clean_name(once) == once


@given(names, st.sampled_from(["NFC", "NFD"]), st.sampled_from([str.upper, str.lower, str.title]))
def test_form_of_marks_case_and_spaces_do_not_matter(text, form, case):
    varied = unicodedata.normalize(form, "  " + case(text).replace(" ", " \u3000 ") + "\n")
    assert forms(parse_name(varied)) == forms(parse_name(text))


@given(st.lists(syllables, min_size=1, max_size=4), syllables, syllables, births)
def test_different_given_names_are_never_a_yes(front, one, other, birth):
    first, second = parse_name(" ".join([*front, one])), parse_name(" ".join([*front, other]))
    assume(first.canonical[-1] != second.canonical[-1])
    assume(not first.is_unmarked)
    assume(not second.is_unmarked)
    assert compare(first, birth, second, birth) != Verdict.YES


@given(names, births, births)
def test_different_dates_are_never_a_yes(text, one, other):
    assume(one != other)
    assert compare(parse_name(text), one, parse_name(text), other) != Verdict.YES


@given(names, names, births, births)
def test_which_side_asks_does_not_matter(one, other, birth, other_birth):
    first, second = parse_name(one), parse_name(other)
    assert compare(first, birth, second, other_birth) == compare(second, other_birth, first, birth)
    assert compare(first, birth, second, birth) == compare(second, birth, first, birth)


@given(names, births)
def test_a_record_is_found_under_its_own_name_with_and_without_marks(text, birth):
    record = parse_name(text)
    bare = parse_name(" ".join(record.folded))
    assert compare(bare, birth, record, birth) == Verdict.YES
    assert set(record_keys(record, birth)) <= set(query_keys(record, birth))
    assert set(record_keys(record, birth)) & set(query_keys(bare, birth))


@given(names, st.data(), births)
def test_whatever_is_asked_about_can_be_found(text, data, birth):
    """One letter changed anywhere but in the first sound of the given name."""
    words = text.split()
    at = data.draw(st.integers(0, len(words) - 1))
    place = data.draw(st.integers(1, max(1, len(words[at]) - 1)))
    letter = data.draw(st.sampled_from("aeioubcdghklmnpt"))
    words[at] = words[at][:place] + letter + words[at][place + 1 :]
    query, record = parse_name(" ".join(words)), parse_name(text)
    assume(len(query.canonical) == len(record.canonical))
    assume(query.skeleton[-1][:1] == record.skeleton[-1][:1])
    if compare(query, birth, record, birth) != Verdict.NO:
        assert set(query_keys(query, birth)) & set(record_keys(record, birth))


@given(st.one_of(any_text, vietnamese_text))
def test_reading_a_name_raises_nothing_but_its_own_error(text):
    try:
        name = parse_name(text)
    except NameNotUnderstood:
        return
    assert name.canonical
    assert len(name.canonical) == len(name.folded) == len(name.skeleton)
    assert compare(name, BirthDate(1988, 6, 5), name, BirthDate(1988, 6, 5)) != Verdict.NO
    record_keys(name, BirthDate(1988))
    person_key(name, BirthDate(1988, 6))


@given(
    st.one_of(
        st.text(max_size=100),
        st.text(alphabet="0123456789/-. OlI?xthángnăm:", max_size=30),
        st.floats(),
        st.integers(),
        st.dates(),
        st.datetimes(),
    ),
    st.booleans(),
)
def test_reading_a_date_raises_nothing_but_its_own_error(value, date1904):
    try:
        birth = parse_birth_date(value, today=TODAY, date1904=date1904)
    except BirthDateNotUnderstood:
        return
    assert birth.year <= TODAY.year
    again = BirthDate.fromisoformat(birth.isoformat())
    assert again.isoformat() == birth.isoformat()


@given(births, st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0.day:02}{0.month:02}{0.year}"]))
def test_a_day_reads_the_same_in_every_spelling(birth, spelling):
    assert parse_birth_date(spelling.format(birth), today=TODAY) == birth
    assert parse_birth_date(birth.isoformat(), today=TODAY) == birth


@given(st.one_of(any_text, vietnamese_text), st.sampled_from(list(Encoding)))
def test_old_encodings_never_fail(text, encoding):
    decode(text, encoding)
    repair(text, encoding)
    detect([text, text[::-1]])


@given(st.binary(max_size=300))
def test_any_bytes_get_a_codec(data):
    found = detect_bytes(data)
    data.decode(found.codec, errors="replace")


@pytest.mark.parametrize(
    "unit", ["a", "\u0301", "ạ\u0301", "an", "minhanh", "(", " - ", "¸", "Ã¡Â»", "a.b", "'", "0a",
             "tức ", "tuc ", "Thi. ", "1. ", "Bà: ", "/", "?", "\xa0", "dd", "w", "Aa"],
)  # fmt: skip
def test_hostile_text_costs_little_time(unit):
    text = unit * 50_000
    start = time.perf_counter()
    for length in (40, 110, 590, len(text)):
        clean_name(text[:length])
        repair(text[:length])
        with suppress(NameNotUnderstood):
            parse_name(text[:length])
        with suppress(BirthDateNotUnderstood):
            parse_birth_date(text[:length], today=TODAY)
    assert time.perf_counter() - start < 0.5
