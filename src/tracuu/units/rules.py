"""Pure rules about units: folding what people search with, and saying opening hours in words."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_DIGIT_AFTER_LETTER = re.compile(r"(?<=[a-z])(?=[0-9])")
# What people write before a place: it says what kind of thing it is, not which. Whole phrases, since
# "thạnh", "an" and "thị" are also parts of names.
_KINDS = re.compile(
    r"\b(?:cong an|thanh pho|thi xa|thi tran|police of the|"
    r"ca|tp|tinh|quan|q|huyen|h|phuong|p|xa|police|district|city|ward|province)\b"
)


def fold(text: str) -> str:
    """Lower case ASCII without marks: what two spellings of a place have in common.

    >>> fold("Công an quận Tân Phú")
    'cong an quan tan phu'
    """
    plain = text.lower().replace("đ", "d").replace("ð", "d")
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", plain)
        if not unicodedata.combining(letter)
    )
    return _NOT_LETTERS.sub(" ", plain).strip()


def search_words(text: str) -> list[str]:
    """The words of a query that tell places apart; all of them when none does.

    >>> search_words("công an Q.Tân Phú"), search_words("Quận 1")
    (['tan', 'phu'], ['1'])
    """
    # People write "Q3" and "quận3".
    plain = _DIGIT_AFTER_LETTER.sub(" ", fold(text))
    return _KINDS.sub(" ", plain).split() or plain.split()


def hours_by_days(opening_hours: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, str, str]]:
    """Runs of days with the same hours: (first day, last day, opens, closes); Monday is 1.

    >>> hours_by_days([{"days": [1, 2, 3, 4, 5, 6, 7], "opens": "07:00", "closes": "21:00"}])
    [(1, 7, '7:00', '21:00')]
    """
    runs: list[tuple[int, int, str, str]] = []
    for entry in opening_hours:
        opens, closes = (str(entry[key]).removeprefix("0") for key in ("opens", "closes"))
        for day in sorted(int(day) for day in entry["days"]):
            last = runs[-1] if runs else None
            if last and last[1] == day - 1 and last[2:] == (opens, closes):
                runs[-1] = (last[0], day, opens, closes)
            else:
                runs.append((day, day, opens, closes))
    return runs
