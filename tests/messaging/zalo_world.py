"""The emulator at noon of the tests' day, and what our side keeps of accounts and people on it."""

import contextlib
import datetime

from emulated_zalo import reached
from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.contacts import add_contact
from tracuu.messaging.enums import ChannelName
from tracuu.messaging.models import Contact, OfficialAccount, ZaloUser
from tracuu.messaging.sealing import of_phone
from tracuu.messaging.zalo.tokens import Tokens, seal_tokens
from zalo_emulator.world import APP_ID, APP_SECRET, OA_SECRET, oa_id_of, user_id_of

NOON = datetime.datetime(2021, 12, 14, 5, 0, tzinfo=datetime.UTC)
CS = "/v3.0/oa/message/cs"
TEMPLATE = "/message/template"
HISTORY = "/v2.0/oa/conversation"
HOUR = datetime.timedelta(hours=1)


@contextlib.contextmanager
def zalo_at_noon(address, settings):
    settings.ZALO_APP_ID, settings.ZALO_APP_SECRET = APP_ID, APP_SECRET
    settings.ZALO_OA_SECRET = OA_SECRET
    settings.BASE_URL = "https://tra-cuu.example"
    for name in ("OAUTH", "OPENAPI", "BUSINESS", "CHAT"):
        setattr(settings, f"ZALO_{name}_URL", address)
    with reached(address) as zalo, clock.stopped_at(NOON):
        zalo.control("reset")
        zalo.at("2021-12-14T12:00:00")
        yield zalo


def connect(zalo, unit, **facts) -> OfficialAccount:
    """The unit's account, with tokens that work."""
    granted = zalo.grant(oa_id_of(unit.slug))
    account = OfficialAccount.objects.create(
        unit=unit, oa_id=oa_id_of(unit.slug), sealing_key_id=keys()[0].active, connected_at=NOON,
        access_ends_at=NOON + 24 * HOUR, **facts,
    )  # fmt: skip
    tokens = Tokens(granted["access_token"], granted["refresh_token"])
    account.sealed = seal_tokens(keys()[0], tokens, account_id=account.pk)
    account.save()
    return account


def citizen(account, person="tri", *, hours_ago=1.0, follows=True, phone="") -> Contact:
    """Somebody who last wrote so long ago (None: never), for us; the emulator is told by `wrote`."""
    user_id = user_id_of(account.oa_id, person)
    contact, _secret = add_contact(
        channel=ChannelName.ZALO, address=f"{account.oa_id}/{user_id}", language="vi"
    )
    sealer = keys()[0]
    sealed = sealer.seal(phone.encode(), of_phone(contact.pk)) if phone else None
    ZaloUser.objects.create(
        contact=contact, account=account, is_following=follows, sealed_phone=sealed,
        interacted_at=None if hours_ago is None else clock.now() - hours_ago * HOUR,
        sealing_key_id=sealer.active, created_at=clock.now(),
    )  # fmt: skip
    return contact


def wrote(zalo, account, person="tri", *, hours_ago=1.0) -> None:
    """The emulator believes it too."""
    zalo.act("follow", person, account.oa_id)
    moment = int((clock.now() - hours_ago * HOUR).timestamp() * 1000)
    state = {"last_interaction_at": moment}
    zalo.act("state", person, account.oa_id, state=state)


def arrived(zalo, account, person="tri") -> list[str]:
    """What the person has on their phone from the account."""
    said = zalo.look(f"messages?oa_id={account.oa_id}&person_id={person}")
    return [one["text"] for one in said if one["src"] == 0]


def calls(zalo, path) -> list:
    return [one["error"] for one in zalo.look("calls") if one["path"] == path]
