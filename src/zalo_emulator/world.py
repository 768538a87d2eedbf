"""Who exists before anybody does anything: one app, a few Official Accounts, invented citizens."""

import json
from typing import Any

from zalo_emulator.ids import numeric_id
from zalo_emulator.store import Row, Store

APP_ID = "1234567890123456789"
# No secrets: the emulator gives them to everybody, and the test vectors of the documentation use them.
APP_SECRET, OA_SECRET = "APPSECRETTEST", "OASECRETKEYTEST"

_MENU = [
    {"label": "Tra cứu CCCD", "type": "query", "value": "#tracuu"},
    {"label": "Hỏi đáp CCCD", "type": "query", "value": "#hoidap"},
    {"label": "Hỏi cán bộ", "type": "query", "value": "#canbo"},
]
_OAS = [
    ("tan-phu", "Công an quận Tân Phú"),
    ("quan-10", "Công an Quận 10"),
    ("tp-ho-chi-minh", "Công an Thành phố Hồ Chí Minh"),
]
# name, phone, gender (1 male, 2 female), age, platform (1 iOS, 2 Android), on a mobile phone, app admin
_PEOPLE = [
    ("tri", "Nguyễn Hữu Trí", "84900000101", 1, 34, 2, 1, 0),
    ("duong", "Lê Thị Thùy Dương", "84900000102", 2, 37, 1, 1, 0),
    ("nam", "Phạm Văn Năm", "84900000103", 1, 75, 2, 1, 0),
    ("hoa", "Nguyễn Thị Hoa", "84900000104", 2, 50, 2, 1, 0),
    ("kpa", "Kpă H’Lan", "84900000105", 2, 21, 2, 1, 0),
    ("minh", "Trần Quốc Minh", "84900000106", 1, 29, 1, 0, 1),
]
_TEMPLATES = [
    (
        "310001",
        "Thẻ đã về",
        "Thẻ căn cước của <customer_name> đã về <unit>. Số hồ sơ: <receipt>.",
        (("customer_name", 60), ("unit", 80), ("receipt", 30)),
        1,
    ),
    (
        "310002",
        "Cần bổ sung",
        "Hồ sơ <receipt> cần bổ sung trước ngày <due_date>. Hãy liên hệ <unit>.",
        (("receipt", 30), ("due_date", 20), ("unit", 80)),
        1,
    ),
    ("310003", "Chưa duyệt", "Xin chào <customer_name>.", (("customer_name", 60),), 2),
]


def oa_id_of(slug: str) -> str:
    return numeric_id("oa", slug)


def user_id_of(oa_id: str, person_id: str) -> str:
    """A person has another id at every OA."""
    return numeric_id("user", oa_id, person_id)


def user_id_by_app(app_id: str, person_id: str) -> str:
    return numeric_id("by-app", app_id, person_id)


def make_world(store: Store, now: int) -> None:
    """Fill an empty store; one that was filled before stays as it is."""
    if store.number("SELECT count(*) FROM apps"):
        return
    with store.transaction():
        store.run(
            "INSERT INTO apps (app_id, name, secret_key, oa_secret_key) VALUES (?, ?, ?, ?)",
            *(APP_ID, "Tra Cứu (minh hoạ)", APP_SECRET, OA_SECRET),
        )
        for slug, name in _OAS:
            add_oa(store, slug=slug, name=name)
        for person in _PEOPLE:
            store.run(
                "INSERT INTO people (person_id, name, phone, gender, age, platform, is_on_mobile,"
                " is_app_admin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *person,
            )
        for template_id, name, text, params, status in _TEMPLATES:
            add_template(
                store,
                now,
                {
                    "template_id": template_id,
                    "name": name,
                    "text": text,
                    "status": status,
                    "params": [{"name": n, "maxLength": m} for n, m in params],
                },
            )


def add_oa(store: Store, *, slug: str, name: str) -> str:
    """An Official Account that nobody has granted yet; its id."""
    oa_id = oa_id_of(slug)
    store.run(
        "INSERT OR IGNORE INTO oas (oa_id, slug, name, description, menu) VALUES (?, ?, ?, ?, ?)",
        *(oa_id, slug, name, f"{name} (minh hoạ)", json.dumps(_MENU, ensure_ascii=False)),
    )
    return oa_id


def add_template(store: Store, now: int, template: dict[str, Any]) -> None:
    """A ZNS template; `params` are `{name, maxLength, require?}`."""
    params = [
        {
            "name": each["name"],
            "require": bool(each.get("require", True)),
            "type": "STRING",
            "maxLength": int(each.get("maxLength", 100)),
            "minLength": 0,
            "acceptNull": False,
        }
        for each in template["params"]
    ]
    store.run(
        "INSERT OR REPLACE INTO zns_templates (template_id, name, status, text, params, created_at,"
        " daily_quota) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(str(template["template_id"]), str(template["name"]), int(template.get("status", 1))),
        *(str(template["text"]), json.dumps(params), now, int(template.get("daily_quota", 1000))),
    )


def get_or_add_user(store: Store, oa_id: str, person_id: str) -> Row:
    """This person as this OA knows them."""
    user_id = user_id_of(oa_id, person_id)
    row = store.one("SELECT * FROM users WHERE user_id = ?", user_id)
    if row is None:
        store.run(
            "INSERT INTO users (user_id, oa_id, person_id, seq) VALUES"
            " (?, ?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM users WHERE oa_id = ?))",
            *(user_id, oa_id, person_id, oa_id),
        )
        row = store.one("SELECT * FROM users WHERE user_id = ?", user_id)
    assert row is not None
    return row


def add_followers(store: Store, *, oa_id: str, count: int, prefix: str, interacted_at: int) -> None:
    """Many followers at once, for measurements; they are not shown on the phone's first page."""
    start = store.number("SELECT max(seq) FROM users WHERE oa_id = ?", oa_id)
    people, users = [], []
    for number in range(1, count + 1):
        person_id = f"{prefix}-{number}"
        people.append((person_id, f"Người minh hoạ {number}", f"8491{number:07d}"))
        user_id = user_id_of(oa_id, person_id)
        users.append((user_id, oa_id, person_id, interacted_at, start + number))
    with store.transaction():
        store.many(
            "INSERT OR IGNORE INTO people (person_id, name, phone, is_listed) VALUES (?, ?, ?, 0)",
            people,
        )
        store.many(
            "INSERT OR IGNORE INTO users (user_id, oa_id, person_id, is_follower,"
            " last_interaction_at, seq) VALUES (?, ?, ?, 1, ?, ?)",
            users,
        )
