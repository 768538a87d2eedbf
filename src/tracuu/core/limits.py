"""How often something may happen: fixed windows in memory or on Redis, by the library `limits`.

When the store is out of reach the limits let through and count it: a lookup service that refuses
everybody because its counter is down would hurt more people than it protects.
"""

import hashlib
import time
from dataclasses import dataclass
from functools import lru_cache

import limits
from django.conf import settings
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from tracuu.core import metrics


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` within `seconds`, for each key of the scope."""

    scope: str
    amount: int
    seconds: int


@lru_cache(maxsize=64)
def _item(limit: Limit) -> limits.RateLimitItem:
    return limits.RateLimitItemPerSecond(limit.amount, limit.seconds, namespace="tracuu")


@lru_cache(maxsize=4)
def _storage(url: str) -> Storage:
    if not url:
        return MemoryStorage()
    return RedisStorage(url, socket_timeout=0.2, socket_connect_timeout=0.2)


@lru_cache(maxsize=4)
def _limiter(url: str) -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(_storage(url))


def hit(limit: Limit, key: str, cost: int = 1) -> float:
    """Count one event; 0.0 when it is within the limit, else the seconds until it may be again."""
    name = _hashed(key)
    limiter = _limiter(settings.REDIS_URL)
    item = _item(limit)
    try:
        if limiter.hit(item, limit.scope, name, cost=cost):
            return 0.0
        reset_at = limiter.get_window_stats(item, limit.scope, name).reset_time
    except limiter.storage.base_exceptions:
        metrics.LIMITER_FAULTS.inc()
        return 0.0
    return max(1.0, reset_at - time.time())


def is_open(limit: Limit, key: str) -> bool:
    """Whether one more event would be within the limit; counts nothing."""
    limiter = _limiter(settings.REDIS_URL)
    try:
        return limiter.test(_item(limit), limit.scope, _hashed(key))
    except limiter.storage.base_exceptions:
        metrics.LIMITER_FAULTS.inc()
        return True


def forget_all() -> None:
    """Empty the store, for tests."""
    _storage(settings.REDIS_URL).reset()


def _hashed(key: str) -> str:
    # Keys are addresses and names: the store sees only what cannot be read back.
    secret = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b(key.encode(), key=secret, digest_size=12).hexdigest()
