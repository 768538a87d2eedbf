"""Acts on a served installation from outside: connect an account, process events, tell what came.

A line of JSON in, `[deed, argument]`, a line of JSON out, until there are no more.
"""

import datetime
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

from tracuu.core import clock  # noqa: E402 (Django comes first)
from tracuu.core.crypto import keys  # noqa: E402
from tracuu.messaging.chat.content import open_said  # noqa: E402
from tracuu.messaging.contacts import erase_contact  # noqa: E402
from tracuu.messaging.enums import AccountState, Author  # noqa: E402
from tracuu.messaging.models import (  # noqa: E402
    ChatMessage,
    Contact,
    OfficialAccount,
    ZaloEvent,
    ZaloUser,
)
from tracuu.messaging.zalo.events import open_event  # noqa: E402
from tracuu.messaging.zalo.ways import open_phone  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402
from tracuu.webhooks.processing import process_due  # noqa: E402

LATER = "5"


def connect(oa_id: str) -> dict:
    OfficialAccount.objects.update_or_create(
        unit=Unit.objects.get(slug="tan-phu"),
        defaults={
            "oa_id": oa_id,
            "state": AccountState.CONNECTED,
            "sealing_key_id": keys()[0].active,
            "connected_at": clock.now() - datetime.timedelta(days=3650),
        },
    )
    return {}


def forget(_argument: str) -> dict:
    for contact in Contact.objects.all():
        erase_contact(contact)
    ZaloEvent.objects.all().delete()
    return {}


def process(seconds: str) -> dict:
    """Process what is due in so many seconds, when every grace is over, and tell what was said."""
    later = datetime.timedelta(seconds=int(seconds or LATER))
    with clock.stopped_at(clock.now() + later):
        process_due()
    sealer = keys()[0]
    said = [
        open_said(sealer, row.sealed, conversation_id=row.conversation_id)
        for row in ChatMessage.objects.filter(author=Author.CITIZEN).order_by("pk")
    ]
    return {
        "said": [one.text for one in said],
        "kinds": [one.kind for one in said],
        "states": sorted(ZaloEvent.objects.values_list("state", flat=True)),
    }


def events(_argument: str) -> dict:
    rows = list(ZaloEvent.objects.order_by("pk"))
    texts = [
        open_event(row).body.get("message", {}).get("text")
        for row in rows
        if row.sealed is not None
    ]
    return {"states": {row.key: row.state for row in rows}, "texts": texts}


def person(_argument: str) -> dict:
    user = ZaloUser.objects.first()
    if user is None:
        return {}
    phone = open_phone(keys()[0], user.sealed_phone, user.pk) if user.sealed_phone else ""
    return {"is_following": user.is_following, "phone": phone}


def account(_argument: str) -> dict:
    return OfficialAccount.objects.values("state", "failure").get()


DEEDS = {
    "connect": connect,
    "forget": forget,
    "process": process,
    "events": events,
    "person": person,
    "account": account,
}


def main() -> None:
    for line in sys.stdin:
        deed, argument = json.loads(line)
        sys.stdout.write(json.dumps(DEEDS[deed](argument)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
