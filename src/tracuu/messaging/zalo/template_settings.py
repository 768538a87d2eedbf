"""Which approved ZBS template a unit's account uses for which kind of message."""

import re

from django.db import transaction

from tracuu.audit.operations import Actor, record
from tracuu.messaging.enums import Kind
from tracuu.messaging.models import OfficialAccount

# What is news of a card, or about the request to be told. Words of a conversation go nowhere else.
KINDS = tuple(kind for kind in Kind if kind not in {Kind.CONFIRM, Kind.CHAT})
_ID = re.compile(r"[0-9]{1,20}")


class TemplateNotValid(Exception):
    """The message says what to mend."""


@transaction.atomic
def set_template(*, account: OfficialAccount, kind: Kind, template_id: str, actor: Actor) -> None:
    """Use this template for messages of the kind; "" stops it. Raises `TemplateNotValid`."""
    if template_id and not _ID.fullmatch(template_id):
        raise TemplateNotValid("Mã mẫu tin ZBS là một dãy số, xem ở zalo.solutions.")
    row = OfficialAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if template_id:
        row.templates[kind.value] = template_id
    else:
        row.templates.pop(kind.value, None)
    row.save(update_fields=["templates"])
    record(
        actor=actor,
        action="zalo_template_set",
        subject=f"zalo:{row.oa_id}",
        unit_id=row.unit_id,
        facts={"kind": kind.value, "template": template_id},
    )
