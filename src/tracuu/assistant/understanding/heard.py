"""From one message to what it means, as far as the message alone tells."""

import re
from dataclasses import dataclass, replace
from datetime import date

from tracuu.assistant.dialogue import Dialogue, Offer
from tracuu.assistant.enums import Note, Step, Wish
from tracuu.assistant.understanding.dates import completed, precision_of
from tracuu.assistant.understanding.language import writes_english, writes_vietnamese
from tracuu.assistant.understanding.names import is_asking, is_sure_name
from tracuu.assistant.understanding.numbers import (
    find_email,
    find_phone,
    has_long_number,
    has_secret_code,
    without_long_numbers,
    without_numbers,
)
from tracuu.assistant.understanding.people import Told, find_people, find_person
from tracuu.assistant.understanding.wishes import find_wish
from tracuu.core.receipt_codes import is_mistyped_code, read_code
from tracuu.messaging.chat.content import Incoming, Tap
from tracuu.names import Precision

TEXT = "text"
_NUMBER = re.compile(r"\(?(?:số |so )?([1-9])\W*")
_GROUPS = re.compile(r"(?<!\w)\w{4}[ \-–.]\w{4}[ \-–.]\w{4}(?!\w)", re.ASCII)
_FEWEST_DIGITS = 3
_FOUR = re.compile(r"(?<![\d/.\-])\d{4}(?![\d/.\-])")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
# "HS 00014": asked for a receipt's number, people read it from the paper as it is printed there.
_SPACED_RECEIPT = re.compile(
    r"(?!(?:sn|ns|so|số|nam|năm|sinh|s?dt|s?đt|cccd|cmnd|cmt|đ?uôi|duoi|cuối|cuoi|là|la)\b)"
    r"([a-zđ]{1,6}) ?[-./]? ?(\d{3,})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, repr=False)
class Heard:
    """What somebody means.

    - `wish` and its `argument`: a button, tapped or said; `about`: the mark of whom it is about
    - `full_name`, `birth_date`, `receipt`: as typed; `is_person_only` when there is nothing else
    - `others`: who else stands in the message with a name and a date
    - `is_part`: only the year (or year and month) of the birth was told
    - `code`: the twelve signs that bind this account, or open a second tier; `is_mistyped`: nearly one
    - `digits`: four digits alone, or a longer number of which four may be meant
    - `phone`, `email`: a telephone number, as 84 and nine digits; an address, where either was asked for
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
    is_part: bool = False
    others: tuple[tuple[str, str], ...] = ()
    receipt: str = ""
    code: str = ""
    is_mistyped: bool = False
    digits: str = ""
    phone: str = ""
    email: str = ""
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
    return _for_step(_words(incoming.kind, text, page, today), text, dialogue)


def _for_step(heard: Heard, text: str, dialogue: Dialogue) -> Heard:
    """What only the question before makes clear: a day without its year, a number with a blank."""
    if dialogue.step is Step.LATER and not heard.has_both:
        return _for_later(heard, text)
    if dialogue.step is Step.BIRTH and dialogue.part and (heard.is_part or not heard.birth_date):
        whole = completed(text, dialogue.part)
        if whole:
            return replace(heard, full_name="", birth_date=whole, is_part=False, is_asking=False)
    spaced = _SPACED_RECEIPT.fullmatch(text.strip(" .,;!"))
    if spaced and not heard.receipt and (dialogue.step is Step.FACT or dialogue.has_person):
        return replace(heard, receipt=f"{spaced[1]}{spaced[2]}", digits="", is_person_only=True)
    return heard


def _for_later(heard: Heard, text: str) -> Heard:
    """The number is wanted here, so nobody is told that it is not."""
    notes = tuple(note for note in heard.notes if note is not Note.LONG_NUMBER)
    email = find_email(text)
    if email or heard.phone:
        return Heard(
            kind=heard.kind,
            phone="" if email else heard.phone,
            email=email,
            is_english=heard.is_english,
            notes=notes,
        )
    return replace(heard, notes=notes)


def _said(text: str, offers: tuple[Offer, ...]) -> tuple[str, str]:
    """What a number or a button's words stand for, and the page that it opens if it only does that."""
    number = _NUMBER.fullmatch(text.strip().lower())
    if number and offers and int(number[1]) <= len(offers):
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
    besides = _without_code(text)
    told = _person(besides, today)
    is_mistyped = _is_mistyped(text)
    if is_mistyped and _GROUPS.fullmatch(text.strip(" .,;!")):
        told = replace(told, receipt="")  # in three groups of four it is no receipt's number
    has_letters = bool(_LETTER_OR_DIGIT.search(text))
    is_name = bool(told.full_name)
    people = find_people(text, today=today) if is_name and told.birth_date else ()
    if people:
        told = replace(told, full_name=people[0][0], birth_date=people[0][1])
    return Heard(
        kind=kind,
        full_name=told.full_name,
        is_sure_name=is_name and is_sure_name(told.full_name),
        birth_date=told.birth_date,
        is_part=precision_of(told.birth_date, today) in {Precision.YEAR, Precision.MONTH},
        others=people[1:],
        receipt=told.receipt,
        code=_code(text) or _code(told.receipt),
        is_mistyped=is_mistyped,
        digits=_digits(text),
        phone=find_phone(text),
        page=page,
        question=without_numbers(text).strip() if has_letters else "",
        is_person_only=is_name or not any(letter.isalpha() for letter in told.rest),
        is_asking="?" in text or is_asking(told.rest),
        # A name is of no language.
        is_english=writes_english(told.rest if is_name else text),
        is_vietnamese=is_asking(text) and writes_vietnamese(text),
        notes=(Note.LONG_NUMBER,) if has_long_number(besides) else (),
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
    """The code of a slip or of the counter; one without any letter is sooner an ID number.

    >>> _code("dạ mã của em là 7k2m 0chx 4ptk ạ")
    '7K2M0CHX4PTK'
    """
    said = (text, *_GROUPS.findall(text))
    codes = (read_code(one) for one in said if any(letter.isalpha() for letter in one))
    return next((code for code in codes if code), "")


def _without_code(text: str) -> str:
    """What else is said: "C3NN 1927 MMCV" is nobody who was born in 1927."""
    if _code(text) and read_code(text):
        return ""
    return _GROUPS.sub(lambda found: " " if _code(found[0]) else found[0], text)


def _is_mistyped(text: str) -> bool:
    """Twelve signs that are no code, for one of them is wrong; words are none, and no ID number is."""
    has_both = any(map(str.isalpha, text)) and sum(map(str.isdigit, text)) >= _FEWEST_DIGITS
    return has_both and is_mistyped_code(text.strip(" .,;!"))


def _digits(text: str) -> str:
    """Four digits, or the whole number that somebody types where its last four are wanted."""
    if len(four := _FOUR.findall(text)) == 1:
        return str(four[0])
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    has_words = any(letter.isalpha() for letter in text)
    return digits if not has_words and len(digits) > 4 else ""  # noqa: PLR2004 (the last four)
