"""Our side of the emulator in tests: settings that point at it, and units connected through its consent."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from emulated_zalo import CALLBACK, Zalo, reached
from tracuu.audit.operations import Actor
from tracuu.core.crypto import keys
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo.accounts import connect
from tracuu.messaging.zalo.oauth import consent_url, new_verifier
from tracuu.messaging.zalo.tokens import Tokens, open_tokens
from tracuu.units.models import Unit
from zalo_emulator.world import APP_ID, APP_SECRET, OA_SECRET, oa_id_of

AN = Actor(officer_id=None, origin="192.0.2.1")
HOSTS = ("ZALO_OAUTH_URL", "ZALO_OPENAPI_URL", "ZALO_BUSINESS_URL", "ZALO_CHAT_URL")


def point_at(settings: Any, address: str) -> None:
    """The settings of an operator whose Zalo is there."""
    settings.ZALO_APP_ID, settings.ZALO_APP_SECRET = APP_ID, APP_SECRET
    settings.ZALO_OA_SECRET = OA_SECRET
    for name in HOSTS:
        setattr(settings, name, address)


@contextlib.contextmanager
def fresh_zalo(address: str, settings: Any) -> Iterator[Zalo]:
    """The emulator at this address as on its first day, and our settings pointing at it."""
    point_at(settings, address)
    with reached(address) as zalo:
        zalo.control("reset")
        yield zalo


def consent(zalo: Zalo, oa_id: str, *, verifier: str) -> str:
    """What the account's administrator does; the code that comes back."""
    callback = zalo.look("apps")[0]["callback_url"] or CALLBACK
    url = consent_url(callback=callback, verifier=verifier, state="s")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    form = {**asked, "oa_id": oa_id, "answer": "grant"}
    answer = zalo.client.post("/v4/oa/permission", data=form)
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def connect_unit(zalo: Zalo, unit: Unit, oa_id: str | None = None) -> OfficialAccount:
    """The unit's account, connected through the consent page."""
    oa_id, verifier = oa_id or oa_id_of(unit.slug), new_verifier()
    code = consent(zalo, oa_id, verifier=verifier)
    return connect(unit=unit, oa_id=oa_id, code=code, verifier=verifier, actor=AN)


def tokens_of(account: OfficialAccount) -> Tokens:
    """What is kept of it now."""
    row = OfficialAccount.objects.get(pk=account.pk)
    assert row.sealed is not None
    return open_tokens(keys()[0], row.sealed, account_id=row.pk)


def calls_of(zalo: Zalo, path: str) -> list[Any]:
    """How the calls of this path ended, in order: numbers of errors."""
    return [call["error"] for call in zalo.look("calls") if call["path"] == path]


def data_file(folder: Path) -> Path:
    """Where an emulator of a test keeps its state."""
    return folder / "zalo.sqlite3"
