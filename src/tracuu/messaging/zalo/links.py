"""Where people meet a unit on Zalo."""

from django.conf import settings

from tracuu.messaging.enums import AccountState
from tracuu.messaging.models import OfficialAccount
from tracuu.units.models import Unit


def chat_link(oa_id: str) -> str:
    """The address that opens this account's page on Zalo, whatever state we are in with it."""
    return f"{settings.ZALO_CHAT_URL}/{oa_id}"


def find_chat_link(unit: Unit) -> str:
    """The address that opens the unit's page on Zalo, to follow and to write; "" when nobody is there.

    A broken account hears but cannot answer: nobody is sent there until it is connected again.
    """
    rows = OfficialAccount.objects.filter(unit=unit, state=AccountState.CONNECTED)
    oa_id = rows.values_list("oa_id", flat=True).first()
    return chat_link(oa_id) if oa_id else ""


def is_broken(unit: Unit) -> bool:
    """Whether the unit is on Zalo and cannot be reached there until a chief connects it again."""
    return OfficialAccount.objects.filter(unit=unit, state=AccountState.BROKEN).exists()
