"""What an answer says of a card beyond its stage: how new the list is, and the second tier.

The same on every face; each function speaks the language that is active when it is called.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from tracuu.cards.enums import Stage
from tracuu.cards.lookup import Details
from tracuu.cards.rules import working_days_allowed
from tracuu.cards.wording import date_aloud, date_text, stage_label
from tracuu.core import clock
from tracuu.units.enums import Area
from tracuu.units.models import Unit

WAITING = frozenset({Stage.COLLECTED, Stage.PROCESSING, Stage.PRINTING})


@dataclass(frozen=True, slots=True)
class ShownDetails:
    """The second tier: lines of (word, what), and whether the legal day has passed.

    Of a faulty file also why, what to bring, until when, and what the officer wrote.
    """

    lines: tuple[tuple[str, str], ...]
    box: str
    is_overdue: bool
    reason: str
    what_to_bring: str
    bring_by: str
    is_bring_by_over: bool
    remark: str

    @classmethod
    def of(cls, details: Details, stage: Stage, *, is_spoken: bool = False) -> "ShownDetails":
        day = _day_aloud if is_spoken else date_text
        lines = [
            (gettext("Họ và tên"), details.full_name),
            (gettext("Ngày sinh"), birth_text(details.birth_date, day)),
        ]
        if details.collected_on:
            lines.append((gettext("Ngày thu nhận hồ sơ"), day(details.collected_on)))
        if details.due_on:
            lines.append((gettext("Hạn trả thẻ theo luật"), day(details.due_on)))
        lines.append((stage_label(stage), _since(details.stage_since, is_spoken=is_spoken)))
        is_late = details.due_on is not None and details.due_on < clock.today()
        return cls(
            lines=tuple(lines),
            box=details.box,
            is_overdue=is_late and stage in WAITING,
            reason=details.reason.said() if details.reason else "",
            what_to_bring=details.reason.said_to_bring() if details.reason else "",
            bring_by=day(details.bring_by) if details.bring_by else "",
            is_bring_by_over=details.bring_by is not None and details.bring_by < clock.today(),
            remark=details.remark,
        )


def freshness(data_as_of: dt.date | None, *, is_spoken: bool = False) -> str:
    """Say how new the unit's list is."""
    if data_as_of is None:
        return gettext("Đơn vị chưa công bố danh sách nào trên trang này.")
    return gettext("Danh sách của đơn vị cập nhật đến ngày %(day)s.") % {
        "day": date_aloud(data_as_of) if is_spoken else date_text(data_as_of)
    }


def usual_time(unit: Unit) -> str:
    """Say how long the law gives the police today."""
    days = working_days_allowed(clock.today(), Area(unit.area))
    return gettext(
        "Theo luật, thẻ được cấp trong %(days)s ngày làm việc kể từ ngày nộp đủ hồ sơ."
        " Danh sách thường được cập nhật sau đó vài ngày."
    ) % {"days": days}


def unconfirmed_title() -> str:
    """Head every unconfirmed answer, whatever the reason was."""
    return gettext("Chưa xác nhận được")


def unconfirmed_text() -> str:
    """Say what unconfirmed means, and what it does not."""
    return gettext(
        "Thông tin bạn nhập chưa đủ để tìm ra đúng một hồ sơ trong danh sách của đơn vị này."
        " Điều đó không có nghĩa là thẻ của bạn có vấn đề."
    )


def unconfirmed_advice() -> str:
    """Say what to bring to whoever is asked next."""
    return gettext("Khi đến hỏi, hãy mang theo giấy hẹn và giấy tờ tuỳ thân.")


def details_in_lines(shown: ShownDetails) -> Iterator[str]:
    """The second tier as lines of a message, what to say at the counter first."""
    if shown.box:
        yield f"{gettext('Khi đến, hãy đọc số hộc này cho cán bộ:')} {shown.box}"
    if shown.reason:
        yield f"{gettext('Lý do cần bổ sung:')} {shown.reason}"
        yield f"{gettext('Cần mang theo:')} {shown.what_to_bring}"
    if shown.bring_by and shown.is_bring_by_over:
        yield gettext("Đã qua ngày hẹn bổ sung %(day)s. Hãy gọi hoặc đến đơn vị sớm.") % {
            "day": shown.bring_by
        }
    elif shown.bring_by:
        yield gettext("Cần bổ sung trước %(day)s.") % {"day": shown.bring_by}
    if shown.remark:
        head = gettext("Cán bộ ghi:") if shown.reason else gettext("Lý do cần bổ sung:")
        yield f"{head} {shown.remark}"
    for word, what in shown.lines:
        yield f"{word}: {what}"
    if shown.is_overdue:
        yield gettext("Đã quá hạn theo luật. Bạn có quyền gọi hoặc đến đơn vị để hỏi lý do.")


def birth_text(iso: str, day: Callable[[dt.date], str]) -> str:
    """Write a birth date as people do; lists may know only its month or year."""
    if len(iso) == len("YYYY-MM-DD"):
        return day(dt.date.fromisoformat(iso))
    return "/".join(reversed(iso.split("-")))


def _since(day: dt.date, *, is_spoken: bool) -> str:
    return gettext("từ ngày %(day)s") % {"day": date_aloud(day) if is_spoken else date_text(day)}


def _day_aloud(day: dt.date) -> str:
    return gettext("ngày %(day)s") % {"day": date_aloud(day)}
