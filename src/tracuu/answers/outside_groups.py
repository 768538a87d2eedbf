"""Where questions belong that are not answered here: written by one officer, confirmed by another."""

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.answers.errors import VersionNotOpen
from tracuu.answers.models import OutsideGroup
from tracuu.audit.operations import Actor, record


@transaction.atomic
def write_redirect(*, group: OutsideGroup, title: str, redirect: str, actor: Actor) -> None:
    """Say where this belongs; until somebody else confirms it, people are told to ask there first."""
    group.title, group.redirect = title.strip(), redirect.strip()
    group.is_confirmed, group.edited_by = False, actor.officer_id
    group.save(update_fields=["title", "redirect", "is_confirmed", "edited_by"])
    record(actor=actor, action="redirect_written", subject=f"outside:{group.slug}")


@transaction.atomic
def confirm_redirect(*, group: OutsideGroup, actor: Actor) -> None:
    """An officer knows that it belongs there; raises `VersionNotOpen` for who wrote it."""
    group = OutsideGroup.objects.select_for_update().get(pk=group.pk)
    if actor.officer_id is not None and group.edited_by == actor.officer_id:
        raise VersionNotOpen(_("Người viết không tự xác nhận được; hãy nhờ một cán bộ khác."))
    if not group.redirect:
        raise VersionNotOpen(_("Chưa ghi nơi giải quyết."))
    group.is_confirmed = True
    group.save(update_fields=["is_confirmed"])
    record(actor=actor, action="redirect_confirmed", subject=f"outside:{group.slug}")
