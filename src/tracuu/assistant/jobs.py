"""Background entries of the assistant."""

from django.db import connection
from huey import crontab

from tracuu.assistant.conversations import forget_silent_dialogues
from tracuu.core.jobs import queue


@queue.periodic_task(crontab(minute="*/10"))  # type: ignore[untyped-decorator]
def forget_silent() -> None:
    """What somebody half typed and left is not kept."""
    try:
        while forget_silent_dialogues():
            pass
    finally:
        connection.close()
