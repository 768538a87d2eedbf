"""What Zalo calls: verify it, keep it once, say that it was heard; everything else is a job's.

Zalo wants 200 within two seconds and counts everything else as "the webhook is down": an empty probe
when its address is saved, a call of another app, a wrong signature. They get their 200, are counted and
not processed. The one thing that is not answered so is an event that could not be kept anywhere.
"""

import datetime
import json
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from tracuu.core import clock, metrics
from tracuu.messaging.zalo.events import DONE_DAYS, Event, make_row, read_event
from tracuu.messaging.zalo.keeping import Kept, NotKept, keep
from tracuu.messaging.zalo.known import label_of
from tracuu.webhooks.signing import is_signed
from tracuu.webhooks.waking import waker

# The longest message has 2,000 letters and some attachments.
MOST_BYTES = 64 * 1024
# Zalo tries for two hours. What was heard is known again only while its row is kept: a call that somebody
# captured would be an event once more after that.
_OLDEST = datetime.timedelta(days=DONE_DAYS)
_SIGNATURE = "HTTP_X_ZEVENT_SIGNATURE"
_log = structlog.get_logger()


class _Refused(Exception):
    """A call that is counted under a reason, and nothing more."""


def hear_zalo(request: HttpRequest) -> HttpResponse:
    """One event, or something that is none."""
    if request.method != "POST":
        return _answer()
    received_at = clock.now()
    try:
        raw = _read(request)
        event = _young_event(_signed_body(raw, request.META.get(_SIGNATURE, "")), received_at)
    except _Refused as reason:
        metrics.ZALO_CALLS_REFUSED.labels(str(reason)).inc()
        return _answer()
    try:
        kept = keep(make_row(event, raw, received_at), is_moved=waker.is_running)
    except NotKept:
        metrics.ZALO_EVENTS.labels(label_of(event.name), "not_kept").inc()
        _log.error("zalo_event_not_kept", event_name=label_of(event.name))
        return _answer(status=503)  # the only chance that it comes again
    metrics.ZALO_EVENTS.labels(label_of(event.name), kept.value).inc()
    if kept is not Kept.DUPLICATE:
        waker.wake()
    return _answer()


def _read(request: HttpRequest) -> bytes:
    """The body as it came. A caller that tells no length is read to its end, where the server ends it."""
    stream: Any = request
    if not request.META.get("CONTENT_LENGTH") and request.META.get("wsgi.input_terminated"):
        stream = request.META["wsgi.input"]
    parts, left = [], MOST_BYTES + 1
    try:
        while left > 0 and (part := stream.read(left)):
            parts.append(part)
            left -= len(part)
    except (UnreadablePostError, OSError):
        raise _Refused("torn") from None
    if left <= 0:
        raise _Refused("too_big")
    return b"".join(parts)


def _signed_body(raw: bytes, header: str) -> dict[str, Any]:
    """The JSON object that Zalo signed for our app."""
    try:
        body = json.loads(raw) if raw else {}
    except (ValueError, RecursionError):
        raise _Refused("malformed") from None
    if not isinstance(body, dict):
        raise _Refused("malformed")
    if not body:
        raise _Refused("probe")
    if not settings.ZALO_APP_ID or not settings.ZALO_OA_SECRET:
        raise _Refused("not_set_up")
    app_id, timestamp = str(body.get("app_id", "")), str(body.get("timestamp", ""))
    if app_id != settings.ZALO_APP_ID:
        raise _Refused("foreign_app")
    if not header:
        raise _Refused("unsigned")
    key = settings.ZALO_OA_SECRET
    if not is_signed(raw=raw, app_id=app_id, timestamp=timestamp, header=header, key=key):
        raise _Refused("bad_signature")
    return body


def _young_event(body: dict[str, Any], received_at: datetime.datetime) -> Event:
    event = read_event(body, received_at)
    if received_at - event.sent_at > _OLDEST:
        raise _Refused("too_old")
    return event


def _answer(*, status: int = 200) -> HttpResponse:
    return HttpResponse(status=status, content_type="text/plain")
