"""How a page leaves the house: which methods it takes, its language link, how long it may be kept."""

import re
from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tracuu.units.errors import UnitNotFound
from tracuu.units.models import Unit
from tracuu.units.queries import get_unit

_P = ParamSpec("_P")
_ENGLISH = "/en"
# Encryption hides what an answer says but not how long it is, so every answer is this long, and this
# much longer with each more person (or the next multiple, for a very long address). A page that is
# wholly the visitor's own still fits 2G.
_ONE_SIZE = 12 * 1024
_ONE_MORE = 4000
_INDENT = re.compile(rb"\n\s+")
_FILLER = b"\n<!--%s-->\n"
View = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def takes(*methods: str) -> Callable[[View[_P]], View[_P]]:
    """Answer any other method with a page that says where to go on, and 405."""

    def decorate(view: View[_P]) -> View[_P]:
        def checked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            if request.method in methods:
                return view(request, *args, **kwargs)
            response = render(request, "portal/wrong_method.html", status=405)
            response.headers["Allow"] = ", ".join(methods)
            return response

        update_wrapper(checked, view)
        return checked

    return decorate


def unit_or_404(slug: str) -> Unit:
    """Load the unit of an address."""
    try:
        return get_unit(slug)
    except UnitNotFound:
        raise Http404 from None


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    keep_seconds: int = 0,
    status: int = 200,
) -> HttpResponse:
    """Render a page. Kept by nobody unless `keep_seconds` says so: phones are shared.

    The templates are indented for us; a quarter of a page would be blanks on a slow line.
    """
    path = request.path
    is_english = path.startswith(f"{_ENGLISH}/")
    # Our own routes matched, so the rest begins with one slash and never with two.
    other_url = path.removeprefix(_ENGLISH) if is_english else f"{_ENGLISH}{path}"
    response = render(request, template, {**context, "other_url": other_url}, status=status)
    response.content = _INDENT.sub(b" ", response.content)
    response.headers["Cache-Control"] = f"max-age={keep_seconds}" if keep_seconds else "no-store"
    return response


def answer_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, people: int
) -> HttpResponse:
    """Render answers at the one size that all answers about so many people have."""
    response = page(request, template, context)
    size = _ONE_SIZE + _ONE_MORE * (people - 1)
    bare = len(response.content) + len(_FILLER % b"")
    response.content += _FILLER % (b" " * (-bare % size))
    return response
