"""Faults on demand: what a network and somebody else's server do to a program that trusts them."""

import fnmatch
import random
from dataclasses import dataclass
from typing import Any

from zalo_emulator.store import Row, Store

WEBHOOK = "webhook:"
API_KINDS = ("slow", "error", "status", "garbage")
WEBHOOK_KINDS = ("slow", "duplicate", "reorder", "bad_signature", "garbage")


@dataclass(frozen=True)
class Fault:
    """What shall go wrong with one call or one event."""

    kind: str
    seconds: float
    code: int
    message: str
    status: int
    is_after: bool


class Faults:
    """Which faults are asked for; every use of one with a count takes one off."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.random = random.Random(0)  # noqa: S311 (faults are drawn, not secrets)
        self.reload()

    def reload(self) -> None:
        """Whether there are any; asked for every call, so it is kept in memory."""
        self._targets = {row["target"] for row in self._store.all("SELECT target FROM faults")}

    def add(self, wanted: dict[str, Any]) -> int:
        """Ask for a fault; raises `ValueError` with a sentence. The number of the fault."""
        target, kind = str(wanted.get("target", "")), str(wanted.get("kind", ""))
        kinds = WEBHOOK_KINDS if target.startswith(WEBHOOK) else API_KINDS
        if not target:
            raise ValueError("target is a path like /v3.0/oa/message/cs or /v2.0/*, or webhook:*")
        if kind not in kinds:
            raise ValueError(f"kind is one of {', '.join(kinds)}")
        probability = float(wanted.get("probability", 1.0))
        if not 0 < probability <= 1:
            raise ValueError("probability is above 0 and at most 1")
        count = wanted.get("count")
        number = self._store.add(
            "INSERT INTO faults (target, kind, remaining, probability, seconds, code, message,"
            " status, is_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(target, kind, None if count is None else int(count), probability),
            *(float(wanted.get("seconds", 0)), int(wanted.get("code", -32))),
            *(str(wanted.get("message", "")), int(wanted.get("status", 503))),
            bool(wanted.get("after", False)),
        )
        self.reload()
        return number

    def remove(self, number: int | None = None) -> None:
        """One of them, or all."""
        if number is None:
            self._store.run("DELETE FROM faults")
        else:
            self._store.run("DELETE FROM faults WHERE id = ?", number)
        self.reload()

    def describe(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self._store.all("SELECT * FROM faults ORDER BY id")]

    def draw(self, target: str) -> list[Fault]:
        """The faults that strike this call or event now."""
        if not any(fnmatch.fnmatchcase(target, pattern) for pattern in self._targets):
            return []
        drawn = []
        for row in self._store.all("SELECT * FROM faults ORDER BY id"):
            if not fnmatch.fnmatchcase(target, row["target"]) or row["remaining"] == 0:
                continue
            if row["probability"] < 1 and self.random.random() >= row["probability"]:
                continue
            if row["remaining"] is not None:
                self._store.run(
                    "UPDATE faults SET remaining = remaining - 1 WHERE id = ?", row["id"]
                )
            drawn.append(_fault(row))
        return drawn


def _fault(row: Row) -> Fault:
    return Fault(
        kind=row["kind"],
        seconds=row["seconds"],
        code=row["code"],
        message=row["message"],
        status=row["status"],
        is_after=bool(row["is_after"]),
    )
