"""What the phone shows: conversations, messages, and the events that went to the app."""

import json
from dataclasses import dataclass
from typing import Any

from zalo_emulator.core import Emulator
from zalo_emulator.pages import today
from zalo_emulator.store import Row

_SHOWN, _EVENTS_SHOWN = 200, 12
_SNIPPET = 60
_KINDS = {
    "image": "[Hình ảnh]",
    "gif": "[GIF]",
    "sticker": "[Sticker]",
    "file": "[Tệp]",
    "location": "[Vị trí]",
    "request_user_info": "[Đề nghị chia sẻ thông tin]",
    "list": "[Danh sách]",
    "audio": "[Ghi âm]",
    "video": "[Video]",
    "link": "[Liên kết]",
}
ICONS = {
    "/-heart": "❤️",
    "/-strong": "👍",
    ":>": "😄",
    "--b": "😢",
    ":-((": "😭",
    ":-h": "😡",
    ":o": "😮",
}
_STATES = {
    "pending": "chờ gửi",
    "delivered": "đã nhận",
    "failed": "không gửi được",
    "dropped": "bỏ qua",
}


@dataclass(frozen=True)
class Bubble:
    """One message as the phone shows it."""

    msg_id: str
    is_mine: bool
    kind: str
    text: str
    payload: dict[str, Any]
    sent_at: int
    begins_day: bool
    state: str
    reaction: str
    quote: str


def list_people(emulator: Emulator) -> list[Row]:
    return emulator.store.all("SELECT * FROM people WHERE is_listed ORDER BY name")


def list_chats(emulator: Emulator, person_id: str) -> list[dict[str, Any]]:
    """Every OA, those with the newest message first, with what a list of chats shows of it."""
    now = emulator.clock.ms()
    chats = []
    for oa in emulator.store.all("SELECT * FROM oas ORDER BY name"):
        user = emulator.store.one(
            "SELECT * FROM users WHERE oa_id = ? AND person_id = ?", oa["oa_id"], person_id
        )
        user_id = user["user_id"] if user is not None else ""
        last = emulator.store.one(
            "SELECT * FROM messages WHERE user_id = ? AND sent_at <= ? AND NOT is_hidden"
            " ORDER BY seq DESC LIMIT 1",
            *(user_id, now),
        )
        unread = emulator.store.number(
            "SELECT count(*) FROM messages WHERE user_id = ? AND src = 0 AND seen_at IS NULL"
            " AND sent_at <= ?",
            *(user_id, now),
        )
        chats.append(
            {
                "oa": oa,
                "is_follower": bool(user is not None and user["is_follower"]),
                "snippet": _snippet(last) if last is not None else "",
                "at": last["sent_at"] if last is not None else 0,
                "unread": unread,
            }
        )
    return sorted(chats, key=lambda chat: -chat["at"])


def _snippet(row: Row) -> str:
    text = row["text"] or _KINDS.get(row["kind"], "")
    short = text if len(text) <= _SNIPPET else text[: _SNIPPET - 1] + "…"
    return f"Bạn: {short}" if row["src"] else short


def list_bubbles(emulator: Emulator, user: Row) -> list[Bubble]:
    """The newest messages, oldest first; hidden ones and those of the future are not shown."""
    now = emulator.clock.ms()
    rows = emulator.store.all(
        "SELECT * FROM (SELECT * FROM messages WHERE user_id = ? AND sent_at <= ? AND NOT is_hidden"
        " ORDER BY seq DESC LIMIT ?) ORDER BY seq",
        *(user["user_id"], now, _SHOWN),
    )
    texts = {row["msg_id"]: row["text"] for row in rows}
    bubbles, before = [], None
    for row in rows:
        date = today(row["sent_at"])
        bubbles.append(
            _bubble(row, begins_day=date != before, quote=texts.get(row["quote_id"], ""))
        )
        before = date
    return bubbles


def _bubble(row: Row, *, begins_day: bool, quote: str) -> Bubble:
    return Bubble(
        msg_id=row["msg_id"],
        is_mine=bool(row["src"]),
        kind=row["kind"],
        text=row["text"],
        payload=json.loads(row["payload"]),
        sent_at=row["sent_at"],
        begins_day=begins_day,
        state="Đã gửi" if row["src"] else "",
        reaction=ICONS.get(row["reaction"], ""),
        quote=quote,
    )


def list_events(emulator: Emulator, user: Row) -> list[dict[str, Any]]:
    """The last events of this conversation on their way to the app, newest first."""
    rows = emulator.store.all(
        "SELECT * FROM deliveries WHERE lane = ? ORDER BY id DESC LIMIT ?",
        *(f"{user['oa_id']}:{user['user_id']}", _EVENTS_SHOWN),
    )
    return [
        {
            "name": row["event_name"],
            "at": int(row["timestamp"]),
            "state": row["state"],
            "words": _STATES[row["state"]],
            "attempts": row["attempts"],
            "result": row["last_result"],
        }
        for row in rows
    ]
