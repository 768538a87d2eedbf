"""Acts on an installation from outside: upload, publish, undo, sweep. Prints what came of it."""

import datetime
import os
import resource
import signal
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

from tracuu.audit.operations import Actor  # noqa: E402 (Django comes first)
from tracuu.cards.errors import (  # noqa: E402
    ListNotPublished,
    ListNotReady,
    ListRefused,
    UploadNotStored,
)
from tracuu.cards.lists.receiving import receive_upload  # noqa: E402
from tracuu.cards.lists.releasing import publish_reviewed, undo_publication  # noqa: E402
from tracuu.cards.lists.reviewing import read_upload  # noqa: E402
from tracuu.cards.models import CardList  # noqa: E402
from tracuu.core import clock  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402

AN = Actor(officer_id=1, origin="192.0.2.1")


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")


def main() -> None:
    deed, argument, limit = sys.argv[1:4]
    if limit:
        # As on a full disk: no file of ours grows beyond so many bytes.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    if deed == "upload":
        path = Path(argument)
        unit = Unit.objects.get(slug="tan-phu")
        try:
            say(
                receive_upload(
                    unit=unit, file_name=path.name, blocks=[path.read_bytes()], actor=AN
                ).pk
            )
        except UploadNotStored:
            say("not stored")
        return
    card_list = CardList.objects.get(pk=int(argument))
    if deed == "read":
        read_upload(card_list.pk)
    elif deed == "read-later":
        with clock.stopped_at(clock.now() + datetime.timedelta(minutes=10)):
            read_upload(card_list.pk)
    elif deed == "publish":
        try:
            publish_reviewed(card_list=card_list, actor=AN, override_reason="Thử", is_chief=True)
        except (ListNotPublished, ListNotReady, ListRefused) as error:
            say(type(error).__name__)
            return
    elif deed == "undo":
        undo_publication(card_list=card_list, actor=AN)
    card_list.refresh_from_db()
    say(card_list.state)


if __name__ == "__main__":
    main()
