"""Background entries of the cards: each loads rows and calls one operation."""

import structlog
from django.db import connection
from huey import crontab

from tracuu.cards.lists.publishing import sweep_abandoned_lists
from tracuu.core.jobs import queue

_log = structlog.get_logger()


@queue.periodic_task(crontab(minute="*/2"))  # type: ignore[untyped-decorator]
def sweep_lists() -> None:
    """Remove what a reader that died left staged; nobody ever saw it."""
    try:
        swept = sweep_abandoned_lists()
        if swept:
            _log.warning("abandoned_lists_swept", lists=swept)
    finally:
        connection.close()
