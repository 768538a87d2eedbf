"""Queues messages to people on Zalo in an installation, or sends them, as a worker process does."""

import datetime
import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

from tracuu.core import clock  # noqa: E402 (Django comes first)
from tracuu.core.crypto import keys  # noqa: E402
from tracuu.messaging.contacts import add_contact  # noqa: E402
from tracuu.messaging.enums import ChannelName, Kind  # noqa: E402
from tracuu.messaging.models import OfficialAccount, ZaloUser  # noqa: E402
from tracuu.messaging.notices import Notice  # noqa: E402
from tracuu.messaging.operations import queue  # noqa: E402
from tracuu.messaging.sending import send_due  # noqa: E402
from tracuu.messaging.zalo.tokens import Tokens, seal_tokens  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402
from zalo_emulator.world import user_id_of  # noqa: E402

NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)


def main() -> None:
    deed, amount = sys.argv[1], float(sys.argv[2])
    if deed == "queue":
        with clock.stopped_at(NOON):
            _queue(int(amount), **json.loads(sys.argv[3]))
        return
    with clock.stopped_at(NOON + datetime.timedelta(minutes=amount)):
        ends = time.monotonic() + 60
        sys.stdout.write(f"{send_due(goes_on=lambda: time.monotonic() < ends)}\n")


def _queue(amount: int, *, oa_id: str, access_token: str, refresh_token: str) -> None:
    """One message to each of the emulator's followers `p-1`, `p-2` and so on."""
    unit = Unit.objects.get(slug="tan-phu")
    sealer = keys()[0]
    account = OfficialAccount.objects.create(
        unit=unit, oa_id=oa_id, sealing_key_id=sealer.active, connected_at=NOON,
        access_ends_at=NOON + datetime.timedelta(days=9),
    )  # fmt: skip
    tokens = Tokens(access_token, refresh_token)
    account.sealed = seal_tokens(sealer, tokens, account_id=account.pk)
    account.save()
    for number in range(1, amount + 1):
        contact, _secret = add_contact(
            channel=ChannelName.ZALO,
            address=f"{oa_id}/{user_id_of(oa_id, f'p-{number}')}",
            language="vi",
        )
        ZaloUser.objects.create(
            contact=contact, account=account, is_following=True, interacted_at=NOON,
            sealing_key_id=sealer.active, created_at=NOON,
        )  # fmt: skip
        queue(
            contact=contact, unit_id=unit.pk, kind=Kind.READY, event="list:1", person=number,
            notice=Notice(label="N. V. A., 1991"),
        )  # fmt: skip


if __name__ == "__main__":
    main()
