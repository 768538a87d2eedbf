"""Background entries of the cards: each loads rows and calls one operation."""

import structlog
from django.db import connection
from huey import crontab

from tracuu.cards.binding import forget_old_codes
from tracuu.cards.correction_rows import list_units_to_settle, settle_overtaken
from tracuu.cards.lists.reviewing import read_upload
from tracuu.cards.lists.sweeping import list_waiting, sweep
from tracuu.cards.telling.reminding import remind_everybody
from tracuu.core.jobs import queue

_log = structlog.get_logger()


@queue.task()  # type: ignore[untyped-decorator]
def read_list(list_id: int) -> None:
    """Read an uploaded list; of two tasks for one list, the second finds nothing to do."""
    try:
        read_upload(list_id)
    finally:
        connection.close()


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def sweep_lists() -> None:
    """Wake readers for lists that wait, and remove what is left of dead ones and old ones."""
    try:
        for list_id in list_waiting():
            read_list(list_id)
        swept = sweep()
        if swept:
            _log.warning("lists_swept", lists=swept)
    finally:
        connection.close()


@queue.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def settle_corrections() -> None:
    """Mark what published lists have mended, so that work lists begin with what is still to do."""
    try:
        for unit_id in list_units_to_settle():
            settle_overtaken(unit_id)
    finally:
        connection.close()


@queue.periodic_task(crontab(minute="23"))  # type: ignore[untyped-decorator]
def forget_binding_codes() -> None:
    """Every hour, also where no unit makes another code: whose chat a code bound is nobody's any more."""
    try:
        forget_old_codes()
    finally:
        connection.close()


@queue.periodic_task(crontab(hour="1", minute="30"))  # type: ignore[untyped-decorator]
def remind_once_a_day() -> None:
    """At 8:30 in Việt Nam: faulty files and cards that lie, to whoever asked to be told."""
    try:
        reminded = remind_everybody()
        if reminded:
            _log.info("reminded", messages=reminded)
    finally:
        connection.close()
