"""Hands events to the app's webhook: two seconds each, tried again when nobody was there."""

import asyncio
import contextlib
import json
from typing import Any

import httpx2

from zalo_emulator.clock import SECOND, Clock
from zalo_emulator.store import Row, Store
from zalo_emulator.switches import Switches
from zalo_emulator.webhooks.outbox import Outbox, encode
from zalo_emulator.webhooks.signing import sign

_SWEEP = 512
_MOST_SLEEP = 30.0
_OK = 200
_TEST_TEXT, _TEST_ID = "This is testing message", "This is message id"


class Sender:
    """One task that looks for due events, and one for each event on its way."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        switches: Switches,
        outbox: Outbox,
        client: httpx2.AsyncClient,
    ) -> None:
        self._store = store
        self._clock = clock
        self._switches = switches
        self._outbox = outbox
        self._client = client
        self._wake = asyncio.Event()
        self._on_their_way: dict[int, asyncio.Task[None]] = {}
        self._lanes: set[str] = set()

    def wake(self) -> None:
        """There may be something to do: an event, a moved clock."""
        self._outbox.has_news = False
        self._wake.set()

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            while True:
                self._wake.clear()
                self._send_due()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), self._seconds_until_due())
        finally:
            tasks = list(self._on_their_way.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def settle(self, seconds: float) -> bool:
        """Wait until nothing is due or on its way; whether that came within these seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while loop.time() < deadline:
            self.wake()
            await asyncio.sleep(0.005)
            if not self._on_their_way and not self._due(1):
                return True
        return False

    def _due(self, most: int) -> list[Row]:
        return self._store.all(
            "SELECT id, lane FROM deliveries WHERE state = 'pending' AND due_at <= ?"
            " ORDER BY due_at, id LIMIT ?",
            self._clock.ms(),
            most,
        )

    def _send_due(self) -> None:
        """Start what is due, as far as there is room; a lane that is busy is passed over."""
        room = self._switches.number("webhook_concurrency") - len(self._on_their_way)
        if room <= 0:
            return
        # What is on its way is due too. Most times a few rows do; a long queue of one lane needs more.
        few = len(self._on_their_way) + 4 * room
        rows = self._due(few)
        if not self._start(rows, room) and len(rows) == few:
            self._start(self._due(_SWEEP), room)

    def _start(self, rows: list[Row], room: int) -> int:
        """Send at most `room` of these; how many were sent."""
        started = 0
        for row in rows:
            number, lane = row["id"], row["lane"]
            if started == room:
                break
            if number in self._on_their_way or lane in self._lanes:
                continue
            self._lanes.add(lane)
            self._on_their_way[number] = asyncio.create_task(self._send(number, lane))
            started += 1
        return started

    def _seconds_until_due(self) -> float:
        if self._clock.is_stopped:
            return _MOST_SLEEP
        # What is due already waits for room or for its lane: the task that ends wakes us.
        now = self._clock.ms()
        due = self._store.number(
            "SELECT min(due_at) FROM deliveries WHERE state = 'pending' AND due_at > ?", now
        )
        return min((due - now) / SECOND + 0.001, _MOST_SLEEP) if due else _MOST_SLEEP

    async def _send(self, number: int, lane: str) -> None:
        try:
            delivery = self._store.one("SELECT * FROM deliveries WHERE id = ?", number)
            if delivery is not None and delivery["state"] == "pending":
                app = self._store.one("SELECT * FROM apps WHERE app_id = ?", delivery["app_id"])
                if app is not None:
                    result, was_reached = await self._attempt(app, delivery)
                    self._note(delivery, result, was_reached=was_reached)
        finally:
            self._on_their_way.pop(number, None)
            self._lanes.discard(lane)
            self._wake.set()

    async def _attempt(self, app: Row, delivery: Row) -> tuple[str, bool]:
        """What came of it, and whether anybody was there at all."""
        body = delivery["body"]
        marks = json.loads(delivery["headers"])
        headers = self._headers(app, body, delivery["timestamp"], marks)
        if delivery["attempts"]:
            headers["num_retry"] = str(delivery["attempts"])
        if "emulator-garbage" in marks:
            body = body[: len(body) // 2]
        return await self._post(app["webhook_url"], body, headers)

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[str, bool]:
        limit = self._switches.seconds("webhook_timeout_seconds")
        try:
            async with asyncio.timeout(limit):
                response = await self._client.post(url, content=body, headers=headers)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            return "no connection", False
        except (TimeoutError, httpx2.TimeoutException):
            return "too slow", True
        except httpx2.HTTPError as error:
            return type(error).__name__, True
        return str(response.status_code), True

    def _headers(
        self, app: Row, body: bytes, timestamp: str, marks: dict[str, str]
    ) -> dict[str, str]:
        key = app[self._switches.text("signature_key")]
        mac = sign(app_id=app["app_id"], body=body, timestamp=timestamp, key=key)
        if "emulator-bad_signature" in marks:
            mac = mac[::-1]
        prefix = "mac=" if self._switches.is_on("signature_prefix") else ""
        headers = {"Content-Type": "application/json", "X-ZEvent-Signature": prefix + mac}
        if self._switches.is_on("signature_timestamp_header"):
            headers["X-ZEvent-Timestamp"] = timestamp
        headers |= {k: v for k, v in marks.items() if not k.startswith("emulator-")}
        return headers

    def _note(self, delivery: Row, result: str, *, was_reached: bool) -> None:
        attempts = delivery["attempts"] + 1
        state, due = "delivered", delivery["due_at"]
        if result != str(_OK):
            again = self._switches.text("webhook_retry_on") == "any" or not was_reached
            again = again and self._switches.is_on("webhook_retry")
            delays = self._switches.retry_seconds()
            if again and attempts <= len(delays):
                state, due = "pending", self._clock.ms() + int(delays[attempts - 1] * SECOND)
            else:
                state = "failed"
                if again:
                    self._disable(delivery["app_id"])
        self._store.run(
            "UPDATE deliveries SET state = ?, attempts = ?, due_at = ?, last_result = ? WHERE id = ?",
            *(state, attempts, due, result, delivery["id"]),
        )

    def _disable(self, app_id: str) -> None:
        """The console's word for it is "unsubscribed": somebody must switch the webhook on again."""
        self._store.run("UPDATE apps SET webhook_is_on = 0 WHERE app_id = ?", app_id)
        self._store.run(
            "UPDATE deliveries SET state = 'dropped' WHERE app_id = ? AND state = 'pending'", app_id
        )

    async def probe(self, url: str) -> str:
        """What saving an address in the console does: an empty, unsigned body must get 200."""
        result, _ = await self._post(url, b"{}", {"Content-Type": "application/json"})
        return result

    async def send_sample(self, app: Row, oa_id: str) -> str:
        """What the Test button does: a signed message with words of its own."""
        timestamp = str(self._clock.ms())
        sample: dict[str, Any] = {
            "app_id": app["app_id"],
            "sender": {"id": "246845883529197922"},
            "user_id_by_app": "552177279717587730",
            "recipient": {"id": oa_id},
            "event_name": "user_send_text",
            "message": {"text": _TEST_TEXT, "msg_id": _TEST_ID},
            "timestamp": timestamp,
        }
        body = encode(sample)
        result, _ = await self._post(
            app["webhook_url"], body, self._headers(app, body, timestamp, {})
        )
        return result
