"""The demonstration's own Zalo: a server that stands in for the real one, and the units' accounts there.

It is spoken to over HTTP only, as the real one is: an administrator presses yes on its consent page.
What its control API does, a chief does by hand at the real one (docs/developer/zalo-emulator.md).
"""

import secrets
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from django.conf import settings
from django.urls import reverse

from tracuu.audit.operations import Actor
from tracuu.messaging.enums import AccountState
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo import accounts
from tracuu.messaging.zalo.menu import menu_of
from tracuu.messaging.zalo.oauth import consent_url, new_verifier
from tracuu.messaging.zalo.templates import LONGEST
from tracuu.units.models import Unit

# No secrets: the emulator tells them everybody, and is reached from this machine only.
APP_ID, APP_SECRET, OA_SECRET = "1234567890123456789", "APPSECRETTEST", "OASECRETKEYTEST"
_DEMO = Actor(officer_id=None, origin="demo")
_FOUND = 302
_TEMPLATES = (
    (
        "320001",
        "Thẻ đã về đơn vị",
        "Thẻ của <customer_name> đã về <unit>. Mã tin <code>, kiểm tra ở trang xác minh.",
    ),
    (
        "320002",
        "Cần bổ sung hồ sơ",
        "Hồ sơ của <customer_name> ở <unit> cần bổ sung trước ngày <due_date>. Mã tin <code>.",
    ),
)
_START_SECONDS = 60.0


class NoDemoZalo(Exception):
    """It does not answer as it should; the message says what was tried."""


def address_of(port: int) -> str:
    """Where the stand-in listens, on this machine only."""
    return f"http://127.0.0.1:{port}"


def command(port: int, home: Path, base_url: str) -> list[str]:
    """What starts it: its state beside ours, its events and its way back to our server at `base_url`."""
    webhook, callback = _addresses(base_url)
    return [
        *(sys.executable, "-m", "zalo_emulator", "--port", str(port)),
        *("--data", str(home / "demo" / "zalo.sqlite3")),
        *("--webhook-url", webhook, "--callback-url", callback),
    ]


def environment(port: int) -> dict[str, str]:
    """The settings that point a product at it."""
    address = address_of(port)
    return {
        "TRACUU_ZALO_APP_ID": APP_ID,
        "TRACUU_ZALO_APP_SECRET": APP_SECRET,
        "TRACUU_ZALO_OA_SECRET": OA_SECRET,
        "TRACUU_ZALO_OAUTH_URL": address,
        "TRACUU_ZALO_OPENAPI_URL": address,
        "TRACUU_ZALO_BUSINESS_URL": address,
        "TRACUU_ZALO_CHAT_URL": address,
    }


def connect_demo_accounts() -> list[Unit]:
    """Connect the demonstration's units whose accounts stand there; which have become connected.

    Once connected they stay so, also over a new start; one that a chief disconnected is left alone.
    Raises `NoDemoZalo`.
    """
    with httpx2.Client(base_url=settings.ZALO_OAUTH_URL, timeout=10, trust_env=False) as http:
        _wait(http)
        webhook, callback = _addresses(settings.BASE_URL)
        told = {"webhook_url": webhook, "webhook_is_on": True, "callback_url": callback}
        _control(http, "POST", f"apps/{settings.ZALO_APP_ID}", told)
        _approve_templates(http)
        connected = []
        for unit, oa_id in _units(http):
            if _needs_consent(unit):
                _consent(http, unit, oa_id, callback)
                connected.append(unit)
            _type_menu(http, unit, oa_id)
    return connected


def _approve_templates(http: httpx2.Client) -> None:
    """Two that use the parameters which we fill in, as somebody would have had approved."""
    for number, name, words in _TEMPLATES:
        params = [
            {"name": one, "maxLength": most} for one, most in LONGEST.items() if f"<{one}>" in words
        ]
        template = {"template_id": number, "name": name, "text": words, "params": params}
        _control(http, "POST", "templates", template)


def _addresses(base_url: str) -> tuple[str, str]:
    return f"{base_url}/webhooks/zalo/", f"{base_url}{reverse('console:zalo_callback')}"


def _wait(http: httpx2.Client) -> None:
    """Until it answers: it starts beside us."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if http.get("/_emulator/clock").is_success:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    raise NoDemoZalo(f"{http.base_url} không trả lời.")


def _units(http: httpx2.Client) -> Iterator[tuple[Unit, str]]:
    oas = {oa["slug"]: str(oa["oa_id"]) for oa in _control(http, "GET", "oas")}
    for unit in Unit.objects.filter(slug__in=oas, is_invented=True).order_by("pk"):
        yield unit, oas[unit.slug]


def _needs_consent(unit: Unit) -> bool:
    account = accounts.find_account(unit)
    if account is None:
        return True
    if account.state == AccountState.CONNECTED:
        accounts.check(account)  # its file may have been thrown away
        account = OfficialAccount.objects.get(pk=account.pk)
    return account.state == AccountState.BROKEN


def _consent(http: httpx2.Client, unit: Unit, oa_id: str, callback: str) -> None:
    """What a chief and the account's administrator do between them."""
    verifier, state = new_verifier(), secrets.token_urlsafe(16)
    url = consent_url(callback=callback, verifier=verifier, state=state)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    answer = http.post("/v4/oa/permission", data={**asked, "oa_id": oa_id, "answer": "grant"})
    if answer.status_code != _FOUND:
        raise NoDemoZalo(f"{http.base_url}/v4/oa/permission không đồng ý.")
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    account = accounts.connect(
        unit=unit, oa_id=back["oa_id"][0], code=back["code"][0], verifier=verifier, actor=_DEMO
    )
    accounts.check(account)


def _type_menu(http: httpx2.Client, unit: Unit, oa_id: str) -> None:
    page = "portal:lookup" if unit.publishes_lists else "portal:unit"
    menu = [
        {"label": item.label, "type": "url" if item.is_link else "query", "value": item.value}
        for item in menu_of(f"{settings.BASE_URL}{reverse(page, args=[unit.slug])}")
    ]
    _control(http, "POST", f"oas/{oa_id}", {"menu": menu})


def _control(
    http: httpx2.Client, method: str, path: str, body: Mapping[str, Any] | None = None
) -> Any:
    answer = http.request(method, f"/_emulator/{path}", json=body)
    if not answer.is_success:
        raise NoDemoZalo(f"{http.base_url}/_emulator/{path}: {answer.status_code}.")
    return answer.json()
