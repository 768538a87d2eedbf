"""Puts a message into a conversation and tells the app what the platform tells: echo and receipts."""

import json
from typing import Any

from zalo_emulator.clock import SECOND
from zalo_emulator.core import Emulator
from zalo_emulator.ids import message_id
from zalo_emulator.messages.shapes import Message
from zalo_emulator.store import Row

OA, USER = 0, 1
_PLAIN = ("text", "image", "gif", "sticker", "file", "list")


def deliver(
    emulator: Emulator, user: Row, message: Message, *, app_id: str = "", admin_id: str = ""
) -> str:
    """OA to user; the id of the message."""
    msg_id, now = message_id(), emulator.clock.ms()
    emulator.store.run(
        "INSERT INTO messages (msg_id, oa_id, user_id, src, kind, text, payload, quote_id, app_id,"
        " sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(msg_id, user["oa_id"], user["user_id"], OA, message.kind, message.text),
        *(json.dumps(message.payload, ensure_ascii=False), message.quote_id, app_id, now),
    )
    if emulator.switches.is_on("webhook_echo"):
        emulator.outbox.oa_event(
            user, _echo_name(emulator, message), admin_id=admin_id, message=_echo(msg_id, message)
        )
    receive(emulator, user, msg_id, app_id=app_id)
    return msg_id


def receive(emulator: Emulator, user: Row, msg_id: str, *, app_id: str) -> None:
    """The phone gets it a moment later, and the app that sent it is told."""
    person = emulator.store.one("SELECT * FROM people WHERE person_id = ?", user["person_id"])
    if emulator.switches.text("receipts") != "auto" or person is None or not person["is_on_mobile"]:
        return
    delay = int(emulator.switches.seconds("receipt_seconds") * SECOND)
    emulator.store.run(
        "UPDATE messages SET delivered_at = ? WHERE msg_id = ?", emulator.clock.ms() + delay, msg_id
    )
    emulator.outbox.user_event(
        user, "user_received_message", delay=delay, app_id=app_id, message={"msg_id": msg_id}
    )


def mark_seen(emulator: Emulator, user: Row) -> int:
    """The person looks at the conversation: every message of the OA in it is seen. How many were new."""
    now = emulator.clock.ms()
    rows = emulator.store.all(
        "SELECT msg_id, app_id FROM messages WHERE user_id = ? AND src = ? AND seen_at IS NULL"
        " AND (delivered_at IS NULL OR delivered_at <= ?) ORDER BY seq",
        *(user["user_id"], OA, now),
    )
    if not rows:
        return 0
    with emulator.store.transaction():
        for row in rows:
            emulator.store.run(
                "UPDATE messages SET seen_at = ? WHERE msg_id = ?", now, row["msg_id"]
            )
        person = emulator.store.one("SELECT * FROM people WHERE person_id = ?", user["person_id"])
        is_told = emulator.switches.text("receipts") == "auto" and person and person["is_on_mobile"]
        for app_id in {row["app_id"] for row in rows if row["app_id"]} if is_told else ():
            ids = [row["msg_id"] for row in rows if row["app_id"] == app_id]
            emulator.outbox.user_event(
                user, "user_seen_message", app_id=app_id, message={"msg_ids": ids}
            )
    return len(rows)


def _echo_name(emulator: Emulator, message: Message) -> str:
    if "buttons" in message.payload:
        return emulator.switches.text("buttons_echo_as")
    return f"oa_send_{message.kind if message.kind in _PLAIN else 'template'}"


def _echo(msg_id: str, message: Message) -> dict[str, Any]:
    """What an `oa_send_*` event carries."""
    body: dict[str, Any] = {"msg_id": msg_id}
    if message.text:
        body["text"] = message.text
    if message.quote_id:
        body["quote_msg_id"] = message.quote_id
    shown = message.payload
    if message.kind in ("image", "gif"):
        body["attachments"] = [
            {"type": message.kind, "payload": {"thumbnail": shown["url"], "url": shown["url"]}}
        ]
    elif message.kind == "sticker":
        body["attachments"] = [{"type": "sticker", "payload": {"id": shown["id"], "url": ""}}]
    elif message.kind == "file":
        body["attachments"] = [{"type": "file", "payload": shown}]
    elif message.kind == "list":
        body["attachments"] = [
            {
                "type": "link",
                "payload": {
                    "thumbnail": each["image_url"],
                    "description": each["subtitle"],
                    "url": each.get("default_action", {}).get("url", ""),
                },
            }
            for each in shown["elements"]
        ]
    elif message.kind != "text":
        body["attachments"] = [
            {
                "type": "template",
                "payload": {"zinstant_id": msg_id, "text": "", "link_url": "", "checksum": ""},
            }
        ]
    return body
