"""What every call of the OpenAPI passes through: faults, token, limit, one transaction, one envelope."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zalo_emulator.core import Emulator, emulator_of
from zalo_emulator.errors import OA_MESSAGES, ZNS_MESSAGES, ApiError, TooLong
from zalo_emulator.faults import Fault
from zalo_emulator.store import Row

GARBAGE = b'<html><body><h1>502 Bad Gateway</h1></body></html>\x00{"error":'
_MOST_BODY = 60 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """One call whose token is good. `arguments` are the JSON body, or what the query says."""

    emulator: Emulator
    app_id: str
    oa: Row
    arguments: dict[str, Any]
    upload: Upload | None = None

    @property
    def oa_id(self) -> str:
        return str(self.oa["oa_id"])


Handler = Callable[[Call], Any]


def oa_route(method: str, path: str, handler: Handler) -> Route:
    """A call of the OA OpenAPI; the handler returns what stands in `data` (None: no `data`)."""
    return Route(path, _endpoint(path, handler, is_zns=False), methods=[method])


def zns_route(method: str, path: str, handler: Handler) -> Route:
    """A call of the ZNS API, whose errors are another family."""
    return Route(path, _endpoint(path, handler, is_zns=True), methods=[method])


def _endpoint(
    path: str, handler: Handler, *, is_zns: bool
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        emulator = emulator_of(request)
        faults = emulator.faults.draw(path)
        early = await strike([f for f in faults if not f.is_after])
        if early is not None:
            emulator.note_call(request.method, path, "", "fault")
            return early
        response = await _answer(emulator, request, path, handler, is_zns=is_zns)
        emulator.news()
        late = await strike([f for f in faults if f.is_after])
        return response if late is None else late

    return endpoint


async def _answer(
    emulator: Emulator, request: Request, path: str, handler: Handler, *, is_zns: bool
) -> Response:
    app_id = oa_id = ""
    status = 200
    try:
        arguments, upload = await _read(request)
        with emulator.store.transaction():
            app, oa = _authorise(emulator, request, arguments, is_zns=is_zns)
            app_id, oa_id = app["app_id"], oa["oa_id"]
            if path != "/message/template":  # sending to phone numbers is exempt
                emulator.limiter.take(app_id, oa_id)
            data = handler(Call(emulator, app_id, oa, arguments, upload))
        body: dict[str, Any] = {} if data is None else {"data": data}
        if isinstance(data, TopLevel):
            body = dict(data)
        body |= {"error": 0, "message": "Success"}
    except ApiError as error:
        body = refusal(emulator, error, is_zns=is_zns)
        if body["error"] in _TOKEN_CODES:
            status = emulator.switches.number("auth_http_status")
    emulator.note_call(request.method, path, oa_id, body["error"])
    return JSONResponse(body, status_code=status, headers=emulator.limiter.headers(app_id))


class TopLevel(dict[str, Any]):
    """Data that stands beside `error`, not inside `data`."""


_INVALID_TOKEN = -216
_TOKEN_CODES = (_INVALID_TOKEN, -220, -124)


def refusal(emulator: Emulator, error: ApiError, *, is_zns: bool = False) -> dict[str, Any]:
    """The body of a refused call."""
    code, message = error.code, error.message
    if isinstance(error, TooLong) and not is_zns:
        code = emulator.switches.number("too_long_error")
        message = f"{error.field} is invalid!" if code != error.code else ""
    known = ZNS_MESSAGES if is_zns else OA_MESSAGES
    return {"error": code, "message": message or known.get(code, "Unknown error")}


async def strike(faults: list[Fault]) -> Response | None:
    """Let them happen, in order; what answers instead of the call, if one does."""
    for fault in faults:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "status":
            return Response("Service Unavailable", status_code=fault.status)
        elif fault.kind == "garbage":
            return Response(GARBAGE, media_type="application/json")
        elif fault.kind == "error":
            message = fault.message or OA_MESSAGES.get(fault.code, "Unknown error")
            return JSONResponse({"error": fault.code, "message": message})
    return None


async def _read(request: Request) -> tuple[dict[str, Any], Upload | None]:
    """The arguments of a call, wherever they stand."""
    if request.method == "GET":
        return _query(request), None
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_part_size=_MOST_BODY) as form:
            for each in form.values():
                if isinstance(each, UploadFile):
                    return {}, Upload(each.filename or "", await each.read())
        return {}, None
    raw = await request.body()
    return (_object(raw) if raw else {}), None


def _query(request: Request) -> dict[str, Any]:
    """Either one parameter `data` that holds JSON, or plain parameters."""
    plain = {key: value for key, value in request.query_params.items() if key != "data"}
    data = request.query_params.get("data")
    return plain if data is None else {**plain, **_object(data.encode())}


def _object(raw: bytes) -> dict[str, Any]:
    try:
        read = json.loads(raw)
    except ValueError:
        raise ApiError(-201, "body is invalid!") from None
    if not isinstance(read, dict):
        raise ApiError(-201, "body is invalid!")
    return read


def _authorise(
    emulator: Emulator, request: Request, arguments: dict[str, Any], *, is_zns: bool
) -> tuple[Row, Row]:
    """The app and the OA of the token; raises `ApiError` about the token, the app or the OA."""
    store = emulator.store
    token = store.one(
        "SELECT * FROM access_tokens WHERE token = ?", request.headers.get("access_token", "")
    )
    if token is None:
        raise ApiError(-124 if is_zns else -216)
    if token["is_revoked"] or token["expires_at"] <= emulator.clock.ms():
        raise ApiError(-124) if is_zns else _old_token(emulator)
    app = store.one("SELECT * FROM apps WHERE app_id = ?", token["app_id"])
    oa = store.one("SELECT * FROM oas WHERE oa_id = ?", token["oa_id"])
    if app is None or not app["is_active"]:
        raise ApiError(-124 if is_zns else -219)
    if app["needs_proof"]:
        _check_proof(app, token["token"], request, arguments, is_zns=is_zns)
    if oa is None:
        raise ApiError(-205)
    if oa["is_disabled"]:
        raise ApiError(-135 if is_zns else -204)
    if not is_zns and not oa["has_api_package"]:
        raise ApiError(-224)
    return app, oa


def _old_token(emulator: Emulator) -> ApiError:
    """Two codes were seen for the same thing, one of them in other words than usual."""
    code = emulator.switches.number("expired_token_error")
    return ApiError(code, "Access token has expired" if code == _INVALID_TOKEN else "")


def _check_proof(
    app: Row, token: str, request: Request, arguments: dict[str, Any], *, is_zns: bool
) -> None:
    given = request.headers.get("appsecret_proof") or str(arguments.get("appsecret_proof", ""))
    if not hmac.compare_digest(
        given.lower().encode(), appsecret_proof(app["secret_key"], token).encode()
    ):
        raise ApiError(-1241 if is_zns else -242)


def appsecret_proof(secret_key: str, token: str) -> str:
    """Hexadecimal HMAC-SHA256 of the access token under the app's secret."""
    return hmac.new(secret_key.encode(), token.encode(), hashlib.sha256).hexdigest()
