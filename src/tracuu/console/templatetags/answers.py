"""Words of the pages about answers."""

from django import template

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share in whole per cent; a dash when there is none.

    >>> percent(0.256), percent(None)
    ('26%', '–')
    """
    return "–" if share is None else f"{share:.0%}"
