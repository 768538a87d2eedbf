"""What the browser's voice reads: the answer in plain sentences, numbers written as people say them.

Each line is its language and its words, because a voice speaks one language: names and places stay
Vietnamese on English pages. A voice reads "17/05/1991" as a fraction and a telephone number as a
number of millions, so dates are written out and digits stand alone.
"""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import get_language, gettext

from tracuu.cards.answer_wording import ShownDetails, freshness
from tracuu.cards.enums import Stage
from tracuu.cards.lookup import Details
from tracuu.units.models import Unit
from tracuu.units.wording import opening_times, unit_name

Line = tuple[str, str]
_VIETNAMESE = "vi"
_GROUPS = re.compile(r"[0-9]+")


def spoken_details(details: Details, stage: Stage) -> Iterator[Line]:
    """The second tier, what to say at the counter first."""
    shown = ShownDetails.of(details, stage, is_spoken=True)
    if shown.box:
        yield _line(gettext("Khi đến, hãy đọc số hộc này cho cán bộ:"))
        yield _VIETNAMESE, f"{shown.box}."
    if shown.reason:
        yield _line(f"{gettext('Lý do cần bổ sung:')} {shown.reason}")
        yield _line(f"{gettext('Cần mang theo:')} {shown.what_to_bring}")
    if shown.remark:
        yield _line(gettext("Cán bộ ghi:") if shown.reason else gettext("Lý do cần bổ sung:"))
        yield _VIETNAMESE, f"{shown.remark}."
    if shown.bring_by and shown.is_bring_by_over:
        over = gettext("Đã qua ngày hẹn bổ sung %(day)s. Hãy gọi hoặc đến đơn vị sớm.")
        yield _line(over % {"day": shown.bring_by})
    elif shown.bring_by:
        yield _line(gettext("Cần bổ sung trước %(day)s.") % {"day": shown.bring_by})
    for word, what in shown.lines:
        yield _line(f"{word}: {what}.")
    if shown.is_overdue:
        yield _line(gettext("Đã quá hạn theo luật. Bạn có quyền gọi hoặc đến đơn vị để hỏi lý do."))


def spoken_place(unit: Unit, data_as_of: dt.date | None) -> Iterator[Line]:
    """Where the unit is, when it is open, its number, and how new its list is."""
    name = unit_name(unit)
    yield _VIETNAMESE if name == unit.name else _language(), f"{name}."
    times = "; ".join(_spoken_times(unit))
    yield _line(f"{gettext('Giờ làm việc')}: {times or gettext('Chưa có, hãy gọi trước khi đến')}.")
    if unit.address:
        yield _line(f"{gettext('Địa chỉ')}:")
        yield _VIETNAMESE, f"{unit.address}."
    if unit.phone:
        yield _line(f"{gettext('Điện thoại')}: {spoken_number(unit.phone)}.")
    yield _line(freshness(data_as_of, is_spoken=True))


def spoken_number(number: str) -> str:
    """Write a telephone number digit by digit, with a pause where it is written in groups.

    >>> spoken_number("028 0000 0001")
    '0 2 8, 0 0 0 0, 0 0 0 1'
    """
    return ", ".join(" ".join(group) for group in _GROUPS.findall(number))


def spoken(*sentences: str) -> Iterator[Line]:
    """Sentences in the language of the page; empty ones are left out."""
    return (_line(sentence) for sentence in sentences if sentence)


def _spoken_times(unit: Unit) -> Iterator[str]:
    for days, times in opening_times(unit):
        spans = (
            gettext("từ %(opens)s đến %(closes)s")
            % {"opens": _spoken_hour(opens), "closes": _spoken_hour(closes)}
            for opens, closes in times
        )
        yield f"{days.replace('–', gettext(' đến '))} {', '.join(spans)}"


def _spoken_hour(time: str) -> str:
    hour, _, minute = time.partition(":")
    if minute == "00":
        return gettext("%(hour)s giờ") % {"hour": hour}
    return gettext("%(hour)s giờ %(minute)s") % {"hour": hour, "minute": minute}


def _line(text: str) -> Line:
    return _language(), text


def _language() -> str:
    return get_language() or _VIETNAMESE
