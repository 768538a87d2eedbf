"""The emulator's clock: real time, moved or stopped through the control API."""

import datetime
import time
from zoneinfo import ZoneInfo

from zalo_emulator.store import Store

# The documentation names no time zone for its rules of the night and of the day; Zalo serves one country.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
_NIGHT_BEGINS, _NIGHT_ENDS = 22, 6


class Clock:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.reload()

    def reload(self) -> None:
        """Take the offset and the stop from the store."""
        self._offset = int(self._store.read_meta("clock_offset") or 0)
        stopped = self._store.read_meta("clock_stopped_at")
        self._stopped_at = int(stopped) if stopped else None

    def ms(self) -> int:
        """This moment in milliseconds since 1970."""
        if self._stopped_at is not None:
            return self._stopped_at
        return _real_ms() + self._offset

    def local(self) -> datetime.datetime:
        """This moment in Việt Nam."""
        return local_time(self.ms())

    def set(self, moment: int) -> None:
        if self._stopped_at is not None:
            self._stopped_at = moment
        self._offset = moment - _real_ms()
        self._save()

    def advance(self, milliseconds: int) -> None:
        self.set(self.ms() + milliseconds)

    def stop(self) -> None:
        self._stopped_at = self.ms()
        self._save()

    def go(self) -> None:
        """Run again, from where it stood."""
        if self._stopped_at is not None:
            self._offset = self._stopped_at - _real_ms()
            self._stopped_at = None
            self._save()

    @property
    def is_stopped(self) -> bool:
        return self._stopped_at is not None

    def day(self) -> str:
        """The key of counters that begin anew at midnight."""
        return self.local().strftime("%Y-%m-%d")

    def month(self) -> str:
        """The key of counters that begin anew on the first."""
        return self.local().strftime("%Y-%m")

    def is_night(self) -> bool:
        """Whether it is between 22:00 and 6:00 in Việt Nam."""
        hour = self.local().hour
        return hour >= _NIGHT_BEGINS or hour < _NIGHT_ENDS

    def _save(self) -> None:
        self._store.write_meta("clock_offset", str(self._offset))
        self._store.write_meta("clock_stopped_at", str(self._stopped_at or ""))


def local_time(moment: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(moment / SECOND, VIETNAM)


def _real_ms() -> int:
    return time.time_ns() // 1_000_000
