"""What can be done with officers and their roles. Each deed stands in the unit's record."""

import datetime
import hashlib
import secrets

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.accounts.enums import Role
from tracuu.accounts.errors import InvitationNotValid, LastChief, OfficerNotValid
from tracuu.accounts.models import Invitation, Membership, Officer
from tracuu.accounts.queries import find_officer, list_unit_ids_of
from tracuu.audit.operations import COMMAND_LINE, INSTALLATION, Actor, record
from tracuu.core import clock
from tracuu.units.models import Unit

INVITATION_DAYS = 7
_TOKEN_BYTES = 32
_PASSWORD_BYTES = 12


@transaction.atomic
def add_officer(
    *, email: str, full_name: str, password: str, actor: Actor = COMMAND_LINE
) -> Officer:
    """A new officer without any role; raises `OfficerNotValid` with a sentence."""
    email = _clean_email(email)
    full_name = " ".join(full_name.split())
    if not full_name:
        raise OfficerNotValid(_("Hãy nhập họ và tên."))
    if find_officer(email):
        raise OfficerNotValid(_("Đã có cán bộ dùng địa chỉ này."))
    officer = Officer(email=email, full_name=full_name[:120], joined_at=clock.now())
    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise OfficerNotValid(" ".join(error.messages)) from None
    officer.set_password(password)
    officer.save(force_insert=True)
    record(actor=actor, action="officer_added", subject=_subject(officer.pk))
    return officer


@transaction.atomic
def give_role(
    *, officer: Officer, unit: Unit, role: Role, actor: Actor = COMMAND_LINE
) -> Membership:
    """Make the officer this in the unit, whatever they were there before."""
    held = _held(officer, unit)
    if held is None:
        held = Membership.objects.create(
            officer=officer, unit=unit, role=role, begun_at=clock.now()
        )
        was = None
    elif held.role == role:
        return held
    else:
        _keep_one_chief(held)
        was, held.role = held.role, role
        held.save(update_fields=["role"])
    record(
        actor=actor,
        action="role_given",
        subject=_subject(officer.pk),
        unit_id=unit.pk,
        facts={"role": str(role), "was": was},
    )
    return held


@transaction.atomic
def end_membership(*, officer: Officer, unit: Unit, actor: Actor) -> None:
    """The officer works here no longer; nothing happens when they already do not."""
    held = _held(officer, unit)
    if held is None:
        return
    _keep_one_chief(held)
    held.ended_at = clock.now()
    held.save(update_fields=["ended_at"])
    record(
        actor=actor,
        action="membership_ended",
        subject=_subject(officer.pk),
        unit_id=unit.pk,
        facts={"role": held.role},
    )


@transaction.atomic
def invite(
    *,
    unit: Unit,
    email: str,
    role: Role,
    invited_by: Officer | None = None,
    actor: Actor = COMMAND_LINE,
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which is shown once and kept nowhere.

    An older open invitation of the same person to the same unit ends. Raises `OfficerNotValid`, also
    when the person works in the unit already: their role is changed there, not by a link.
    """
    email = _clean_email(email)
    if Membership.objects.filter(unit=unit, officer__email__iexact=email, ended_at=None).exists():
        raise OfficerNotValid(
            _("Người này đã là cán bộ ở đây. Hãy dùng “Thay đổi” trong bảng cán bộ.")
        )
    now = clock.now()
    Invitation.objects.filter(
        unit=unit, email__iexact=email, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    invitation = Invitation.objects.create(
        unit=unit,
        email=email,
        role=role,
        digest=_digest(token),
        invited_by=invited_by,
        made_at=now,
        expires_at=now + datetime.timedelta(days=INVITATION_DAYS),
    )
    record(
        actor=actor,
        action="officer_invited",
        subject=f"invitation:{invitation.pk}",
        unit_id=unit.pk,
        facts={"role": str(role)},
    )
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: Actor) -> None:
    """The link opens nothing any more; nothing happens when it already does not."""
    now = clock.now()
    # The WHERE decides a race with the person who accepts at this moment.
    done = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    if done:
        record(
            actor=actor,
            action="invitation_withdrawn",
            subject=f"invitation:{invitation.pk}",
            unit_id=invitation.unit_id,
        )


def get_invitation(token: str) -> Invitation:
    """The invitation of a link that still lets somebody in; raises `InvitationNotValid`."""
    invitation = Invitation.objects.filter(digest=_digest(token)).select_related("unit").first()
    if invitation is None or invitation.withdrawn_at:
        raise InvitationNotValid(_("Lời mời này không còn giá trị. Hãy hỏi người đã mời bạn."))
    if invitation.accepted_at:
        raise InvitationNotValid(_("Lời mời này đã được dùng. Nếu là bạn, hãy đăng nhập."))
    if invitation.expires_at <= clock.now():
        raise InvitationNotValid(
            _("Lời mời này đã hết hạn. Hãy xin người đã mời bạn một lời mời mới.")
        )
    return invitation


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    origin: str,
    full_name: str = "",
    password: str = "",
    officer: Officer | None = None,
) -> Officer:
    """Let the invited person in: a new officer, or one who has signed in with that address.

    Raises `InvitationNotValid`, `OfficerNotValid` with a sentence about what was typed, or
    `LastChief` when the unit would be left without one.
    """
    invitation = get_invitation(token)
    known = find_officer(invitation.email)
    if known and (officer is None or officer.pk != known.pk):
        raise OfficerNotValid(_("Hãy đăng nhập bằng địa chỉ được mời, rồi mở lại liên kết này."))
    stranger = Actor(officer_id=None, origin=origin)
    person = known or add_officer(
        email=invitation.email, full_name=full_name, password=password, actor=stranger
    )
    # The WHERE decides a race: the second click on one link finds nothing left to accept.
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        accepted_at=clock.now()
    )
    if not taken:
        raise InvitationNotValid(_("Lời mời này đã được dùng. Nếu là bạn, hãy đăng nhập."))
    actor = Actor(officer_id=person.pk, origin=origin)
    record(
        actor=actor,
        action="invitation_accepted",
        subject=f"invitation:{invitation.pk}",
        unit_id=invitation.unit_id,
    )
    give_role(officer=person, unit=invitation.unit, role=Role(invitation.role), actor=actor)
    return person


@transaction.atomic
def reset_access(*, officer: Officer, actor: Actor = COMMAND_LINE) -> str:
    """A password for one who lost theirs, or the second factor; every session of theirs ends."""
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    officer.set_password(password)
    officer.save(update_fields=["password"])
    Authenticator.objects.filter(user=officer).delete()
    tell_of(officer=officer, action="access_reset", actor=actor)
    return password


def end_other_sessions(*, officer: Officer, but: str) -> None:
    """End the officer's sessions except this one: they began with less than is asked for now."""
    for session in UserSession.objects.filter(user=officer).exclude(session_key=but):
        session.end()


def forget_ended_sessions() -> None:
    """Take away the rows of sessions that ended by themselves."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    open_keys = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=open_keys).delete()


def tell_of(*, officer: Officer | None, action: str, actor: Actor, **facts: str) -> None:
    """Record what an officer did with their own account, in each unit where they work."""
    subject = _subject(officer.pk) if officer else "officer:unknown"
    unit_ids = list_unit_ids_of(officer) if officer else []
    with transaction.atomic():
        for unit_id in unit_ids or [INSTALLATION]:
            record(actor=actor, action=action, subject=subject, unit_id=unit_id, facts=facts)


def _held(officer: Officer, unit: Unit) -> Membership | None:
    return (
        Membership.objects.select_for_update()
        .filter(officer=officer, unit=unit, ended_at=None)
        .first()
    )


def _keep_one_chief(held: Membership) -> None:
    if held.role != Role.CHIEF:
        return
    # Locking every chief of the unit: two who demote each other at once come one after the other.
    chiefs = Membership.objects.select_for_update().filter(
        unit_id=held.unit_id, role=Role.CHIEF, ended_at=None
    )
    if all(chief.pk == held.pk for chief in chiefs):
        raise LastChief(_("Đây là phụ trách cuối cùng của đơn vị. Hãy mời phụ trách mới trước."))


def _clean_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise OfficerNotValid(_("Hãy nhập một địa chỉ e-mail, ví dụ an@tan-phu.example.")) from None
    return email


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _subject(officer_id: int) -> str:
    return f"officer:{officer_id}"
