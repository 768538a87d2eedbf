"""Events become rows: a body is serialised once, and what is signed is what is sent."""

import json
from typing import Any

from zalo_emulator.clock import SECOND, Clock
from zalo_emulator.faults import WEBHOOK, Faults
from zalo_emulator.store import Row, Store
from zalo_emulator.switches import Switches
from zalo_emulator.world import user_id_by_app

# Somebody who writes: a row of `users`, or a visitor of a site in its place.
User = Row | dict[str, Any]
_REORDERED_MS = 700


class Outbox:
    def __init__(self, store: Store, clock: Clock, switches: Switches, faults: Faults) -> None:
        self._store = store
        self._clock = clock
        self._switches = switches
        self._faults = faults
        self.has_news = False

    def user_event(
        self, user: User, name: str, *, delay: int = 0, app_id: str = "", **fields: Any
    ) -> None:
        """User to OA: the envelope with sender and recipient, to every app that may hear it."""
        for app in self._listeners(user["oa_id"], app_id):
            body = {
                "sender": {"id": user["user_id"]},
                "user_id_by_app": user_id_by_app(app, user["person_id"]),
                "recipient": {"id": user["oa_id"]},
                "event_name": name,
                **fields,
            }
            self._put(app, name, f"{user['oa_id']}:{user['user_id']}", body, delay=delay)

    def oa_event(self, user: User, name: str, *, admin_id: str = "", **fields: Any) -> None:
        """OA to user; `admin_id` only when a human wrote it in the OA's own chat tool."""
        sender = {"id": user["oa_id"], **({"admin_id": admin_id} if admin_id else {})}
        for app in self._listeners(user["oa_id"]):
            body = {
                "sender": sender,
                "user_id_by_app": user_id_by_app(app, user["person_id"]),
                "recipient": {"id": user["user_id"]},
                "event_name": name,
                **fields,
            }
            self._put(app, name, f"{user['oa_id']}:{user['user_id']}", body)

    def bare_event(
        self, oa_id: str, name: str, *, person_id: str = "", lane: str = "", **fields: Any
    ) -> None:
        """An event without sender and recipient (follow, tags, user_withdraw, …)."""
        for app in self._listeners(oa_id):
            by_app = {"user_id_by_app": user_id_by_app(app, person_id)} if person_id else {}
            body = {"oa_id": oa_id, **fields, **by_app, "event_name": name}
            self._put(app, name, lane or oa_id, body)

    def zns_event(
        self, app_id: str, oa_id: str, name: str, *, delay: int = 0, **fields: Any
    ) -> None:
        """What becomes of a template message; the recipient is a phone number."""
        headers = {"X-ZEvent-Server": "ZNS"} if self._switches.is_on("zns_server_header") else {}
        body = {"sender": {"id": oa_id}, "event_name": name, **fields}
        self._put(app_id, name, f"zns:{oa_id}", body, delay=delay, headers=headers)

    def _listeners(self, oa_id: str, app_id: str = "") -> list[str]:
        rows = self._store.all(
            "SELECT a.app_id FROM grants g JOIN apps a USING (app_id)"
            " WHERE g.oa_id = ? AND a.is_active AND ? IN ('', a.app_id)",
            oa_id,
            app_id,
        )
        return [row["app_id"] for row in rows]

    def _put(
        self,
        app_id: str,
        name: str,
        lane: str,
        body: dict[str, Any],
        *,
        delay: int = 0,
        headers: dict[str, str] | None = None,
    ) -> None:
        app = self._store.one("SELECT * FROM apps WHERE app_id = ?", app_id)
        if app is None or not app["webhook_url"]:
            return
        now = self._clock.ms()
        timestamp = str(now + delay)
        raw = encode({"app_id": app_id, **body, "timestamp": timestamp})
        copies, due = 1, now + delay
        for fault in self._faults.draw(WEBHOOK + name):
            if fault.kind == "duplicate":
                copies += 1
            elif fault.kind == "reorder":
                due += int(fault.seconds * SECOND) or _REORDERED_MS
            elif fault.kind == "slow":
                due += int(fault.seconds * SECOND)
            else:
                headers = {**(headers or {}), f"emulator-{fault.kind}": "1"}
        state = "pending" if app["webhook_is_on"] else "dropped"
        for _ in range(copies):
            self._store.run(
                "INSERT INTO deliveries (app_id, event_name, lane, body, timestamp, headers, due_at,"
                " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *(app_id, name, lane, raw, timestamp, json.dumps(headers or {}), due, state),
            )
        self.has_news = True


def encode(body: dict[str, Any]) -> bytes:
    """UTF-8, no spaces: the bytes that are signed and sent."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
