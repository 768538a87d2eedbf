"""A unit on Zalo with officers and citizens who wait; prints the numbers that the test needs, as JSON."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

sys.path.insert(0, str(Path(__file__).parents[1]))
from chatting import asks, make_account, make_citizen, writes  # noqa: E402 (Django comes first)
from factories import make_officer  # noqa: E402
from tracuu.accounts.enums import Role  # noqa: E402
from tracuu.audit.operations import COMMAND_LINE  # noqa: E402
from tracuu.cards.binding import make_binding_code  # noqa: E402
from tracuu.cards.counter.finding import find_for_counter  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402


def main() -> None:
    unit = Unit.objects.get(slug="tan-phu")
    make_account(unit)
    officers = [
        make_officer(f"can-bo-{one}@tan-phu.example", f"Cán bộ {one}", unit, Role.CLERK).pk
        for one in range(4)
    ]
    (found,) = find_for_counter(unit=unit, text="HS-1", actor=COMMAND_LINE).people
    made = make_binding_code(unit=unit, application_id=found.application_id, actor=COMMAND_LINE)
    told = {
        "officers": officers,
        "waiting": [asks(unit).pk for _ in range(2)],
        "chats": [writes(make_citizen(unit), "Chào").pk for _ in range(3)],
        "code": made.code,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
