"""Say a card's state in words, the same on every face. Vietnamese is the source language.

Every function speaks the language that is active when it is called.
"""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import get_language, gettext, gettext_noop

from tracuu.cards.enums import Outcome, Stage
from tracuu.cards.errors import FieldError
from tracuu.cards.lookup import Answer
from tracuu.cards.sentences import said
from tracuu.units.models import Unit
from tracuu.units.rules import hours_by_days

_STAGE_SENTENCES = {
    Stage.COLLECTED: gettext_noop("Đơn vị đã thu nhận hồ sơ của bạn."),
    Stage.PROCESSING: gettext_noop("Hồ sơ của bạn đang được xử lý."),
    Stage.PRINTING: gettext_noop("Thẻ của bạn đang được in."),
    Stage.AT_UNIT: gettext_noop("Thẻ của bạn đã về đơn vị, đang chờ bạn đến nhận."),
    Stage.HANDED_OVER: gettext_noop("Thẻ của bạn đã được trả."),
    Stage.NEEDS_CORRECTION: gettext_noop("Hồ sơ của bạn cần được bổ sung."),
    Stage.REPLACED: gettext_noop("Hồ sơ này đã được thay bằng hồ sơ đúng."),
}
_NOT_YET = gettext_noop("Thẻ chưa về, bạn chưa cần đến đơn vị.")
_ADVICE = {
    Stage.COLLECTED: _NOT_YET,
    Stage.PROCESSING: _NOT_YET,
    Stage.PRINTING: _NOT_YET,
    Stage.AT_UNIT: gettext_noop(
        "Bạn có thể đến nhận trong giờ làm việc. Hãy mang theo giấy hẹn và giấy tờ tuỳ thân."
    ),
    Stage.HANDED_OVER: gettext_noop(
        "Nếu bạn chưa nhận được thẻ, hãy gọi hoặc đến đơn vị để kiểm tra."
    ),
    Stage.NEEDS_CORRECTION: gettext_noop(
        "Hãy gọi cho đơn vị, hoặc đến trong giờ làm việc và mang theo giấy hẹn cùng giấy tờ"
        " tuỳ thân."
    ),
    Stage.REPLACED: gettext_noop("Hãy gọi hoặc đến đơn vị để kiểm tra."),
}
_UNCONFIRMED = gettext_noop(
    "Chưa xác nhận được: thông tin bạn nhập chưa đủ để tìm ra đúng một hồ sơ trong danh sách"
    " của đơn vị này."
)
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


def stage_label(stage: Stage) -> str:
    """Name the stage in two to six words, for a heading or a column."""
    return str(stage.label)


def stage_sentence(stage: Stage) -> str:
    """Say where the card is, as one sentence to its owner."""
    return gettext(_STAGE_SENTENCES[stage])


def advice_sentence(stage: Stage) -> str:
    """Say whether it is worth going to the unit now, and with what."""
    return gettext(_ADVICE[stage])


def outcome_sentence(answer: Answer) -> str:
    """Sum up the answer in one sentence; the same for every unconfirmed one."""
    if answer.outcome is Outcome.UNCONFIRMED or answer.stage is None:
        return gettext(_UNCONFIRMED)
    return stage_sentence(answer.stage)


def error_sentence(error: FieldError) -> str:
    """Say what to mend in one field, in the active language."""
    return said(error.message)


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


def date_text(day: dt.date) -> str:
    """Write a date as the active language does: 08/12/2021, or 8 December 2021."""
    if get_language() == "en":
        return f"{day.day} {day:%B %Y}"
    return f"{day:%d/%m/%Y}"


def date_aloud(day: dt.date) -> str:
    """Write a date so that a voice reads it as people say it: 8 tháng 12 năm 2021."""
    if get_language() == "en":
        return date_text(day)
    return f"{day.day} tháng {day.month} năm {day.year}"
