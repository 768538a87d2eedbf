"""Letters to people whose card lies at the unit, and what the receivers answer.

Of a letter are kept: for which card, at which step, when, by whom, a keyed hash of its code, and the
reply. Its address is never stored, and its code stands on the paper only.
"""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards.ageing.addresses import AddressBook, AddressLine
from tracuu.cards.ageing.chasing import STOPPED, Due, claim_step
from tracuu.cards.card_counts import days_of
from tracuu.cards.card_rows import walk_cards
from tracuu.cards.enums import ChaseKind, Reply, Stage
from tracuu.cards.errors import LetterNotFound, LettersNotPrinted
from tracuu.cards.identity import Identity, open_identity
from tracuu.cards.ledger import hold_ledger
from tracuu.cards.models import Application, Chase, Letter
from tracuu.cards.rules import Age, chase_step
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.receipt_codes import new_code, read_code
from tracuu.units.models import Unit

MOST_LETTERS = 100
# Cards that are opened to find those to whom the addresses belong.
_MOST_OPENED = 20_000
GOOD_FOR = datetime.timedelta(days=180)
RECEIVER = Actor(officer_id=None, origin="letter")


@dataclass(frozen=True, slots=True, repr=False)
class PrintedLetter:
    """What stands on one letter (the only place where its code ever is), and for which card it is."""

    full_name: str
    address: str
    since: datetime.date
    code: str
    application_id: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """The letters of one printing, and the lines of addresses that belong to none of the cards."""

    letters: Sequence[PrintedLetter]
    unused_lines: Sequence[int]
    are_more: bool


@dataclass(frozen=True, slots=True, repr=False)
class _Card:
    application_id: int
    since: datetime.date
    identity: Identity


def plan_letters(*, unit: Unit, age: Age, book: AddressBook, again: bool) -> Run:
    """Up to `MOST_LETTERS` letters about cards of this age, the oldest first. Writes nothing.

    With addresses only to those who have one; without any, to all, and the window stays empty below
    the name. A card that had its letter for this step gets none, unless `again`. Whoever answered
    that it is not theirs, or that they moved, gets none. Raises `LettersNotPrinted`.
    """
    if chase_step(age.least) is None:
        raise LettersNotPrinted(_("Thẻ mới về chưa cần gửi thư."))
    cards = sorted(_cards(unit, age, again=again), key=lambda card: card.since)
    lines = book.match((card.application_id, card.identity) for card in cards)
    if len(book):
        cards = [card for card in cards if card.application_id in lines]
    if not cards:
        raise LettersNotPrinted(
            _("Không có thẻ nào cần in thư. Nếu đã nhập địa chỉ, hãy xem lại số hồ sơ từng dòng.")
        )
    letters = [_write(card, lines.get(card.application_id)) for card in cards[:MOST_LETTERS]]
    return Run(letters, book.unused(lines.values()), are_more=len(cards) > MOST_LETTERS)


@transaction.atomic
def keep_run(*, unit: Unit, age: Age, run: Run, again: bool, actor: Actor) -> None:
    """These letters are drawn and go out now; told in the record.

    Drawing takes seconds, and nobody should wait for it: so of two who draw the same letters at once
    the second is told here. Raises `LettersNotPrinted`.
    """
    hold_ledger(unit.pk)
    for letter in run.letters:
        due = Due(letter.application_id, Stage.AT_UNIT, letter.since, letter.step)
        if not claim_step(unit.pk, due, ChaseKind.LETTER) and not again:
            raise LettersNotPrinted(
                _("Một cán bộ khác vừa in những thư này. Hãy xem lại danh sách.")
            )
        Letter.objects.create(
            unit=unit,
            application_id=letter.application_id,
            code_hash=hash_of(letter.code),
            step=letter.step,
            printed_at=clock.now(),
            printed_by=actor.officer_id,
        )
    record(
        actor=actor,
        action="letters_printed",
        subject=f"unit:{unit.pk}",
        unit_id=unit.pk,
        facts={"age": age.key, "count": len(run.letters)},
    )


def _cards(unit: Unit, age: Age, *, again: bool) -> Iterator[_Card]:
    """The cards of this age that are to have a letter."""
    sealer, _index = keys()
    opened = 0
    for batch in walk_cards(unit, Stage.AT_UNIT, *days_of(age)):
        ids = [application_id for application_id, _since in batch]
        written = set(
            Chase.objects.filter(
                application_id__in=ids, stage=Stage.AT_UNIT, kind=ChaseKind.LETTER
            ).values_list("application_id", "anchor", "step")
        )
        letters = Letter.objects.filter(application_id__in=ids, reply__in=STOPPED)
        stopped = set(letters.values_list("application_id", flat=True))
        rows = Application.objects.in_bulk(ids)
        for application_id, since in batch:
            is_written = (application_id, since, _step(since)) in written
            if application_id in stopped or (is_written and not again):
                continue
            identity = open_identity(
                sealer, rows[application_id].sealed, application_id=application_id, unit_id=unit.pk
            )
            yield _Card(application_id, since, identity)
            opened += 1
        if opened >= _MOST_OPENED:
            return


def _step(since: datetime.date) -> int | None:
    return chase_step((clock.today() - since).days)


def _write(card: _Card, line: AddressLine | None) -> PrintedLetter:
    step = _step(card.since)
    assert step is not None  # the age has come to one
    return PrintedLetter(
        full_name=card.identity.full_name,
        address=line.address if line else "",
        since=card.since,
        code=new_code(),
        application_id=card.application_id,
        step=step,
    )


def hash_of(code: str) -> bytes:
    """What is kept of a letter's code. Its key is the installation's secret, outside the database."""
    secret = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b(code.encode(), key=secret, digest_size=16, person=b"letter").digest()


def get_letter(text: str) -> Letter:
    """The letter that bears this code, however it was typed; raises `LetterNotFound`."""
    code = read_code(text)
    if code is None:
        raise LetterNotFound
    rows = Letter.objects.filter(code_hash=hash_of(code), printed_at__gte=clock.now() - GOOD_FOR)
    letter = rows.select_related("unit").first()
    if letter is None:
        raise LetterNotFound
    return letter


@transaction.atomic
def reply_to(*, letter: Letter, reply: Reply) -> None:
    """What the receiver says counts until they say something else; told in the unit's record."""
    letter.reply, letter.replied_at = reply, clock.now()
    letter.save(update_fields=["reply", "replied_at"])
    record(
        actor=RECEIVER,
        action="letter_answered",
        subject=f"application:{letter.application_id}",
        unit_id=letter.unit_id,
        facts={"reply": reply.value},
    )


def list_replies(unit: Unit, most: int = 100) -> list[Letter]:
    """The letters of the unit that were answered, the newest answer first."""
    rows = Letter.objects.filter(unit=unit, replied_at__isnull=False)
    return list(rows.order_by("-replied_at", "-pk")[:most])
