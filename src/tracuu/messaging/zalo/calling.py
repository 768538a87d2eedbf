"""One HTTP call to Zalo: what it answered, or which of our errors it is. Status codes decide nothing."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx2

from tracuu.messaging.errors import ChannelNotReady, MaybeSent, TryLater

# Zalo's own limit for our webhook is 2 s; a call that takes five times that will not come back.
TIMEOUT = httpx2.Timeout(10.0, connect=3.0)
_NOT_REACHED = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed: read once, which takes thirty times as long as the rest."""
    return httpx2.create_ssl_context()


@contextmanager
def open_http() -> Iterator[httpx2.Client]:
    """A client for many calls of one thread."""
    with httpx2.Client(
        timeout=TIMEOUT, follow_redirects=False, trust_env=False, verify=_trusted()
    ) as client:
        yield client


def call(
    http: httpx2.Client,
    method: str,
    url: str,
    *,
    is_sending: bool = False,
    **request: Any,
) -> Mapping[str, Any]:
    """The JSON object that came back, whatever it says.

    Raises `ChannelNotReady` when Zalo was not reached, so that nothing can have happened there, and
    when the answer was lost or makes no sense `TryLater`, or `MaybeSent` if something was being sent.
    """
    lost = MaybeSent if is_sending else TryLater
    try:
        response = http.request(method, url, **request)
    except _NOT_REACHED:
        raise ChannelNotReady("zalo_away") from None
    except httpx2.HTTPError:
        raise lost("zalo_answer_lost") from None
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise lost(f"zalo_http_{response.status_code}")
    return answer


def read_number(value: Any) -> int | None:
    """A whole number, or text that is one; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def read_id(value: Any) -> str:
    """An id as text: samples show some as numbers; "" when there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)
