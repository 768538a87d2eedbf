"""A chat is bound to an application at the counter: its person shows up, an officer shows a code.

The code (46.7 bits, ten minutes, once) is said in the unit's chat by whoever holds it; the bond opens
the second tier there and brings the messages about this application. Opening the page that the QR code
leads to uses nothing up: only saying it in the chat does.

A bond holds as long as its application speaks for its person: when a list sets the person's facts
right, another row speaks, and the bond with the old one opens nothing any more (`find_bound`).
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.cards.candidates import Candidate, find_by_column
from tracuu.cards.errors import ApplicationNotHere, BindingNotPossible
from tracuu.cards.models import Application, BindingCode
from tracuu.cards.telling.notices import label_of
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.core.limits import Limit, hit, is_open
from tracuu.core.receipt_codes import grouped, new_code, read_code
from tracuu.messaging.enums import AccountState
from tracuu.messaging.models import Conversation, OfficialAccount
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids

MINUTES = 10
_KEPT = datetime.timedelta(days=1)
_WRONG_CODES = Limit("binding-wrong", 10, 3600)
# The citizen, by the chat: no officer acts.
BY_CHAT = Actor(officer_id=None, origin="zalo")


@dataclass(frozen=True, slots=True, repr=False)
class NewCode:
    """A code to show: nobody can see it again. `number` tells whether it was used, and names nobody."""

    number: int
    code: str
    expires_at: datetime.datetime


@dataclass(frozen=True, slots=True, repr=False)
class Binding:
    """A bond that was made: the application as it stands now, and whose it is in initials and year."""

    person: Candidate
    label: str

    @property
    def application_id(self) -> int:
        return self.person.application_id


def words_to_say(code: str) -> str:
    """What the citizen sends in the chat; in Vietnamese, as the assistant knows it.

    >>> words_to_say("7K2M0CHX4PTK")
    'Gắn hồ sơ 7K2M-0CHX-4PTK'
    """
    return f"Gắn hồ sơ {grouped(code)}"


@dataclass(frozen=True, slots=True)
class Bonds:
    """How many chats are bound to an application; and whether another could be, since Zalo is there.

    `is_broken` when it was there and has to be connected again: a code would be sent to nobody.
    """

    count: int
    may_bind: bool
    is_broken: bool


@transaction.atomic
def make_binding_code(*, unit: Unit, application_id: int, actor: Actor) -> NewCode:
    """A code for the application; one that was made for it before and not used opens nothing now.

    Raises `ApplicationNotHere`, or `BindingNotPossible` when the unit is not on Zalo.
    """
    bonds = find_bonds(unit, application_id)
    if not bonds.may_bind:
        raise BindingNotPossible(why_no_code(bonds))
    scope = list_scope_ids(unit)
    held = Application.objects.select_for_update().filter(pk=application_id, unit_id__in=scope)
    if held.first() is None or _find(application_id, unit) is None:
        raise ApplicationNotHere(application_id)
    now = clock.now()
    BindingCode.objects.filter(application_id=application_id, used_at=None).delete()
    code = new_code()
    row = BindingCode.objects.create(
        unit=unit,
        application_id=application_id,
        code_hash=keys()[1].digest(_indexed(code)),
        made_by=actor.officer_id,
        made_at=now,
        expires_at=now + datetime.timedelta(minutes=MINUTES),
    )
    _record("binding_code_made", application_id, unit.pk, actor)
    return NewCode(row.pk, code, row.expires_at)


@transaction.atomic
def bind(*, conversation: Conversation, code: str) -> Binding | None:
    """Bind the chat to the application of this code, however it was typed; None when it opens none.

    The row of the conversation has to be locked by the caller (`speaking.hear` does it). A wrong code,
    one that was used or is too old, and another unit's look the same; ten of them in an hour, and no
    code is looked at any more.
    """
    if not is_open(_WRONG_CODES, str(conversation.pk)):
        return None
    row = _find_code(code)
    person = None
    if row is not None and row.unit_id == conversation.unit_id:
        person = _find(row.application_id, row.unit)
    if row is None or person is None:
        hit(_WRONG_CODES, str(conversation.pk))
        return None
    now = clock.now()
    row.used_at, row.conversation_id = now, conversation.pk
    row.save(update_fields=["used_at", "conversation_id"])
    conversation.bound_person, conversation.bound_at = person.application_id, now
    _save(conversation)
    _record("application_bound", person.application_id, conversation.unit_id, BY_CHAT)
    return Binding(person, label_of(person.identity))


def find_bound(conversation: Conversation) -> Candidate | None:
    """The application that the chat is bound to, as it stands now; None when the bond holds no more."""
    if conversation.bound_person is None:
        return None
    return _find(conversation.bound_person, conversation.unit)


@transaction.atomic
def unbind(*, conversation: Conversation, actor: Actor = BY_CHAT) -> bool:
    """End the bond, by the citizen or an officer; False when there was none.

    The row of the conversation has to be locked by the caller.
    """
    if conversation.bound_person is None:
        return False
    application_id = conversation.bound_person
    conversation.bound_person = conversation.bound_at = None
    _save(conversation)
    _record("application_unbound", application_id, conversation.unit_id, actor)
    return True


@transaction.atomic
def unbind_application(*, unit: Unit, application_id: int, actor: Actor) -> int:
    """End every bond of the application with a chat of this unit; how many."""
    bound = Conversation.objects.select_for_update().filter(unit=unit, bound_person=application_id)
    return sum(unbind(conversation=one, actor=actor) for one in bound.order_by("pk"))


def find_bonds(unit: Unit, application_id: int) -> Bonds:
    """The chats of the unit that are bound to it, in one question with how the unit's account is."""
    states = OfficialAccount.objects.filter(unit=OuterRef("pk")).values("state")[:1]
    bound = Conversation.objects.filter(unit=OuterRef("pk"), bound_person=application_id)
    count = bound.order_by().values("unit").annotate(count=Count("pk")).values("count")
    row = Unit.objects.filter(pk=unit.pk).annotate(state=Subquery(states), bound=Subquery(count))
    found = row.values_list("state", "bound").first()
    state, number = found or (None, 0)
    return Bonds(
        count=number or 0,
        may_bind=state == AccountState.CONNECTED,
        is_broken=state == AccountState.BROKEN,
    )


def why_no_code(bonds: Bonds) -> str:
    """Why nobody can be bound now, for the officer at the counter; "" when somebody can."""
    if bonds.may_bind:
        return ""
    if bonds.is_broken:
        return _(
            "Zalo của đơn vị đang mất kết nối nên chưa gắn được hồ sơ. Hãy báo phụ trách kết nối lại ở"
            " mục Zalo."
        )
    return _("Đơn vị chưa kết nối tài khoản Zalo nên chưa gắn được hồ sơ. Hãy báo phụ trách.")


def find_own_code(unit: Unit, number: int, officer_id: int) -> BindingCode | None:
    """A code that this officer made here, for seeing whether it was used; None else."""
    return BindingCode.objects.filter(unit=unit, pk=number, made_by=officer_id).first()


def forget_old_codes() -> int:
    """Forget the codes that were made a day ago and longer, used or not; how many."""
    count, _rows = BindingCode.objects.filter(made_at__lt=clock.now() - _KEPT).delete()
    return count


def was_made_here(typed: str) -> bool:
    """Whether this was a code of a counter, used or too old as it may be; of any unit."""
    code = read_code(typed)
    return code is not None and BindingCode.objects.filter(code_hash__in=_hashes(code)).exists()


def _hashes(code: str) -> list[int]:
    index = keys()[1]
    return [index.digest(_indexed(code), key_id) for key_id in index.key_ids]


def _find_code(typed: str) -> BindingCode | None:
    """The code that may still be used, locked; of two chats at once, the second finds it used."""
    code = read_code(typed)
    if code is None:
        return None
    rows = BindingCode.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.filter(
        code_hash__in=_hashes(code), used_at=None, expires_at__gt=clock.now()
    ).first()


def _find(application_id: int, unit: Unit) -> Candidate | None:
    rows = find_by_column("id", [application_id], list_scope_ids(unit), keys()[0])
    return rows[0] if rows else None


def _indexed(code: str) -> str:
    return f"binding|{code}"


def _save(conversation: Conversation) -> None:
    conversation.version += 1
    conversation.save(update_fields=["bound_person", "bound_at", "version"])


def _record(action: str, application_id: int, unit_id: int, actor: Actor) -> None:
    record(actor=actor, action=action, subject=f"application:{application_id}", unit_id=unit_id)
