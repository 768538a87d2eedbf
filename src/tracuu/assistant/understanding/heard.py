"""From one message to what it means, as far as the message alone tells."""

import re
from dataclasses import dataclass, replace
from datetime import date

from tracuu.assistant.dialogue import Dialogue, Offer
from tracuu.assistant.enums import Note, Wish
from tracuu.assistant.understanding.language import writes_english, writes_vietnamese
from tracuu.assistant.understanding.names import is_asking, is_sure_name
from tracuu.assistant.understanding.numbers import (
    has_long_number,
    has_secret_code,
    without_long_numbers,
    without_numbers,
)
from tracuu.assistant.understanding.people import Told, find_person
from tracuu.assistant.understanding.wishes import find_wish
from tracuu.core.receipt_codes import read_code
from tracuu.messaging.chat.content import Incoming, Tap

TEXT = "text"
_NUMBER = re.compile(r"\(?(?:số |so )?([1-9])\W*")
_FOUR = re.compile(r"(?<![\d/.\-])\d{4}(?![\d/.\-])")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, repr=False)
class Heard:
    """What somebody means.

    - `wish` and its `argument`: a button, tapped or said; `about`: the mark of whom it is about
    - `full_name`, `birth_date`, `receipt`: as typed; `is_person_only` when there is nothing else
    - `code`: the twelve signs that bind this account, or open a second tier
    - `digits`: four digits alone, or a longer number of which four may be meant
    - `page`: the address or number of a button that only opens something, of which the number was typed
    - `question`: what to look up among the answers, without numbers that nobody needs
    """

    kind: str = TEXT
    wish: Wish | None = None
    argument: str = ""
    about: str = ""
    full_name: str = ""
    is_sure_name: bool = False
    birth_date: str = ""
    receipt: str = ""
    code: str = ""
    digits: str = ""
    page: str = ""
    question: str = ""
    is_person_only: bool = False
    is_asking: bool = False
    is_english: bool = False
    is_vietnamese: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def has_both(self) -> bool:
        return bool(self.full_name and self.birth_date)


def understand(incoming: Incoming, dialogue: Dialogue, *, today: date) -> Heard:
    """Read a message; `dialogue` tells what numbers stand for."""
    if incoming.kind != TEXT and not incoming.text.strip():
        return Heard(kind=incoming.kind)
    text, page = _said(incoming.text.replace("\0", ""), dialogue.offers)
    wanted = find_wish(text)
    if wanted is not None:
        return Heard(
            kind=incoming.kind,
            wish=wanted.wish,
            argument=wanted.argument,
            about=wanted.about,
            is_english=writes_english(text),
            is_vietnamese=writes_vietnamese(text),
        )
    return _words(incoming.kind, text, page, today)


def _said(text: str, offers: tuple[Offer, ...]) -> tuple[str, str]:
    """What a number or a button's words stand for, and the page that it opens if it only does that."""
    number = _NUMBER.fullmatch(text.strip().lower())
    if number and int(number[1]) <= len(offers):
        offer = offers[int(number[1]) - 1]
        return (offer.value, "") if offer.tap == Tap.SAY else (text, offer.value)
    same = " ".join(text.split()).casefold()
    for offer in offers:
        if offer.tap == Tap.SAY and offer.label.casefold() == same:
            return offer.value, ""
    return text, ""


def _words(kind: str, text: str, page: str, today: date) -> Heard:
    if has_secret_code(text):
        return _secret(kind, text)
    told = _person(text, today)
    has_letters = bool(_LETTER_OR_DIGIT.search(text))
    is_name = bool(told.full_name)
    return Heard(
        kind=kind,
        full_name=told.full_name,
        is_sure_name=is_name and is_sure_name(told.full_name),
        birth_date=told.birth_date,
        receipt=told.receipt,
        code=_code(text) or _code(told.receipt),
        digits=_digits(text),
        page=page,
        question=without_numbers(text).strip() if has_letters else "",
        is_person_only=is_name or not any(letter.isalpha() for letter in told.rest),
        is_asking="?" in text or is_asking(told.rest),
        is_english=writes_english(text),
        is_vietnamese=is_asking(text) and writes_vietnamese(text),
        notes=(Note.LONG_NUMBER,) if has_long_number(text) else (),
    )


def _secret(kind: str, text: str) -> Heard:
    """Nothing is read in what holds a password or a one-time code, but the question around it."""
    long = (Note.LONG_NUMBER,) if has_long_number(text) else ()
    return Heard(
        kind=kind,
        question=without_numbers(text).strip() if "?" in text else "",
        is_asking="?" in text,
        is_english=writes_english(text),
        notes=(*long, Note.SECRET_CODE),
    )


def _person(text: str, today: date) -> Told:
    """The person; a number that nobody needs is no date and no name."""
    told = find_person(text, today=today)
    if not has_long_number(text):
        return told
    other = text.replace(told.receipt, " ") if told.receipt else text
    found = find_person(without_long_numbers(other), today=today)
    return replace(found, receipt=told.receipt)


def _code(text: str) -> str:
    """The code of a slip or of the counter; one without any letter is sooner an ID number."""
    return (read_code(text) or "") if any(letter.isalpha() for letter in text) else ""


def _digits(text: str) -> str:
    """Four digits, or the whole number that somebody types where its last four are wanted."""
    if len(four := _FOUR.findall(text)) == 1:
        return str(four[0])
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    has_words = any(letter.isalpha() for letter in text)
    return digits if not has_words and len(digits) > 4 else ""  # noqa: PLR2004 (the last four)
