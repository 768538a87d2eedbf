"""The slip that a person takes home: its code finds the application again."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.crypto import salted_hmac

from tracuu.audit.operations import Actor, record
from tracuu.cards.errors import ApplicationNotHere
from tracuu.cards.identity import open_identity, seal_identity, slip_hash
from tracuu.cards.models import Application
from tracuu.core.crypto import keys
from tracuu.core.receipt_codes import new_code
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids


@dataclass(frozen=True, slots=True, repr=False)
class Slip:
    """What is printed. No birth date: with it, a lost slip would open the citizens' lookup."""

    code: str
    full_name: str
    receipt: str


def slip_mark(code: str) -> str:
    """Tells one slip of an application from the next without telling its code; "" of none."""
    return salted_hmac("tracuu.cards.counter.slips", code).hexdigest()[:16] if code else ""


@transaction.atomic
def issue_slip(*, unit: Unit, application_id: int, actor: Actor, lost: str = "") -> Slip:
    """The slip of an application, told in the record; printed again it bears the same code.

    `lost` is the `slip_mark` of a slip that was lost: its code opens nothing from now on. Asked a
    second time (a page that is loaded again), the mark is no longer that of the slip, and the new one
    is printed again. Raises `ApplicationNotHere`.
    """
    row = (
        Application.objects.select_for_update()
        .filter(pk=application_id, unit_id__in=list_scope_ids(unit))
        .first()
    )
    if row is None:
        raise ApplicationNotHere(application_id)
    sealer, index = keys()
    identity = open_identity(sealer, row.sealed, application_id=row.pk, unit_id=row.unit_id)
    is_new = not identity.slip or lost == slip_mark(identity.slip)
    if is_new:
        identity = replace(identity, slip=new_code())
        row.sealed = seal_identity(sealer, identity, application_id=row.pk, unit_id=row.unit_id)
        row.sealing_key_id = sealer.active
    # Also when it is not new: a row that took a slip over has no hash of its own yet.
    row.slip_hash = slip_hash(index, row.unit_id, identity.slip)
    row.save(update_fields=["sealed", "sealing_key_id", "slip_hash"])
    record(
        actor=actor,
        action="slip_issued",
        subject=f"application:{row.pk}",
        unit_id=unit.pk,
        facts={"slip": "new" if is_new else "again"},
    )
    return Slip(code=identity.slip, full_name=identity.full_name, receipt=identity.receipt)
