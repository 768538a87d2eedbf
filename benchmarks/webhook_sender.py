"""Calls a webhook as Zalo does, so many times a second whether it answers or not.

`python -m benchmarks.webhook_sender PORT RATE SECONDS FILE`: to FILE go the ids of the messages whose
events got their 200, with when each such try was due (seconds since 1970) and how long it took; how
many tries failed, to the standard output. What has no 200 a minute after the last event is given up.
"""

import asyncio
import hashlib
import json
import sys
import time
from pathlib import Path

_APP_ID, _KEY, _OA = "1234567890123456789", "OASECRETKEYTEST", "3333333333333333333"
_PEOPLE = 500
_TOO_LATE = 2.0
_AGAIN = 1.0
_PATIENCE = 60.0
_WORDS = ("Tra cứu CCCD", "Nguyễn Hữu Trí", "17/05/1991", "cho hỏi thẻ về chưa", "thôi")


class _Sender:
    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.answers: list[tuple[str, float, float]] = []
        self.unanswered = 0
        self.too_late = 0
        self.other_answers = 0

    async def tell(self, number: int, due: float, ends: float) -> None:
        """Until it got its 200."""
        message_id = f"bench-{number}"
        request = _request(number, message_id)
        while time.perf_counter() < ends:
            try:
                async with asyncio.timeout(_TOO_LATE):
                    status = await self._post(request)
            except TimeoutError:
                self.too_late += 1
            except (OSError, asyncio.IncompleteReadError, ValueError):
                self.unanswered += 1
            else:
                if status == 200:
                    took = time.perf_counter() - due
                    self.answers.append((message_id, time.time() - took, took))
                    return
                self.other_answers += 1
            await asyncio.sleep(_AGAIN)
            due = time.perf_counter()

    async def _post(self, request: bytes) -> int:
        if self._idle:
            reader, writer = self._idle.pop()
        else:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(_header(head, b"content-length") or 0)
            await reader.readexactly(length)
        except BaseException:
            writer.close()
            raise
        self._idle.append((reader, writer))
        return int(head.split(b" ", 2)[1])


def _header(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n"):
        found, _colon, value = line.partition(b":")
        if found.lower() == name:
            return value.strip()
    return b""


def _request(number: int, message_id: str) -> bytes:
    timestamp = str(int(time.time() * 1000))
    event = {
        "app_id": _APP_ID,
        "sender": {"id": str(10**18 + number % _PEOPLE)},
        "user_id_by_app": str(2 * 10**18 + number % _PEOPLE),
        "recipient": {"id": _OA},
        "event_name": "user_send_text",
        "message": {"text": _WORDS[number % len(_WORDS)], "msg_id": message_id},
        "timestamp": timestamp,
    }
    raw = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    mac = hashlib.sha256(_APP_ID.encode() + raw + timestamp.encode() + _KEY.encode()).hexdigest()
    head = (
        "POST /webhooks/zalo/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-ZEvent-Signature: mac={mac}\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw


async def _run(port: int, rate: int, seconds: int) -> _Sender:
    sender = _Sender(port)
    started = time.perf_counter()
    ends = started + seconds + _PATIENCE
    tasks = []
    for number in range(rate * seconds):
        due = started + number / rate
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        tasks.append(asyncio.create_task(sender.tell(number, due, ends)))
    await asyncio.gather(*tasks)
    return sender


def main() -> None:
    port, rate, seconds = map(int, sys.argv[1:4])
    sender = asyncio.run(_run(port, rate, seconds))
    Path(sys.argv[4]).write_text(json.dumps(sender.answers), encoding="utf-8")
    told = {
        "events": rate * seconds,
        "unanswered": sender.unanswered,
        "too_late": sender.too_late,
        "other_answers": sender.other_answers,
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
