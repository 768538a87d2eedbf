"""What an officer does with a reviewed list: set it right, publish it, undo it, or drop it.

Who may do so is asked by the face before; here only what depends on the list itself is.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tracuu.audit.operations import Actor, record
from tracuu.cards.enums import DayFrom, ListState
from tracuu.cards.errors import ListNotPublished, ListNotReady, ListRefused, UndoNotAllowed
from tracuu.cards.lists import vault
from tracuu.cards.lists.publishing import clear_staged, publish, withdraw
from tracuu.cards.lists.quality import quality_of
from tracuu.cards.lists.reading.fields import Field
from tracuu.cards.lists.refusing import refusals
from tracuu.cards.lists.reviewing import fingerprint, get_understood
from tracuu.cards.models import CardList, ColumnMapping, UnitLedger
from tracuu.cards.rules import may_undo
from tracuu.core import clock

DROPPED = "Đã bỏ, không công bố."
DayMonth = Literal["swap", "keep"]
_CHANGED = gettext_noop("Danh sách vừa thay đổi ở nơi khác. Hãy mở lại trang này.")


def remap_columns(*, card_list: CardList, mapping: Mapping[str, str], actor: Actor) -> None:
    """Say what the columns mean, remember it for files with the same header, and read again.

    `mapping` is column (`reading.layout.keys_of`) → field; what it leaves out is recognised as before.
    Raises `ListNotReady`, or `ValueError` for a field that does not exist.
    """
    chosen = {header: Field(field).value for header, field in mapping.items() if header}
    with transaction.atomic():
        understood = get_understood(card_list)
        if understood is not None and understood.headers:
            ColumnMapping.objects.update_or_create(
                unit_id=card_list.unit_id,
                fingerprint=fingerprint(understood.headers),
                defaults={"mapping": chosen, "updated_at": clock.now()},
            )
        _read_again(
            card_list, "list_columns_mapped", actor, mapping=chosen, are_columns_confirmed=False
        )


def confirm_columns(*, card_list: CardList, actor: Actor) -> None:
    """Say that columns which seem strange are what they are taken for; nothing is read again."""
    with transaction.atomic():
        confirmed = CardList.objects.filter(pk=card_list.pk, state=ListState.REVIEWED).update(
            are_columns_confirmed=True
        )
        if not confirmed:
            raise ListNotReady(_(_CHANGED))
        record(
            actor=actor,
            action="list_columns_confirmed",
            subject=f"list:{card_list.pk}",
            unit_id=card_list.unit_id,
        )


def say_day(*, card_list: CardList, day: datetime.date, actor: Actor) -> None:
    """Say of which day the list is, and read again: hands of later days go before it."""
    if day > clock.today():
        raise ListNotReady(_("Ngày của danh sách không thể sau hôm nay."))
    with transaction.atomic():
        _read_again(card_list, "list_day_said", actor, as_of=day, as_of_from=DayFrom.OFFICER)


def answer_day_month(*, card_list: CardList, answer: DayMonth, actor: Actor) -> None:
    """Say whether day and month of the file's dates changed places, and read again."""
    with transaction.atomic():
        _read_again(card_list, "list_dates_answered", actor, day_month=answer)


def reread(*, card_list: CardList, actor: Actor) -> None:
    """Compare the list anew with what is true of the unit by now."""
    with transaction.atomic():
        _read_again(card_list, "list_reread", actor)


def _read_again(card_list: CardList, action: str, actor: Actor, **changes: Any) -> None:
    """Back to `uploaded`; the next reader removes what this one staged."""
    states = (ListState.REVIEWED, ListState.FAILED)
    changed = (
        CardList.objects.filter(pk=card_list.pk, state__in=states)
        .exclude(file_token="")
        .update(state=ListState.UPLOADED, attempts=0, rows_read=0, failure="", **changes)
    )
    if not changed:
        raise ListNotReady(_("Danh sách này không đọc lại được nữa. Hãy tải tệp lên lại."))
    record(
        actor=actor,
        action=action,
        subject=f"list:{card_list.pk}",
        unit_id=card_list.unit_id,
        facts={name: str(changes[name]) for name in ("day_month", "as_of") if name in changes},
    )
    card_list.refresh_from_db()


def publish_reviewed(
    *,
    card_list: CardList,
    actor: Actor,
    override_reason: str = "",
    is_chief: bool = False,
    seen: datetime.datetime | None = None,
) -> None:
    """Make the reviewed list true for everybody at once.

    `seen` is the `compared_at` of the review that the officer looked at. Raises `ListRefused` while
    something speaks against it that no chief has overridden with a reason, `ListNotReady` when
    it is not what the officer saw, and `ListNotPublished` when the unit's truth changed meanwhile.
    """
    reason = " ".join(override_reason.split())[:300]
    with transaction.atomic():
        UnitLedger.objects.select_for_update().get(unit_id=card_list.unit_id)
        card_list.refresh_from_db(from_queryset=CardList.objects.select_for_update())
        if card_list.state != ListState.REVIEWED or seen not in {None, card_list.compared_at}:
            raise ListNotReady(_(_CHANGED))
        against = refusals(card_list)
        overridden = bool(reason) and is_chief
        if any(not (one.is_overridable and overridden) for one in against):
            raise ListRefused(against)
        card_list.override_reason = reason if against else ""
        card_list.report = {
            **card_list.report,
            "overridden": [one.code for one in against],
            "quality": quality_of(card_list),
        }
        publish(card_list, actor=actor)
    vault.erase(card_list)


@dataclass(frozen=True, slots=True)
class UndoBar:
    """What stands in the way of undoing a list: a newer one, or this officer and the time."""

    is_allowed: bool = False
    newer: int | None = None
    sentence: str = ""


def undo_bar(card_list: CardList, *, officer_id: int | None, is_chief: bool) -> UndoBar:
    """Whether `undo_publication` would let this officer do it now, and what comes first."""
    if card_list.state != ListState.PUBLISHED or card_list.published_at is None:
        return UndoBar()
    ledger = UnitLedger.objects.get(unit_id=card_list.unit_id)
    is_allowed = may_undo(
        is_chief=is_chief,
        officer_id=officer_id,
        published_by=card_list.published_by,
        published_at=card_list.published_at,
        now=clock.now(),
        minutes=ledger.undo_minutes,
    )
    if not is_allowed:
        return UndoBar(sentence=_too_late(ledger))
    newest = _newer(card_list).order_by("-published_at", "-pk").first()
    return UndoBar(is_allowed=newest is None, newer=newest.pk if newest else None)


def _too_late(ledger: UnitLedger) -> str:
    return _(
        "Chỉ người đã công bố được thu hồi, trong %(minutes)s phút."
        " Sau đó hãy nhờ phụ trách đơn vị."
    ) % {"minutes": ledger.undo_minutes}


def _newer(card_list: CardList) -> QuerySet[CardList]:
    return CardList.objects.filter(
        unit_id=card_list.unit_id,
        state=ListState.PUBLISHED,
        published_at__gt=card_list.published_at,
    )


def undo_publication(
    *,
    card_list: CardList,
    actor: Actor,
    is_chief: bool = False,
    now: datetime.datetime | None = None,
) -> None:
    """Make true again exactly what was true before this list.

    Raises `UndoNotAllowed` (another officer, or too late, without a chief; or a newer list stands on
    this one) and `ListNotPublished`.
    """
    with transaction.atomic():
        ledger = UnitLedger.objects.select_for_update().get(unit_id=card_list.unit_id)
        card_list.refresh_from_db()
        if card_list.state != ListState.PUBLISHED or card_list.published_at is None:
            raise ListNotPublished(_("Danh sách này không đang được công bố."))
        if _newer(card_list).exists():
            raise UndoNotAllowed(
                _("Có danh sách công bố sau danh sách này. Hãy thu hồi danh sách mới nhất trước.")
            )
        if not may_undo(
            is_chief=is_chief,
            officer_id=actor.officer_id,
            published_by=card_list.published_by,
            published_at=card_list.published_at,
            now=now or clock.now(),
            minutes=ledger.undo_minutes,
        ):
            raise UndoNotAllowed(_too_late(ledger))
        withdraw(card_list, actor=actor)


def discard_review(*, card_list: CardList, actor: Actor) -> None:
    """Drop a list that was not published: its file, its rows and all it brought."""
    with transaction.atomic():
        states = (ListState.UPLOADED, ListState.REVIEWED, ListState.FAILED)
        # From here on nobody publishes or reads it; if we are killed, the sweep does the rest.
        dropped = CardList.objects.filter(pk=card_list.pk, state__in=states).update(
            state=ListState.FAILED, failure=DROPPED
        )
        if not dropped:
            raise ListNotReady(_(_CHANGED))
        record(
            actor=actor,
            action="list_discarded",
            subject=f"list:{card_list.pk}",
            unit_id=card_list.unit_id,
        )
    remove_dropped(card_list)


def remove_dropped(card_list: CardList) -> None:
    """Erase a dropped list's file and everything it brought unseen; can be killed and run again."""
    vault.erase(card_list)
    clear_staged(card_list)
    CardList.objects.filter(pk=card_list.pk, state=ListState.FAILED, failure=DROPPED).delete()


def set_undo_minutes(*, unit_id: int, minutes: int, actor: Actor) -> None:
    """How long who published may undo without a chief; 0 to 1440, else `ValueError`."""
    if not 0 <= minutes <= 24 * 60:
        raise ValueError(minutes)
    with transaction.atomic():
        UnitLedger.objects.get_or_create(unit_id=unit_id)
        UnitLedger.objects.filter(unit_id=unit_id).update(undo_minutes=minutes)
        record(
            actor=actor,
            action="undo_time_set",
            subject=f"unit:{unit_id}",
            unit_id=unit_id,
            facts={"minutes": minutes},
        )
