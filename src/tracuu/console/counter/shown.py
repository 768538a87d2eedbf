"""What the counter's page shows of a person, in words, so that the template holds no logic."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from tracuu.accounts.models import Officer
from tracuu.accounts.permissions import can_override_refusals
from tracuu.cards.binding import find_bonds, why_no_code
from tracuu.cards.candidates import Candidate
from tracuu.cards.correction_reasons import find_reason
from tracuu.cards.counter.handing_over import can_undo, why_not
from tracuu.cards.counter.history import Step, list_steps
from tracuu.cards.counter.naming import Handed
from tracuu.cards.counter.slips import slip_mark
from tracuu.cards.enums import Stage
from tracuu.cards.identity import Identity
from tracuu.cards.models import HandOver
from tracuu.cards.rules import OPEN, due_on
from tracuu.cards.wording import stage_label
from tracuu.console.counter.tickets import make_ticket
from tracuu.core.clock import VIETNAM
from tracuu.units.enums import Area
from tracuu.units.models import Unit

# Of an application that is gone.
_GONE = Handed(box="", identity=Identity(full_name="–", birth_date=""))


@dataclass(frozen=True, slots=True, repr=False)
class ShownChoice:
    """One of several who may be meant: enough to tell them apart by what they hold."""

    ticket: str
    full_name: str
    birth_date: str
    stage: str
    is_here: bool
    box: str
    facts: Sequence[str]

    @classmethod
    def of(cls, person: Candidate, unit: Unit, officer: Officer) -> Self:
        identity = person.identity
        endings = (
            (_("số hồ sơ %s"), identity.receipt),
            (_("CCCD …%s"), identity.id_last4),
            (_("điện thoại …%s"), identity.phone_last4),
        )
        return cls(
            ticket=make_ticket(unit, officer, person.application_id),
            full_name=identity.full_name,
            birth_date=birth_text(identity.birth_date),
            stage=stage_label(person.stage),
            is_here=person.stage is Stage.AT_UNIT,
            box=person.box if person.stage is Stage.AT_UNIT else "",
            facts=[text % fact for text, fact in endings if fact],
        )


@dataclass(frozen=True, slots=True, repr=False)
class ShownStep:
    day: str
    stage: str
    source: str
    more: str


@dataclass(frozen=True, slots=True, repr=False)
class ShownPerson:
    """One application: where the card lies, whether it may be given out, and what became of it."""

    ticket: str
    full_name: str
    birth_date: str
    stage: str
    since: str
    is_here: bool
    refusal: str
    box: str
    note: str
    slip_mark: str
    facts: Sequence[tuple[str, str]]
    steps: Sequence[ShownStep]
    undo_number: int | None
    may_be_sent_back: bool
    may_be_bound: bool
    bound_text: str
    bound_refusal: str

    @classmethod
    def of(cls, person: Candidate, unit: Unit, officer: Officer) -> Self:
        """With the number of the hand-over that this officer may undo here now."""
        steps = list_steps(person.application_id)
        refusal = why_not(steps)
        newest = steps[0]
        bonds = find_bonds(unit, person.application_id)
        return cls(
            ticket=make_ticket(unit, officer, person.application_id),
            full_name=person.identity.full_name,
            birth_date=birth_text(person.identity.birth_date),
            stage=stage_label(newest.stage),
            since=f"{newest.on:%d/%m/%Y}",
            is_here=not refusal,
            refusal=refusal,
            box=newest.box if newest.stage is Stage.AT_UNIT else "",
            note=_note(person, newest),
            slip_mark=slip_mark(person.identity.slip),
            facts=_facts(person, unit),
            steps=[_step(one) for one in steps],
            undo_number=_undo_number(newest, unit, officer),
            may_be_sent_back=newest.stage in OPEN,
            may_be_bound=bonds.may_bind,
            bound_text=_bound_text(bonds.count),
            # A unit that never was on Zalo needs no word about it.
            bound_refusal=why_no_code(bonds) if bonds.is_broken or bonds.count else "",
        )


def _bound_text(count: int) -> str:
    if not count:
        return ""
    return _("Đang gắn với %(count)s tài khoản Zalo.") % {"count": count}


def _note(person: Candidate, newest: Step) -> str:
    """What was written beside its newest change; of a faulty file also why and until when."""
    if newest.stage is not Stage.NEEDS_CORRECTION:
        return newest.note or newest.reason
    reason = find_reason(person.unit_id, person.correction)
    day = _("cần bổ sung trước ngày %s") % f"{person.due_on:%d/%m/%Y}" if person.due_on else ""
    parts = (reason.said().rstrip(".") if reason else "", day, newest.note or newest.reason)
    return "; ".join(filter(None, parts))


def _undo_number(newest: Step, unit: Unit, officer: Officer) -> int | None:
    done = newest.hand_over
    if done is None or done.unit_id != unit.pk:
        return None
    is_chief = can_override_refusals(officer, unit)
    return done.number if can_undo(done, officer_id=officer.pk, is_chief=is_chief) else None


def _facts(person: Candidate, unit: Unit) -> list[tuple[str, str]]:
    identity = person.identity
    collected = (
        datetime.date.fromisoformat(identity.collected_on) if identity.collected_on else None
    )
    due = due_on(collected, Area(unit.area)) if collected else None
    rows = (
        (_("Số hồ sơ"), identity.receipt),
        (_("Giới tính"), identity.sex),
        (_("CCCD, CMND"), identity.id_last4 and f"…{identity.id_last4}"),
        (_("Điện thoại"), identity.phone_last4 and f"…{identity.phone_last4}"),
        (_("Phường, xã"), identity.ward),
        (_("Ngày thu nhận"), f"{collected:%d/%m/%Y}" if collected else ""),
        (_("Hạn trả theo luật"), f"{due:%d/%m/%Y}" if due else ""),
    )
    return [(word, what) for word, what in rows if what]


def _step(step: Step) -> ShownStep:
    more = [step.note, step.reason]
    if step.hand_over is None:
        source = (
            _("sửa tay")
            if step.list_as_of is None
            else _("danh sách ngày %s") % f"{step.list_as_of:%d/%m/%Y}"
        )
    else:
        done = step.hand_over
        source = done.officer_name
        more += [str(done.collector.label), str(done.paper.label if done.paper else "")]
        more.append(done.proxy_name)
    return ShownStep(
        day=f"{step.on:%d/%m/%Y}",
        stage=stage_label(step.stage),
        source=source,
        more=", ".join(filter(None, more)),
    )


@dataclass(frozen=True, slots=True, repr=False)
class ShownDone:
    """A hand-over of the officer who reads it, from the last minutes: when, whose, from which box."""

    number: int
    time: str
    who: str
    full_name: str
    collector: str
    box: str

    @classmethod
    def of(cls, done: HandOver, opened: dict[int, Handed]) -> Self:
        handed = opened.get(done.change_id, _GONE)
        person = handed.identity
        return cls(
            number=done.pk,
            time=f"{done.at.astimezone(VIETNAM):%H:%M:%S}",
            who=person.receipt or person.full_name,
            full_name=person.full_name,
            collector=str(done.get_collector_display()),
            box=handed.box,
        )


def undone_text(done: HandOver) -> tuple[bool, str]:
    """What is true of the card once its hand-over is undone: whether it is here, and a sentence.

    Not always what was true before: a list may have been undone or published meanwhile.
    """
    newest = next(iter(list_steps(done.application_id)), None)
    if newest is None:
        return False, _(
            "Đã huỷ lần trả thẻ. Nay không còn danh sách nào đã công bố có tên người này. Hãy giữ"
            " thẻ lại và báo phụ trách để công bố lại danh sách."
        )
    if newest.stage is not Stage.AT_UNIT:
        return False, _(
            "Đã huỷ lần trả thẻ. Hồ sơ này nay: %(stage)s từ %(day)s. Hãy giữ thẻ lại và báo phụ"
            " trách."
        ) % {"stage": stage_label(newest.stage), "day": f"{newest.on:%d/%m/%Y}"}
    if newest.box:
        return True, _("Đã huỷ lần trả thẻ. Thẻ lại ở đơn vị, hộc %(box)s.") % {"box": newest.box}
    return True, _("Đã huỷ lần trả thẻ. Thẻ lại ở đơn vị.")


def birth_text(iso: str) -> str:
    """As people write it, with what is known of it.

    >>> [birth_text(iso) for iso in ("1991-05-17", "1988-06", "1950")]
    ['17/05/1991', '06/1988', '1950']
    """
    return "/".join(reversed(iso.split("-")))
