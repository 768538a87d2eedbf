"""Why a file is faulty: the reasons that an officer chooses from, and what a list's note means.

Every unit begins with the shipped ones. A unit's own row (`CorrectionReason`) of the same code
stands before a shipped one; any other code is a further reason of that unit alone.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from tracuu.cards.models import CorrectionReason
from tracuu.units.rules import fold


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as it is used: `is_shipped` when the unit has not reworded it."""

    code: str
    words: str
    words_en: str
    what_to_bring: str
    what_to_bring_en: str
    spellings: tuple[str, ...]
    days: int = 30
    is_active: bool = True
    is_shipped: bool = True

    def is_called(self, text: str) -> bool:
        """Whether a remark says the reason and nothing else."""
        return fold(text) in map(fold, (self.words, *self.spellings))

    def said(self) -> str:
        """In the active language; Vietnamese where the unit gave no English words."""
        return (get_language() == "en" and self.words_en) or self.words

    def said_to_bring(self) -> str:
        """Likewise."""
        return (get_language() == "en" and self.what_to_bring_en) or self.what_to_bring


SHIPPED = {
    one.code: one
    for one in (
        Reason(
            "photo",
            "Ảnh chân dung chưa dùng được (mờ, loá hoặc không đúng tư thế).",
            "The portrait cannot be used (blurred, too bright, or the wrong pose).",
            "Bạn đến đơn vị để chụp lại ảnh, mặc áo có cổ, mang theo giấy hẹn.",
            "Come to the unit to have a new photo taken. Wear a collared shirt and bring your"
            " appointment slip.",
            (
                "ảnh mờ", "ảnh xấu", "ảnh lỗi", "ảnh không đạt", "lỗi ảnh", "chụp lại ảnh",
                "ảnh chân dung không đạt", "ảnh không đúng quy định", "chụp lại",
            ),
        ),
        Reason(
            "fingerprints",
            "Vân tay lấy lần trước không đọc được.",
            "The fingerprints taken last time cannot be read.",
            "Bạn đến đơn vị để lấy lại vân tay, mang theo giấy hẹn. Trước khi đến hãy rửa tay sạch.",
            "Come to the unit to give your fingerprints again and bring your appointment slip. Wash"
            " your hands first.",
            (
                "vân tay mờ", "vân tay lỗi", "lỗi vân tay", "vân tay không đạt", "lấy lại vân tay",
                "thu lại vân tay", "vân tay không đọc được",
            ),
        ),
        Reason(
            "birth-date",
            "Ngày sinh trên hồ sơ khác với cơ sở dữ liệu quốc gia về dân cư.",
            "The birth date on the form differs from the national population database.",
            "Bản chính giấy khai sinh, hoặc giấy tờ khác có ngày sinh đúng.",
            "The original of your birth certificate, or another paper with the right birth date.",
            (
                "sai ngày sinh", "lệch ngày sinh", "ngày sinh sai", "ngày sinh không khớp",
                "ngày sinh lệch", "sai ngày tháng năm sinh", "sai năm sinh",
            ),
        ),
        Reason(
            "name",
            "Họ tên trên hồ sơ khác với cơ sở dữ liệu quốc gia về dân cư.",
            "The name on the form differs from the national population database.",
            "Bản chính giấy khai sinh, hoặc quyết định cho thay đổi họ tên.",
            "The original of your birth certificate, or the decision that changed your name.",
            (
                "sai tên", "sai họ tên", "lệch tên", "họ tên không khớp", "tên không khớp",
                "sai tên đệm", "sai chữ đệm", "lệch họ tên",
            ),
        ),
        Reason(
            "document",
            "Hồ sơ còn thiếu giấy tờ.",
            "A document is missing.",
            "Giấy tờ chứng minh nội dung đã khai: giấy khai sinh, giấy tờ về nơi cư trú hoặc giấy tờ"
            " mà cán bộ đã hẹn.",
            "The papers that prove what you declared: birth certificate, proof of residence, or what"
            " the officer asked you for.",
            (
                "thiếu giấy tờ", "thiếu hồ sơ", "thiếu giấy khai sinh", "bổ sung giấy tờ",
                "thiếu bản sao", "bổ sung giấy khai sinh", "thiếu khai sinh",
                "giấy khai sinh",
            ),
        ),
        Reason(
            "residence",
            "Nơi cư trú trên hồ sơ khác với cơ sở dữ liệu quốc gia về dân cư.",
            "The residence on the form differs from the national population database.",
            "Bạn đến công an nơi cư trú để cập nhật nơi cư trú, rồi báo lại cho đơn vị này.",
            "Have your residence updated at the police where you live, then tell this unit.",
            (
                "sai nơi cư trú", "sai địa chỉ", "sai thường trú", "lệch nơi cư trú",
                "chưa có dữ liệu dân cư", "nơi cư trú không khớp",
            ),
        ),
        Reason(
            "form",
            "Tờ khai còn thiếu thông tin hoặc chữ ký.",
            "The form lacks some information or the signature.",
            "Bạn đến đơn vị để ghi thêm vào tờ khai và ký tên, mang theo giấy hẹn.",
            "Come to the unit to complete and sign the form. Bring your appointment slip.",
            (
                "thiếu chữ ký", "chưa ký", "thiếu thông tin", "tờ khai thiếu", "sai tờ khai",
                "tờ khai sai", "thiếu tờ khai",
            ),
        ),
    )
}  # fmt: skip


def list_reasons(unit_id: int, *, with_inactive: bool = False) -> list[Reason]:
    """The unit's list: those that are shipped first, in the words of the unit where it has some."""
    own = {row.code: _of(row) for row in CorrectionReason.objects.filter(unit_id=unit_id)}
    further = sorted((one for code, one in own.items() if code not in SHIPPED), key=_words)
    reasons = [*(own.get(code, one) for code, one in SHIPPED.items()), *further]
    return [one for one in reasons if one.is_active or with_inactive]


def find_reason(unit_id: int, code: str) -> Reason | None:
    """One of the unit's reasons, also one that is no longer chosen; None for an unknown code."""
    row = CorrectionReason.objects.filter(unit_id=unit_id, code=code).first() if code else None
    return SHIPPED.get(code) if row is None else _of(row)


def _words(reason: Reason) -> str:
    return reason.words


def _of(row: CorrectionReason) -> Reason:
    return Reason(
        code=row.code,
        words=row.words,
        words_en=row.words_en,
        what_to_bring=row.what_to_bring,
        what_to_bring_en=row.what_to_bring_en,
        spellings=tuple(line.strip() for line in row.spellings.splitlines() if line.strip()),
        days=row.days,
        is_active=row.is_active,
        is_shipped=False,
    )


# What stands around the reason in a note and says nothing.
_FILLERS = re.compile(r"^(?:(?:ly do|do|vi|can bo sung|bo sung|ho so|yeu cau)\b\s*)+")
_PARTS = re.compile(r"[,;:()\[\]\n+/\u2013-]+|\.\s|\bva\b")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_BY = re.compile(r"\b(?:(?:truoc|den|han|cham nhat)\s*(?:ngay)?|ngay)\s*$")


class NoteReader:
    """Understands the notes that lists write beside faulty files, by the unit's reasons.

    Plainly or not at all: the note, or one part of it between commas, is what some reason is
    called or written, and nothing in it is another reason.
    """

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self._codes: dict[str, str] = {}
        doubtful = set()
        for reason in reasons:
            for spelling in (reason.words, *reason.spellings):
                plain = fold(spelling)
                if self._codes.setdefault(plain, reason.code) != reason.code:
                    doubtful.add(plain)
        for plain in doubtful | {""}:
            self._codes.pop(plain, None)

    def read(self, note: str, as_of: datetime.date) -> tuple[str, datetime.date | None]:
        """The code of the reason ("" when in doubt), and the day that the note sets, if any.

        A day counts when it is the only one in the note and lies after `as_of`.
        """
        days = [*_DAY.finditer(note)]
        parts = (note, *_PARTS.split(_undated(note)))
        codes = {code for part in parts if (code := self._code(part))}
        return codes.pop() if len(codes) == 1 else "", _day(days, as_of)

    def _code(self, part: str) -> str:
        plain = fold(part)
        return self._codes.get(plain) or self._codes.get(_FILLERS.sub("", plain), "")


def _undated(note: str) -> str:
    """The folded note with its days, and the words that lead to them, out of it."""
    before, *rest = _DAY.split(_folded(note))
    # Between two texts stand the three numbers of a day.
    texts = [before, *rest[3::4]]
    return ", ".join(_BY.sub("", text.rstrip()) for text in texts)


def _folded(text: str) -> str:
    """Without marks, but with what stands between the words."""
    parts = re.split(r"(\W+)", unicodedata.normalize("NFC", text))
    return "".join(fold(part) if part.isalpha() else part for part in parts)


def _day(found: list[re.Match[str]], as_of: datetime.date) -> datetime.date | None:
    if len(found) != 1:
        return None
    day, month, year = map(int, found[0].groups())
    try:
        told = datetime.date(year, month, day)
    except ValueError:
        return None
    return told if told > as_of else None


def due_on_of(reason: Reason | None, told_on: datetime.date) -> datetime.date | None:
    """The last day when nobody set one; None without a reason: no day is invented."""
    return None if reason is None else told_on + datetime.timedelta(days=reason.days)


def by_code(reasons: Iterable[Reason]) -> Mapping[str, Reason]:
    return {one.code: one for one in reasons}
