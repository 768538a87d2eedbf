"""What every request passes through: one log line, safe headers, a language.

The line of the log, the labels of the metrics and the record of a fault hold nothing that a caller
typed: no path, no query, no body, and of an exception its kind and place but not its message.
"""

import logging
import sys
import time
import traceback
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from tracuu.core import metrics

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_log = structlog.get_logger("tracuu.request")
_QUIET = ("/health/", "/metrics")
_NO_ROUTE = "-"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_FRAMES_LOGGED = 12

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    " manifest-src 'self'; font-src 'self'"
)
_SECURE_HEADERS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HSTS = "max-age=31536000; includeSubDomains"


class RequestLog:
    """Logs and counts each request by its route: the pattern of the address, never the address."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response
        self._log = _line_log()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self._get_response(request)
        seconds = time.perf_counter() - started
        route = route_of(request)
        metrics.REQUESTS.labels(route, response.status_code).inc()
        metrics.SECONDS.labels(route).observe(seconds)
        self._log.log(
            logging.DEBUG if request.path.startswith(_QUIET) else logging.INFO,
            "request",
            method=request.method if request.method in _METHODS else "other",
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 2),
        )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Django calls this for what a view let through, before it answers 500 (or 404, or 400)."""
        if isinstance(error, Http404 | SuspiciousOperation):
            return
        log_fault(request, error)


def _line_log() -> Any:
    """One line a request: straight to standard error, a fifth of the cost of `logging`."""
    return structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLogger().level),
    ).bind()


def request_log(get_response: GetResponse) -> RequestLog:
    """Wrap everything else: what is answered further in is measured here."""
    return RequestLog(get_response)


def route_of(request: HttpRequest) -> str:
    """Name the pattern of the route that answered, "-" when none did."""
    match = request.resolver_match
    return _NO_ROUTE if match is None else f"/{match.route}"


def log_fault(request: HttpRequest, error: BaseException) -> None:
    """Tell the operator where it broke. Messages of exceptions may name people: they stay out."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
    _log.error(
        "fault",
        route=route_of(request),
        error=f"{type(error).__module__}.{type(error).__qualname__}",
        frames=[f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames],
    )


def secure_headers(get_response: GetResponse) -> GetResponse:
    """No script or style but our own files, no referrer, no frame; answers to POST are not kept."""
    headers = dict(_SECURE_HEADERS)
    if settings.BASE_URL.startswith("https://"):
        headers["Strict-Transport-Security"] = _HSTS
    fixed = tuple(headers.items())

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in fixed:
            response.headers.setdefault(name, value)
        if request.method not in ("GET", "HEAD"):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def choose_language(get_response: GetResponse) -> GetResponse:
    """Let pages speak the language of their address, and the API that of Accept-Language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        is_negotiated = path.startswith("/api/")
        if is_negotiated:
            language = _preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200])
        else:
            language = "en" if path.startswith("/en/") or path == "/en" else "vi"
        before = translation.get_language()
        translation.activate(language)
        try:
            response = get_response(request)
        finally:
            _restore(before)
        response.headers.setdefault("Content-Language", language)  # the console has its own
        if is_negotiated:
            response.headers["Vary"] = "Accept-Language"
        return response

    return middleware


def _restore(language: str | None) -> None:
    if language is None:
        translation.deactivate_all()
    else:
        translation.activate(language)


@lru_cache(maxsize=512)
def _preferred(accept_language: str) -> str:
    """English when it is asked for before Vietnamese, else Vietnamese."""
    accepted: Any = parse_accept_lang_header(accept_language.lower())
    for tag, _quality in accepted:
        language = tag.partition("-")[0]
        if language in ("vi", "en"):
            return str(language)
    return "vi"
