"""The account itself, and what was said in it."""

import json
from typing import Any

from zalo_emulator.api.calling import Call, oa_route
from zalo_emulator.api.fields import read_id, read_number
from zalo_emulator.messages.sending import find_user
from zalo_emulator.messages.windows import end_of_month
from zalo_emulator.store import Row

_COUNT_MOST = 10
_TYPES = {"image": "photo", "gif": "GIF", "audio": "voice", "link": "link", "list": "links"}
_PLAIN_TYPES = ("text", "sticker", "location")


def tell_account(call: Call) -> dict[str, Any]:
    """`GET v2.0/oa/getoa`."""
    oa, key = call.oa, call.emulator.switches.text("getoa_key")
    names = ("oa_id", "oaid") if key == "both" else (key,)
    followers = call.emulator.store.number(
        "SELECT count(*) FROM users WHERE oa_id = ? AND is_follower", call.oa_id
    )
    return {
        **dict.fromkeys(names, call.oa_id),
        "name": oa["name"],
        "description": oa["description"],
        "oa_alias": oa["slug"],
        "is_verified": bool(oa["is_verified"]),
        "oa_type": oa["oa_type"],
        "cate_name": "Cơ quan nhà nước",
        "num_follower": followers,
        "avatar": f"/phone/avatar/{oa['slug']}.svg",
        "cover": "",
        "package_name": "Tiêu chuẩn",
        "package_valid_through_date": end_of_month(call.emulator.clock),
        "package_auto_renew_date": "",
        "linked_ZCA": "1" if oa["has_zca"] else "",
    }


def list_recent(call: Call) -> list[dict[str, Any]]:
    """`GET v2.0/oa/listrecentchat`: the newest messages of everybody."""
    return _history(call, "oa_id = ?", call.oa_id)


def list_conversation(call: Call) -> list[dict[str, Any]]:
    """`GET v2.0/oa/conversation`: the newest messages of one person."""
    user = find_user(call, read_id(call.arguments, "user_id"))
    return _history(call, "user_id = ?", user["user_id"])


def _history(call: Call, where: str, value: str) -> list[dict[str, Any]]:
    offset = read_number(call.arguments, "offset", least=0, most=1_000_000, default=0)
    count = read_number(call.arguments, "count", least=1, most=_COUNT_MOST, default=_COUNT_MOST)
    rows = call.emulator.store.all(
        "SELECT m.*, p.name, p.person_id FROM messages m JOIN users u USING (user_id)"  # noqa: S608 (words of ours and checked numbers)
        f" JOIN people p USING (person_id) WHERE m.{where} AND m.sent_at <= ?"
        f" ORDER BY m.seq DESC LIMIT {count} OFFSET {offset}",
        value,
        call.emulator.clock.ms(),
    )
    return [_item(call, row) for row in rows]


def _item(call: Call, row: Row) -> dict[str, Any]:
    oa = {
        "id": call.oa_id,
        "display_name": call.oa["name"],
        "avatar": f"/phone/avatar/{call.oa['slug']}.svg",
    }
    person = {
        "id": row["user_id"],
        "display_name": row["name"],
        "avatar": f"/phone/avatar/{row['person_id']}.svg",
    }
    sides = (person, oa) if row["src"] else (oa, person)
    payload = json.loads(row["payload"])
    kind = row["kind"]
    item = {
        "src": row["src"],
        "time": row["sent_at"],
        "type": _TYPES.get(kind, kind if kind in _PLAIN_TYPES else "link"),
        "message": row["text"],
        "message_id": row["msg_id"],
        **{f"from_{key}": value for key, value in sides[0].items()},
        **{f"to_{key}": value for key, value in sides[1].items()},
    }
    if kind == "location":
        item["location"] = json.dumps(payload)
    elif "url" in payload:
        item |= {"url": payload["url"], "thumb": payload.get("thumbnail", payload["url"])}
    elif kind == "list":
        item["links"] = payload["elements"]
    return item


ROUTES = [
    oa_route("GET", "/v2.0/oa/getoa", tell_account),
    oa_route("GET", "/v2.0/oa/listrecentchat", list_recent),
    oa_route("GET", "/v2.0/oa/conversation", list_conversation),
]
