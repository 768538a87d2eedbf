"""The queue that wakes work up. Rows hold the truth: every job can be killed and run again."""

from django.conf import settings
from huey import Huey, RedisHuey, SqliteHuey


def _open_queue() -> Huey:
    if settings.REDIS_URL:
        return RedisHuey("tracuu", url=settings.REDIS_URL)
    return SqliteHuey("tracuu", filename=str(settings.HOME / "jobs.sqlite3"))


queue = _open_queue()
