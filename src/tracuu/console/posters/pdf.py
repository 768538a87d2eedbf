"""The poster that leads people to the unit on Zalo: one sheet of A4, to be read from two steps away.

In Vietnamese whatever language the officer reads. Everything stands at least ten millimetres from the
edge, as office printers want it, but the band on top, which may lose its edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from django.utils import translation
from font_source_sans_pro import font_directory

from tracuu.core.pdf import new_document
from tracuu.core.qr import qr_bars
from tracuu.units.models import Unit
from tracuu.units.wording import hours_text

if TYPE_CHECKING:
    from fpdf import FPDF

_WIDTH, _LEFT, _RIGHT = 210.0, 16.0, 194.0
_INNER = _RIGHT - _LEFT
_QR = 84.0
_FRAME = 5.0
_QUIET = (
    3  # squares of white around the code; with the white of its frame the four of ISO/IEC 18004
)
_GREEN, _LIGHT, _GOLD = (8, 64, 47), (226, 241, 234), (227, 167, 47)
_INK, _SOFT, _WHITE = (20, 33, 28), (71, 86, 79), (255, 255, 255)
_WARNING, _WARNING_INK = (253, 240, 218), (110, 58, 0)
_POINT = 25.4 / 72
_LEADING = 1.16
_FAMILY = "poster"
_FONTS = Path(font_directory)
_STYLES = (("", "Regular"), ("B", "Bold"))
_STEPS = (
    ("Mở Zalo", "bấm biểu tượng quét mã QR ở góc trên."),
    ("Quét mã bên cạnh", "rồi bấm “Quan tâm”."),
    ("Bấm “Tra cứu CCCD”", "và gõ họ tên, ngày sinh."),
)
_OFFERS = (
    ("Biết thẻ đến đâu rồi", "bất cứ lúc nào, kể cả ban đêm"),
    ("Được báo khi thẻ về", "không phải gọi hỏi, không phải đi lại"),
    ("Hỏi giấy tờ, lệ phí, giờ làm việc", "trả lời ngay, dẫn đúng quy định"),
    ("Gặp cán bộ của đơn vị", "khi bạn cần một người trả lời"),
)
_SMALLEST = 12.0
_LARGE_NAME, _SMALL_NAME = 38.0, 26.0
Colour = tuple[int, int, int]
Place = tuple[float, float, float]
"""Left, top and width in millimetres."""


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it; `check_at` is where anybody can check whose a message is."""

    unit_name: str
    address: str
    hours: str
    phone: str
    link: str
    check_at: str

    @classmethod
    def of(cls, unit: Unit, *, link: str, check_at: str) -> Self:
        with translation.override("vi"):
            hours = hours_text(unit)
        return cls(unit.name, unit.address, hours, unit.phone, link, check_at)


def draw_poster(poster: Poster) -> bytes:
    """The sheet as PDF."""
    paper = _Paper(f"Zalo của {poster.unit_name}")
    _band(paper, poster)
    _question(paper)
    _scan(paper, poster)
    _offers(paper)
    _warning(paper, poster)
    _foot(paper, poster)
    return bytes(paper.pdf.output())


class _Paper:
    def __init__(self, title: str) -> None:
        self.pdf = pdf = new_document()
        pdf.set_auto_page_break(auto=False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        pdf.set_title(title)
        pdf.set_lang("vi")
        for style, name in _STYLES:
            pdf.add_font(_FAMILY, style, _FONTS / f"SourceSansPro-{name}.ttf")
        pdf.add_page()

    def box(self, place: Place, height: float, colour: Colour, radius: float = 0) -> None:
        left, top, width = place
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(
            left, top, width, height, style="F", round_corners=radius > 0, corner_radius=radius
        )

    def text(
        self,
        text: str,
        place: Place,
        *,
        size: float,
        bold: bool = False,
        colour: Colour = _INK,
        align: str = "L",
    ) -> float:
        """Lines from the top of the place down; where the next thing may begin."""
        left, top, width = place
        height = size * _POINT * _LEADING
        self.pdf.set_text_color(*colour)
        for line in self._lines(text, width, size, bold=bold):
            self.pdf.set_xy(left, top)
            self.pdf.cell(width, height, line, align=align)
            top += height
        return top

    def fitting_size(
        self, text: str, width: float, *, largest: float, lines: int = 1, bold: bool = True
    ) -> float:
        """The largest size at which the text has at most so many lines."""
        size = largest
        while size > _SMALLEST and len(self._lines(text, width, size, bold=bold)) > lines:
            size -= 0.5
        return size

    def _lines(self, text: str, width: float, size: float, *, bold: bool) -> Sequence[str]:
        self.pdf.set_font(_FAMILY, "B" if bold else "", size)
        lines = self.pdf.multi_cell(width, 5, text, align="L", dry_run=True, output="LINES")
        return cast("list[str]", lines)


def _band(paper: _Paper, poster: Poster) -> None:
    paper.box((0, 0, _WIDTH), 48, _GREEN)
    paper.box((0, 48, _WIDTH), 1.6, _GOLD)
    name = poster.unit_name
    size = paper.fitting_size(name, _INNER, largest=_LARGE_NAME)
    top = 22.0
    if size < _SMALL_NAME:
        size = paper.fitting_size(name, _INNER, largest=_SMALL_NAME, lines=2)
        top = 19.5
    paper.text("Tài khoản Zalo chính thức", (_LEFT, 11, _INNER), size=17, colour=_GOLD, bold=True)
    paper.text(name, (_LEFT, top, _INNER), size=size, bold=True, colour=_WHITE)


def _question(paper: _Paper) -> None:
    top = paper.text(
        "Thẻ căn cước của tôi đến đâu rồi?",
        (_LEFT, 55, _INNER),
        size=34,
        bold=True,
        colour=_GREEN,
    )
    paper.text(
        "Hỏi ngay trên điện thoại, không phải đến đơn vị, không mất phí.",
        (_LEFT, top + 1, _INNER),
        size=18,
        colour=_SOFT,
    )


def _scan(paper: _Paper, poster: Poster) -> None:
    top = 84.0
    side = _QR + 2 * _FRAME
    paper.box((_LEFT, top, side), side, _GREEN, radius=5)
    paper.box((_LEFT + 2, top + 2, side - 4), side - 4, _WHITE, radius=3.5)
    _qr(paper.pdf, poster.link, _LEFT + _FRAME, top + _FRAME)
    left = _LEFT + side + 9
    width = _RIGHT - left
    line = top + 5
    for number, (first, rest) in enumerate(_STEPS, 1):
        line = _step(paper, number, (first, rest), (left, line, width))
    bottom = top + side
    paper.text("Hoặc mở:", (left, bottom - 13, width), size=12, colour=_SOFT)
    plain = poster.link.partition("://")[2]
    size = paper.fitting_size(plain, width, largest=15)
    paper.text(plain, (left, bottom - 7.5, width), size=size, bold=True, colour=_GREEN)


def _step(paper: _Paper, number: int, words: tuple[str, str], place: Place) -> float:
    left, top, width = place
    paper.pdf.set_fill_color(*_GREEN)
    paper.pdf.ellipse(left, top, 12, 12, style="F")
    paper.text(str(number), (left, top + 1.9, 12), size=20, bold=True, colour=_WHITE, align="C")
    beside = (left + 15, width - 15)
    size = min(paper.fitting_size(first, beside[1], largest=19) for first, _rest in _STEPS)
    below = paper.text(words[0], (beside[0], top + 0.4, beside[1]), size=size, bold=True)
    below = paper.text(words[1], (beside[0], below, beside[1]), size=15)
    return max(below, top + 12) + 7


def _offers(paper: _Paper) -> None:
    top, gap = 187.0, 6.0
    width = (_INNER - gap) / 2
    size = min(paper.fitting_size(first, width - 17, largest=16) for first, _rest in _OFFERS)
    for number, (first, rest) in enumerate(_OFFERS):
        left = _LEFT + (number % 2) * (width + gap)
        line = top + (number // 2) * 22
        paper.box((left, line, width), 19, _LIGHT, radius=3)
        _tick(paper.pdf, left + 5, line + 4.6)
        below = paper.text(
            first, (left + 14, line + 2.8, width - 16), size=size, bold=True, colour=_GREEN
        )
        paper.text(rest, (left + 14, below + 0.2, width - 16), size=12.5)


def _warning(paper: _Paper, poster: Poster) -> None:
    top, height = 235.0, 29.0
    paper.box((_LEFT, top, _INNER), height, _WARNING, radius=3)
    paper.box((_LEFT, top, 3), height, _GOLD)
    left, width = _LEFT + 9, _INNER - 15
    first = "Công an không bao giờ hỏi tiền, mật khẩu hay mã OTP trong trò chuyện."
    size = paper.fitting_size(first, width, largest=17)
    below = paper.text(first, (left, top + 5, width), size=size, bold=True, colour=_WARNING_INK)
    below = paper.text(
        "Ai hỏi những thứ đó là giả mạo, dù xưng là ai. Tin báo về thẻ nào cũng có mã;",
        (left, below + 1.5, width),
        size=13.5,
        colour=_WARNING_INK,
    )
    paper.text(
        f"kiểm tra mã tại {poster.check_at}",
        (left, below + 0.3, width),
        size=13.5,
        bold=True,
        colour=_WARNING_INK,
    )


def _foot(paper: _Paper, poster: Poster) -> None:
    hours = f"Giờ làm việc: {poster.hours}" if poster.hours else ""
    phone = f"Điện thoại: {poster.phone}" if poster.phone else ""
    address = poster.address[:1].upper() + poster.address[1:]
    top = 270.0
    for line in (address, " · ".join(filter(None, (hours, phone)))):
        size = paper.fitting_size(line, _INNER, largest=13, bold=False)
        if line:
            top = paper.text(line, (_LEFT, top, _INNER), size=size, colour=_SOFT) + 0.6


def _tick(pdf: "FPDF", left: float, top: float) -> None:
    pdf.set_draw_color(*_GREEN)
    pdf.set_line_width(1.3)
    pdf.polyline([(left, top + 2.4), (left + 2, top + 4.6), (left + 5.6, top)])


def _qr(pdf: "FPDF", text: str, left: float, top: float) -> None:
    bars, size = qr_bars(text)
    side = _QR / (size + 2 * _QUIET)
    pdf.set_fill_color(0)
    for x, y, length in bars:
        pdf.rect(
            left + (x + _QUIET) * side, top + (y + _QUIET) * side, length * side, side, style="F"
        )
