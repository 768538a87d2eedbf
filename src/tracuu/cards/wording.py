"""Say a card's state in words, the same on every face. Vietnamese is the source language.

Every function speaks the language that is active when it is called.
"""

import datetime as dt

from django.utils.translation import get_language, gettext, gettext_noop

from tracuu.cards.enums import Outcome, Stage
from tracuu.cards.errors import FieldError
from tracuu.cards.lookup import Answer
from tracuu.cards.sentences import said

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
