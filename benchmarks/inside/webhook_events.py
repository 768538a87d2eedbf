"""An account that hears events, and where they are."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.enums import EventState
from tracuu.messaging.models import OfficialAccount, ZaloEvent
from tracuu.messaging.zalo import journal
from tracuu.messaging.zalo.event_queue import count_backlog
from tracuu.units.operations import EVERY_DAY_7_TO_21, add_unit

_OA = "3333333333333333333"


def run(options: dict[str, Any]) -> dict[str, Any]:
    """`set_up`; `drain`: how long until nothing waits, None when not in `seconds`; or `count`: how many
    events are there, and which of those that got their 200 are not.
    """
    deed = options["deed"]
    if deed == "set_up":
        call_command("migrate", interactive=False, verbosity=0)
        unit = add_unit(
            slug="tan-phu", name="Công an quận Tân Phú", opening_hours=EVERY_DAY_7_TO_21
        )
        OfficialAccount.objects.create(
            unit=unit, oa_id=_OA, sealing_key_id=keys()[0].active, connected_at=clock.now()
        )
        return {}
    if deed == "drain":
        return {"seconds": _drain(options["seconds"])}
    answers = json.loads(Path(options["path"]).read_text(encoding="utf-8"))
    acknowledged = {message_id for message_id, _due, _took in answers}
    journal.move()
    kept = {key.partition(":")[2] for key in ZaloEvent.objects.values_list("key", flat=True)}
    settled = (EventState.DONE, EventState.SKIPPED, EventState.FAILED)
    return {
        "stored": ZaloEvent.objects.count(),
        "lost": len(acknowledged - kept),
        "processed": ZaloEvent.objects.filter(state__in=settled).count(),
        "failed": ZaloEvent.objects.filter(state=EventState.FAILED).count(),
    }


def _drain(most_seconds: float) -> float | None:
    started = time.perf_counter()
    while time.perf_counter() - started < most_seconds:
        if count_backlog().waiting + journal.count() == 0:
            return time.perf_counter() - started
        time.sleep(0.5)
    return None
