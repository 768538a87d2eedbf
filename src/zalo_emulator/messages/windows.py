"""May this OA still write to this person, and out of which quota?"""

from typing import Any

from zalo_emulator.clock import DAY, HOUR, Clock, local_time
from zalo_emulator.core import Emulator
from zalo_emulator.errors import ApiError
from zalo_emulator.store import Row

FREE_MS, LAST_MS = 48 * HOUR, 7 * DAY
WELCOME_TOTAL = 3
_PINNED = 8


def check_reachable(emulator: Emulator, user: Row) -> None:
    """Raises `ApiError` when nothing can be sent to this person whatever the window says."""
    if user["has_blocked"]:
        raise ApiError(-244)
    if user["is_inactive"]:
        raise ApiError(-227)
    if emulator.switches.is_on("cs_needs_follow") and not user["is_follower"]:
        raise ApiError(-213)


def take_quota(emulator: Emulator, oa: Row, user: Row) -> dict[str, Any] | None:
    """Charge one consultation message; what the answer says about it (None: charged in money).

    Raises `ApiError` -230 or -232 outside of the window, -211 when nothing is left to charge.
    """
    now = emulator.clock.ms()
    last = user["last_interaction_at"]
    if not last:
        return _take_welcome(emulator, user)
    if now - last <= FREE_MS:
        return _take_free(emulator, user)
    if now - last > LAST_MS:
        raise ApiError(emulator.switches.number("window_error") or -230)
    return _take_package(emulator, oa)


def _take_welcome(emulator: Emulator, user: Row) -> dict[str, Any]:
    if not user["is_follower"]:
        raise ApiError(emulator.switches.number("window_error") or -232)
    sent = user["welcome_sent"] + 1
    if sent > WELCOME_TOTAL:
        raise ApiError(-218)
    emulator.store.run("UPDATE users SET welcome_sent = ? WHERE user_id = ?", sent, user["user_id"])
    return {
        "quota_type": "welcome_msg",
        "remain": str(WELCOME_TOTAL - sent),
        "total": str(WELCOME_TOTAL),
    }


def _take_free(emulator: Emulator, user: Row) -> dict[str, Any]:
    limit = emulator.switches.number("cs_free_messages")
    sent = user["free_sent"] + 1
    if limit and sent > limit:
        raise ApiError(-218)
    if limit:
        emulator.store.run(
            "UPDATE users SET free_sent = ? WHERE user_id = ?", sent, user["user_id"]
        )
        return {"quota_type": "reply", "remain": str(limit - sent), "total": str(limit)}
    if emulator.switches.is_on("cs_quota_numbers"):
        return {"quota_type": "reply", "remain": str(_PINNED), "total": str(_PINNED)}
    return {"quota_type": "reply"}


def _take_package(emulator: Emulator, oa: Row) -> dict[str, Any] | None:
    name, month, total = f"sub_quota:{oa['oa_id']}", emulator.clock.month(), oa["sub_quota"]
    used = emulator.store.counted(name, month)
    if used < total:
        emulator.store.count_up(name, month)
        return {
            "quota_type": "sub_quota",
            "remain": str(total - used - 1),
            "total": str(total),
            "expired_date": end_of_month(emulator.clock),
        }
    if not oa["has_zca"]:
        raise ApiError(-211)
    emulator.store.count_up(f"charged:{oa['oa_id']}", month)
    return None


def describe_user_quota(emulator: Emulator, oa: Row, user: Row) -> dict[str, Any]:
    """What `quota/message` says about one person."""
    last, now = user["last_interaction_at"], emulator.clock.ms()
    remain = total = 0
    if last and now - last <= FREE_MS:
        total = emulator.switches.number("cs_free_messages") or _PINNED
        is_limited = emulator.switches.number("cs_free_messages")
        remain = total - user["free_sent"] if is_limited else total
    elif not last and user["is_follower"]:
        total, remain = WELCOME_TOTAL, WELCOME_TOTAL - user["welcome_sent"]
    today = emulator.store.counted(f"promotion:{user['user_id']}", emulator.clock.day())
    month = emulator.store.counted(f"promotion:{user['user_id']}", emulator.clock.month())
    monthly = oa["broadcasts_per_month"]
    return {
        "last_interaction": str(last),
        "cs_reply": {"remain": max(0, remain), "total": total},
        "promotion": {
            "daily_remain": max(0, 1 - today),
            "daily_total": 1,
            "monthly_remain": max(0, monthly - month),
            "monthly_total": monthly,
        },
    }


def describe_oa_quota(emulator: Emulator, oa: Row, product: str) -> list[dict[str, Any]]:
    """What `quota/message` says about the account's own allowances."""
    used = emulator.store.counted(f"sub_quota:{oa['oa_id']}", emulator.clock.month())
    return [
        {
            "asset_id": f"sub-{oa['oa_id']}",
            "product_type": product,
            "quota_type": "sub_quota",
            "valid_through": end_of_month(emulator.clock),
            "total": oa["sub_quota"],
            "remain": max(0, oa["sub_quota"] - used),
        }
    ]


def end_of_month(clock: Clock) -> str:
    """The last day of this month, dd/MM/yyyy."""
    day = clock.local().replace(day=28)
    moment = int(day.timestamp() * 1000)
    while local_time(moment + DAY).month == day.month:
        moment += DAY
    return local_time(moment).strftime("%d/%m/%Y")
