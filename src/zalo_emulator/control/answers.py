"""What every endpoint of the control API passes through: a JSON object in, a JSON object out."""

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zalo_emulator.core import Emulator, emulator_of
from zalo_emulator.errors import Unknown

Deed = Callable[[Emulator, dict[str, Any]], Any]


def route(method: str, path: str, deed: Deed) -> Route:
    """The deed gets what stands in the address, the query and the body, in one."""

    async def endpoint(request: Request) -> Response:
        emulator = emulator_of(request)
        raw = await request.body()
        try:
            given = {
                **(json.loads(raw) if raw else {}),
                **request.query_params,
                **request.path_params,
            }
            with emulator.store.transaction():
                answer = deed(emulator, given)
        except Unknown as error:
            return JSONResponse({"error": f"there is no {error.args[0]}"}, status_code=404)
        except KeyError as error:
            return JSONResponse({"error": f"{error.args[0]} is missing"}, status_code=400)
        except (TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        emulator.news()
        return JSONResponse({} if answer is None else answer)

    return Route(f"/_emulator/{path}", endpoint, methods=[method])
