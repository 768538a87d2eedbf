"""Reads and publishes a list, and tells how long finding and queueing its messages took."""

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.inside.filling import AS_OF, unit_of
from tracuu.audit.operations import Actor
from tracuu.cards.lists import publishing
from tracuu.cards.lists.receiving import receive_upload
from tracuu.cards.lists.releasing import publish_reviewed
from tracuu.cards.lists.reviewing import read_upload
from tracuu.cards.telling.list_matching import WatchMatcher
from tracuu.messaging.models import Delivery

_AN = Actor(officer_id=1, origin="127.0.0.1")


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Seconds of each part; `found` is inside of the review, `queued` inside of the publication."""
    seconds: dict[str, float] = defaultdict(float)
    for name in ("note_change", "write", "finish"):
        setattr(WatchMatcher, name, _timed(getattr(WatchMatcher, name), "found", seconds))
    publishing_names = vars(publishing)
    publishing_names["queue_messages"] = _timed(
        publishing_names["queue_messages"], "queued", seconds
    )
    path = Path(options["path"])
    card_list = receive_upload(
        unit=unit_of(0), file_name=path.name, blocks=[path.read_bytes()], actor=_AN, as_of=AS_OF
    )
    _timed(read_upload, "review", seconds)(card_list.pk)
    card_list.refresh_from_db()
    publish = _timed(publish_reviewed, "publish", seconds)
    publish(card_list=card_list, actor=_AN, override_reason="Đo tốc độ", is_chief=True)
    return {"seconds": dict(seconds), "messages": Delivery.objects.count()}


def _timed(
    function: Callable[..., Any], part: str, seconds: dict[str, float]
) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[part] += time.perf_counter() - started

    return timed
