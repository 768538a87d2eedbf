"""One sender to Zalo for some seconds, or one message that somebody waits for."""

import datetime
import time
from typing import Any

from tracuu.core import clock
from tracuu.messaging.enums import Kind, Priority
from tracuu.messaging.models import OfficialAccount, ZaloUser
from tracuu.messaging.operations import queue
from tracuu.messaging.sending import send_due


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Send for `seconds`; or queue "your card is ready" for `urgent_to`. How many went, how long."""
    connected_at = OfficialAccount.objects.get().connected_at
    with clock.stopped_at(connected_at + datetime.timedelta(minutes=1)):
        if options.get("urgent_to"):
            began = time.time()
            last = ZaloUser.objects.select_related("contact").order_by("-pk")[0]
            queue(
                contact=last.contact, unit_id=last.account.unit_id, kind=Kind.READY, event="list:1",
                person=1, priority=Priority.NEWS,
            )  # fmt: skip
            return {"began": began}
        started = time.perf_counter()
        ends = started + options["seconds"]
        sent = send_due(goes_on=lambda: time.perf_counter() < ends)
        return {"sent": sent, "seconds": time.perf_counter() - started}
