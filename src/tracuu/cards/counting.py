"""Counts lookups by unit, day and outcome: in memory at once, in the database every second.

A process that is killed loses at most the seconds since the last writing: a count, never a person.
"""

import atexit
import datetime
import threading
from collections import Counter

import structlog
from django.db import Error, connection
from django.db.models import F

from tracuu.cards.enums import Outcome
from tracuu.cards.models import LookupCount
from tracuu.core import clock, metrics
from tracuu.units.models import Unit

_FLUSH_SECONDS = 1.0
_Key = tuple[int, datetime.date, str]
_pending: Counter[_Key] = Counter()
_lock = threading.Lock()
_log = structlog.get_logger()


def count_lookup(unit: Unit, outcome: Outcome) -> None:
    """One more lookup of this unit ended so."""
    metrics.LOOKUPS.labels(unit.slug, outcome.value).inc()
    with _lock:
        _pending[unit.pk, clock.today(), outcome.value] += 1


def flush_counts() -> None:
    """Write what was counted; what cannot be written now is kept for the next time."""
    with _lock:
        counted = dict(_pending)
        _pending.clear()
    try:
        for key in list(counted):
            unit_id, on, outcome = key
            row, _ = LookupCount.objects.get_or_create(unit_id=unit_id, on=on, outcome=outcome)
            LookupCount.objects.filter(pk=row.pk).update(count=F("count") + counted[key])
            del counted[key]
    except Error:
        _log.warning("lookup_counts_kept_for_later", counts=len(counted))
    finally:
        with _lock:
            _pending.update(counted)


def start_flushing() -> None:
    """Write the counts every second from now on, and at the end; for a process that looks people up."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(_FLUSH_SECONDS):
            if _pending:
                flush_counts()
                connection.close()
        flush_counts()
        connection.close()

    thread = threading.Thread(target=run, name="lookup-counts", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(timeout=_FLUSH_SECONDS)

    atexit.register(end)
