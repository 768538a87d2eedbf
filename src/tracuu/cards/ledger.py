"""The lock that everything takes which changes what is true of a unit."""

from tracuu.cards.models import UnitLedger


def hold_ledger(unit_id: int) -> UnitLedger:
    """Hold the unit's ledger until the transaction ends.

    Lists that are published or withdrawn, corrections and hand-overs of one unit come one after the
    other by it: whoever has it sees everything that the others did.
    """
    held = UnitLedger.objects.select_for_update()
    ledger = held.filter(unit_id=unit_id).first()
    if ledger is None:
        UnitLedger.objects.get_or_create(unit_id=unit_id)
        ledger = held.get(unit_id=unit_id)
    return ledger
