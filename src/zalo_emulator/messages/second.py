"""`v2.0/oa/message`: shut for messages to one person; broadcast, visitors and reactions live on."""

import json
from typing import Any

from zalo_emulator.api.calling import Call, oa_route
from zalo_emulator.api.fields import read_id, read_list, read_object, read_text
from zalo_emulator.clock import SECOND
from zalo_emulator.errors import ApiError, InvalidField, TooLong
from zalo_emulator.ids import message_id
from zalo_emulator.messages.delivering import OA
from zalo_emulator.messages.sending import find_user, take_promotion
from zalo_emulator.messages.shapes import TEXT_MOST, find_upload
from zalo_emulator.store import Row

_ARTICLES_MOST = 5
REACTIONS = (":>", "--b", ":-((", "/-strong", "/-heart", ":-h", ":o", "/-remove")
_AGES = ((0, 12), (13, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 200))
# City codes (provinces before 2025) of the three parts of the country.
_NORTH = (
    2,
    7,
    8,
    9,
    10,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    37,
    38,
    40,
    41,
    42,
    43,
    47,
    56,
    57,
    58,
    59,
    61,
    62,
)
_CENTRAL = (6, 17, 18, 19, 20, 30, 31, 32, 33, 34, 35, 36, 39, 50, 51, 53, 54, 55)
_LISTS = {"ages": 7, "gender": 2, "locations": 2, "cities": 63, "platform": 3}


def send_second(call: Call) -> dict[str, Any]:
    """`POST v2.0/oa/message`."""
    recipient = read_object(call.arguments, "recipient")
    if "sender_action" in call.arguments:
        return _react(call, recipient)
    if "anonymous_id" in recipient:
        return _answer_visitor(call, recipient)
    if "target" in recipient:
        return _broadcast(call, read_object(recipient, "target"))
    raise ApiError(-240)


def _react(call: Call, recipient: dict[str, Any]) -> dict[str, Any]:
    user = find_user(call, read_id(recipient, "user_id"))
    action = read_object(call.arguments, "sender_action")
    icon, msg_id = read_text(action, "react_icon"), read_id(action, "react_message_id")
    if icon not in REACTIONS:
        raise InvalidField("react_icon")
    kept = "" if icon == "/-remove" else icon
    changed = call.emulator.store.run(
        "UPDATE messages SET reaction = ? WHERE msg_id = ? AND user_id = ?",
        kept,
        msg_id,
        user["user_id"],
    )
    if not changed:
        raise InvalidField("react_message_id")
    call.emulator.outbox.oa_event(
        user, "oa_reacted_message", message={"msg_id": msg_id, "react_icon": icon}
    )
    return {"message_id": msg_id, "user_id": user["user_id"]}


def _answer_visitor(call: Call, recipient: dict[str, Any]) -> dict[str, Any]:
    """Somebody in the chat of a web page, who is not signed in to Zalo."""
    conversation_id = read_id(recipient, "conversation_id")
    row = call.emulator.store.one(
        "SELECT * FROM anonymous WHERE conversation_id = ? AND anonymous_id = ? AND oa_id = ?",
        *(conversation_id, read_id(recipient, "anonymous_id"), call.oa_id),
    )
    if row is None:
        raise InvalidField("conversation_id")
    kind, text, payload = _visitor_message(call, read_object(call.arguments, "message"))
    msg_id = message_id()
    call.emulator.store.run(
        "INSERT INTO messages (msg_id, oa_id, user_id, src, kind, text, payload, app_id, sent_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(msg_id, call.oa_id, conversation_id, OA, kind, text, json.dumps(payload)),
        *(call.app_id, call.emulator.clock.ms()),
    )
    visitor = visitor_of(row)
    message = {"msg_id": msg_id, "text": text, "conversation_id": conversation_id}
    call.emulator.outbox.oa_event(visitor, f"oa_send_anonymous_{kind}", message=message)
    return {
        "message_id": msg_id,
        "anonymous_id": row["anonymous_id"],
        "conversation_id": conversation_id,
    }


def visitor_of(row: Row) -> dict[str, Any]:
    """A visitor in the place where events expect a user."""
    return {"oa_id": row["oa_id"], "user_id": row["anonymous_id"], "person_id": row["anonymous_id"]}


def _visitor_message(call: Call, message: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    attachment = message.get("attachment")
    if attachment is None:
        return "text", read_text(message, "text", most=TEXT_MOST), {}
    payload = read_object(read_object(message, "attachment"), "payload")
    text = read_text(message, "text", most=TEXT_MOST, needed=False)
    if attachment.get("type") == "file":
        upload = find_upload(call.emulator, call.oa_id, read_text(payload, "token"), "file")
        return "file", text, {"name": upload["name"]}
    element = read_list(payload, "elements")[0]
    kind = element.get("media_type")
    if kind not in ("image", "sticker"):
        raise ApiError(-233)
    return kind, text, {"id": read_id(element, "attachment_id", needed=kind == "sticker")}


def _broadcast(call: Call, target: dict[str, Any]) -> dict[str, Any]:
    """One to five articles to followers, after a review; who got one today gets none."""
    emulator = call.emulator
    if not call.oa["is_verified"]:
        raise ApiError(-221)
    if emulator.switches.is_on("night_rule") and emulator.clock.is_night():
        raise ApiError(-234)
    articles = _articles(call)
    wanted = {name: _numbers(target, name, most) for name, most in _LISTS.items() if name in target}
    msg_id, store = message_id(), emulator.store
    due = emulator.clock.ms() + emulator.switches.number("broadcast_review_seconds") * SECOND
    followers = store.all(
        "SELECT * FROM users JOIN people USING (person_id) WHERE oa_id = ? AND is_follower",
        call.oa_id,
    )
    for user in followers:
        if not _is_meant(user, wanted) or user["has_blocked"]:
            continue
        try:
            take_promotion(call, user)
        except ApiError:
            continue
        for article in articles:
            store.run(
                "INSERT INTO messages (msg_id, oa_id, user_id, src, kind, text, payload, app_id,"
                " sent_at) VALUES (?, ?, ?, ?, 'article', ?, ?, ?, ?)",
                *(message_id(), call.oa_id, user["user_id"], OA, article["title"]),
                *(json.dumps(article, ensure_ascii=False), call.app_id, due),
            )
    return {"message_id": msg_id}


def _articles(call: Call) -> list[dict[str, Any]]:
    attachment = read_object(read_object(call.arguments, "message"), "attachment")
    payload = read_object(attachment, "payload")
    elements = read_list(payload, "elements")
    if len(elements) > _ARTICLES_MOST:
        raise TooLong("elements")
    found = []
    for element in elements:
        if element.get("media_type") != "article":
            raise ApiError(-233)
        article_id = read_id(element, "attachment_id")
        row = call.emulator.store.one(
            "SELECT * FROM articles WHERE article_id = ? AND oa_id = ?", article_id, call.oa_id
        )
        if row is None:
            raise InvalidField("attachment_id")
        body = json.loads(row["body"])
        found.append(
            {"article_id": article_id, "title": body["title"], "description": body["description"]}
        )
    return found


def _numbers(target: dict[str, Any], name: str, most: int) -> set[int]:
    """Numbers separated by commas."""
    text = read_text(target, name)
    try:
        numbers = {int(each) for each in text.split(",")}
    except ValueError:
        raise InvalidField(name) from None
    if not all(0 <= number <= most for number in numbers):
        raise InvalidField(name)
    return numbers


def _is_meant(person: Row, wanted: dict[str, set[int]]) -> bool:
    group = next(n for n, (least, most) in enumerate(_AGES) if least <= person["age"] <= most)
    city = person["city"]
    part = 0 if city in _NORTH else 1 if city in _CENTRAL else 2
    by_gender = 0 in wanted.get("gender", {0}) or person["gender"] in wanted["gender"]
    by_place = part in wanted.get("locations", {part})
    if "cities" in wanted:  # cities win over parts of the country
        by_place = city in wanted["cities"]
    return (
        group in wanted.get("ages", {group})
        and by_gender
        and by_place
        and person["platform"] in wanted.get("platform", {person["platform"]})
    )


ROUTES = [oa_route("POST", "/v2.0/oa/message", send_second)]
