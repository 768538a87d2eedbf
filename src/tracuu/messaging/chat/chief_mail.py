"""Which chiefs our e-mails reach: a mailbox that refuses is tried more and more seldom, and then no more.

Mailboxes of officers are no contacts (ADR 0018), so they have a small table of their own. Who is not
reached stands on the unit's first screen.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from tracuu.accounts.enums import Role
from tracuu.accounts.models import Officer
from tracuu.accounts.queries import list_members
from tracuu.audit.operations import Actor, record
from tracuu.core.crypto import keys
from tracuu.messaging.errors import ContactGone, SendingFailed
from tracuu.messaging.models import ChiefMail
from tracuu.messaging.rules import MOST_ATTEMPTS, wait_before
from tracuu.units.models import Unit

NO_MAILBOX = "no_mailbox"


@dataclass(frozen=True, slots=True, repr=False)
class Unreached:
    """A chief whose mailbox refuses us; without `next_at` nothing more is sent there by itself."""

    full_name: str
    failure: str
    attempts: int
    since: datetime.datetime
    next_at: datetime.datetime | None


def list_chiefs(unit: Unit) -> list[Officer]:
    """Who is told when nobody answers."""
    members = list_members(unit).filter(role=Role.CHIEF, officer__is_active=True)
    return [member.officer for member in members]


def reachable(chiefs: Iterable[Officer], now: datetime.datetime) -> list[Officer]:
    """Those whose mailbox is not resting and was not given up."""
    chiefs = list(chiefs)
    known = _known(chiefs)
    return [
        officer
        for officer in chiefs
        if (row := known.get(officer.pk)) is None
        or (row.not_before is not None and row.not_before <= now)
    ]


def note_reached(officer: Officer) -> None:
    """The mailbox took it: whatever was before is over."""
    ChiefMail.objects.filter(pk=officer.pk).delete()


def note_refused(officer: Officer, error: SendingFailed, now: datetime.datetime) -> None:
    """The next is sent there later, or, where nobody is or after so many times, not by itself."""
    before = _known([officer]).get(officer.pk)
    attempts = (before.attempts if before else 0) + 1
    is_over = isinstance(error, ContactGone) or attempts >= MOST_ATTEMPTS
    ChiefMail.objects.update_or_create(
        officer=officer,
        defaults={
            "address_hash": _hash(officer),
            "attempts": attempts,
            "not_before": None if is_over else now + wait_before(attempts),
            "failure": NO_MAILBOX if isinstance(error, ContactGone) else error.code[:60],
            "failed_at": now,
        },
    )


def list_unreached(unit: Unit) -> list[Unreached]:
    """The unit's chiefs whom our e-mails do not reach now, by name."""
    chiefs = list_chiefs(unit)
    known = _known(chiefs)
    return [
        Unreached(officer.full_name, row.failure, row.attempts, row.failed_at, row.not_before)
        for officer in chiefs
        if (row := known.get(officer.pk)) is not None
    ]


@transaction.atomic
def try_again(*, unit: Unit, actor: Actor) -> int:
    """Let the next e-mail to the unit's chiefs go out as if none had been refused; for how many."""
    ids = [officer.pk for officer in list_chiefs(unit)]
    count, _by_model = ChiefMail.objects.filter(pk__in=ids).delete()
    if count:
        record(
            actor=actor,
            action="chief_mail_retried",
            subject=f"unit:{unit.slug}",
            unit_id=unit.pk,
            facts={"count": count},
        )
    return count


def _known(chiefs: Sequence[Officer]) -> dict[int, ChiefMail]:
    """What was refused at the address that each has now."""
    if not chiefs:
        return {}
    hashes = {officer.pk: _hash(officer) for officer in chiefs}
    rows = ChiefMail.objects.filter(pk__in=list(hashes))
    return {row.pk: row for row in rows if row.address_hash == hashes[row.pk]}


def _hash(officer: Officer) -> int:
    return keys()[1].digest(f"chief-mail|{officer.email.lower()}")
