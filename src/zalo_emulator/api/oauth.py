"""OAuth v4 for Official Accounts: a consent page, codes that work once, refresh tokens that work once."""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from zalo_emulator.api.calling import strike
from zalo_emulator.clock import DAY, MINUTE, SECOND
from zalo_emulator.core import Emulator, emulator_of
from zalo_emulator.errors import OAUTH_NAMES, OAuthError
from zalo_emulator.ids import secret_token
from zalo_emulator.pages import page
from zalo_emulator.store import Row

_CODE_MS = 10 * MINUTE
_ACCESS_SECONDS = 90_000
_REFRESH_MS = 90 * DAY
_TOKEN_PATH = "/v4/oa/access_token"  # noqa: S105 (a path)
_DOCS = "https://developers.zalo.me/docs/"


async def show_consent(request: Request) -> Response:
    """Which account shall the app speak for?"""
    emulator = emulator_of(request)
    asked = {key: request.query_params.get(key, "") for key in _ASKED}
    try:
        app = _check_request(emulator, asked)
    except OAuthError as error:
        return JSONResponse(_refusal(emulator, error))
    oas = emulator.store.all("SELECT * FROM oas ORDER BY name")
    return page("consent.html", app=app, oas=oas, asked=asked)


_ASKED = ("app_id", "redirect_uri", "code_challenge", "state")


async def give_consent(request: Request) -> Response:
    """The owner pressed the button: back to the app with a code."""
    emulator = emulator_of(request)
    async with request.form() as form:
        asked = {key: _text(form, key) for key in _ASKED}
        oa_id, is_granted = _text(form, "oa_id"), _text(form, "answer") == "grant"
    try:
        app = _check_request(emulator, asked)
        if is_granted:
            _check_oa(emulator, oa_id)
    except OAuthError as error:
        return JSONResponse(_refusal(emulator, error))
    back: dict[str, str] = {}
    if is_granted:
        back = {"code": _issue_code(emulator, app["app_id"], oa_id, asked), "oa_id": oa_id}
    else:
        back = {"error": "access_denied"}
    if asked["state"] and emulator.switches.is_on("oauth_state_echo"):
        back["state"] = asked["state"]
    uri = asked["redirect_uri"]
    joint = "&" if urlsplit(uri).query else "?"
    return RedirectResponse(uri + joint + urlencode(back), status_code=302)


def _check_oa(emulator: Emulator, oa_id: str) -> None:
    if emulator.store.one("SELECT 1 FROM oas WHERE oa_id = ?", oa_id) is None:
        raise OAuthError(-14002, "unknown OA")


def _check_request(emulator: Emulator, asked: dict[str, str]) -> Row:
    """The app that asks; raises `OAuthError`."""
    app = emulator.store.one("SELECT * FROM apps WHERE app_id = ?", asked["app_id"])
    if app is None or not app["is_active"]:
        raise OAuthError(-14002, "app is not found or not active")
    uri = asked["redirect_uri"]
    is_address = urlsplit(uri).scheme in ("http", "https")
    registered = app["callback_url"]
    may_be_any = emulator.switches.is_on("oauth_redirect_any") or not registered
    # What is compared is the address without its query: a nonce may stand there.
    if not is_address or not (may_be_any or uri.split("?")[0] == registered):
        raise OAuthError(-14003, "redirect_uri is not the registered one")
    if not asked["code_challenge"] and emulator.switches.is_on("oauth_pkce_required"):
        raise OAuthError(-14005, "code_challenge is required")
    return app


def _issue_code(emulator: Emulator, app_id: str, oa_id: str, asked: dict[str, str]) -> str:
    code, now = secret_token(), emulator.clock.ms()
    with emulator.store.transaction():
        emulator.store.run(
            "INSERT INTO codes (code, app_id, oa_id, challenge, issued_at) VALUES (?, ?, ?, ?, ?)",
            *(code, app_id, oa_id, asked["code_challenge"], now),
        )
        emulator.store.run("INSERT OR REPLACE INTO grants VALUES (?, ?, ?)", app_id, oa_id, now)
    return code


async def give_tokens(request: Request) -> Response:
    """Tokens for a code or for a refresh token; every failure is HTTP 200 too."""
    emulator = emulator_of(request)
    faults = emulator.faults.draw(_TOKEN_PATH)
    early = await strike([f for f in faults if not f.is_after])
    if early is not None:
        emulator.note_call("POST", _TOKEN_PATH, "", "fault")
        return early
    async with request.form() as form:
        asked = {key: _text(form, key) for key in form}
    try:
        with emulator.store.transaction():
            body = _exchange(emulator, asked, request.headers.get("secret_key", ""))
        emulator.note_call("POST", _TOKEN_PATH, "", 0)
    except OAuthError as error:
        body = _refusal(emulator, error)
        emulator.note_call("POST", _TOKEN_PATH, "", error.code)
    late = await strike([f for f in faults if f.is_after])
    return JSONResponse(body) if late is None else late


def _exchange(emulator: Emulator, asked: dict[str, str], secret_key: str) -> dict[str, Any]:
    app = emulator.store.one("SELECT * FROM apps WHERE app_id = ?", asked.get("app_id", ""))
    if app is None or not app["is_active"]:
        raise OAuthError(-14002, "app is not found or not active")
    if not hmac.compare_digest(secret_key.encode(), app["secret_key"].encode()):
        raise OAuthError(-14004, "secret_key does not belong to the app")
    if asked.get("grant_type") == "authorization_code":
        return _by_code(emulator, app["app_id"], asked)
    if asked.get("grant_type") == "refresh_token":
        return _by_refresh_token(emulator, app["app_id"], asked.get("refresh_token", ""))
    raise OAuthError(-14018, "grant_type is authorization_code or refresh_token")


def _by_code(emulator: Emulator, app_id: str, asked: dict[str, str]) -> dict[str, Any]:
    now = emulator.clock.ms()
    row = emulator.store.one(
        "SELECT * FROM codes WHERE code = ? AND app_id = ?", asked.get("code", ""), app_id
    )
    if row is None or row["used_at"] is not None or now - row["issued_at"] > _CODE_MS:
        raise OAuthError(-14005, "code is unknown, used or older than ten minutes")
    if row["challenge"] and challenge_of(asked.get("code_verifier", "")) != row["challenge"]:
        raise OAuthError(-14005, "code_verifier does not match the challenge")
    emulator.store.run("UPDATE codes SET used_at = ? WHERE code = ?", now, row["code"])
    # A new consent ends what was given before for the same pair.
    emulator.store.run(
        "UPDATE refresh_tokens SET used_at = ? WHERE app_id = ? AND oa_id = ? AND used_at IS NULL",
        *(now, app_id, row["oa_id"]),
    )
    return _issue(emulator, app_id, row["oa_id"], now + _REFRESH_MS)


def _by_refresh_token(emulator: Emulator, app_id: str, token: str) -> dict[str, Any]:
    now, switches = emulator.clock.ms(), emulator.switches
    row = emulator.store.one(
        "SELECT * FROM refresh_tokens WHERE token = ? AND app_id = ?", token, app_id
    )
    has_grant = row is not None and emulator.store.one(
        "SELECT 1 FROM grants WHERE app_id = ? AND oa_id = ?", app_id, row["oa_id"]
    )
    if row is None or row["used_at"] is not None or row["expires_at"] <= now or not has_grant:
        raise OAuthError(
            switches.number("oauth_refresh_error"), "refresh token is used, expired or unknown"
        )
    if not switches.is_on("oauth_refresh_returns_new"):
        issued = _issue(emulator, app_id, row["oa_id"], row["expires_at"])
        emulator.store.run(
            "DELETE FROM refresh_tokens WHERE token = ?", issued.pop("refresh_token")
        )
        return issued
    emulator.store.run("UPDATE refresh_tokens SET used_at = ? WHERE token = ?", now, token)
    expires = now + _REFRESH_MS if switches.is_on("oauth_refresh_extends") else row["expires_at"]
    return _issue(emulator, app_id, row["oa_id"], expires)


def grant_tokens(emulator: Emulator, app_id: str, oa_id: str) -> dict[str, Any]:
    """A grant and its tokens without the consent page."""
    now = emulator.clock.ms()
    emulator.store.run("INSERT OR REPLACE INTO grants VALUES (?, ?, ?)", app_id, oa_id, now)
    return _issue(emulator, app_id, oa_id, now + _REFRESH_MS)


def _issue(emulator: Emulator, app_id: str, oa_id: str, refresh_expires_at: int) -> dict[str, Any]:
    """A new pair; the old access token dies at once."""
    store, access, refresh = emulator.store, secret_token(90), secret_token(90)
    store.run(
        "UPDATE access_tokens SET is_revoked = 1 WHERE app_id = ? AND oa_id = ? AND NOT is_revoked",
        *(app_id, oa_id),
    )
    store.run(
        "INSERT INTO access_tokens (token, app_id, oa_id, expires_at) VALUES (?, ?, ?, ?)",
        *(access, app_id, oa_id, emulator.clock.ms() + _ACCESS_SECONDS * SECOND),
    )
    store.run(
        "INSERT INTO refresh_tokens (token, app_id, oa_id, expires_at) VALUES (?, ?, ?, ?)",
        *(refresh, app_id, oa_id, refresh_expires_at),
    )
    as_text = emulator.switches.is_on("oauth_expires_in_text")
    return {
        "access_token": access,
        "refresh_token": refresh,
        "expires_in": str(_ACCESS_SECONDS) if as_text else _ACCESS_SECONDS,
    }


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier.

    >>> challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _refusal(emulator: Emulator, error: OAuthError) -> dict[str, Any]:
    body: dict[str, Any] = {
        "error_name": OAUTH_NAMES[error.code],
        "error_reason": error.reason,
        "ref_doc": _DOCS,
        "error_description": error.reason,
    }
    return body | ({"error": error.code} if emulator.switches.is_on("oauth_error_number") else {})


def _text(form: FormData, key: str) -> str:
    value = form.get(key, "")
    return value if isinstance(value, str) else ""


ROUTES = [
    Route("/v4/oa/permission", show_consent, methods=["GET"]),
    Route("/v4/oa/permission", give_consent, methods=["POST"]),
    Route(_TOKEN_PATH, give_tokens, methods=["POST"]),
]
