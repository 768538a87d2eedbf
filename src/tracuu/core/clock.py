"""What time it is, for everything that is told or stored; tests stop it."""

import contextlib
import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_stopped_at: datetime.datetime | None = None


def now() -> datetime.datetime:
    """This moment, aware, in UTC."""
    return _stopped_at or datetime.datetime.now(datetime.UTC)


def today() -> datetime.date:
    """The date in Việt Nam."""
    return now().astimezone(VIETNAM).date()


def day_bounds(day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """When this day begins in Việt Nam, and when the next does."""
    begins = datetime.datetime.combine(day, datetime.time(), VIETNAM)
    return begins, begins + datetime.timedelta(days=1)


@contextlib.contextmanager
def stopped_at(moment: datetime.datetime) -> Iterator[None]:
    """Stop the clock, for tests."""
    global _stopped_at  # noqa: PLW0603 (one clock for the process is the point)
    before, _stopped_at = _stopped_at, moment
    try:
        yield
    finally:
        _stopped_at = before
