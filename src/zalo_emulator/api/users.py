"""Who wrote to or follows the account, what it knows about them, and its tags."""

import datetime
import json
import re
from typing import Any

from zalo_emulator.api.calling import Call, oa_route
from zalo_emulator.api.fields import read_choice, read_id, read_number, read_object, read_text
from zalo_emulator.clock import DAY, VIETNAM, local_time
from zalo_emulator.errors import ApiError, InvalidField
from zalo_emulator.messages.sending import find_user
from zalo_emulator.store import Row
from zalo_emulator.world import user_id_by_app

_OFFSET_MOST, _COUNT_MOST = 9951, 50
_RANGE = re.compile(r"(\d{4}_\d\d_\d\d):(\d{4}_\d\d_\d\d)")
_SHARED_TEXT = ("name", "phone", "address", "user_dob")
_SHARED_IDS = ("city_id", "district_id")
_BORN_LEAST = 1970


def list_users(call: Call) -> dict[str, Any]:
    """`GET v3.0/oa/user/getlist`: at most the first 10,000 that match."""
    given = call.arguments
    offset = read_number(given, "offset", least=0, most=_OFFSET_MOST, default=0)
    count = read_number(given, "count", least=1, most=_COUNT_MOST, default=_COUNT_MOST)
    where, values = ["oa_id = ?"], [call.oa_id]
    follower = read_choice(given, "is_follower", ("", "true", "false"))
    if follower:
        where.append(f"is_follower = {int(follower == 'true')}")
    if tag := read_text(given, "tag_name", needed=False):
        where.append(
            "user_id IN (SELECT user_id FROM user_tags t WHERE t.oa_id = ? AND t.name = ?)"
        )
        values += [call.oa_id, tag]
    if period := read_text(given, "last_interaction_period", needed=False):
        least, most = _period(call, period)
        where.append(f"last_interaction_at >= {least} AND last_interaction_at < {most}")
    matching = f"FROM users WHERE {' AND '.join(where)}"
    total = call.emulator.store.number(f"SELECT count(*) {matching}", *values)
    rows = call.emulator.store.all(
        f"SELECT user_id {matching} ORDER BY seq LIMIT {count} OFFSET {offset}",
        *values,
    )
    return {
        "total": total,
        "count": len(rows),
        "offset": offset,
        "users": [{"user_id": row["user_id"]} for row in rows],
    }


def _period(call: Call, period: str) -> tuple[int, int]:
    """The first and the first-no-more millisecond of a period."""
    now = call.emulator.clock.ms()
    midnight = (
        int(
            call.emulator.clock.local()
            .replace(hour=0, minute=0, second=0, microsecond=0)
            .timestamp()
        )
        * 1000
    )
    named = {
        "TODAY": (midnight, now + 1),
        "YESTERDAY": (midnight - DAY, midnight),
        "L7D": (now - 7 * DAY, now + 1),
        "L30D": (now - 30 * DAY, now + 1),
    }
    if period in named:
        return named[period]
    match = _RANGE.fullmatch(period)
    try:
        first, last = (
            datetime.datetime.strptime(each, "%Y_%m_%d").replace(tzinfo=VIETNAM)
            for each in (match.groups() if match else ())
        )
    except ValueError:
        raise InvalidField("last_interaction_period") from None
    return int(first.timestamp()) * 1000, int(last.timestamp()) * 1000 + DAY


def tell_user(call: Call) -> dict[str, Any]:
    """`GET v3.0/oa/user/detail`."""
    user = find_user(call, read_id(call.arguments, "user_id"))
    person = _person(call, user)
    last = user["last_interaction_at"]
    tags = call.emulator.store.all(
        "SELECT name FROM user_tags WHERE oa_id = ? AND user_id = ? ORDER BY name",
        *(call.oa_id, user["user_id"]),
    )
    avatar = f"/phone/avatar/{user['person_id']}.svg"
    return {
        "user_id": user["user_id"],
        "user_id_by_app": user_id_by_app(call.app_id, user["person_id"]),
        "user_external_id": user["external_id"],
        "display_name": person["name"],
        "user_alias": user["alias"] or person["name"],
        "is_sensitive": False,
        "user_last_interaction_date": local_time(last).strftime("%d/%m/%Y") if last else "",
        "user_is_follower": bool(user["is_follower"]),
        "avatar": avatar,
        "avatars": {"120": avatar, "240": avatar},
        "dynamic_param": "",
        "tags_and_notes_info": {"notes": [], "tag_names": [row["name"] for row in tags]},
        "shared_info": json.loads(user["shared_info"]),
    }


def _person(call: Call, user: Row) -> Row:
    person = call.emulator.store.one("SELECT * FROM people WHERE person_id = ?", user["person_id"])
    assert person is not None
    return person


def update_user(call: Call) -> dict[str, Any]:
    """`POST v3.0/oa/user/update`."""
    user = find_user(call, read_id(call.arguments, "user_id"))
    shared = json.loads(user["shared_info"])
    if "shared_info" in call.arguments:
        given = read_object(call.arguments, "shared_info")
        shared |= {n: read_text(given, n, needed=False) for n in _SHARED_TEXT if n in given}
        shared |= {n: read_id(given, n) for n in _SHARED_IDS if n in given}
        if shared.get("user_dob"):
            _check_birth(shared["user_dob"])
    alias = read_text(call.arguments, "user_alias", needed=False) or user["alias"]
    external = read_text(call.arguments, "user_external_id", needed=False) or user["external_id"]
    call.emulator.store.run(
        "UPDATE users SET shared_info = ?, alias = ?, external_id = ? WHERE user_id = ?",
        *(json.dumps(shared, ensure_ascii=False), alias, external, user["user_id"]),
    )
    return {"user_id": user["user_id"]}


def _check_birth(text: str) -> None:
    try:
        born = datetime.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=VIETNAM)
    except ValueError:
        raise InvalidField("user_dob") from None
    if born.year < _BORN_LEAST:
        raise InvalidField("user_dob")


def forget_user(call: Call) -> None:
    """`POST v2.0/oa/deletefollowerinfo`: what the account kept about a person."""
    user = find_user(call, read_id(call.arguments, "user_id"))
    call.emulator.store.run(
        "UPDATE users SET shared_info = '{}', alias = '', external_id = '' WHERE user_id = ?",
        user["user_id"],
    )
    call.emulator.store.run("DELETE FROM user_tags WHERE user_id = ?", user["user_id"])


def tag_user(call: Call) -> None:
    """`POST v2.0/oa/tag/tagfollower`: a new tag is made."""
    user = find_user(call, read_id(call.arguments, "user_id"))
    name = read_text(call.arguments, "tag_name")
    store = call.emulator.store
    store.run("INSERT OR IGNORE INTO tags VALUES (?, ?)", call.oa_id, name)
    if store.run(
        "INSERT OR IGNORE INTO user_tags VALUES (?, ?, ?)", call.oa_id, name, user["user_id"]
    ):
        _tell_tag(call, "add_user_to_tag", name, user)


def untag_user(call: Call) -> None:
    """`POST v2.0/oa/tag/rmfollowerfromtag`."""
    user = find_user(call, read_id(call.arguments, "user_id"))
    name = read_text(call.arguments, "tag_name")
    gone = call.emulator.store.run(
        "DELETE FROM user_tags WHERE oa_id = ? AND name = ? AND user_id = ?",
        *(call.oa_id, name, user["user_id"]),
    )
    if not gone:
        raise InvalidField("tag_name")
    _tell_tag(call, "remove_user_from_tag", name, user)


def _tell_tag(call: Call, event: str, name: str, user: Row) -> None:
    call.emulator.outbox.bare_event(
        call.oa_id, event, tag={"user_ids": [user["user_id"]], "name": name}
    )


def list_tags(call: Call) -> list[str]:
    """`GET v2.0/oa/tag/gettagsofoa`."""
    rows = call.emulator.store.all(
        "SELECT name FROM tags WHERE oa_id = ? ORDER BY name", call.oa_id
    )
    return [row["name"] for row in rows]


def remove_tag(call: Call) -> None:
    """`POST v2.0/oa/tag/rmtag`."""
    name = read_text(call.arguments, "tag_name")
    if not call.emulator.store.run(
        "DELETE FROM tags WHERE oa_id = ? AND name = ?", call.oa_id, name
    ):
        raise InvalidField("tag_name")
    call.emulator.store.run("DELETE FROM user_tags WHERE oa_id = ? AND name = ?", call.oa_id, name)
    call.emulator.outbox.bare_event(call.oa_id, "remove_tag", tag={"user_ids": [], "name": name})


def refuse_old(call: Call) -> None:
    """Calls that business accounts lost on 1 June 2024."""
    del call
    raise ApiError(-209)


ROUTES = [
    oa_route("GET", "/v3.0/oa/user/getlist", list_users),
    oa_route("GET", "/v3.0/oa/user/detail", tell_user),
    oa_route("POST", "/v3.0/oa/user/update", update_user),
    oa_route("POST", "/v2.0/oa/deletefollowerinfo", forget_user),
    oa_route("POST", "/v2.0/oa/tag/tagfollower", tag_user),
    oa_route("POST", "/v2.0/oa/tag/rmfollowerfromtag", untag_user),
    oa_route("GET", "/v2.0/oa/tag/gettagsofoa", list_tags),
    oa_route("POST", "/v2.0/oa/tag/rmtag", remove_tag),
    oa_route("GET", "/v2.0/oa/getfollowers", refuse_old),
    oa_route("GET", "/v2.0/oa/getprofile", refuse_old),
    oa_route("POST", "/v2.0/oa/updatefollowerinfo", refuse_old),
]
