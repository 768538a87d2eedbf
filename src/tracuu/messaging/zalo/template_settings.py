"""Which approved ZBS template a unit's account uses for which kind of message."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.audit.operations import Actor, record
from tracuu.messaging.enums import Kind
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo.answers import TemplateFacts
from tracuu.messaging.zalo.client import ZaloClient
from tracuu.messaging.zalo.templates import is_filled, is_too_short, trial_parameters
from tracuu.units.models import Unit

# What is news of a card, or about the request to be told. Words of a conversation go nowhere else.
KINDS = tuple(kind for kind in Kind if kind not in {Kind.CONFIRM, Kind.CHAT})
_ID = re.compile(r"[0-9]{1,20}")
_TRIAL = "trial"


class TemplateNotValid(Exception):
    """The message says what to mend."""


@transaction.atomic
def set_template(*, account: OfficialAccount, kind: Kind, template_id: str, actor: Actor) -> None:
    """Use this template for messages of the kind; "" stops it. Raises `TemplateNotValid`."""
    _check_id(template_id)
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


def choose_template(
    *, account: OfficialAccount, unit: Unit, kind: Kind, template_id: str, actor: Actor
) -> None:
    """Likewise, once Zalo has told that it is approved and wants nothing that we do not fill.

    Raises `TemplateNotValid`, and the errors of the client.
    """
    _check_id(template_id)
    if template_id:
        with ZaloClient(account) as zalo:
            check_fits(zalo.get_template(template_id), unit)
    set_template(account=account, kind=kind, template_id=template_id, actor=actor)


def _check_id(template_id: str) -> None:
    if template_id and not _ID.fullmatch(template_id):
        raise TemplateNotValid(_("Mã mẫu tin ZBS là một dãy số, xem ở zalo.solutions."))


def check_fits(facts: TemplateFacts, unit: Unit) -> None:
    """Raises `TemplateNotValid` for one that would be refused whenever it is sent."""
    if not facts.is_enabled:
        raise TemplateNotValid(_("Mẫu này chưa được duyệt, hoặc Zalo đang tạm dừng nó."))
    unknown = [one.name for one in facts.parameters if not is_filled(one)]
    if unknown:
        raise TemplateNotValid(
            _(
                "Mẫu này cần tham số mà hệ thống không điền: %(names)s. Hãy sửa mẫu ở zalo.solutions."
            )
            % {"names": ", ".join(unknown)}
        )
    short = [one.name for one in facts.parameters if is_too_short(one, unit.name)]
    if short:
        raise TemplateNotValid(
            _("Mẫu này chừa chỗ quá ngắn cho: %(names)s. Hãy sửa mẫu ở zalo.solutions.")
            % {"names": ", ".join(short)}
        )


def try_template(
    *, account: OfficialAccount, unit: Unit, template_id: str, phone: str, actor: Actor
) -> None:
    """Send it about nobody to an administrator's own telephone, free of charge; the number is not kept.

    Raises the errors of the client.
    """
    data = trial_parameters(unit.name)
    with ZaloClient(account) as zalo:
        zalo.send_template(phone, template_id, data, _TRIAL, is_trial=True)
    with transaction.atomic():
        record(
            actor=actor,
            action="zalo_template_tried",
            subject=f"zalo:{account.oa_id}",
            unit_id=account.unit_id,
            facts={"template": template_id},
        )
