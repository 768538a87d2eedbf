"""Clock, switches, faults, webhooks and the state of it all."""

import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zalo_emulator.clock import SECOND, VIETNAM
from zalo_emulator.control.answers import route
from zalo_emulator.core import Emulator, emulator_of
from zalo_emulator.errors import Unknown
from zalo_emulator.store import Row

_SETTLE_SECONDS = 10.0
_LISTED = 1000


def tell_state(emulator: Emulator, given: dict[str, Any]) -> dict[str, Any]:
    """Counts, never contents."""
    del given
    states = emulator.store.all("SELECT state, count(*) AS number FROM deliveries GROUP BY state")
    tables = ("apps", "oas", "people", "users", "messages", "articles", "zns_messages", "faults")
    return {
        "clock": tell_clock(emulator, {}),
        "deliveries": {row["state"]: row["number"] for row in states},
        "rows": {name: emulator.store.number(f"SELECT count(*) FROM {name}") for name in tables},  # noqa: S608 (tables of ours)
        "calls": dict(emulator.counts),
    }


def reset(emulator: Emulator, given: dict[str, Any]) -> None:
    """Back to the first day: clock, switches, faults, people, messages."""
    del given
    emulator.reset()


def tell_clock(emulator: Emulator, given: dict[str, Any]) -> dict[str, Any]:
    del given
    return {
        "now": emulator.clock.local().isoformat(timespec="milliseconds"),
        "ms": emulator.clock.ms(),
        "is_stopped": emulator.clock.is_stopped,
    }


def move_clock(emulator: Emulator, given: dict[str, Any]) -> dict[str, Any]:
    """`stopped` (true, false), then `now` (ISO 8601 or ms) or `advance_seconds`."""
    clock = emulator.clock
    if "stopped" in given:
        clock.stop() if given["stopped"] else clock.go()
    if "now" in given:
        clock.set(_moment(given["now"]))
    if "advance_seconds" in given:
        clock.advance(int(float(given["advance_seconds"]) * SECOND))
    if emulator.sender is not None:
        emulator.sender.wake()
    return tell_clock(emulator, {})


def _moment(value: Any) -> int:
    if isinstance(value, int):
        return value
    moment = datetime.datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    return int(moment.timestamp() * SECOND)


def list_switches(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    del given
    return emulator.switches.describe()


def set_switches(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    emulator.switches.set(**given)
    return emulator.switches.describe()


def list_faults(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    del given
    return emulator.faults.describe()


def add_fault(emulator: Emulator, given: dict[str, Any]) -> dict[str, int]:
    """One fault, see `zalo_emulator.faults`."""
    return {"id": emulator.faults.add(given)}


def remove_faults(emulator: Emulator, given: dict[str, Any]) -> None:
    emulator.faults.remove(int(given["id"]) if "id" in given else None)


def list_calls(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The last calls of the API: when, what, how they ended."""
    del given
    return list(emulator.calls)


def list_deliveries(emulator: Emulator, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The last webhook events: name, state, attempts, when the next is due."""
    rows = emulator.store.all(
        "SELECT id, app_id, event_name, lane, timestamp, due_at, attempts, state, last_result"
        " FROM deliveries WHERE ? IN ('', state) ORDER BY id DESC LIMIT ?",
        *(str(given.get("state", "")), _LISTED),
    )
    return [dict(row) for row in reversed(rows)]


async def settle(request: Request) -> Response:
    """Wait until no event is due or on its way."""
    emulator = emulator_of(request)
    assert emulator.sender is not None
    seconds = float(request.query_params.get("seconds", _SETTLE_SECONDS))
    return JSONResponse({"settled": await emulator.sender.settle(seconds)})


async def save_webhook(request: Request) -> Response:
    """What the console does with an address: it is kept only if an empty body gets 200."""
    emulator, body = emulator_of(request), await request.json()
    app, url = _app(emulator, str(body["app_id"])), str(body["webhook_url"])
    assert emulator.sender is not None
    result = await emulator.sender.probe(url)
    is_saved = result == "200"
    if is_saved:
        emulator.store.run(
            "UPDATE apps SET webhook_url = ?, webhook_is_on = 1 WHERE app_id = ?",
            url,
            app["app_id"],
        )
    return JSONResponse({"saved": is_saved, "result": result})


async def send_sample(request: Request) -> Response:
    """The Test button of the console."""
    emulator, body = emulator_of(request), await request.json()
    app = _app(emulator, str(body["app_id"]))
    assert emulator.sender is not None
    oa = emulator.store.one("SELECT oa_id FROM oas ORDER BY slug LIMIT 1")
    return JSONResponse(
        {"result": await emulator.sender.send_sample(app, oa["oa_id"] if oa else "")}
    )


def _app(emulator: Emulator, app_id: str) -> Row:
    row = emulator.store.one("SELECT * FROM apps WHERE app_id = ?", app_id)
    if row is None:
        raise Unknown(app_id)
    return row


async def show_upload(request: Request) -> Response:
    """Something that was uploaded, for the phone."""
    row = emulator_of(request).store.one(
        "SELECT * FROM uploads WHERE upload_id = ?", request.path_params["upload_id"]
    )
    if row is None:
        raise Unknown("upload")
    kind = {"image": "image/png", "gif": "image/gif"}.get(row["kind"], "application/octet-stream")
    return Response(row["content"], media_type=kind)


ROUTES: list[Route] = [
    route("GET", "state", tell_state),
    route("POST", "reset", reset),
    route("GET", "clock", tell_clock),
    route("POST", "clock", move_clock),
    route("GET", "switches", list_switches),
    route("POST", "switches", set_switches),
    route("GET", "faults", list_faults),
    route("POST", "faults", add_fault),
    route("DELETE", "faults", remove_faults),
    route("DELETE", "faults/{id}", remove_faults),
    route("GET", "calls", list_calls),
    route("GET", "deliveries", list_deliveries),
    Route("/_emulator/settle", settle, methods=["POST"]),
    Route("/_emulator/webhook/save", save_webhook, methods=["POST"]),
    Route("/_emulator/webhook/test", send_sample, methods=["POST"]),
    Route("/_emulator/uploads/{upload_id}", show_upload),
]
