"""Calls a minute, for an app and for an OA; the window begins anew with every minute of the clock."""

from zalo_emulator.clock import MINUTE, Clock
from zalo_emulator.errors import ApiError
from zalo_emulator.switches import Switches

_OA_WORDS = "Your OA reached limit call api"


class Limiter:
    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._minute = -1
        self._counts: dict[str, int] = {}

    def take(self, app_id: str, oa_id: str) -> None:
        """Count one call; raises `ApiError` -32 over either limit."""
        minute = self._clock.ms() // MINUTE
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        for_oa = self._switches.number("rate_per_minute_oa")
        for name in (app_id, f"oa:{oa_id}"):
            self._counts[name] = self._counts.get(name, 0) + 1
        if self._counts[app_id] > self._switches.number("rate_per_minute"):
            raise ApiError(-32)
        if for_oa and self._counts[f"oa:{oa_id}"] > for_oa:
            raise ApiError(-32, _OA_WORDS)

    def headers(self, app_id: str) -> dict[str, str]:
        limit = self._switches.number("rate_per_minute")
        remain = max(0, limit - self._counts.get(app_id, 0))
        return {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remain": str(remain)}

    def forget(self) -> None:
        self._counts = {}
