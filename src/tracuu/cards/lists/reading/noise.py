"""Rows of a list that are not people: totals, groups, signatures, headings of the next page."""

import re
from collections.abc import Sequence

from tracuu.cards.lists.reading.fields import Field, recognise, words
from tracuu.cards.lists.reading.rows import Cell
from tracuu.names.common import FAMILY_FOLDED
from tracuu.names.letters import fold
from tracuu.names.syllables import syllable

# Marks matter: "Tổng cộng" is a total, "Tống Công Minh" is a man.
_TOTAL = re.compile(
    r"(?:tổng|cộng|luỹ kế|lũy kế|toàn bộ|total)"
    r"(?:\s*[:.\d(]|\s+(?:cộng|số|hợp|kết|thẻ|hồ|người|toàn|danh|trang|các|chung)\b|$)"
)
_TOTAL_UNMARKED = re.compile(r"(?:tong|cong)(?: (?:cong|so|hop|ket))?(?:\s*[:\d(].*)?$|total\b")
_SIGNATURE = re.compile(
    r"(?:nguoi (?:lap|nhan|giao|duyet|kiem|viet|tong hop|in)|lap bieu|ke toan|chu tich|pho chu tich|"
    r"thu truong|truong (?:cong an|phong|doi|ban|don vi)|pho truong|giam doc|can bo|xac nhan|"
    r"tm |kt |t m |k t |noi nhan|thu quy|doi truong|da ky|ky ten|ky ghi ro|ky va ghi|"
    r"thu ky|dai dien|nguoi phu trach|ubnd|uy ban|cong hoa xa hoi|"
    r"doc lap tu do|cong an|bo cong an|so cong an)"
)
_PLACE_AND_DATE = re.compile(r"(?:^|.*, ?)ngay\b.{0,12}\bthang\b.{0,10}\bnam\b")
_GROUP = re.compile(
    r"(?:to|thon|ap|xom|khu|khom|ban|buon|lang|doi|khoi|tieu khu|to dan pho|phuong|xa|quan|huyen|dot|"
    r"lo|hop|hoc|danh sach|nhom|cum|chi nhanh|dia ban|phan|muc|trang|ngay|thang|nam|don vi)\b"
)
_MARK = re.compile(r"\(?\s*(?:[A-Z]|\d{1,2})\s*\)?")
_FEWEST, _MOST = 2, 7


def is_total(text: str) -> bool:
    """Tell whether a cell begins a line of totals.

    >>> is_total("Tổng cộng: 236 người"), is_total("Tống Công Minh"), is_total("CỘNG")
    (True, False, True)
    """
    lowered = text.strip().lower()
    return bool(_TOTAL.match(lowered) or _TOTAL_UNMARKED.match(lowered))


def is_signature(text: str) -> bool:
    """Tell whether a cell belongs to the block of signatures or a heading, by its words."""
    plain = words(text)
    return bool(_SIGNATURE.match(plain) or _PLACE_AND_DATE.match(plain))


def is_footer(texts: Sequence[str]) -> bool:
    return any(is_total(text) or is_signature(text) for text in texts)


def is_group(text: str) -> bool:
    """Tell whether a text reads like the title of a group, "Tổ dân phố 3", rather than a name."""
    return any(char.isdigit() for char in text) and bool(_GROUP.match(words(text)))


def is_header_again(values: Sequence[Cell], headers: frozenset[str]) -> bool:
    """Tell whether a row repeats the header, at the top of a printed page."""
    texts = [str(value) for value in values if value is not None]
    if not texts or not all(isinstance(value, str) for value in values if value is not None):
        return False
    same = sum(words(text) in headers for text in texts)
    if same and same * 2 >= len(texts):
        return True
    fields = {recognise(text)[0] for text in texts} - {None, Field.MALE, Field.FEMALE}
    if len(fields) > 1 and len(fields) * 2 >= len(texts):
        return True
    return len(texts) > 1 and all(_MARK.fullmatch(text.strip()) for text in texts)


def is_like_a_name(text: str) -> bool:
    """Tell whether a lone text is a person's name: a family name in front, syllables behind."""
    found = text.split()
    if not _FEWEST <= len(found) <= _MOST or any(char.isdigit() for char in text):
        return False
    # The families are kept under the rule that makes ly and li equal.
    family = fold(found[0])
    is_family = family in FAMILY_FOLDED or family.replace("y", "i") in FAMILY_FOLDED
    return is_family and all(syllable(one).is_possible for one in found)
