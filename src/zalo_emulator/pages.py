"""Pages that a person sees: the consent page and the phone."""

import datetime
from pathlib import Path
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from zalo_emulator.clock import local_time

_HERE = Path(__file__).parent / "phone"
STATIC = _HERE / "static"
# No form-action: the consent page redirects to the app's own address after its form.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' http: https:;"
        " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def hour(moment: int) -> str:
    return local_time(moment).strftime("%H:%M")


def day(moment: int) -> str:
    return local_time(moment).strftime("%d/%m/%Y")


def full_time(moment: int) -> str:
    """ISO 8601, for `<time datetime>`."""
    return local_time(moment).replace(microsecond=0).isoformat()


def initials(name: str) -> str:
    """The letters of an avatar.

    >>> initials("Nguyễn Hữu Trí"), initials("Công an Quận 10")
    ('NT', 'C1')
    """
    words = name.split()
    return (words[0][0] + words[-1][0]).upper() if len(words) > 1 else name[:1].upper()


_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "hour": hour,
    "day": day,
    "full_time": full_time,
    "initials": initials,
}


def render(name: str, **context: Any) -> str:
    return _environment.get_template(name).render(**context)


def page(name: str, *, status_code: int = 200, **context: Any) -> HTMLResponse:
    return HTMLResponse(render(name, **context), status_code=status_code, headers=_HEADERS)


def avatar(name: str, *, is_official: bool) -> str:
    """A round picture with two letters; the colour comes from the name."""
    hue = sum(map(ord, name)) * 47 % 360
    shape = (
        '<rect width="80" height="80" rx="18"' if is_official else '<circle cx="40" cy="40" r="40"'
    )
    letters = initials(name).replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80">'
        f'{shape} fill="hsl({hue} 55% 34%)"/>'
        '<text x="40" y="51" font-family="sans-serif" font-size="30" font-weight="700" fill="#fff"'
        f' text-anchor="middle">{letters}</text></svg>'
    )


def today(moment: int) -> datetime.date:
    return local_time(moment).date()
