"""Lists and hands: what officers do by hand stands, whatever is published or withdrawn around it.

A list that knows a person better lets the old row fall silent (`replaced`) and brings a new one. The
two are tied by nothing but their list and their facts: they are found again here when a hand has
moved one of them. All of this runs while the ledger of the unit is held.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tracuu.cards.blocking import delete_block_keys
from tracuu.cards.enums import Stage
from tracuu.cards.errors import ListNotPublished
from tracuu.cards.identity import (
    Identity,
    open_identity,
    open_note,
    open_proxy,
    person_hash,
    plain_receipt,
    receipt_hashes,
    seal_note,
    seal_proxy,
)
from tracuu.cards.lists.known import find_by_hashes
from tracuu.cards.models import Application, CardList, HandOver, ListMention, StageChange
from tracuu.cards.stage_days import find_place, leave_out, move
from tracuu.core.crypto import keys
from tracuu.names import BirthDate, parse_name, person_key


def let_hands_speak(card_list: CardList) -> None:
    """What an officer did by hand since the list was compared stands: the list's word on it goes.

    A list that overrides hands overrides corrections, never a card that was given out meanwhile: a
    counter that works does not keep a list from being published either.
    """
    by_hand = StageChange.objects.filter(
        card_list__isnull=True,
        recorded_at__gte=card_list.compared_at or card_list.created_at,
        application__unit_id=card_list.unit_id,
    )
    if card_list.overrides_hand:
        by_hand = by_hand.filter(stage=Stage.HANDED_OVER)
    newest = dict(by_hand.order_by("recorded_at", "pk").values_list("application_id", "stage"))
    if not newest:
        return
    ours = StageChange.objects.filter(card_list=card_list, application_id__in=newest)
    for replaced in ours.filter(stage=Stage.REPLACED).select_related("application"):
        if newest[replaced.application_id] != Stage.HANDED_OVER:
            raise ListNotPublished(
                _("Từ lúc đọc, một hồ sơ mà danh sách sửa thông tin đã được sửa tay. Hãy đọc lại.")
            )
        _drop_replacement(replaced.application, card_list)
    leave_out(card_list, set(ours.values_list("application_id", flat=True)))
    ours.delete()


def _drop_replacement(application: Application, card_list: CardList) -> None:
    """The new row that the list has for it is never seen."""
    alike = [one.pk for one in _alike(application)]
    brought = _brought_instead(card_list).filter(application_id__in=alike)
    ids = set(brought.values_list("application_id", flat=True))
    leave_out(card_list, ids)
    StageChange.objects.filter(card_list=card_list, application_id__in=ids).delete()
    ListMention.objects.filter(card_list_id=card_list.pk, application_id__in=ids).delete()
    delete_silent_applications(ids)


def carry_hands_back(card_list: CardList) -> None:
    """Once a list is withdrawn: hands that moved its new rows have moved the old ones.

    Else a card that was given out would lie at the unit again, under its person's old facts.
    """
    by_hand = StageChange.objects.filter(
        card_list__isnull=True,
        recorded_at__gte=card_list.published_at,
        application__unit_id=card_list.unit_id,
    )
    instead = _brought_instead(card_list).filter(
        application_id__in=by_hand.values("application_id")
    )
    for brought in instead.select_related("application"):
        silenced = set(
            StageChange.objects.filter(
                card_list=card_list,
                stage=Stage.REPLACED,
                application_id__in=[one.pk for one in _alike(brought.application)],
            ).values_list("application_id", flat=True)
        )
        if len(silenced) == 1:
            before, after = brought.application_id, silenced.pop()
            places = find_place(before), find_place(after)
            _give(by_hand.filter(application_id=before), after)
            move(card_list.unit_id, places[0], find_place(before))
            move(card_list.unit_id, places[1], find_place(after))


def _give(changes: Iterable[StageChange], application_id: int) -> None:
    """These changes by hand are another row's from now on; what is sealed moves along."""
    sealer, _index = keys()
    for change in changes:
        before = change.application_id
        if change.sealed_note:
            note = open_note(sealer, bytes(change.sealed_note), before)
            change.sealed_note = seal_note(sealer, note, application_id)
        change.application_id = application_id
        change.save(update_fields=["application", "sealed_note"])
        for done in HandOver.objects.filter(change_id=change.pk):
            if done.sealed_proxy:
                name = open_proxy(sealer, bytes(done.sealed_proxy), before)
                done.sealed_proxy = seal_proxy(sealer, name, application_id)
            done.application_id = application_id
            done.save(update_fields=["application_id", "sealed_proxy"])


def _brought_instead(card_list: CardList) -> QuerySet[StageChange]:
    """The changes by which the list made a row known, each in place of another that it silenced."""
    earlier = StageChange.objects.filter(
        application_id=OuterRef("application_id"), card_list__isnull=False, pk__lt=OuterRef("pk")
    )
    changes = StageChange.objects.filter(card_list=card_list, previous_stage__isnull=False)
    return changes.exclude(stage=Stage.REPLACED).filter(~Exists(earlier))


def _alike(application: Application) -> list[Application]:
    """The rows of the unit that may be this one under other facts: same person, or same receipt."""
    _sealer, index = keys()
    identity = _open(application)
    person = person_key(
        parse_name(identity.full_name), BirthDate.fromisoformat(identity.birth_date)
    )
    unit_id = application.unit_id
    persons = [person_hash(index, unit_id, person, key_id) for key_id in index.key_ids]
    receipts = receipt_hashes(index, unit_id, identity.receipt)
    met = find_by_hashes(unit_id, persons=persons, receipts=receipts)
    rows = Application.objects.filter(pk__in=met).exclude(pk=application.pk)
    return [row for row in rows if not _contradict(identity, _open(row))]


def _open(row: Application) -> Identity:
    return open_identity(keys()[0], row.sealed, application_id=row.pk, unit_id=row.unit_id)


def _contradict(one: Identity, other: Identity) -> bool:
    numbers = (
        (plain_receipt(one.receipt), plain_receipt(other.receipt)),
        (one.id_last4, other.id_last4),
        (one.phone_last4, other.phone_last4),
    )
    return any(a and b and a != b for a, b in numbers)


def delete_silent_applications(application_ids: set[int]) -> None:
    """Delete those applications of which no change is left."""
    told = StageChange.objects.filter(application_id__in=application_ids)
    silent = application_ids - set(told.values_list("application_id", flat=True))
    if silent:
        rows = Application.objects.filter(pk__in=silent)
        delete_block_keys(rows)
        rows.delete()
