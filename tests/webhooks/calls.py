"""What Zalo calls, made and signed as the reference says (2.2 to 2.4). All ids are invented."""

import datetime
import hashlib
import json
from typing import Any

from tracuu.core import clock
from tracuu.core.crypto import keys
from tracuu.messaging.models import OfficialAccount, ZaloEvent
from tracuu.messaging.zalo.events import make_row, read_event
from tracuu.messaging.zalo.keeping import Kept, keep
from tracuu.messaging.zalo.ways import open_phone
from tracuu.units.models import Unit

APP_ID, KEY = "1234567890123456789", "OASECRETKEYTEST"
OA, TRI, HOA = "3333333333333333333", "1111111111111111111", "4444444444444444444"
NOON = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)
# The self-made vector of the reference.
VECTOR = (
    '{"app_id":"1234567890123456789","sender":{"id":"1111111111111111111"},'
    '"user_id_by_app":"2222222222222222222","recipient":{"id":"3333333333333333333"},'
    '"event_name":"user_send_text","message":{"text":"xin chào","msg_id":"96d3cdf3af1504609090"},'
    '"timestamp":"1767225600000"}'
).encode()
VECTOR_MAC = "af73b339e972b919977eed98bd839bd57d2d592eb5e7694a468aa23aed2ed03c"


def make_account(unit: Unit, oa_id: str = OA, **facts: Any) -> OfficialAccount:
    facts.setdefault("connected_at", NOON - datetime.timedelta(days=30))
    return OfficialAccount.objects.create(
        unit=unit, oa_id=oa_id, sealing_key_id=keys()[0].active, **facts
    )


def ms(at: datetime.datetime) -> str:
    return f"{at.timestamp() * 1000:.0f}"


def encode(body: dict[str, Any]) -> bytes:
    """As Zalo does; half a letter, of which no bytes can be made, is escaped."""
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(body, separators=(",", ":")).encode()


def mac_of(raw: bytes, timestamp: str, key: str = KEY, app_id: str = APP_ID) -> str:
    return hashlib.sha256(app_id.encode() + raw + timestamp.encode() + key.encode()).hexdigest()


def text(
    words: str, msg_id: str, *, at: datetime.datetime = NOON, user: str = TRI, oa: str = OA
) -> dict[str, Any]:
    return said("text", {"text": words, "msg_id": msg_id}, at=at, user=user, oa=oa)


def said(
    kind: str, message: dict[str, Any], *, at=NOON, user: str = TRI, oa: str = OA
) -> dict[str, Any]:
    return {
        "app_id": APP_ID,
        "sender": {"id": user},
        "user_id_by_app": "2222222222222222222",
        "recipient": {"id": oa},
        "event_name": f"user_send_{kind}",
        "message": message,
        "timestamp": ms(at),
    }


def bare(name: str, *, at: datetime.datetime = NOON, oa: str = OA, **fields: Any) -> dict[str, Any]:
    """An event without sender and recipient."""
    return {"app_id": APP_ID, "oa_id": oa, "event_name": name, "timestamp": ms(at), **fields}


def follow(*, at=NOON, user: str = TRI) -> dict[str, Any]:
    return bare("follow", at=at, follower={"id": user}, source="oa_profile")


def unfollow(*, at=NOON, user: str = TRI) -> dict[str, Any]:
    return bare("unfollow", at=at, follower={"id": user}, source="oa_profile")


def withdraw(*, at=NOON, user: str = TRI) -> dict[str, Any]:
    return bare("user_withdraw", at=at, user_id=user)


def echo(
    words: str, msg_id: str, *, at=NOON, user: str = TRI, admin_id: str = ""
) -> dict[str, Any]:
    """The account wrote: an officer in Zalo's tool (`admin_id`), or we by the API."""
    return {
        "app_id": APP_ID,
        "sender": {"id": OA, **({"admin_id": admin_id} if admin_id else {})},
        "recipient": {"id": user},
        "event_name": "oa_send_text",
        "message": {"text": words, "msg_id": msg_id},
        "timestamp": ms(at),
    }


def info(told: dict[str, Any], *, at=NOON, user: str = TRI) -> dict[str, Any]:
    event = said("text", {}, at=at, user=user)
    del event["message"]
    return {**event, "event_name": "user_submit_info", "info": told}


def received(msg_id: str, *, at=NOON, user: str = TRI) -> dict[str, Any]:
    event = said("text", {"msg_id": msg_id}, at=at, user=user)
    return {**event, "event_name": "user_received_message"}


def heard(body: dict[str, Any], at: datetime.datetime | None = None) -> Kept:
    """As if the view had verified it."""
    now = at or clock.now()
    raw = encode(body)
    return keep(make_row(read_event(body, now), raw, now))


def state_of(body: dict[str, Any]) -> str:
    (row,) = ZaloEvent.objects.filter(name=body["event_name"], sent_at=_moment(body))
    return row.state


def _moment(body: dict[str, Any]) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(int(body["timestamp"]) / 1000, datetime.UTC)


def phone_of(user) -> str:
    """The number that is sealed of a person, as the senders open it; "" without one."""
    if user.sealed_phone is None:
        return ""
    return open_phone(keys()[0], user.sealed_phone, user.pk)
