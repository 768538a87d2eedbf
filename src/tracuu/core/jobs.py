"""The queue that wakes work up. Rows hold the truth: every job can be killed and run again."""

import os

from django.conf import settings
from huey import Huey, RedisHuey, SqliteHuey

_MODEST = 10


def _open_queue() -> Huey:
    if settings.REDIS_URL:
        return RedisHuey("tracuu", url=settings.REDIS_URL)
    return SqliteHuey("tracuu", filename=str(settings.HOME / "jobs.sqlite3"))


queue = _open_queue()


def be_modest() -> None:
    """Let the other processes of the machine go first: at a page a person waits, here a list does."""
    os.nice(_MODEST)
