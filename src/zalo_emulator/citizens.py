"""What a person does on a phone: each deed opens the window again and becomes an event."""

import json
from typing import Any

from zalo_emulator.core import Emulator
from zalo_emulator.errors import Unknown
from zalo_emulator.ids import message_id, new_numeric_id
from zalo_emulator.messages.delivering import USER
from zalo_emulator.messages.second import REACTIONS, visitor_of
from zalo_emulator.store import Row
from zalo_emulator.world import get_or_add_user

SOURCES = ("oa_profile", "message_invite", "social_plugin")
TEXT_MOST = 2000
# Kinds of attachments that come from a person, and the fields of their payload.
ATTACHMENTS = {
    "image": ("thumbnail", "url"),
    "gif": ("thumbnail", "url"),
    "link": ("thumbnail", "description", "url"),
    "audio": ("url",),
    "video": ("url", "thumbnail", "description"),
    "sticker": ("url", "id"),
    "file": ("size", "name", "checksum", "type", "url"),
}
_STARS = range(1, 6)


def meet(emulator: Emulator, oa_id: str, person_id: str) -> Row:
    """This person as this OA knows them; raises `Unknown` when either does not exist."""
    emulator.get_oa(oa_id)
    if emulator.store.one("SELECT 1 FROM people WHERE person_id = ?", person_id) is None:
        raise Unknown(person_id)
    return get_or_add_user(emulator.store, oa_id, person_id)


def follow(emulator: Emulator, user: Row, source: str = "oa_profile") -> None:
    if user["is_follower"]:
        return
    _set(emulator, user, is_follower=1)
    if emulator.switches.is_on("follow_is_interaction"):
        _interact(emulator, user)
    _tell_following(emulator, user, "follow", source)


def unfollow(emulator: Emulator, user: Row, source: str = "oa_profile") -> None:
    if not user["is_follower"]:
        return
    _set(emulator, user, is_follower=0)
    _tell_following(emulator, user, "unfollow", source)


def _tell_following(emulator: Emulator, user: Row, event: str, source: str) -> None:
    emulator.outbox.bare_event(
        user["oa_id"],
        event,
        person_id=user["person_id"],
        lane=_lane(user),
        follower={"id": user["user_id"]},
        source=source,
    )


def open_chat(emulator: Emulator, user: Row) -> None:
    """The person presses "message" on the page of the OA; told once, and only before the first chat."""
    if user["has_chatted"]:
        return
    _interact(emulator, user)
    _set(emulator, user, has_chatted=1)
    emulator.outbox.bare_event(
        user["oa_id"],
        "user_click_chatnow",
        person_id=user["person_id"],
        lane=_lane(user),
        user_id=user["user_id"],
    )


def say(
    emulator: Emulator, user: Row, text: str, *, is_hidden: bool = False, quote_id: str = ""
) -> str:
    """A text, typed or behind a button; the id of the message."""
    msg_id = _keep(emulator, user, "text", text=text, is_hidden=is_hidden, quote_id=quote_id)
    quote = {"quote_msg_id": quote_id} if quote_id else {}
    emulator.outbox.user_event(
        user, "user_send_text", message={"text": text, "msg_id": msg_id, **quote}
    )
    return msg_id


def tap(emulator: Emulator, user: Row, msg_id: str, number: int) -> str:
    """Press button `number` of a message; raises `Unknown` when there is none that says something."""
    row = emulator.store.one(
        "SELECT payload FROM messages WHERE msg_id = ? AND user_id = ?", msg_id, user["user_id"]
    )
    payload = json.loads(row["payload"]) if row is not None else {}
    buttons = payload.get("buttons") or [
        each.get("default_action", {}) for each in payload.get("elements", [])
    ]
    if not 0 <= number < len(buttons) or not str(buttons[number].get("type")).startswith(
        "oa.query"
    ):
        raise Unknown(msg_id)
    button = buttons[number]
    return say(emulator, user, button["payload"], is_hidden=button["type"] == "oa.query.hide")


def send_attachment(
    emulator: Emulator, user: Row, kind: str, payload: dict[str, Any], text: str = ""
) -> str:
    """A picture, a sticker, a file, …; raises `Unknown` for a kind that nobody can send."""
    fields = ATTACHMENTS.get(kind)
    if fields is None:
        raise Unknown(kind)
    body = {name: str(payload.get(name, payload.get("url", ""))) for name in fields}
    msg_id = _keep(emulator, user, kind, text=text, payload=body)
    name = "image" if kind == "gif" and not emulator.switches.is_on("user_send_gif") else kind
    _tell_attachment(emulator, user, f"user_send_{name}", kind, body, msg_id, text)
    return msg_id


def send_location(
    emulator: Emulator, user: Row, *, latitude: str, longitude: str, place: str = ""
) -> str:
    body = {"coordinates": {"latitude": latitude, "longitude": longitude}}
    msg_id = _keep(emulator, user, "location", text=place, payload=body)
    _tell_attachment(emulator, user, "user_send_location", "location", body, msg_id, place)
    return msg_id


def send_business_card(emulator: Emulator, user: Row, phone: str) -> str:
    """A business card comes as a link whose description is JSON."""
    body = {
        "thumbnail": "",
        "description": json.dumps({"phone": phone, "qrCodeUrl": ""}),
        "url": "",
    }
    msg_id = _keep(emulator, user, "link", text=phone, payload=body)
    _tell_attachment(emulator, user, "user_send_business_card", "link", body, msg_id, "")
    return msg_id


def _tell_attachment(
    emulator: Emulator,
    user: Row,
    event: str,
    kind: str,
    body: dict[str, Any],
    msg_id: str,
    text: str,
) -> None:
    message: dict[str, Any] = {"text": text} if text else {}
    message |= {"msg_id": msg_id, "attachments": [{"type": kind, "payload": body}]}
    emulator.outbox.user_event(user, event, message=message)


def submit_info(emulator: Emulator, user: Row, info: dict[str, str]) -> None:
    """The person answered a request for name, phone and address."""
    shared = {
        key: info.get(key, "") for key in ("name", "phone", "address", "ward", "district", "city")
    }
    _set(emulator, user, shared_info=json.dumps(shared, ensure_ascii=False))
    _interact(emulator, user)
    told: dict[str, Any] = shared
    if emulator.switches.text("submit_info_shape") == "new":
        told = {
            "name": shared["name"],
            "phone": shared["phone"],
            "user_dob": info.get("user_dob", ""),
            "gender": info.get("gender", ""),
            "full_address": {key: shared[key] for key in ("address", "ward", "district", "city")},
        }
    emulator.outbox.user_event(user, "user_submit_info", info=told)


def react(emulator: Emulator, user: Row, msg_id: str, icon: str) -> None:
    """A heart under a message; raises `Unknown` for another icon or message."""
    kept = "" if icon == "/-remove" else icon
    found = emulator.store.run(
        "UPDATE messages SET reaction = ? WHERE msg_id = ? AND user_id = ?",
        kept,
        msg_id,
        user["user_id"],
    )
    if icon not in REACTIONS or not found:
        raise Unknown(msg_id)
    emulator.outbox.user_event(
        user, "user_reacted_message", message={"msg_id": msg_id, "react_icon": icon}
    )


def withdraw(emulator: Emulator, user: Row) -> None:
    """The person invokes the right to be forgotten: what is kept here goes, and the app is told."""
    _set(emulator, user, is_follower=0, shared_info="{}", alias="", external_id="")
    emulator.store.run("DELETE FROM messages WHERE user_id = ?", user["user_id"])
    emulator.store.run("DELETE FROM user_tags WHERE user_id = ?", user["user_id"])
    emulator.outbox.bare_event(
        user["oa_id"],
        "user_withdraw",
        person_id=user["person_id"],
        lane=_lane(user),
        user_id=user["user_id"],
    )


def set_state(emulator: Emulator, user: Row, **changes: Any) -> None:
    """`has_blocked`, `is_inactive`, `last_interaction_at`: what tests need and nobody presses."""
    unknown = set(changes) - {"has_blocked", "is_inactive", "last_interaction_at", "welcome_sent"}
    if unknown:
        raise Unknown(", ".join(sorted(unknown)))
    _set(emulator, user, **{key: int(value) for key, value in changes.items()})


def rate_template(emulator: Emulator, msg_id: str, *, stars: int, note: str) -> None:
    """Stars under a ZNS message; raises `Unknown` when there is no such message."""
    row = emulator.store.one("SELECT * FROM zns_messages WHERE msg_id = ?", msg_id)
    if row is None or stars not in _STARS:
        raise Unknown(msg_id)
    now = emulator.clock.ms()
    emulator.store.run(
        "UPDATE zns_messages SET rate = ?, note = ?, rated_at = ? WHERE msg_id = ?",
        stars,
        note,
        now,
        msg_id,
    )
    message = {
        "note": note,
        "rate": stars,
        "submit_time": str(now),
        "msg_id": msg_id,
        "feedbacks": [],
        "tracking_id": row["tracking_id"],
    }
    emulator.outbox.zns_event(
        row["app_id"],
        row["oa_id"],
        "user_feedback",
        recipient={"id": row["phone"]},
        message=message,
    )


def visit(emulator: Emulator, oa_id: str, text: str, conversation_id: str = "") -> dict[str, str]:
    """A visitor without Zalo writes in the chat of a web page; begins a conversation without an id."""
    oa_id = emulator.get_oa(oa_id)["oa_id"]
    if not conversation_id:
        conversation_id = new_numeric_id()
        emulator.store.run(
            "INSERT INTO anonymous VALUES (?, ?, ?)", new_numeric_id(), conversation_id, oa_id
        )
    row = emulator.store.one("SELECT * FROM anonymous WHERE conversation_id = ?", conversation_id)
    if row is None:
        raise Unknown(conversation_id)
    visitor, msg_id = visitor_of(row), message_id()
    message = {"text": text, "msg_id": msg_id, "conversation_id": conversation_id}
    emulator.outbox.user_event(visitor, "anonymous_send_text", message=message)
    return {
        "anonymous_id": row["anonymous_id"],
        "conversation_id": conversation_id,
        "msg_id": msg_id,
    }


def revoke(emulator: Emulator, app_id: str, oa_id: str) -> None:
    """The owner takes the app's permission back; tokens die, the app is told."""
    emulator.outbox.bare_event(oa_id, "permission_revoked")
    emulator.store.run("DELETE FROM grants WHERE app_id = ? AND oa_id = ?", app_id, oa_id)
    for table in ("access_tokens", "refresh_tokens"):
        emulator.store.run(f"DELETE FROM {table} WHERE app_id = ? AND oa_id = ?", app_id, oa_id)  # noqa: S608 (two tables of ours)


def _keep(
    emulator: Emulator,
    user: Row,
    kind: str,
    *,
    text: str = "",
    payload: dict[str, Any] | None = None,
    is_hidden: bool = False,
    quote_id: str = "",
) -> str:
    _interact(emulator, user)
    _set(emulator, user, has_chatted=1)
    msg_id = message_id()
    emulator.store.run(
        "INSERT INTO messages (msg_id, oa_id, user_id, src, kind, text, payload, quote_id, is_hidden,"
        " sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(msg_id, user["oa_id"], user["user_id"], USER, kind, text),
        *(json.dumps(payload or {}, ensure_ascii=False), quote_id, is_hidden, emulator.clock.ms()),
    )
    return msg_id


def _interact(emulator: Emulator, user: Row) -> None:
    _set(emulator, user, last_interaction_at=emulator.clock.ms(), free_sent=0)


def _set(emulator: Emulator, user: Row, **values: Any) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    emulator.store.run(
        f"UPDATE users SET {columns} WHERE user_id = ?",  # noqa: S608 (columns of ours)
        *values.values(),
        user["user_id"],
    )


def _lane(user: Row) -> str:
    return f"{user['oa_id']}:{user['user_id']}"
