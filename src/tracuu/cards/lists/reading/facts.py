"""The facts beside name and date: numbers of which four digits stay, sex, stage, box."""

import re
from functools import lru_cache

from tracuu.cards.lists.reading.fields import words
from tracuu.cards.lists.reading.rows import Cell

_KEPT = 4
_PHONE_ENDS = re.compile(r"[/,;]| - |\bhoặc\b|\n")
_FEWEST_DIGITS = 8
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)
# What a formula left when it could not be worked out: nothing at all.
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"})

_SEXES = {
    **dict.fromkeys(("nam", "m", "male", "trai", "nam gioi", "ong", "n am", "man", "boy"), "Nam"),
    **dict.fromkeys(("nu", "f", "female", "gai", "nu gioi", "ba", "woman", "girl"), "Nữ"),
}
_TICKS = frozenset(
    {
        "x",
        "v",
        "+",
        "*",
        "1",
        "✓",
        "✔",
        "√",
        "☑",
        "☒",
        "●",
        "•",
        "o",
        "có",
        "true",
        "đ",
        "×",
        "þ",
        "ü",
    }
)

# In this order. "Chưa trả" waits at the unit, "đã nhận hồ sơ" is only collected.
_STAGES = [
    (code, re.compile("|".join(patterns)))
    for code, *patterns in (
        (
            "needs_correction",
            r"bo sung|sai |bi loi|loi |tra lai ho so|khong hop le|tu choi|chup lai|lay lai|lam lai",
            r"thu lai|dinh chinh|needs correction|khong dat|trung lap|thieu ",
        ),
        ("processing", r"chua (?:in|co|ve|xong|duyet|gui|xu ly)"),
        ("printing", r"dang in|cho in|da in|in the|printing|gui in|chuyen in"),
        (
            "at_unit",
            r"chua (?:tra|nhan|lay|giao|phat|den)|cho (?:nhan|tra|lay|phat|giao|cap phat)|da ve",
            r"ve don vi|co the|da co|san sang|at unit|dang luu|ton |da nhan (?:the )?(?:ve|tu)",
            r"the ve|ve phuong|ve xa",
        ),
        (
            "collected",
            r"thu nhan|tiep nhan|da nop|moi nop|nhan ho so|nhan hs|collected|da thu|da lam ho so",
            r"da chup",
        ),
        (
            "handed_over",
            r"da (?:tra|nhan|giao|phat|lay|ky nhan)|tra roi|nhan roi|handed over|tra the",
            r"tra cong dan|tra dan",
        ),
        (
            "processing",
            r"xu ly|dang (?:kiem|duyet|lam|giai quyet|tra cuu|doi)|cho (?:duyet|xu ly|phe duyet)",
            r"phe duyet|da (?:duyet|truyen|gui|day|chuyen)|processing|gui (?:len|bo)",
        ),
    )
]
_CODES = frozenset(code for code, _ in _STAGES)


def text_of(value: Cell) -> str:
    """Return a value as its cell shows it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "x"
    if isinstance(value, str):
        return "" if value in ERRORS else " ".join(value.split())
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value) if isinstance(value, int) else f"{value:%d/%m/%Y}"


def shortened(value: Cell, most: int) -> str:
    return text_of(value)[:most]


def last_four(value: Cell, *, is_phone: bool) -> tuple[str, bool]:
    """Return the last four digits, and whether the cell held something that has none.

    >>> last_four("0912.345.678 / 0987 654 321", is_phone=True), last_four("7.92E+10", is_phone=False)
    (('5678', False), ('', True))
    """
    if value is None or value == "":
        return "", False
    if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) >= _KEPT:
        return value[-_KEPT:], False
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else text_of(value)
    if _SCIENTIFIC.search(text):
        return "", True
    if is_phone:
        text = next(
            (part for part in _PHONE_ENDS.split(text) if _digits_in(part) >= _FEWEST_DIGITS), text
        )
    digits = "".join([char for char in text if "0" <= char <= "9"])
    if len(digits) < _KEPT:
        return "", bool(text) and any(char.isalnum() for char in text)
    return digits[-_KEPT:], False


def _digits_in(text: str) -> int:
    return sum("0" <= char <= "9" for char in text)


def is_ticked(value: Cell) -> bool:
    """Tell whether a cell under "Nữ" is marked: x, v, 1, a ticked box, or the word itself."""
    if isinstance(value, str):
        return value.strip().lower() in _TICKS or sex_of(value) != ""
    return bool(value)


@lru_cache(maxsize=1024)
def sex_of(text: str) -> str:
    """Return Nam or Nữ, "" when the text says neither."""
    return _SEXES.get(words(text), "")


@lru_cache(maxsize=4096)
def stage_of(text: str) -> str:
    """Return the code of the stage that a status means, "" when it means none we know.

    >>> stage_of("Đã về đơn vị"), stage_of("Chưa trả"), stage_of("Đã nhận hồ sơ")
    ('at_unit', 'at_unit', 'collected')
    """
    if text.strip().lower() in _CODES:
        return text.strip().lower()
    plain = f"{words(text)} "
    return next((code for code, pattern in _STAGES if pattern.search(plain)), "")
