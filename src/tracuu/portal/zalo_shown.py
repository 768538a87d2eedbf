"""The way to a unit on Zalo, as its page shows it."""

from dataclasses import dataclass

from tracuu.core.qr import qr_path
from tracuu.messaging.zalo.links import find_chat_link
from tracuu.units.models import Unit


@dataclass(frozen=True, slots=True)
class ShownZalo:
    """A link for who reads this on a telephone, a QR code for who sits at a computer."""

    link: str
    qr_path: str
    qr_size: int


def shown_zalo(unit: Unit) -> ShownZalo | None:
    """None when nobody is there."""
    link = find_chat_link(unit)
    return ShownZalo(link, *qr_path(link, is_dense=True)) if link else None
