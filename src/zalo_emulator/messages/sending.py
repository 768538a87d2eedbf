"""`message/cs`, the template to a user id, the two old ones, and the quotas."""

from typing import Any

from zalo_emulator.api.calling import Call, oa_route
from zalo_emulator.api.fields import read_choice, read_id, read_object
from zalo_emulator.api.templates import fill_template
from zalo_emulator.errors import ApiError, InvalidField
from zalo_emulator.messages.delivering import deliver
from zalo_emulator.messages.shapes import Message, read_message
from zalo_emulator.messages.windows import (
    check_reachable,
    describe_oa_quota,
    describe_user_quota,
    take_quota,
)
from zalo_emulator.store import Row

_OWNERS = ("OA", "APP")
_YEAR_MS = 365 * 86_400_000
_PROMOTION_CAP, _CAP_FOLLOWERS, _CAP_SHARE = 500, 10_000, 20
_TRANSACTIONS = tuple(
    f"transaction_{kind}"
    for kind in (
        "billing order reward contract booking membership event transaction account internal"
        " partnership education rating"
    ).split()
)


def send_consultation(call: Call) -> dict[str, Any]:
    """`POST v3.0/oa/message/cs`."""
    user = _recipient(call)
    message = read_message(call.emulator, call.oa_id, call.arguments)
    check_reachable(call.emulator, user)
    quota = take_quota(call.emulator, call.oa, user)
    msg_id = deliver(call.emulator, user, message, app_id=call.app_id)
    data: dict[str, Any] = {"message_id": msg_id, "user_id": user["user_id"]}
    if call.emulator.switches.is_on("cs_sent_time"):
        data["sent_time"] = str(call.emulator.clock.ms())
    if quota is not None:
        data["quota"] = quota
    return data


def _recipient(call: Call) -> Row:
    """By `user_id`, or by the id of a message of theirs."""
    recipient = read_object(call.arguments, "recipient")
    if "user_id" not in recipient and "message_id" in recipient:
        row = call.emulator.store.one(
            "SELECT user_id FROM messages WHERE msg_id = ? AND oa_id = ? AND src = 1",
            *(read_id(recipient, "message_id"), call.oa_id),
        )
        if row is None:
            raise InvalidField("message_id")
        return find_user(call, row["user_id"])
    return find_user(call, read_id(recipient, "user_id"))


def find_user(call: Call, user_id: str) -> Row:
    """A person of this OA; raises `ApiError` -201 for anybody else's id."""
    row = call.emulator.store.one(
        "SELECT * FROM users WHERE user_id = ? AND oa_id = ?", user_id, call.oa_id
    )
    if row is None:
        raise InvalidField("user_id")
    return row


def send_template(call: Call) -> dict[str, Any]:
    """`POST v3.0/oa/message/template`: a ZBS template to a user id."""
    user = find_user(call, read_id(call.arguments, "user_id"))
    check_reachable(call.emulator, user)
    template, text = fill_template(call, is_for_uid=True)
    payload = {"template_id": template["template_id"]}
    msg_id = deliver(call.emulator, user, Message("zns", text, payload=payload), app_id=call.app_id)
    quota = take_template_quota(call)
    sent = str(call.emulator.clock.ms())
    return {"message_id": msg_id, "user_id": user["user_id"], "sent_time": sent, "quota": quota}


def take_template_quota(call: Call) -> dict[str, str]:
    """One template message of today's; raises `ApiError` -211 when none is left."""
    name, total = f"zns:{call.oa_id}", call.oa["zns_daily_quota"]
    used = call.emulator.store.count_up(name, call.emulator.clock.day())
    if used > total:
        raise ApiError(-211)
    return {"dailyQuota": str(total), "remainingQuota": str(total - used)}


def send_transaction(call: Call) -> dict[str, Any]:
    """`POST v3.0/oa/message/transaction`: ended, kept behind the switch `legacy_messages`."""
    _check_legacy(call)
    user = _recipient(call)
    _check_template_type(call, _TRANSACTIONS)
    check_reachable(call.emulator, user)
    last = user["last_interaction_at"]
    if not last or call.emulator.clock.ms() - last > _YEAR_MS:
        raise ApiError(call.emulator.switches.number("window_error") or -232)
    return _deliver_legacy(call, user)


def send_promotion(call: Call) -> dict[str, Any]:
    """`POST v3.0/oa/message/promotion`: followers, by day, one a day."""
    _check_legacy(call)
    user = _recipient(call)
    _check_template_type(call, ("promotion",))
    take_promotion(call, user)
    followers = call.emulator.store.number(
        "SELECT count(*) FROM users WHERE oa_id = ? AND is_follower", call.oa_id
    )
    cap = _PROMOTION_CAP if followers <= _CAP_FOLLOWERS else followers // _CAP_SHARE
    if call.emulator.store.count_up(f"promotions:{call.oa_id}", call.emulator.clock.day()) > cap:
        raise ApiError(-211)
    return _deliver_legacy(call, user)


def take_promotion(call: Call, user: Row) -> None:
    """One of this person's promotions of the day and month; raises `ApiError` when they may get none."""
    emulator = call.emulator
    if emulator.switches.is_on("night_rule") and emulator.clock.is_night():
        raise ApiError(-234)
    if not user["is_follower"]:
        raise ApiError(-213)
    check_reachable(emulator, user)
    name = f"promotion:{user['user_id']}"
    if emulator.store.count_up(name, emulator.clock.day()) > 1:
        raise ApiError(-218)
    if emulator.store.count_up(name, emulator.clock.month()) > call.oa["broadcasts_per_month"]:
        raise ApiError(-218)


def _check_legacy(call: Call) -> None:
    if not call.emulator.switches.is_on("legacy_messages"):
        raise ApiError(call.emulator.switches.number("legacy_error"))


def _check_template_type(call: Call, choices: tuple[str, ...]) -> None:
    attachment = read_object(read_object(call.arguments, "message"), "attachment")
    payload = read_object(attachment, "payload")
    read_choice(payload, "template_type", choices)
    if not isinstance(payload.get("elements"), list):
        raise InvalidField("elements")


def _deliver_legacy(call: Call, user: Row) -> dict[str, Any]:
    payload = call.arguments["message"]["attachment"]["payload"]
    texts = [
        str(each.get("content", ""))
        for each in payload["elements"]
        if isinstance(each, dict) and each.get("type") in ("header", "text")
    ]
    message = Message("zns", "\n".join(texts), payload={"template_id": payload["template_type"]})
    msg_id = deliver(call.emulator, user, message, app_id=call.app_id)
    return {"message_id": msg_id, "user_id": user["user_id"]}


def tell_quota(call: Call) -> Any:
    """`POST v3.0/oa/quota/message`: of one person, or of the account."""
    if "user_id" in call.arguments:
        user = find_user(call, read_id(call.arguments, "user_id"))
        return describe_user_quota(call.emulator, call.oa, user)
    read_choice(call.arguments, "quota_owner", _OWNERS)
    product = read_choice(call.arguments, "product_type", ("cs", "transaction"))
    return describe_oa_quota(call.emulator, call.oa, product)


def tell_old_quota(call: Call) -> dict[str, Any]:
    """`v2.0/oa/quota/message`."""
    row = describe_oa_quota(call.emulator, call.oa, "cs")[0]
    return {"type": row["quota_type"], "remain": row["remain"], "total": row["total"]}


ROUTES = [
    oa_route("POST", "/v3.0/oa/message/cs", send_consultation),
    oa_route("POST", "/v3.0/oa/message/template", send_template),
    oa_route("POST", "/v3.0/oa/message/transaction", send_transaction),
    oa_route("POST", "/v3.0/oa/message/promotion", send_promotion),
    oa_route("POST", "/v3.0/oa/quota/message", tell_quota),
    oa_route("POST", "/v2.0/oa/quota/message", tell_old_quota),
]
