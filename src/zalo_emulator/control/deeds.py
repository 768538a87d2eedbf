"""What people do, for tests that have no phone: `POST /_emulator/deeds/{deed}`."""

import json
from collections.abc import Callable
from typing import Any

from starlette.routing import Route

from zalo_emulator import citizens
from zalo_emulator.control.answers import route
from zalo_emulator.core import Emulator
from zalo_emulator.errors import Unknown
from zalo_emulator.messages.delivering import mark_seen
from zalo_emulator.store import Row


def _say(emulator: Emulator, user: Row, given: dict[str, Any]) -> str:
    return citizens.say(emulator, user, str(given["text"]), quote_id=str(given.get("quote_id", "")))


def _tap(emulator: Emulator, user: Row, given: dict[str, Any]) -> str:
    return citizens.tap(emulator, user, str(given["msg_id"]), int(given["number"]))


def _attach(emulator: Emulator, user: Row, given: dict[str, Any]) -> str:
    kind, payload = str(given["kind"]), dict(given.get("payload", {}))
    return citizens.send_attachment(emulator, user, kind, payload, str(given.get("text", "")))


def _locate(emulator: Emulator, user: Row, given: dict[str, Any]) -> str:
    return citizens.send_location(
        emulator,
        user,
        latitude=str(given["latitude"]),
        longitude=str(given["longitude"]),
        place=str(given.get("place", "")),
    )


def _card(emulator: Emulator, user: Row, given: dict[str, Any]) -> str:
    return citizens.send_business_card(emulator, user, str(given["phone"]))


def _info(emulator: Emulator, user: Row, given: dict[str, Any]) -> None:
    citizens.submit_info(emulator, user, {key: str(value) for key, value in given["info"].items()})


def _react(emulator: Emulator, user: Row, given: dict[str, Any]) -> None:
    citizens.react(emulator, user, str(given["msg_id"]), str(given["icon"]))


def _follow(emulator: Emulator, user: Row, given: dict[str, Any]) -> None:
    citizens.follow(emulator, user, _source(given))


def _unfollow(emulator: Emulator, user: Row, given: dict[str, Any]) -> None:
    citizens.unfollow(emulator, user, _source(given))


def _source(given: dict[str, Any]) -> str:
    source = str(given.get("source", citizens.SOURCES[0]))
    if source not in citizens.SOURCES:
        raise ValueError(f"source is one of {', '.join(citizens.SOURCES)}")
    return source


def _open(emulator: Emulator, user: Row, given: dict[str, Any]) -> None:
    del given
    citizens.open_chat(emulator, user)


def _withdraw(emulator: Emulator, user: Row, given: dict[str, Any]) -> None:
    del given
    citizens.withdraw(emulator, user)


def _see(emulator: Emulator, user: Row, given: dict[str, Any]) -> None:
    del given
    mark_seen(emulator, user)


def _state(emulator: Emulator, user: Row, given: dict[str, Any]) -> None:
    citizens.set_state(emulator, user, **given["state"])


_DEEDS: dict[str, Callable[[Emulator, Row, dict[str, Any]], str | None]] = {
    "text": _say,
    "tap": _tap,
    "attachment": _attach,
    "location": _locate,
    "card": _card,
    "info": _info,
    "react": _react,
    "follow": _follow,
    "unfollow": _unfollow,
    "open": _open,
    "withdraw": _withdraw,
    "see": _see,
    "state": _state,
}


def act(emulator: Emulator, given: dict[str, Any]) -> dict[str, str]:
    """Who did it, and the id of the message if there is one."""
    deed = _DEEDS.get(given["deed"])
    if deed is None:
        raise Unknown(given["deed"])
    user = citizens.meet(emulator, str(given["oa_id"]), str(given["person_id"]))
    msg_id = deed(emulator, user, given)
    return {"user_id": user["user_id"], **({"msg_id": msg_id} if msg_id else {})}


def list_messages(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    """A conversation as the person sees it, oldest first."""
    user = citizens.meet(emulator, str(given["oa_id"]), str(given["person_id"]))
    rows = emulator.store.all(
        "SELECT * FROM messages WHERE user_id = ? AND sent_at <= ? ORDER BY seq",
        *(user["user_id"], emulator.clock.ms()),
    )
    return [{**dict(row), "payload": json.loads(row["payload"])} for row in rows]


def visit(emulator: Emulator, given: dict[str, Any]) -> dict[str, str]:
    """A visitor of a web page writes, without Zalo."""
    conversation_id = str(given.get("conversation_id", ""))
    return citizens.visit(emulator, str(given["oa_id"]), str(given["text"]), conversation_id)


def rate(emulator: Emulator, given: dict[str, Any]) -> None:
    """Stars under a ZNS message."""
    note = str(given.get("note", ""))
    citizens.rate_template(emulator, str(given["msg_id"]), stars=int(given["stars"]), note=note)


ROUTES: list[Route] = [
    route("POST", "deeds/{deed}", act),
    route("GET", "messages", list_messages),
    route("POST", "visitors", visit),
    route("POST", "ratings", rate),
]
