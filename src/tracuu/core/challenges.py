"""What a caller does to get one more try when a limit bites: a proof of work, or a short wait.

The proof of work is ALTCHA's (SHA-256, protocol v1) through its own library. Both kinds of ticket are
signed, bound to the purpose they were given for, short-lived, and used once.
"""

import base64
import datetime
import hashlib
import hmac
import json
import secrets
import time
from typing import Any

from altcha import v1 as altcha
from django.conf import settings

from tracuu.core import clock, limits

LIFETIME_SECONDS = 600
_ONCE = limits.Limit("ticket-used", 1, LIFETIME_SECONDS + 60)
_WAITS = limits.Limit("wait-spent", 1, 15)
# A wait for several things is as long as theirs one after the other, and no cheaper in sum.
_WAITS_WORTH = limits.Limit("wait-worth", 16, 240)
_WAIT_PREFIX = "wait."


def new_challenge(purpose: str, difficulty: int) -> dict[str, Any]:
    """An ALTCHA challenge (algorithm, challenge, maxnumber, salt, signature) for this purpose."""
    challenge = altcha.create_challenge(
        altcha.ChallengeOptions(
            hmac_key=_key("altcha", purpose),
            max_number=difficulty,
            expires=clock.now() + datetime.timedelta(seconds=LIFETIME_SECONDS),
        )
    )
    return {
        "algorithm": challenge.algorithm,
        "challenge": challenge.challenge,
        "maxnumber": challenge.max_number,
        "salt": challenge.salt,
        "signature": challenge.signature,
    }


def new_wait(purpose: str, seconds: int) -> str:
    """A ticket that opens after `seconds`, for those without JavaScript."""
    # The nonce keeps two people who are refused in the same second from sharing one ticket.
    told = f"{int(time.time()) + seconds}-{secrets.token_hex(6)}"
    return f"{_WAIT_PREFIX}{told}.{_signature(purpose, told)}"


def is_paid(purpose: str, ticket: str, *, who: str = "", worth: int = 1) -> bool:
    """Whether the ticket is a solved challenge or a wait that is over, for this purpose, unused.

    A wait costs no work, so `who` (an address) may spend only one in a while, and of those that are
    `worth` several fewer still: collecting many of them beforehand gains nothing.
    """
    if not ticket or len(ticket) > 4096:  # noqa: PLR2004 (a real one has about 400 characters)
        return False
    if ticket.startswith(_WAIT_PREFIX):
        is_over = _is_wait_over(purpose, ticket)
        once = ticket if is_over and _may_spend(who or ticket, worth) else None
    else:
        once = _solved_challenge(purpose, ticket)
    return once is not None and limits.hit(_ONCE, once) == 0.0


def _may_spend(who: str, worth: int) -> bool:
    return limits.hit(_WAITS, who) == 0.0 and limits.hit(_WAITS_WORTH, who, worth) == 0.0


def _is_wait_over(purpose: str, ticket: str) -> bool:
    told, _, signature = ticket.removeprefix(_WAIT_PREFIX).partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(purpose, told).encode()):
        return False  # from here on we know that we wrote what it tells
    opens_at = int(told.partition("-")[0])
    return opens_at <= time.time() <= opens_at + LIFETIME_SECONDS


def _solved_challenge(purpose: str, ticket: str) -> str | None:
    """The challenge that the ticket solves, or None. Not the ticket itself says whether it was used:
    the same solution can be spelled in many ways.
    """
    try:
        payload = json.loads(base64.b64decode(ticket, validate=True))
        if not isinstance(payload, dict) or not isinstance(payload.get("number"), int):
            return None
        valid, _ = altcha.verify_solution(ticket, _key("altcha", purpose), check_expires=True)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return str(payload["challenge"]) if valid else None


def _signature(purpose: str, value: str) -> str:
    return hmac.new(_key("wait", purpose).encode(), value.encode(), "sha256").hexdigest()


def _key(kind: str, purpose: str) -> str:
    secret = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b(f"{kind}|{purpose}".encode(), key=secret).hexdigest()
