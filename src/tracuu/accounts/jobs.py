"""Background entries of the accounts."""

from django.db import connection
from huey import crontab

from tracuu.accounts.operations import forget_ended_sessions
from tracuu.core.jobs import queue


@queue.periodic_task(crontab(hour="3", minute="10"))  # type: ignore[untyped-decorator]
def forget_sessions() -> None:
    """Once a night: rows of sessions that ended by themselves."""
    try:
        forget_ended_sessions()
    finally:
        connection.close()
