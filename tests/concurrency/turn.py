"""One turn of a chat in a process of its own: waits for the signal, takes it, prints what came of it."""

import datetime
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

from tracuu.assistant.operations import take_turn  # noqa: E402 (Django comes first)
from tracuu.core import clock  # noqa: E402
from tracuu.core.crypto import keys  # noqa: E402
from tracuu.messaging.chat.content import Incoming  # noqa: E402
from tracuu.messaging.contacts import add_contact  # noqa: E402
from tracuu.messaging.enums import ChannelName  # noqa: E402
from tracuu.messaging.models import OfficialAccount, ZaloUser  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402

NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)


def main() -> None:
    deed, *texts = sys.argv[1:]
    if deed == "prepare":
        _prepare()
        return
    user = ZaloUser.objects.select_related("contact", "account__unit").get()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number, text in enumerate(texts):
        # The same event of several processes has one id.
        key = f"{deed}-{number}" if deed == "same" else f"{os.getpid()}-{number}"
        with clock.stopped_at(NOON):
            take_turn(user=user, incoming=Incoming(key, NOON, text=text))
    sys.stdout.write("done\n")


def _prepare() -> None:
    sealer = keys()[0]
    account = OfficialAccount.objects.create(
        unit=Unit.objects.get(slug="tan-phu"), oa_id="1", sealing_key_id=sealer.active,
        connected_at=NOON,
    )  # fmt: skip
    contact, _secret = add_contact(channel=ChannelName.ZALO, address="1/2", language="vi")
    ZaloUser.objects.create(
        contact=contact, account=account, sealing_key_id=sealer.active, created_at=NOON
    )


if __name__ == "__main__":
    main()
