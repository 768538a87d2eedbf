"""What the placeholders of canned replies are today: from the unit's own data and today's answers."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tracuu.answers.models import Topic
from tracuu.answers.queries import find_version
from tracuu.core import clock
from tracuu.messaging.chat.canned import Reply, fill
from tracuu.messaging.errors import AnswerNotPossible
from tracuu.units.models import Unit
from tracuu.units.wording import hours_text

# The topics of the answers that say what a card costs today, and what to bring.
_FEES, _PAPERS = "le-phi-bao-nhieu", "giay-to-can-mang"


def values_for(unit: Unit) -> dict[str, str]:
    """By placeholder; "" where nobody has told it, or no answer holds today. In Vietnamese."""
    with translation.override("vi"):
        return {
            "don_vi": unit.name,
            "dia_chi": unit.address,
            "gio": _uncapitalised(hours_text(unit)),
            "dien_thoai": unit.phone,
            "le_phi": _answer(_FEES, unit),
            "giay_to": _answer(_PAPERS, unit),
            "tra_cuu": page_url("portal:lookup", unit),
            "hoi_dap": page_url("portal:unit_answers", unit),
        }


def page_url(name: str, unit: Unit) -> str:
    """A page of the unit's as citizens open it; "" while the installation has no public address."""
    if not settings.BASE_URL:
        return ""
    with translation.override("vi"):
        return settings.BASE_URL.rstrip("/") + reverse(name, args=[unit.slug])


def previews(replies: list[Reply], values: dict[str, str]) -> list[tuple[Reply, str, bool]]:
    """Each reply with its words of today; where something is not known, with why, and False."""
    shown = []
    for reply in replies:
        try:
            shown.append((reply, fill(reply.text, values), True))
        except AnswerNotPossible as error:
            shown.append((reply, str(error), False))
    return shown


def _answer(slug: str, unit: Unit) -> str:
    """What holds today and somebody has read in its source; anything else is not said for certain."""
    topic = Topic.objects.filter(slug=slug).first()
    version = find_version(topic, unit, clock.today()) if topic else None
    return version.answer if version is not None and version.is_confirmed else ""


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]
