"""Say a unit's name and hours in words, in the language that is active."""

import datetime
from collections.abc import Iterator

from django.utils.translation import get_language, gettext, gettext_noop

from tracuu.core.clock import VIETNAM
from tracuu.units.models import Unit
from tracuu.units.rules import hours_by_days, is_open, next_opening

_DAYS = {
    1: gettext_noop("Thứ Hai"),
    2: gettext_noop("Thứ Ba"),
    3: gettext_noop("Thứ Tư"),
    4: gettext_noop("Thứ Năm"),
    5: gettext_noop("Thứ Sáu"),
    6: gettext_noop("Thứ Bảy"),
    7: gettext_noop("Chủ nhật"),
}
_WHOLE_WEEK = (1, 7)


def unit_name(unit: Unit) -> str:
    """Name the unit in the active language; Vietnamese where no English name is known."""
    return (unit.name_en or unit.name) if get_language() == "en" else unit.name


def hours_text(unit: Unit) -> str:
    """Say the opening hours as people do ("Mỗi ngày 7:00–21:00"); "" when nobody told them."""
    return "; ".join(
        f"{days} {', '.join(f'{opens}–{closes}' for opens, closes in times)}"
        for days, times in opening_times(unit)
    )


def opening_times(unit: Unit) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The days in words, and from when to when: ("Mỗi ngày", [("7:00", "21:00")])."""
    spans: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for first, last, opens, closes in hours_by_days(unit.opening_hours):
        spans.setdefault((first, last), []).append((opens, closes))
    for (first, last), times in sorted(spans.items()):
        if (first, last) == _WHOLE_WEEK:
            days = gettext("Mỗi ngày")
        elif first == last:
            days = gettext(_DAYS[first])
        else:
            days = f"{gettext(_DAYS[first])}–{gettext(_DAYS[last])}"
        yield days, times


def open_now_text(unit: Unit, now: datetime.datetime) -> str:
    """Say whether the unit is open, and when it opens again; "" when nobody told its hours."""
    if not unit.opening_hours:
        return ""
    if is_open(unit.opening_hours, now):
        return gettext("Hiện đang mở cửa.")
    opens = next_opening(unit.opening_hours, now)
    if opens is None:
        return gettext("Hiện đã đóng cửa.")
    return gettext("Hiện đã đóng cửa, mở lại lúc %(time)s.") % {"time": when_text(opens, now)}


def when_text(moment: datetime.datetime, now: datetime.datetime) -> str:
    """A moment near this one, as people say it: "14:05", "7:00 ngày mai", "7:00 ngày 30/11".

    Without the day when it is today.
    """
    local, today = moment.astimezone(VIETNAM), now.astimezone(VIETNAM).date()
    time = f"{local:%H:%M}".removeprefix("0")
    days = (local.date() - today).days
    if days == 0:
        return time
    if days == 1:
        return gettext("%(time)s ngày mai") % {"time": time}
    if days == -1:
        return gettext("%(time)s hôm qua") % {"time": time}
    return gettext("%(time)s ngày %(day)s") % {"time": time, "day": f"{local:%d/%m}"}
