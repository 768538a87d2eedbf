"""The signature of a webhook."""

import hashlib


def sign(*, app_id: str, body: bytes, timestamp: str, key: str) -> str:
    """Hexadecimal SHA-256 of app id, raw body, timestamp and key, one after the other (no HMAC)."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + key.encode()).hexdigest()
