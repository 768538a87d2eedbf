"""What is said around an answer: from when to when it holds, and whether somebody has checked it.

The same in the chat and on the web; each function speaks the language that is active.
"""

import datetime as dt

from django.utils.translation import gettext

from tracuu.answers.models import AnswerVersion
from tracuu.answers.rules import SOON_DAYS
from tracuu.cards.wording import date_text
from tracuu.core import clock


def validity(version: AnswerVersion) -> str:
    """Say from when to when an answer holds."""
    days = {"first": date_text(version.valid_from)}
    if version.valid_to is None:
        return gettext("Áp dụng từ ngày %(first)s.") % days
    days["last"] = date_text(version.valid_to)
    return gettext("Áp dụng từ ngày %(first)s đến hết ngày %(last)s.") % days


def is_ending(version: AnswerVersion) -> bool:
    """Whether its last day is near."""
    today = clock.today()
    return version.valid_to is not None and (
        today <= version.valid_to <= today + dt.timedelta(days=SOON_DAYS)
    )


def caution(version: AnswerVersion) -> str:
    """What stands in front of an answer that nobody has read in its source yet."""
    if version.is_confirmed:
        return ""
    return gettext(
        "Cần kiểm tra: câu trả lời này chưa được đối chiếu với văn bản. Hãy hỏi đơn vị trước khi làm"
        " theo."
    )
