import datetime
import re
import string

import pytest
from django.utils import translation

from factories import make_unit, person, publish_people
from portal.catalog import ENGLISH, read_mo, read_po, words_of_source
from tracuu.cards.errors import FieldError
from tracuu.cards.wording import date_text, error_sentence
from tracuu.names import BirthDateNotUnderstood, parse_birth_date
from tracuu.units.models import Unit
from tracuu.units.wording import hours_text

HOLES = re.compile(r"%\(\w+\)s")
MARKED_LETTER = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)


def test_every_word_of_the_source_has_an_english_one():
    translated = {word for word, english in read_po(ENGLISH).items() if word and english}

    assert words_of_source() - translated == set()


def test_no_translation_is_left_over():
    assert set(read_po(ENGLISH)) - words_of_source() - {""} == set()


def test_the_compiled_catalogue_says_what_the_text_says():
    assert read_mo(ENGLISH.with_suffix(".mo")) == read_po(ENGLISH)


def test_translations_fill_the_same_holes():
    for word, english in read_po(ENGLISH).items():
        assert sorted(HOLES.findall(word)) == sorted(HOLES.findall(english)), word


@pytest.mark.parametrize(
    "typed", ["", "xyz", "31/02/1990", "5/13/1990", "13/1990", "1/1/1700", "1/1/2999", "12/2999"]
)
def test_what_is_wrong_with_a_date_is_said_in_english(typed):
    with pytest.raises(BirthDateNotUnderstood) as raised:
        parse_birth_date(typed, today=datetime.date(2021, 12, 14))
    wrong = FieldError("birth_date", raised.value.code, raised.value.message)

    assert error_sentence(wrong) == raised.value.message
    with translation.override("en"):
        assert not MARKED_LETTER.search(error_sentence(wrong))
        assert "%" not in error_sentence(wrong)


def test_an_unknown_sentence_is_shown_as_it_is():
    with translation.override("en"):
        assert error_sentence(FieldError("full_name", "x", "Câu mới.")) == "Câu mới."


@pytest.mark.parametrize(
    ("entries", "words", "english"),
    [
        ([], "", ""),
        (
            [{"days": [1, 2, 3, 4, 5, 6, 7], "opens": "07:00", "closes": "21:00"}],
            "Mỗi ngày 7:00–21:00",
            "Every day 7:00–21:00",
        ),
        (
            [
                {"days": [1, 2, 3, 4, 5], "opens": "07:30", "closes": "11:30"},
                {"days": [1, 2, 3, 4, 5], "opens": "13:30", "closes": "17:00"},
                {"days": [6], "opens": "07:30", "closes": "11:30"},
            ],
            "Thứ Hai–Thứ Sáu 7:30–11:30, 13:30–17:00; Thứ Bảy 7:30–11:30",
            "Monday–Friday 7:30–11:30, 13:30–17:00; Saturday 7:30–11:30",
        ),
    ],
)
def test_hours_are_said_as_people_say_them(entries, words, english):
    unit = Unit(opening_hours=entries)

    assert hours_text(unit) == words
    with translation.override("en"):
        assert hours_text(unit) == english


def test_dates_are_written_as_the_language_does():
    day = datetime.date(2021, 12, 8)
    assert date_text(day) == "08/12/2021"
    with translation.override("en"):
        assert date_text(day) == "8 December 2021"


def shown_text(page: str) -> str:
    """What is read on a page: no tags but their labels, no Vietnamese that is marked as such."""
    page = re.sub(r'<(\w+)[^>]* lang="vi"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', page))
    return re.sub(r"<[^>]+>", " ", page) + labels


@pytest.mark.django_db
def test_english_pages_hold_no_vietnamese_but_names(client, tmp_path):
    unit = make_unit(name_en="Tan Phu District Police")
    publish_people(
        unit, tmp_path, person("Le An", "02/09/1990", receipt="HS-00013", status="Đang in")
    )
    asked = {"full_name": "le an", "birth_date": "02/09/1990"}
    pages = [
        client.get("/en/"),
        client.get("/en/", {"q": "zzz"}),
        client.get("/en/tan-phu/"),
        client.get("/en/tan-phu/tra-cuu/"),
        client.get("/en/nope/"),
        client.post("/en/"),
        client.post("/en/tan-phu/tra-cuu/", {"full_name": "1", "birth_date": "32/1/1990"}),
        client.post("/en/tan-phu/tra-cuu/", asked),
        client.post("/en/tan-phu/tra-cuu/", {**asked, "proof_value": "HS-00013"}),
        client.post("/en/tan-phu/tra-cuu/", {**asked, "full_name": "le binh"}),
    ]
    allowed = ("Nguyễn Văn An", "hỏi", "ngã")
    for answer in pages:
        text = shown_text(answer.content.decode())
        for words in allowed:
            text = text.replace(words, "")
        assert not MARKED_LETTER.search(text), MARKED_LETTER.search(text)
        assert '<html lang="en">' in answer.content.decode()


@pytest.mark.django_db
def test_each_page_links_to_itself_in_the_other_language(client):
    make_unit()

    for path in ("/", "/tan-phu/", "/tan-phu/tra-cuu/"):
        assert re.search(rf'href="/en{path}"\s+lang="en"', client.get(path).content.decode())
        assert re.search(rf'href="{path}"\s+lang="vi"', client.get(f"/en{path}").content.decode())


def test_words_speak_to_one_person_in_one_manner():
    for word in words_of_source():
        # A quarter of a year and the English language are spelled like two of them.
        plain = word.lower().replace("quý %(number)s", "").replace("quý thẻ về", "")
        plain = plain.replace("tiếng anh", "").translate(
            str.maketrans(string.punctuation, " " * 32)
        )
        assert not {"ông", "bà", "quý", "anh", "chị"} & set(plain.split()), word
