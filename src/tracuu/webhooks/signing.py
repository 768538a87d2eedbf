"""Whether Zalo signed a call (contract, 2.2): SHA-256 of app id, raw body, timestamp and the OA key."""

import hashlib
import hmac

_PREFIX = "mac="


def is_signed(*, raw: bytes, app_id: str, timestamp: str, header: str, key: str) -> bool:
    """Whether `header` is the signature of these bytes, compared in a time that tells nothing.

    Without a key nothing is signed: anybody could have made it.
    """
    if not key or not app_id:
        return False
    told = header.strip().lower().removeprefix(_PREFIX)
    # JSON may hold half a letter (a lone surrogate), which no bytes can be made of.
    before, after = app_id.encode(errors="replace"), timestamp.encode(errors="replace")
    made = hashlib.sha256(before + raw + after + key.encode()).hexdigest()
    return hmac.compare_digest(made.encode(), told.encode(errors="replace"))
