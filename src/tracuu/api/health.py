"""What the operator's machines ask: does it live, is it ready, does it keep up, what has it counted."""

import ipaddress
import os
from collections.abc import Callable
from functools import lru_cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from tracuu.core import crypto, metrics
from tracuu.core.keys import KeyFileError
from tracuu.messaging.zalo import journal
from tracuu.messaging.zalo.event_queue import count_backlog

# Any of these says that a proxy brought the request from somewhere else.
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
# Somebody writes in the chat and gets no answer for so long.
_LATE_SECONDS = 60


def is_live(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers; asks nothing else."""
    return JsonResponse({"status": "ok"})


def is_ready(_request: HttpRequest) -> HttpResponse:
    """Say whether lookups can be answered now, or which parts are missing (503)."""
    failed = [name for name, is_right in _PARTS.items() if not is_right()]
    if failed:
        return JsonResponse({"status": "not ready", "failed": failed}, status=503)
    return JsonResponse({"status": "ok"})


def keeps_up(_request: HttpRequest) -> HttpResponse:
    """Say whether the work behind the pages keeps up, or what waits too long (503).

    Apart from `is_ready`: to send visitors elsewhere would not help.
    """
    late = [name for name, is_right in _WORK.items() if not is_right()]
    if late:
        return JsonResponse({"status": "late", "late": late}, status=503)
    return JsonResponse({"status": "ok"})


def count(request: HttpRequest) -> HttpResponse:
    """Give the counters to this machine itself; to everybody else there is no such page."""
    if not _is_loopback(request.META.get("REMOTE_ADDR", "")):
        raise Http404
    if any(name in request.META for name in _FORWARDED):
        raise Http404
    _gauge_events()
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        # Several processes serve: each writes its counts there, and whoever is asked adds them up.
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _gauge_events() -> None:
    """What is counted anew when it is asked for; a database that is away is told by `is_ready`."""
    try:
        backlog = count_backlog()
    except Error:
        return
    metrics.ZALO_EVENTS_WAITING.set(backlog.waiting)
    metrics.ZALO_OLDEST_EVENT.set(backlog.oldest_seconds)
    metrics.ZALO_EVENTS_FAILED.set(backlog.failed)
    metrics.ZALO_EVENTS_ASIDE.set(journal.count())


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _is_database_reachable() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _are_migrations_applied() -> bool:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return False
    return _wanted_migrations() <= applied.keys()


@lru_cache(maxsize=1)
def _wanted_migrations() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations)


def _are_keys_readable() -> bool:
    try:
        crypto.keys()
    except (KeyFileError, OSError):
        return False
    return True


def _are_events_processed() -> bool:
    try:
        return count_backlog().oldest_seconds <= _LATE_SECONDS
    except Error:
        return False


_WORK: dict[str, Callable[[], bool]] = {"zalo_events": _are_events_processed}
_PARTS: dict[str, Callable[[], bool]] = {
    "database": _is_database_reachable,
    "migrations": _are_migrations_applied,
    "keys": _are_keys_readable,
}
