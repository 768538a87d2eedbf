"""The application that a server runs: all of Zalo's hosts in one, told apart by their paths."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from zalo_emulator.api import account, articles, oauth, uploads, users, zns
from zalo_emulator.control import deeds, running, world
from zalo_emulator.core import Emulator, emulator_of
from zalo_emulator.errors import Unknown
from zalo_emulator.messages import second, sending
from zalo_emulator.pages import STATIC, page
from zalo_emulator.phone import views
from zalo_emulator.webhooks.sender import Sender

DATA_VARIABLE = "ZALO_EMULATOR_DATA"
_NO_API = {"error": 404, "message": "empty or invalid API"}


def create() -> Starlette:
    """For a server that only takes a factory: the file is named by an environment variable."""
    return make_app(Path(os.environ[DATA_VARIABLE]))


def make_app(path: Path) -> Starlette:
    """The whole emulator on this file."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        emulator = Emulator(path)
        app.state.emulator = emulator
        limits = httpx2.Limits(max_connections=200, max_keepalive_connections=64)
        # trust_env off: events for this machine must not go through somebody's proxy.
        async with httpx2.AsyncClient(timeout=None, limits=limits, trust_env=False) as client:
            emulator.sender = Sender(
                emulator.store, emulator.clock, emulator.switches, emulator.outbox, client
            )
            task = asyncio.create_task(emulator.sender.run())
            try:
                yield
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
                emulator.store.close()

    return Starlette(
        routes=[
            Route("/", _go_to_phone),
            *oauth.ROUTES,
            *sending.ROUTES,
            *second.ROUTES,
            *uploads.ROUTES,
            *users.ROUTES,
            *account.ROUTES,
            *articles.ROUTES,
            *zns.ROUTES,
            *running.ROUTES,
            *world.ROUTES,
            *deeds.ROUTES,
            Mount("/phone/static", StaticFiles(directory=STATIC)),
            *views.ROUTES,
            Route("/{rest:path}", _no_api, methods=["GET", "POST", "PUT", "DELETE"]),
        ],
        exception_handlers={Unknown: _not_there},
        lifespan=lifespan,
    )


async def _go_to_phone(request: Request) -> Response:
    del request
    return RedirectResponse("/phone/")


async def _no_api(request: Request) -> Response:
    """What the OpenAPI says to a path that is none (HTTP 200, as for everything)."""
    if request.url.path.startswith(("/phone", "/_emulator")):
        return await _not_there(request, Unknown("page"))
    emulator_of(request).note_call(request.method, "unknown", "", 404)
    return JSONResponse(_NO_API)


async def _not_there(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/phone"):
        return page("fault.html", status_code=404)
    return JSONResponse({"error": f"there is no {error.args[0]}"}, status_code=404)
