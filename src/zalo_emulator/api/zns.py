"""ZNS: template messages to a phone number, and what can be asked about them."""

import hashlib
import json
import re
from typing import Any

from zalo_emulator.api.calling import Call, TopLevel, zns_route
from zalo_emulator.api.templates import fill_template, find_template, refuse
from zalo_emulator.clock import SECOND
from zalo_emulator.ids import message_id
from zalo_emulator.messages.delivering import OA
from zalo_emulator.store import Row
from zalo_emulator.world import get_or_add_user

_PHONE = re.compile(r"84\d{9}")
_HASH = re.compile(r"[0-9a-f]{64}")
_STATUS_NAMES = {1: "ENABLE", 2: "PENDING_REVIEW", 3: "REJECT", 4: "DISABLE"}
_LIMIT_MOST = 100
_MODES = ("1", "3")


def send_to_phone(call: Call) -> dict[str, Any]:
    """`POST /message/template`."""
    phone = str(call.arguments.get("phone", ""))
    if phone.startswith("+") and call.emulator.switches.is_on("zns_plus_phone"):
        phone = phone[1:]
    if not _PHONE.fullmatch(phone):
        raise refuse(-108)
    return _send(call, phone)


def send_to_hashed_phone(call: Call) -> dict[str, Any]:
    """`POST /message/template/hashphone`."""
    wanted = str(call.arguments.get("hash_phone", "")).lower()
    if not _HASH.fullmatch(wanted):
        raise refuse(-108)
    form = call.emulator.switches.text("zns_hash_form")
    for row in call.emulator.store.all("SELECT phone FROM people WHERE phone != ''"):
        spelled = form.replace("84", row["phone"][:2]) + row["phone"][2:]
        if hashlib.sha256(spelled.encode()).hexdigest() == wanted:
            return _send(call, row["phone"])
    raise refuse(-118)


def _send(call: Call, phone: str) -> dict[str, Any]:
    emulator, store = call.emulator, call.emulator.store
    is_test = call.arguments.get("mode") == "development"
    mode = str(call.arguments.get("sending_mode", "1"))
    if mode not in _MODES:
        raise refuse(-161)
    _check_account(call)
    if emulator.switches.is_on("zns_night_rule") and emulator.clock.is_night():
        raise refuse(-133)
    template, text = fill_template(call)
    person = store.one("SELECT * FROM people WHERE phone = ?", phone)
    if person is None or not person["has_zalo"]:
        raise refuse(-118)
    if is_test and not person["is_app_admin"]:
        raise refuse(-127)
    user = get_or_add_user(store, call.oa_id, person["person_id"])
    if user["has_blocked"]:
        raise refuse(-141)
    if user["is_inactive"]:
        raise refuse(-114)
    msg_id, now = message_id(), emulator.clock.ms()
    answer: dict[str, Any] = {"sent_time": str(now), "msg_id": msg_id}
    if not is_test:
        answer |= {"sending_mode": mode, "quota": _take_quota(call, template)}
    tracking = str(call.arguments.get("tracking_id", ""))
    _deliver(call, person, user, template, text, msg_id=msg_id, tracking=tracking)
    return answer


def _check_account(call: Call) -> None:
    """Verified, and linked to somebody who pays."""
    if not call.oa["is_verified"]:
        raise refuse(-135)
    if not call.oa["has_zca"]:
        raise refuse(-136)


def _take_quota(call: Call, template: Row) -> dict[str, str]:
    store, day, total = call.emulator.store, call.emulator.clock.day(), call.oa["zns_daily_quota"]
    used = store.count_up(f"zns:{call.oa_id}", day)
    if used > total:
        raise refuse(-144)
    if store.count_up(f"zns-template:{template['template_id']}", day) > template["daily_quota"]:
        raise refuse(-147)
    return {"dailyQuota": str(total), "remainingQuota": str(total - used)}


def _deliver(
    call: Call, person: Row, user: Row, template: Row, text: str, *, msg_id: str, tracking: str
) -> None:
    """It shows up in the person's Zalo; its events name the phone, never the user."""
    emulator, now = call.emulator, call.emulator.clock.ms()
    delay = int(emulator.switches.seconds("receipt_seconds") * SECOND)
    is_told = emulator.switches.text("receipts") == "auto" and person["is_on_mobile"]
    emulator.store.run(
        "INSERT INTO zns_messages (msg_id, oa_id, app_id, phone, template_id, tracking_id, sent_at,"
        " delivered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(msg_id, call.oa_id, call.app_id, person["phone"], template["template_id"], tracking, now),
        now + delay if is_told else None,
    )
    emulator.store.run(
        "INSERT INTO messages (msg_id, oa_id, user_id, src, kind, text, payload, sent_at, delivered_at)"
        " VALUES (?, ?, ?, ?, 'zns', ?, ?, ?, ?)",
        *(msg_id, call.oa_id, user["user_id"], OA, text),
        *(json.dumps({"template_id": template["template_id"], "is_zns": True}), now, now + delay),
    )
    if is_told:
        emulator.outbox.zns_event(
            call.app_id,
            call.oa_id,
            "user_received_message",
            delay=delay,
            recipient={"id": person["phone"]},
            message={"delivery_time": str(now + delay), "msg_id": msg_id, "tracking_id": tracking},
        )


def tell_status(call: Call) -> dict[str, Any]:
    """`GET /message/status`: -1 there is none, 0 on its way, 1 delivered."""
    row = call.emulator.store.one(
        "SELECT * FROM zns_messages WHERE msg_id = ? AND oa_id = ?",
        *(str(call.arguments.get("message_id", "")), call.oa_id),
    )
    if row is None:
        return {"delivery_time": "", "status": -1, "message": "The message is not exist"}
    at = row["delivered_at"]
    if at is None or at > call.emulator.clock.ms():
        words = "The message is pushed to the system, but not delivered to user yet"
        return {"delivery_time": "", "status": 0, "message": words}
    return {"delivery_time": str(at), "status": 1, "message": "The message is delivered to user"}


def tell_quota(call: Call) -> dict[str, int]:
    """`GET /message/quota`."""
    total = call.oa["zns_daily_quota"]
    used = call.emulator.store.counted(f"zns:{call.oa_id}", call.emulator.clock.day())
    return {
        "dailyQuota": total,
        "remainingQuota": max(0, total - used),
        "dailyQuotaPromotion": 0,
        "remainingQuotaPromotion": 0,
    }


def list_tags(call: Call) -> list[str]:
    """`GET /message/template-tag`: what this account may send."""
    del call
    return ["TRANSACTION", "CUSTOMER_CARE"]


def list_templates(call: Call) -> dict[str, Any]:
    """`GET /template/all`."""
    offset, limit = _number(call, "offset", 0), _number(call, "limit", _LIMIT_MOST)
    status = _number(call, "status", 0)
    if limit > _LIMIT_MOST or offset < 0 or status not in (0, *_STATUS_NAMES):
        raise refuse(-132)
    rows = call.emulator.store.all(
        "SELECT * FROM zns_templates WHERE ? IN (0, status) ORDER BY template_id", status
    )
    shown = [
        {
            "templateId": int(row["template_id"]),
            "templateName": row["name"],
            "createdTime": row["created_at"],
            "status": _STATUS_NAMES[row["status"]],
            "templateQuality": "HIGH",
        }
        for row in rows[offset : offset + limit]
    ]
    return TopLevel(data=shown, metadata={"total": len(rows)})


def tell_template(call: Call) -> dict[str, Any]:
    """`GET /template/info/v2`."""
    row = find_template(call, str(call.arguments.get("template_id", "")))
    return {
        "templateId": row["template_id"],
        "templateName": row["name"],
        "status": _STATUS_NAMES[row["status"]],
        "listParams": json.loads(row["params"]),
        "listButtons": [],
        "timeout": row["timeout"],
        "previewUrl": "",
        "templateQuality": "HIGH",
        "templateTag": row["tag"],
        "price": f"{row['price']}.0",
    }


def tell_sample(call: Call) -> dict[str, str]:
    """`GET /template/sample-data`."""
    row = find_template(call, str(call.arguments.get("template_id", "")))
    return {each["name"]: f"<{each['name']}>" for each in json.loads(row["params"])}


def tell_ratings(call: Call) -> dict[str, Any]:
    """`GET /rating/get`."""
    template_id = str(call.arguments.get("template_id", ""))
    find_template(call, template_id)
    offset, limit = _number(call, "offset", 0), _number(call, "limit", _LIMIT_MOST)
    rows = call.emulator.store.all(
        "SELECT * FROM zns_messages WHERE template_id = ? AND oa_id = ? AND rated_at BETWEEN ? AND ?"
        " ORDER BY rated_at",
        *(template_id, call.oa_id, _number(call, "from_time", 0), _number(call, "to_time", 2**53)),
    )
    shown = [
        {
            "note": row["note"],
            "rate": row["rate"],
            "submitDate": str(row["rated_at"]),
            "msgId": row["msg_id"],
            "feedbacks": [],
            "trackingId": row["tracking_id"],
        }
        for row in rows[offset : offset + limit]
    ]
    return {"total": len(rows), "data": shown}


def tell_quality(call: Call) -> dict[str, str]:
    """`GET /quality`."""
    del call
    return {"oaCurrentQuality": "HIGH", "oa7dayQuality": "UNDEFINED"}


def _number(call: Call, name: str, default: int) -> int:
    try:
        return int(call.arguments.get(name, default))
    except (TypeError, ValueError):
        raise refuse(-132) from None


ROUTES = [
    zns_route("POST", "/message/template", send_to_phone),
    zns_route("POST", "/message/template/hashphone", send_to_hashed_phone),
    zns_route("GET", "/message/status", tell_status),
    zns_route("GET", "/message/quota", tell_quota),
    zns_route("GET", "/message/template-tag", list_tags),
    zns_route("GET", "/template/all", list_templates),
    zns_route("GET", "/template/info/v2", tell_template),
    zns_route("GET", "/template/sample-data", tell_sample),
    zns_route("GET", "/rating/get", tell_ratings),
    zns_route("GET", "/quality", tell_quality),
]
