"""Everything one emulator holds."""

import random
from collections import Counter, deque
from pathlib import Path
from typing import Any

from starlette.requests import Request

from zalo_emulator.clock import Clock
from zalo_emulator.errors import Unknown
from zalo_emulator.faults import Faults
from zalo_emulator.limiter import Limiter
from zalo_emulator.store import Row, Store
from zalo_emulator.switches import Switches
from zalo_emulator.webhooks.outbox import Outbox
from zalo_emulator.webhooks.sender import Sender  # noqa: TC001 (one import more is no harm)
from zalo_emulator.world import make_world

_CALLS_KEPT = 500


class Emulator:
    def __init__(self, path: Path | str) -> None:
        self.store = Store(path)
        self.clock = Clock(self.store)
        self.switches = Switches(self.store)
        self.faults = Faults(self.store)
        self.outbox = Outbox(self.store, self.clock, self.switches, self.faults)
        self.limiter = Limiter(self.clock, self.switches)
        self.sender: Sender | None = None
        self.calls: deque[dict[str, Any]] = deque(maxlen=_CALLS_KEPT)
        self.counts: Counter[str] = Counter()
        make_world(self.store, self.clock.ms())

    def reset(self) -> None:
        """Back to the first day."""
        self.store.clear()
        self.clock.reload()
        self.switches.reload()
        self.faults.reload()
        self.faults.random = random.Random(0)  # noqa: S311 (faults are drawn, not secrets)
        self.limiter.forget()
        self.calls.clear()
        self.counts.clear()
        make_world(self.store, self.clock.ms())

    def note_call(self, method: str, path: str, oa_id: str, error: int | str) -> None:
        """Remember that a call was made and how it ended, never what it carried."""
        self.calls.append(
            {"at": self.clock.ms(), "method": method, "path": path, "oa_id": oa_id, "error": error}
        )
        self.counts[f"{method} {path} {error}"] += 1

    def news(self) -> None:
        """Tell the sender when there are events."""
        if self.sender is not None and self.outbox.has_news:
            self.sender.wake()

    def get_oa(self, oa_id: str) -> Row:
        """The row of an OA that exists; raises `Unknown`."""
        row = self.store.one("SELECT * FROM oas WHERE oa_id = ?", oa_id)
        if row is None:
            raise Unknown(oa_id)
        return row


def emulator_of(request: Request) -> Emulator:
    emulator: Emulator = request.app.state.emulator
    return emulator
