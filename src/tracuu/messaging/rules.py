"""Pure rules of messages: when one may go out, and when it is tried again."""

import datetime
import random

from tracuu.core import clock

# Nobody's telephone rings at night for what can wait until breakfast.
QUIET_FROM = datetime.time(21, 0)
QUIET_UNTIL = datetime.time(7, 0)

WATCH_DAYS = 180
MESSAGE_DAYS = 365
# For so long a message that was wrong can be put right with the initials of who was meant.
LABEL_DAYS = 30
IDLE_DAYS = 30
MOST_WATCHES = 20
CONFIRM_HOURS = 48
LEASE = datetime.timedelta(minutes=5)
MOST_ATTEMPTS = 8
# Kept with a delivery while the account's package, or its templates of the day, are used up.
QUOTA_OUT = "zalo_quota_out"
_FIRST_WAIT = 30.0
_LONGEST_WAIT = 6 * 3600.0
_FACTOR = 4.0


def is_quiet(moment: datetime.datetime) -> bool:
    """Whether it is night in Việt Nam: from 21:00 until 7:00."""
    time = moment.astimezone(clock.VIETNAM).time()
    return time >= QUIET_FROM or time < QUIET_UNTIL


def after_quiet(moment: datetime.datetime) -> datetime.datetime:
    """The moment itself by day; at night the next 7:00 in Việt Nam."""
    if not is_quiet(moment):
        return moment
    local = moment.astimezone(clock.VIETNAM)
    day = local.date() + datetime.timedelta(days=int(local.time() >= QUIET_FROM))
    return datetime.datetime.combine(day, QUIET_UNTIL, clock.VIETNAM).astimezone(datetime.UTC)


def wait_before(attempt: int, chance: random.Random | None = None) -> datetime.timedelta:
    """How long after its `attempt`-th failure a message is tried again.

    30 s, 2, 8, 32 minutes and so on up to 6 hours, each by half more or less: a server that comes
    back is not met by everybody at once.
    """
    seconds = min(_FIRST_WAIT * _FACTOR ** max(attempt - 1, 0), _LONGEST_WAIT)
    return datetime.timedelta(seconds=seconds * (chance or _CHANCE).uniform(0.5, 1.5))


_CHANCE = random.Random()  # noqa: S311 (spreads load, guards nothing)
