"""A consent that is under way: kept in the officer's session between the button and the way back.

Zalo is given a `state` and a PKCE challenge. Sources disagree whether the state comes back, and whether
the callback may carry anything of ours (docs/adr/0014): so what was begun, for which unit, by whom, is
in the session; a state that does come back must be ours; and the officer reads which account it is
and presses a button before anything is connected.
"""

import datetime
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tracuu.core import clock
from tracuu.messaging.zalo.oauth import consent_url, new_verifier
from tracuu.units.models import Unit

_KEY = "zalo_consent"
# As long as a code of Zalo's lives.
_LASTS = datetime.timedelta(minutes=10)
_LONGEST_CODE, _LONGEST_ID = 2000, 32


@dataclass(frozen=True, slots=True, repr=False)
class Consent:
    """What came back: which account, and the code that becomes its tokens."""

    unit_id: int
    slug: str
    verifier: str
    oa_id: str = ""
    code: str = ""


def callback_url(request: HttpRequest) -> str:
    """The one address of this installation to which Zalo leads back."""
    path = reverse("console:zalo_callback")
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)


def begin(request: HttpRequest, unit: Unit) -> str:
    """Remember what is begun; the address of Zalo's consent page."""
    verifier, state = new_verifier(), secrets.token_urlsafe(24)
    request.session[_KEY] = {
        "unit": unit.pk,
        "slug": unit.slug,
        "verifier": verifier,
        "state": state,
        "at": clock.now().isoformat(),
    }
    return consent_url(callback=callback_url(request), verifier=verifier, state=state)


def come_back(request: HttpRequest) -> Consent | None:
    """What Zalo's redirect tells, kept; None when nothing was begun here or it is not the same.

    The code is empty when the account's administrator refused.
    """
    begun = _find(request)
    if begun is None:
        return None
    state = request.GET.get("state")
    if state is not None and not hmac.compare_digest(state.encode(), begun["state"].encode()):
        forget(request)
        return None
    code, oa_id = request.GET.get("code", ""), request.GET.get("oa_id", "")
    if begun.get("code") not in (None, "", code):
        # One button leads back once. A second code is somebody else's, who knows no state of ours.
        forget(request)
        return None
    is_sane = (
        len(code) <= _LONGEST_CODE
        and len(oa_id) <= _LONGEST_ID
        and oa_id.isascii()
        and oa_id.isdecimal()
    )
    begun["code"], begun["oa_id"] = (code, oa_id) if is_sane else ("", "")
    request.session[_KEY] = begun
    return _as_consent(begun)


def find_consent(request: HttpRequest, unit: Unit) -> Consent | None:
    """A consent for this unit that only waits for the officer's yes."""
    begun = _find(request)
    if begun is None or begun["unit"] != unit.pk or not begun.get("code"):
        return None
    return _as_consent(begun)


def forget(request: HttpRequest) -> None:
    """It is done, or not wanted."""
    request.session.pop(_KEY, None)


def _find(request: HttpRequest) -> dict[str, Any] | None:
    begun: dict[str, Any] | None = request.session.get(_KEY)
    if begun is None or clock.now() - datetime.datetime.fromisoformat(begun["at"]) > _LASTS:
        return None
    return begun


def _as_consent(begun: dict[str, Any]) -> Consent:
    return Consent(
        unit_id=begun["unit"],
        slug=begun["slug"],
        verifier=begun["verifier"],
        oa_id=begun.get("oa_id", ""),
        code=begun.get("code", ""),
    )
