"""OAuth v4 of Official Accounts: the consent page's address, and tokens for a code or a refresh token."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2
from django.conf import settings

from tracuu.messaging.zalo.calling import call, read_number
from tracuu.messaging.zalo.codes import Family, Refusal, Verdict, read_refusal

_ACCESS_SECONDS = 90_000  # the documented 25 hours, should an answer not say it
_REFRESH_IS_DEAD = frozenset({-14014, -14020})
_UNNAMED = 0


@dataclass(frozen=True, slots=True, repr=False)
class Granted:
    """Tokens as Zalo gave them; `refresh` is empty when it gave no new one."""

    access: str
    refresh: str
    seconds: int


class NotGranted(Exception):
    """Zalo refused; `is_for_good` when only the consent page helps."""

    def __init__(self, refusal: Refusal, *, is_for_good: bool) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.is_for_good = is_for_good


def new_verifier() -> str:
    """A PKCE verifier: 43 signs, new for every consent."""
    return secrets.token_urlsafe(32)


def challenge_of(verifier: str) -> str:
    """The PKCE challenge: base64url of SHA-256, without padding.

    >>> challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def appsecret_proof(secret: str, access_token: str) -> str:
    """What apps with "require app secret proof" want beside each token.

    >>> appsecret_proof("APPSECRETTEST", "ACCESSTOKENTEST")
    'a481e756ad9e60483ccd7aa4e2c68aec536fe82a33967117f380007ca5b5251d'
    """
    return hmac.new(secret.encode(), access_token.encode(), hashlib.sha256).hexdigest()


def consent_url(*, callback: str, verifier: str, state: str) -> str:
    """Where an administrator of the OA allows our app to speak for it."""
    asked = {
        "app_id": settings.ZALO_APP_ID,
        "redirect_uri": callback,
        "code_challenge": challenge_of(verifier),
        "state": state,
    }
    return f"{settings.ZALO_OAUTH_URL}/v4/oa/permission?{urlencode(asked)}"


def exchange_code(http: httpx2.Client, code: str, verifier: str) -> Granted:
    """The first tokens; raises `NotGranted`, and what `call` raises."""
    fields = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    return _ask(http, fields)


def exchange_refresh_token(http: httpx2.Client, refresh_token: str) -> Granted:
    """The next tokens; the refresh token given is worth nothing from now on. Raises `NotGranted`, and
    what `call` raises: then nobody knows whether it still works.
    """
    return _ask(http, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def _ask(http: httpx2.Client, fields: Mapping[str, str]) -> Granted:
    answer = call(
        http,
        "POST",
        f"{settings.ZALO_OAUTH_URL}/v4/oa/access_token",
        data={"app_id": settings.ZALO_APP_ID, **fields},
        headers={"secret_key": settings.ZALO_APP_SECRET},
    )
    access = answer.get("access_token")
    if not isinstance(access, str) or not access:
        raise _refusal(answer)
    refresh = answer.get("refresh_token")
    seconds = read_number(answer.get("expires_in"))
    return Granted(
        access=access,
        refresh=refresh if isinstance(refresh, str) else "",
        seconds=seconds if seconds and seconds > 0 else _ACCESS_SECONDS,
    )


def _refusal(answer: Mapping[str, Any]) -> NotGranted:
    """Only these words mean that the refresh token is dead; anything else may pass."""
    number = read_number(answer.get("error"))
    is_dead = number in _REFRESH_IS_DEAD or "refresh" in str(answer.get("error_name", "")).lower()
    if is_dead and number is None:
        return NotGranted(Refusal(Family.OAUTH, -14014, Verdict.STOP_ACCOUNT), is_for_good=True)
    return NotGranted(read_refusal(Family.OAUTH, number or _UNNAMED), is_for_good=is_dead)
