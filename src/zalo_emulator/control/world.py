"""Apps, accounts, people and grants: what stands in Zalo's consoles, and what tests need to make."""

import json
from typing import Any

from starlette.routing import Route

from zalo_emulator.api.oauth import grant_tokens
from zalo_emulator.citizens import revoke
from zalo_emulator.control.answers import route
from zalo_emulator.core import Emulator
from zalo_emulator.errors import Unknown
from zalo_emulator.store import Row
from zalo_emulator.world import add_followers, add_oa, add_template

_APP_TEXT = ("name", "secret_key", "oa_secret_key", "callback_url", "webhook_url")
_APP_FLAGS = ("webhook_is_on", "is_active", "needs_proof")
_OA_NUMBERS = (
    "is_verified oa_type is_disabled has_api_package has_zca sub_quota zns_daily_quota"
    " broadcasts_per_month articles_per_month"
).split()
_PERSON = (
    "name",
    "phone",
    "gender",
    "age",
    "city",
    "platform",
    "is_on_mobile",
    "has_zalo",
    "is_app_admin",
    "is_listed",
)
_FOLLOWERS_MOST = 200_000


def list_apps(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    del given
    return [dict(row) for row in emulator.store.all("SELECT * FROM apps ORDER BY app_id")]


def change_app(emulator: Emulator, given: dict[str, Any]) -> dict[str, Any]:
    """Callback, webhook, keys; saving a webhook address here asks nobody (see `webhook/save`)."""
    values: dict[str, Any] = {name: str(given[name]) for name in _APP_TEXT if name in given}
    values |= {name: int(bool(given[name])) for name in _APP_FLAGS if name in given}
    return dict(_change(emulator, "apps", "app_id", given["app_id"], values))


def list_oas(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    del given
    rows = emulator.store.all("SELECT * FROM oas ORDER BY slug")
    return [{**dict(row), "menu": json.loads(row["menu"])} for row in rows]


def make_oa(emulator: Emulator, given: dict[str, Any]) -> dict[str, str]:
    return {"oa_id": add_oa(emulator.store, slug=str(given["slug"]), name=str(given["name"]))}


def change_oa(emulator: Emulator, given: dict[str, Any]) -> dict[str, Any]:
    """What the account may do and what is left to it; `menu` as `[{label, type: query|url, value}]`."""
    values: dict[str, Any] = {name: int(given[name]) for name in _OA_NUMBERS if name in given}
    if "menu" in given:
        items = [
            {key: str(each[key]) for key in ("label", "type", "value")} for each in given["menu"]
        ]
        values["menu"] = json.dumps(items, ensure_ascii=False)
    return dict(_change(emulator, "oas", "oa_id", given["oa_id"], values))


def _change(emulator: Emulator, table: str, key: str, value: str, values: dict[str, Any]) -> Row:
    for name, each in values.items():
        emulator.store.run(f"UPDATE {table} SET {name} = ? WHERE {key} = ?", each, value)  # noqa: S608 (names of ours)
    row = emulator.store.one(f"SELECT * FROM {table} WHERE {key} = ?", value)  # noqa: S608 (names of ours)
    if row is None:
        raise Unknown(value)
    return row


def grant(emulator: Emulator, given: dict[str, Any]) -> dict[str, Any]:
    """Tokens without the consent page, as the API Explorer gives them."""
    oa = emulator.get_oa(str(given["oa_id"]))
    if emulator.store.one("SELECT 1 FROM apps WHERE app_id = ?", given["app_id"]) is None:
        raise Unknown(given["app_id"])
    return grant_tokens(emulator, str(given["app_id"]), oa["oa_id"])


def take_back(emulator: Emulator, given: dict[str, Any]) -> None:
    """The owner of the account revokes the grant."""
    revoke(emulator, str(given["app_id"]), emulator.get_oa(str(given["oa_id"]))["oa_id"])


def list_people(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The people of the phone's first page, with their ids at every account that knows them."""
    del given
    people = []
    for row in emulator.store.all("SELECT * FROM people WHERE is_listed ORDER BY name"):
        users = emulator.store.all(
            "SELECT oa_id, user_id, is_follower, last_interaction_at FROM users WHERE person_id = ?",
            row["person_id"],
        )
        people.append({**dict(row), "users": [dict(user) for user in users]})
    return people


def make_person(emulator: Emulator, given: dict[str, Any]) -> dict[str, str]:
    values = {name: given[name] for name in _PERSON if name in given}
    columns = ", ".join(["person_id", *values])
    places = ", ".join("?" * (len(values) + 1))
    emulator.store.run(
        f"INSERT INTO people ({columns}) VALUES ({places})",  # noqa: S608 (columns of ours)
        *(str(given["person_id"]), *values.values()),
    )
    return {"person_id": str(given["person_id"])}


def make_followers(emulator: Emulator, given: dict[str, Any]) -> dict[str, int]:
    """Many followers of an account, without events; they wrote just now unless told otherwise."""
    count = int(given["count"])
    if not 0 < count <= _FOLLOWERS_MOST:
        raise ValueError(f"count is from 1 to {_FOLLOWERS_MOST}")
    add_followers(
        emulator.store,
        oa_id=emulator.get_oa(str(given["oa_id"]))["oa_id"],
        count=count,
        prefix=str(given.get("prefix", "nguoi")),
        interacted_at=int(given.get("last_interaction_at", emulator.clock.ms())),
    )
    return {"count": count}


def make_template(emulator: Emulator, given: dict[str, Any]) -> None:
    """A ZNS template `{template_id, name, text, params: [{name, maxLength}], status}`."""
    add_template(emulator.store, emulator.clock.ms(), given)


ROUTES: list[Route] = [
    route("GET", "apps", list_apps),
    route("POST", "apps/{app_id}", change_app),
    route("GET", "oas", list_oas),
    route("POST", "oas", make_oa),
    route("POST", "oas/{oa_id}", change_oa),
    route("POST", "grants", grant),
    route("DELETE", "grants", take_back),
    route("GET", "people", list_people),
    route("POST", "people", make_person),
    route("POST", "followers", make_followers),
    route("POST", "templates", make_template),
]
