"""An officer in a process of their own: reads a conversation, waits for the signal, answers."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402

from tracuu.audit.operations import Actor  # noqa: E402 (Django comes first)
from tracuu.cards.binding import bind  # noqa: E402
from tracuu.messaging.chat.content import Outgoing  # noqa: E402
from tracuu.messaging.chat.handing_over import answer, hold, take  # noqa: E402
from tracuu.messaging.chat.inbox import last_number  # noqa: E402
from tracuu.messaging.errors import ConversationHeld  # noqa: E402
from tracuu.messaging.models import Conversation  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main() -> None:
    deed, number, who = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    unit = Unit.objects.get(slug="tan-phu")
    seen = last_number(Conversation.objects.get(pk=number))
    say("ready")
    sys.stdin.readline()
    if deed == "bind":
        with transaction.atomic():
            made = bind(conversation=hold(unit, number), code=who)
        say("done" if made else "nothing")
        return
    actor = Actor(officer_id=int(who), origin=f"192.0.2.{who}")
    try:
        if deed == "take":
            take(unit=unit, number=number, actor=actor)
        else:
            said = Outgoing(f"Lời của {who}")
            answer(unit=unit, number=number, actor=actor, outgoing=said, seen=seen)
    except ConversationHeld:
        say("held")
    else:
        say("done")


if __name__ == "__main__":
    main()
