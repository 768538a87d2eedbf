"""The emulator as tests use it: in this process or served, and an app's webhook that listens."""

import contextlib
import http.server
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

from zalo_emulator.app import make_app
from zalo_emulator.world import APP_ID, APP_SECRET, oa_id_of, user_id_of

OA = oa_id_of("tan-phu")
CALLBACK = "http://127.0.0.1:18999/zalo/callback"
TRI = user_id_of(OA, "tri")


class Zalo:
    """An emulator, with the calls that tests make all the time."""

    def __init__(self, client: httpx2.Client) -> None:
        self.client = client
        self.token = ""

    def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        response = self.client.request(method, f"/_emulator/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def look(self, path: str) -> Any:
        return self.control(path, method="GET")

    def grant(self, oa_id: str = OA) -> dict[str, Any]:
        tokens = self.control("grants", {"app_id": APP_ID, "oa_id": oa_id})
        self.token = tokens["access_token"]
        return tokens

    def post(self, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        response = self.client.post(
            path, json=body, headers={"access_token": self.token, **headers}
        )
        assert response.status_code == 200, response.text
        return response.json()

    def get(self, path: str, data: dict[str, Any] | None = None, **plain: Any) -> dict[str, Any]:
        query = plain if data is None else {"data": json.dumps(data)}
        response = self.client.get(path, params=query, headers={"access_token": self.token})
        assert response.status_code == 200, response.text
        return response.json()

    def upload(self, kind: str, name: str, content: bytes) -> dict[str, Any]:
        response = self.client.post(
            f"/v2.0/oa/upload/{kind}",
            files={"file": (name, content)},
            headers={"access_token": self.token},
        )
        return response.json()

    def cs(self, message: dict[str, Any], user_id: str = TRI) -> dict[str, Any]:
        return self.post(
            "/v3.0/oa/message/cs", {"recipient": {"user_id": user_id}, "message": message}
        )

    def oauth(self, secret: str = APP_SECRET, **fields: str) -> dict[str, Any]:
        response = self.client.post(
            "/v4/oa/access_token", data={"app_id": APP_ID, **fields}, headers={"secret_key": secret}
        )
        assert response.status_code == 200
        return response.json()

    def act(
        self, deed: str, person_id: str = "tri", oa_id: str = OA, **fields: Any
    ) -> dict[str, str]:
        return self.control(f"deeds/{deed}", {"oa_id": oa_id, "person_id": person_id, **fields})

    def switch(self, **values: Any) -> None:
        self.control("switches", values)

    def fault(self, target: str, kind: str, **more: Any) -> int:
        return self.control("faults", {"target": target, "kind": kind, **more})["id"]

    def at(self, moment: str) -> None:
        """Stop the clock at this time in Việt Nam."""
        self.control("clock", {"stopped": True, "now": moment})

    def pass_by(self, **time: float) -> None:
        seconds = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        self.control("clock", {"advance_seconds": sum(n * seconds[u] for u, n in time.items())})

    def settle(self, seconds: float = 10) -> None:
        answer = self.client.post(f"/_emulator/settle?seconds={seconds}").json()
        assert answer == {"settled": True}

    def listen(self, receiver: "Receiver") -> None:
        self.control(f"apps/{APP_ID}", {"webhook_url": receiver.url, "webhook_is_on": True})

    def deliveries(self) -> list[tuple[str, str, int, str]]:
        return [
            (each["event_name"], each["state"], each["attempts"], each["last_result"])
            for each in self.look("deliveries")
        ]


@contextlib.contextmanager
def emulated(path: Path) -> Iterator[Zalo]:
    """An emulator in this process, on this file."""
    with TestClient(make_app(path), follow_redirects=False) as client:
        yield Zalo(client)


@contextlib.contextmanager
def reached(address: str) -> Iterator[Zalo]:
    """The same calls to an emulator that is served there."""
    with httpx2.Client(base_url=address, trust_env=False, timeout=30) as client:
        yield Zalo(client)


@dataclass(frozen=True)
class Heard:
    """One request at a webhook."""

    raw: bytes
    headers: dict[str, str]

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.raw)

    @property
    def name(self) -> str:
        return self.body.get("event_name", "")


class Receiver:
    """An app's webhook: remembers what it heard, answers what `answer` says (a status)."""

    def __init__(self, port: int = 0) -> None:
        self.heard: list[Heard] = []
        self.answer: Callable[[Heard], int] = lambda _heard: 200
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("content-length", 0)))
                heard = Heard(raw, {key.lower(): value for key, value in self.headers.items()})
                outer.heard.append(heard)
                status = outer.answer(heard)
                with contextlib.suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_arguments: Any) -> None:
                """The emulator hangs up after two seconds; that is no fault here."""

        self._server = Server(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/webhooks/zalo"

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.heard]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def free_port() -> int:
    """A port where nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(data: Path, *more: str) -> Iterator[str]:
    """`python -m zalo_emulator` as a process of its own; its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "zalo_emulator", "--port", str(port), "--data", str(data), *more],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            assert process.poll() is None, "the emulator ended by itself"
            with contextlib.suppress(httpx2.TransportError):
                httpx2.get(f"{address}/_emulator/clock", trust_env=False)
                break
            time.sleep(0.1)
        else:
            raise AssertionError("the emulator does not answer")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
