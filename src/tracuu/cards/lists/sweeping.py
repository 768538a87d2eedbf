"""What has to be done again and again: wake readers, erase files, forget what nobody needs.

Every step looks at rows only and can be killed and run again.
"""

import datetime

from tracuu.audit.operations import Actor
from tracuu.cards.enums import ListState
from tracuu.cards.lists import vault
from tracuu.cards.lists.publishing import sweep_abandoned_lists
from tracuu.cards.lists.releasing import DROPPED, discard_review, remove_dropped
from tracuu.cards.models import CardList, ListMention, ReviewRow
from tracuu.core import clock

KEPT = datetime.timedelta(days=7)
_SWEEP = Actor(officer_id=None, origin="sweep")
_MENTIONS_KEPT = 2


def list_waiting() -> list[int]:
    """The lists that want a reader: not taken up yet, or their reader died."""
    uploaded = CardList.objects.filter(state=ListState.UPLOADED)
    orphaned = CardList.objects.filter(state=ListState.READING, lease_until__lt=clock.now())
    return list((uploaded | orphaned).order_by("pk").values_list("pk", flat=True))


def sweep() -> int:
    """Do all of it once; how many lists were dropped or swept."""
    swept = sweep_abandoned_lists()
    for card_list in CardList.objects.filter(state=ListState.FAILED, failure=DROPPED):
        remove_dropped(card_list)
        swept += 1
    done = (ListState.PUBLISHED, ListState.WITHDRAWN)
    for card_list in CardList.objects.filter(state__in=done).exclude(file_token=""):
        vault.erase(card_list)
    swept += _drop_old()
    _forget_reviews()
    _forget_mentions()
    vault.erase_strays()
    return swept


def _drop_old() -> int:
    """Nobody keeps people's names for a list that was not published within a week."""
    waiting = (ListState.UPLOADED, ListState.REVIEWED, ListState.FAILED)
    old = CardList.objects.filter(state__in=waiting, created_at__lt=clock.now() - KEPT)
    rows = list(old.exclude(failure=DROPPED))
    for card_list in rows:
        discard_review(card_list=card_list, actor=_SWEEP)
    return len(rows)


def _forget_reviews() -> None:
    """The rows of a review are for mending; a week after they are gone, and their key with them."""
    done = (ListState.PUBLISHED, ListState.WITHDRAWN)
    old = CardList.objects.filter(
        state__in=done, published_at__lt=clock.now() - KEPT, sealed_key__isnull=False
    )
    for card_list in old:
        ReviewRow.objects.filter(card_list=card_list).delete()
        CardList.objects.filter(pk=card_list.pk).update(sealed_key=None, sealed_profile=None)


def _forget_mentions() -> None:
    """Only a unit's newest lists are compared with: one that may be undone, and the one before."""
    seen: dict[int, int] = {}
    rows = CardList.objects.filter(state__in=(ListState.PUBLISHED, ListState.WITHDRAWN))
    for pk, unit_id, state in rows.order_by("-published_at", "-pk").values_list(
        "pk", "unit_id", "state"
    ):
        if state == ListState.PUBLISHED:
            seen[unit_id] = seen.get(unit_id, 0) + 1
            if seen[unit_id] <= _MENTIONS_KEPT:
                continue
        ListMention.objects.filter(card_list_id=pk).delete()
