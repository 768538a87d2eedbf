"""One sender for some seconds, at noon of a later day, when everything that was held is due."""

import datetime
import time
from typing import Any

from benchmarks.inside.filling import unit_of
from tracuu.core import clock
from tracuu.messaging.contacts import add_contact
from tracuu.messaging.enums import ChannelName, Kind, Priority
from tracuu.messaging.operations import queue
from tracuu.messaging.sending import send_due


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Send for `seconds`, or queue the one that is `urgent`; when it began and how many went."""
    noon = datetime.datetime.combine(
        clock.today() + datetime.timedelta(days=2), datetime.time(12), clock.VIETNAM
    )
    with clock.stopped_at(noon.astimezone(datetime.UTC)):
        if options.get("urgent"):
            contact, _secret = add_contact(
                channel=ChannelName.EMAIL, address=options["urgent"], language="vi"
            )
            began = time.time()
            queue(
                contact=contact, unit_id=unit_of(0).pk, kind=Kind.CONFIRM, event="confirm:1",
                priority=Priority.ASKED,
            )  # fmt: skip
            return {"began": began}
        began = time.time()
        started = time.perf_counter()
        ends = started + options["seconds"]
        sent = send_due(goes_on=lambda: time.perf_counter() < ends)
        return {"began": began, "sent": sent, "seconds": time.perf_counter() - started}
