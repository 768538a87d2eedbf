"""What the first screen asks of numbers and stages."""

from django import template
from django.utils.translation import get_language

from tracuu.cards.enums import Stage

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """A count as it is read: 500000 is 500.000, in English 500,000.

    >>> thousands(1234)
    '1.234'
    """
    text = f"{number:,}"
    return text if get_language() == "en" else text.replace(",", ".")


@register.filter
def word(stage: Stage) -> str:
    """The stage as an address names it: at-unit."""
    return stage.code.replace("_", "-")
