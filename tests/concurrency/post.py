"""Queues messages in an installation, or sends them, as a worker process does. Prints what came of it."""

import datetime
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

from tracuu.core import clock  # noqa: E402 (Django comes first)
from tracuu.messaging.contacts import add_contact, confirm_contact  # noqa: E402
from tracuu.messaging.enums import ChannelName, Kind, Priority  # noqa: E402
from tracuu.messaging.notices import Notice  # noqa: E402
from tracuu.messaging.operations import queue  # noqa: E402
from tracuu.messaging.sending import send_due  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402

NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)


def main() -> None:
    deed, amount = sys.argv[1], int(sys.argv[2])
    if deed == "queue":
        unit = Unit.objects.get(slug="tan-phu")
        with clock.stopped_at(NOON):
            for number in range(amount):
                contact, _ = add_contact(
                    channel=ChannelName.EMAIL, address=f"n{number}@vi-du.example", language="vi"
                )
                confirm_contact(contact)
                queue(
                    contact=contact, unit_id=unit.pk, kind=Kind.READY, event="list:1",
                    person=number, notice=Notice(label="N. V. A., 1991"), priority=Priority.NEWS,
                )  # fmt: skip
        return
    # Each sender comes when the leases of the dead ones before it have run out.
    with clock.stopped_at(NOON + datetime.timedelta(minutes=amount)):
        ends = time.monotonic() + 60
        sys.stdout.write(f"{send_due(goes_on=lambda: time.monotonic() < ends)}\n")


if __name__ == "__main__":
    main()
