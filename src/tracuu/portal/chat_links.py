"""The way back to the Zalo chat from which a form was opened."""

from tracuu.assistant.web_links import read_token
from tracuu.portal.typed import TypedPeople
from tracuu.units.models import Unit


def usable_link(typed: TypedPeople, unit: Unit) -> str:
    """The link that came with the form, or "" when it leads nowhere (any more)."""
    return typed.link if typed.link and read_token(typed.link, unit) else ""
