"""A citizen asks to be told: from a name and a date to a watch that holds neither."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.cards import lookup_limits
from tracuu.cards.candidates import Candidate, TooManyCandidates, choose, find_candidates
from tracuu.cards.enums import ProofKind, Stage
from tracuu.cards.errors import NeverCertain, TooManyLookups, UnitTakesNoLookups
from tracuu.cards.identity import open_note
from tracuu.cards.ledger import hold_ledger
from tracuu.cards.lookup import Caller, Proof, Sought
from tracuu.cards.models import StageChange, UnitLedger
from tracuu.cards.operations import understand
from tracuu.cards.telling.by_hand import hand_event
from tracuu.cards.telling.notices import KIND_OF_STAGE, Fault, notice_of
from tracuu.cards.telling.publication import event_of
from tracuu.cards.telling.watch_keys import can_be_certain, watch_keys
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.models import Contact, Watch
from tracuu.messaging.operations import add_watch, queue
from tracuu.names import BirthDate, PersonName
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids

_WORTH_TELLING_NOW = frozenset({Stage.AT_UNIT, Stage.NEEDS_CORRECTION})
# A person as the lookup understands it: name, date of birth and, if one was told, a second fact.
Person = tuple[PersonName, BirthDate, tuple[ProofKind, str] | None]


def check_person(*, unit: Unit, full_name: str, birth_date: str, proof: Proof | None) -> Person:
    """The person as the lookup understands it, when news of it could ever be certain.

    Raises `LookupNotUnderstood` with what to mend, `NeverCertain` with what is missing, or
    `UnitTakesNoLookups`.
    """
    if unit.closed_on or not unit.publishes_lists:
        raise UnitTakesNoLookups(unit.slug)
    name, date, fact = understand(full_name, birth_date, proof)
    if not can_be_certain(name, date):
        raise NeverCertain(
            _(
                "Để báo đúng người, chúng tôi cần đủ họ tên (từ hai chữ) và đủ ngày, tháng, năm sinh"
                " (năm gồm bốn số). Hãy nhập lại cho đủ."
            )
        )
    if unit.requires_second_fact and fact is None:
        raise NeverCertain(
            _("Đơn vị này cần thêm một thông tin chỉ bạn có, ví dụ số hồ sơ trên giấy hẹn.")
        )
    return name, date, fact


def let_in(*, unit: Unit, people: Sequence[Sought], caller: Caller) -> list[Person]:
    """Understand everybody, and count a lookup for each: whom to watch for.

    Outside of the transaction that watches, which keeps publications waiting. Raises as `check_person`
    does, and `TooManyLookups` with what it costs to be let in for all, when a limit refuses anybody.
    """
    understood = [
        check_person(unit=unit, full_name=one.full_name, birth_date=one.birth_date, proof=one.proof)
        for one in people
    ]
    caller = lookup_limits.pay(caller, len(people))
    refusals: list[TooManyLookups] = []
    for name, date, fact in understood:
        try:
            lookup_limits.check(
                unit=unit, name=name, date=date, has_proof=fact is not None, caller=caller
            )
        except TooManyLookups as refusal:
            refusals.append(refusal)
    if refusals:
        raise lookup_limits.price_of_all(refusals, len(people))
    return understood


def watch_person(
    *,
    unit: Unit,
    full_name: str,
    birth_date: str,
    proof: Proof | None,
    contact: Contact,
    caller: Caller,
) -> Watch:
    """Watch for this person at this unit on behalf of the contact.

    Raises as `check_person` does, and `TooManyLookups`. Says nothing of whether the person is listed;
    what has become true since the page was shown is told to the contact at once.
    """
    people = let_in(unit=unit, people=[Sought(full_name, birth_date, proof)], caller=caller)
    (watch,) = watch_people(unit=unit, people=people, contact=contact)
    return watch


@transaction.atomic
def watch_people(*, unit: Unit, people: Sequence[Person], contact: Contact) -> list[Watch]:
    """Watch for these people, who were let in before, as `watch_person` does; for all or nobody."""
    # Wholly before or wholly after a publication and its undo: neither overlooks the other.
    for unit_id in sorted(list_scope_ids(unit)):
        hold_ledger(unit_id)
    _sealer, index = keys()
    watches: list[Watch] = []
    for name, date, fact in people:
        watch = add_watch(
            unit_id=unit.pk, contact=contact, keys=watch_keys(index, unit.pk, name, date, fact)
        )
        _tell_if_here_already(watch, unit, name, date, fact)
        watches.append(watch)
    return watches


def _tell_if_here_already(
    watch: Watch,
    unit: Unit,
    name: PersonName,
    date: BirthDate,
    fact: tuple[ProofKind, str] | None,
) -> None:
    sealer, index = keys()
    try:
        candidates = find_candidates(name, date, list_scope_ids(unit), sealer, index)
    except TooManyCandidates:
        return
    chosen = choose(name, date, candidates, proof=fact, is_proof_required=unit.requires_second_fact)
    if chosen is None or chosen.stage not in _WORTH_TELLING_NOW:
        return
    change = StageChange.objects.select_related("card_list").get(pk=chosen.order[1])
    event, held_until = _event_of(change, chosen.unit_id)
    queue(
        contact=watch.contact,
        unit_id=chosen.unit_id,
        kind=KIND_OF_STAGE[chosen.stage],
        event=event,
        person=chosen.application_id,
        notice=notice_of(
            chosen.stage,
            chosen.identity,
            _fault(chosen, fact),
            language=watch.contact.language,
        ),
        not_before=held_until,
    )


def _event_of(change: StageChange, unit_id: int) -> tuple[str, datetime.datetime | None]:
    """What made it true, by whose undo the message is recalled; and until when that may be."""
    minutes = datetime.timedelta(minutes=UnitLedger.objects.get(unit_id=unit_id).undo_minutes)
    if change.card_list is None or change.card_list.published_at is None:
        event, held = hand_event(change.pk), change.recorded_at + minutes
    else:
        event, held = event_of(change.card_list.pk), change.card_list.published_at + minutes
    return event, held if held > clock.now() else None


def _fault(chosen: Candidate, fact: tuple[ProofKind, str] | None) -> Fault | None:
    if fact is None or chosen.stage is not Stage.NEEDS_CORRECTION:
        return None
    note = ""
    if chosen.sealed_note is not None:
        note = open_note(keys()[0], chosen.sealed_note, chosen.application_id)
    return Fault(chosen.unit_id, chosen.correction, note, chosen.due_on)
