"""A card goes to its person, or to somebody who shows a paper for them; and that is undone.

A hand-over is a change by hand (no list). Everything that changes what is true of a unit takes the lock
of its ledger, so of two counters that take the same person one comes second, sees what the first
did, and is told.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards.counter.history import ShownHandOver, Step, list_steps
from tracuu.cards.enums import Collector, Paper, Stage
from tracuu.cards.errors import (
    AlreadyHandedOver,
    ApplicationNotHere,
    CardNotHandedOver,
    UndoNotAllowed,
)
from tracuu.cards.identity import seal_proxy
from tracuu.cards.ledger import hold_ledger
from tracuu.cards.models import Application, HandOver, StageChange
from tracuu.cards.rules import UNDO_HAND_OVER_MINUTES, may_undo
from tracuu.cards.stage_days import Place, move
from tracuu.cards.telling.by_hand import recall_by_hand, tell_hand_over
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids

_LONGEST_NAME = 120
_INSTANT = datetime.timedelta(microseconds=1)


@transaction.atomic
def hand_over(
    *,
    unit: Unit,
    application_id: int,
    actor: Actor,
    collector: Collector = Collector.SELF,
    paper: Paper | None = None,
    proxy_name: str = "",
) -> HandOver:
    """Record that the card is no longer here. Who may do so is asked by the face before.

    Raises `ApplicationNotHere`, `AlreadyHandedOver` (who and when), or `CardNotHandedOver` (why not,
    and what to do).
    """
    if (collector is Collector.PROXY) != (paper is not None):
        raise CardNotHandedOver(_("Hãy chọn giấy tờ mà người nhận thay đã xuất trình."))
    application = _held(unit, application_id)
    steps = list_steps(application.pk)
    _refuse_unless_here(steps)
    newest = steps[0]
    now = clock.now()
    change = StageChange.objects.create(
        application=application,
        stage=Stage.HANDED_OVER,
        previous_stage=newest.stage,
        changed_on=clock.today(),
        # Never before what it follows, whatever the clocks of two machines say.
        recorded_at=max(now, newest.at + _INSTANT),
        box=newest.box,
    )
    move(application.unit_id, _place(newest), (int(change.stage), change.changed_on.isoformat()))
    # One that stands open here was overruled since: a correction or a list brought the card back.
    HandOver.objects.filter(application_id=application.pk, undone_at=None).update(undone_at=now)
    name = " ".join(proxy_name.split())[:_LONGEST_NAME] if paper else ""
    done = HandOver.objects.create(
        unit=unit,
        application_id=application.pk,
        change_id=change.pk,
        officer_id=actor.officer_id,
        at=now,
        collector=collector,
        paper=paper or "",
        sealed_proxy=seal_proxy(keys()[0], name, application.pk) if name else None,
    )
    tell_hand_over(application, change)
    facts = {"collector": collector.value, **({"paper": paper.value} if paper else {})}
    _record("card_handed_over", done, actor, facts)
    return done


@transaction.atomic
def undo_hand_over(*, unit: Unit, number: int, actor: Actor, is_chief: bool = False) -> HandOver:
    """The card is here again, exactly as before.

    Its officer may for some minutes, a chief later too; nobody when something else happened to the
    application since. Raises `ApplicationNotHere` or `UndoNotAllowed`.
    """
    done = HandOver.objects.filter(unit=unit, pk=number).first()
    if done is None:
        raise ApplicationNotHere(number)
    application = _held(unit, done.application_id)
    done.refresh_from_db()
    if done.undone_at is not None:
        raise UndoNotAllowed(_("Lần trả thẻ này đã được huỷ rồi."))
    if not can_undo(done, officer_id=actor.officer_id, is_chief=is_chief):
        raise UndoNotAllowed(
            _("Chỉ người đã trả thẻ được huỷ, trong %(minutes)s phút. Sau đó hãy nhờ phụ trách.")
            % {"minutes": UNDO_HAND_OVER_MINUTES}
        )
    steps = list_steps(done.application_id)
    if not steps or steps[0].change_id != done.change_id:
        raise UndoNotAllowed(_("Hồ sơ đã thay đổi sau lần trả thẻ này nên không huỷ được nữa."))
    StageChange.objects.filter(pk=done.change_id).delete()
    recall_by_hand(done.change_id)
    before = _place(steps[1]) if len(steps) > 1 else None
    move(application.unit_id, _place(steps[0]), before)
    done.undone_at, done.undone_by = clock.now(), actor.officer_id
    done.save(update_fields=["undone_at", "undone_by"])
    _record("hand_over_undone", done, actor, {})
    return done


def _place(step: Step) -> Place:
    return int(step.stage), step.on.isoformat()


def can_undo(done: HandOver | ShownHandOver, *, officer_id: int | None, is_chief: bool) -> bool:
    """Whether this officer may undo it now, as far as people and time go; it still stands."""
    return may_undo(
        is_chief=is_chief,
        officer_id=officer_id,
        published_by=done.officer_id,
        published_at=done.at,
        now=clock.now(),
        minutes=UNDO_HAND_OVER_MINUTES,
    )


def list_undoable(unit: Unit, officer_id: int, most: int = 8) -> list[HandOver]:
    """What this officer handed over last and may still undo, the newest first; opens nobody."""
    since = clock.now() - datetime.timedelta(minutes=UNDO_HAND_OVER_MINUTES)
    rows = HandOver.objects.filter(unit=unit, officer_id=officer_id, at__gte=since)
    return list(rows.filter(undone_at=None).order_by("-at", "-pk")[:most])


def find_undone(unit: Unit, officer_id: int, number: int) -> HandOver | None:
    """The hand-over with this number, if this officer undid it in the last minutes."""
    since = clock.now() - datetime.timedelta(minutes=UNDO_HAND_OVER_MINUTES)
    rows = HandOver.objects.filter(unit=unit, undone_by=officer_id, undone_at__gte=since)
    return rows.filter(pk=number).first() if number else None


def why_not(steps: list[Step]) -> str:
    """Why a card with this history is not to be given out now, and what to do; "" when it is."""
    try:
        _refuse_unless_here(steps)
    except CardNotHandedOver as error:
        return str(error)
    return ""


def _held(unit: Unit, application_id: int) -> Application:
    """The application, with the ledger of its unit held until the transaction ends."""
    rows = Application.objects.filter(pk=application_id, unit_id__in=list_scope_ids(unit))
    application = rows.first()
    if application is None:
        raise ApplicationNotHere(application_id)
    hold_ledger(application.unit_id)
    return application


def _refuse_unless_here(steps: list[Step]) -> None:
    if not steps or steps[0].stage is Stage.REPLACED:
        raise CardNotHandedOver(_("Hồ sơ này không còn hiệu lực. Hãy tìm lại người này."))
    newest = steps[0]
    if newest.stage is Stage.HANDED_OVER:
        raise AlreadyHandedOver(_already(newest))
    if newest.stage is Stage.NEEDS_CORRECTION:
        raise CardNotHandedOver(
            _("Hồ sơ cần bổ sung, chưa có thẻ để trả. Hãy hướng dẫn người dân bổ sung hồ sơ.")
        )
    if newest.stage is not Stage.AT_UNIT:
        raise CardNotHandedOver(
            _(
                "Theo danh sách, thẻ chưa về đơn vị. Nếu thẻ đã ở trong hộc, hãy nhờ cán bộ danh sách"
                " công bố danh sách mới rồi trả."
            )
        )


def _already(newest: Step) -> str:
    if newest.hand_over is None:
        return _(
            "Thẻ đã trả ngày %(day)s, theo danh sách. Đừng trả lần nữa; hãy báo phụ trách."
        ) % {"day": f"{newest.on:%d/%m/%Y}"}
    return _("%(officer)s đã trả thẻ này lúc %(time)s. Đừng trả lần nữa.") % {
        "officer": newest.hand_over.officer_name or "–",
        "time": f"{newest.at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
    }


def _record(action: str, done: HandOver, actor: Actor, facts: dict[str, str]) -> None:
    record(
        actor=actor,
        action=action,
        subject=f"application:{done.application_id}",
        unit_id=done.unit_id,
        facts=facts,
    )
