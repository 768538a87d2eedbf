"""The one switch that makes a staged list true, and the one that undoes it."""

import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards import stage_days
from tracuu.cards.correction_rows import unsettle
from tracuu.cards.enums import UNSEEN, ListState, Stage
from tracuu.cards.errors import ListNotPublished
from tracuu.cards.lists.hands import (
    carry_hands_back,
    delete_silent_applications,
    let_hands_speak,
)
from tracuu.cards.lists.vault import seal_file_name
from tracuu.cards.models import (
    CardList,
    ListMention,
    ListTally,
    ListTelling,
    ReviewRow,
    StageChange,
    UnitLedger,
)
from tracuu.cards.telling.publication import queue_messages, recall_messages
from tracuu.core import clock
from tracuu.core.database import select
from tracuu.units.models import Unit

_SWEEP_ROWS = 2000
# The version of a list that is being taken away.
_CLAIMED = -1


def open_list(
    *, unit: Unit, file_name: str, sha256: bytes, as_of: datetime.date, lease: datetime.timedelta
) -> CardList:
    """A new list in staging, to be compared with what is true of the unit now."""
    ledger = UnitLedger.objects.get_or_create(unit=unit)[0]
    now = clock.now()
    return CardList.objects.create(
        unit=unit,
        sealed_name=seal_file_name(unit.pk, file_name),
        sha256=sha256,
        as_of=as_of,
        base_version=ledger.version,
        created_at=now,
        lease_until=now + lease,
    )


def publish(card_list: CardList, *, actor: Actor) -> None:
    """Make a staged list true, in one small update whatever its length.

    Raises `ListNotPublished` when the unit's truth changed since the list was compared with it (the
    WHERE decides between two officers who publish at once), or when it is staged no more.
    """
    stage_days.tally_if_missing(card_list)  # may take seconds: before anybody waits for the switch
    _switch(card_list, actor)


@transaction.atomic
def _switch(card_list: CardList, actor: Actor) -> None:
    changed = UnitLedger.objects.filter(
        unit_id=card_list.unit_id, version=card_list.base_version
    ).update(version=F("version") + 1)
    if not changed:
        raise ListNotPublished(
            _(
                "Trong lúc đọc, một danh sách khác của đơn vị vừa được công bố. Hãy nhập lại tệp này."
            )
        )
    let_hands_speak(card_list)
    now = clock.now()
    switched = CardList.objects.filter(
        pk=card_list.pk,
        state__in=(ListState.STAGING, ListState.REVIEWED),
        base_version=card_list.base_version,
    ).update(
        state=ListState.PUBLISHED,
        published_at=now,
        published_by=actor.officer_id,
        override_reason=card_list.override_reason,
        report=card_list.report,
    )
    if not switched:
        raise ListNotPublished(_("Danh sách này không còn chờ công bố nữa. Hãy nhập lại tệp."))
    stage_days.add_list(card_list, published_at=now)
    queue_messages(card_list, published_at=now)
    _refresh_as_of(card_list.unit_id)
    _record("list_published", card_list, actor)
    card_list.state, card_list.published_at = ListState.PUBLISHED, now
    card_list.published_by = actor.officer_id


@transaction.atomic
def withdraw(card_list: CardList, *, actor: Actor) -> None:
    """Undo the newest publication: exactly what was true before is true again, for all at once.

    Raises `ListNotPublished` for an older one: the lists after it say "unchanged" of its cards.
    """
    # Taken first: it is the lock that publishing and withdrawing share.
    UnitLedger.objects.filter(unit_id=card_list.unit_id).update(version=F("version") + 1)
    published = CardList.objects.filter(unit_id=card_list.unit_id, state=ListState.PUBLISHED)
    newest = published.order_by("-published_at", "-pk").first()
    is_published = published.filter(pk=card_list.pk).exists()
    if newest and is_published and newest.pk != card_list.pk:
        raise ListNotPublished(
            _(
                "Hãy thu hồi danh sách số %(number)s trước: danh sách đó công bố sau và dựa trên"
                " danh sách này."
            )
            % {"number": newest.pk}
        )
    switched = published.filter(pk=card_list.pk).update(state=ListState.WITHDRAWN)
    if not switched:
        raise ListNotPublished(
            _("Danh sách này không đang được công bố, nên không có gì để thu hồi.")
        )
    stage_days.take_list_back(card_list)
    unsettle(card_list)
    carry_hands_back(card_list)
    recall_messages(card_list)
    _refresh_as_of(card_list.unit_id)
    _record("list_withdrawn", card_list, actor)
    card_list.state = ListState.WITHDRAWN


def _record(action: str, card_list: CardList, actor: Actor) -> None:
    facts = {"as_of": card_list.as_of.isoformat(), **card_list.report}
    if card_list.override_reason:
        facts["override_reason"] = card_list.override_reason
    record(
        actor=actor,
        action=action,
        subject=f"list:{card_list.pk}",
        unit_id=card_list.unit_id,
        facts=facts,
    )


def _refresh_as_of(unit_id: int) -> None:
    newest = CardList.objects.filter(unit_id=unit_id, state=ListState.PUBLISHED).aggregate(
        newest=Max("as_of")
    )["newest"]
    UnitLedger.objects.filter(unit_id=unit_id).update(data_as_of=newest)


def discard(card_list: CardList) -> None:
    """Remove an unseen list and all it brought, in steps that can be killed and run again.

    Nothing of it was ever visible; while the list row stands, a later sweep finds what is left. The
    list is claimed first, so that a reader that was thought dead can neither add to it nor publish
    it, and one that is published is left alone.
    """
    claimed = CardList.objects.filter(pk=card_list.pk, state__in=UNSEEN)
    if not claimed.update(base_version=_CLAIMED):
        return
    clear_staged(card_list)
    CardList.objects.filter(pk=card_list.pk, state__in=UNSEEN).delete()


def clear_staged(card_list: CardList) -> None:
    """Remove what a list brought that is unseen, so that it can be read again."""
    while True:
        with transaction.atomic():
            rows = list(
                StageChange.objects.filter(card_list_id=card_list.pk).values_list(
                    "id", "application_id"
                )[:_SWEEP_ROWS]
            )
            StageChange.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
            delete_silent_applications({application_id for _, application_id in rows})
        if not rows:
            break
    ReviewRow.objects.filter(card_list_id=card_list.pk).delete()
    ListTally.objects.filter(card_list_id=card_list.pk).delete()
    ListMention.objects.filter(card_list_id=card_list.pk).delete()
    ListTelling.objects.filter(card_list_id=card_list.pk).delete()


def sweep_abandoned_lists() -> int:
    """Discard the command line's lists whose reader died (its lease ended); how many there were."""
    abandoned = list(CardList.objects.filter(state=ListState.STAGING, lease_until__lt=clock.now()))
    for card_list in abandoned:
        discard(card_list)
    return len(abandoned)


def count_by_stage(unit: Unit) -> dict[Stage, int]:
    """How many applications of the unit are at each stage now."""
    rows = select(
        """
        SELECT stage, COUNT(*) FROM (
            SELECT c.stage, ROW_NUMBER() OVER (
                PARTITION BY c.application_id
                ORDER BY COALESCE(l.published_at, c.recorded_at) DESC, c.id DESC
            ) AS place
            FROM cards_stagechange c
            JOIN cards_application a ON a.id = c.application_id
            LEFT JOIN cards_cardlist l ON l.id = c.card_list_id
            WHERE a.unit_id = %s AND (c.card_list_id IS NULL OR l.state = %s)
        ) newest WHERE place = 1 GROUP BY stage
        """,
        [unit.pk, ListState.PUBLISHED.value],
    )
    return {Stage(stage): count for stage, count in rows if stage != Stage.REPLACED}
