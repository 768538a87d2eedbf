"""The way to a unit on Zalo, as its page shows it."""

from dataclasses import dataclass
from functools import lru_cache

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
    return _shown(link) if link else None


@lru_cache(maxsize=4096)
def _shown(link: str) -> ShownZalo:
    """Drawing a code takes as long as the rest of the page; a unit's never changes."""
    return ShownZalo(link, *qr_path(link, is_dense=True))
