"""A counter in a process of its own: finds a person, waits for the signal, acts, says what came of it."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

from tracuu.audit.operations import Actor  # noqa: E402 (Django comes first)
from tracuu.cards.counter.finding import find_for_counter  # noqa: E402
from tracuu.cards.counter.handing_over import hand_over  # noqa: E402
from tracuu.cards.counter.slips import issue_slip  # noqa: E402
from tracuu.cards.errors import CardNotHandedOver  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main() -> None:
    deed, typed, officer = sys.argv[1:4]
    unit = Unit.objects.get(slug="tan-phu")
    actor = Actor(officer_id=int(officer), origin=f"192.0.2.{officer}")
    [found] = find_for_counter(unit=unit, text=typed, actor=actor).people
    say("ready")
    sys.stdin.readline()
    told = {"unit": unit, "application_id": found.application_id, "actor": actor}
    if deed == "slip":
        say(issue_slip(**told).code)
        return
    try:
        hand_over(**told)
    except CardNotHandedOver as error:
        say(type(error).__name__)
    else:
        say("done")


if __name__ == "__main__":
    main()
