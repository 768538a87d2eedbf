"""Hears events of invented people and processes them, from outside. Prints what came of it."""

import datetime
import json
import os
import sys
from collections import defaultdict

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

from tracuu.core import clock  # noqa: E402 (Django comes first)
from tracuu.core.crypto import keys  # noqa: E402
from tracuu.messaging.chat.content import open_said  # noqa: E402
from tracuu.messaging.enums import Author  # noqa: E402
from tracuu.messaging.models import ChatMessage, OfficialAccount, ZaloEvent  # noqa: E402
from tracuu.messaging.zalo.events import make_row, read_event  # noqa: E402
from tracuu.messaging.zalo.keeping import keep  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402
from tracuu.webhooks.processing import process_due  # noqa: E402

OA = "3333333333333333333"
PEOPLE = 10
NOW = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def hear(amount: int) -> None:
    OfficialAccount.objects.get_or_create(
        unit=Unit.objects.get(slug="tan-phu"),
        defaults={
            "oa_id": OA, "sealing_key_id": keys()[0].active,
            "connected_at": NOW - datetime.timedelta(days=1),
        },
    )  # fmt: skip
    with clock.stopped_at(NOW):
        for number in range(amount):
            sent = int(NOW.timestamp() * 1000) + number - amount
            body = {
                "sender": {"id": str(10**18 + number % PEOPLE)},
                "recipient": {"id": OA},
                "event_name": "user_send_text",
                "message": {"text": f"{number % PEOPLE} {number}", "msg_id": f"m{number}"},
                "timestamp": str(sent),
            }
            keep(make_row(read_event(body, NOW), json.dumps(body).encode(), NOW))


def tell() -> None:
    """How many were said, how many of them out of order or twice, and how many events are not done."""
    sealer = keys()[0]
    by_person = defaultdict(list)
    for row in ChatMessage.objects.filter(author=Author.CITIZEN).order_by("pk"):
        words = open_said(sealer, row.sealed, conversation_id=row.conversation_id).text
        person, number = map(int, words.split())
        by_person[person].append(number)
    said = sum(map(len, by_person.values()))
    wrong = sum(each != sorted(set(each)) for each in by_person.values())
    say(f"{said} {wrong} {ZaloEvent.objects.exclude(state='done').count()}")


def main() -> None:
    deed, argument = sys.argv[1:3]
    if deed == "hear":
        hear(int(argument))
    elif deed == "process":
        with clock.stopped_at(NOW + datetime.timedelta(minutes=int(argument))):
            process_due()
    tell()


if __name__ == "__main__":
    main()
