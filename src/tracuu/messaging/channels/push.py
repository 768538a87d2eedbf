"""Web push: RFC 8030 (delivery), 8291 (encryption, by the library http_ece) and 8292 (VAPID)."""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import http_ece
import httpx2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from tracuu.core.keys import PUSH, load_ring
from tracuu.messaging.channels.base import Message, PlainSession, Session
from tracuu.messaging.errors import ContactGone, NeverSendable, TryLater

_TIMEOUT = 10.0
_KEPT_SECONDS = 3 * 24 * 3600
_TOKEN_SECONDS = 12 * 3600
_TOKEN_MARGIN = 3600
_UNAUTHORIZED = 401
_TOO_MANY = 429
_SERVER_FAULT = 500
_MULTIPLE_CHOICES = 300
_NOBODY = frozenset({404, 410})
_NUMBER_BYTES = 32


def application_server_key() -> str:
    """What the browser is given to subscribe with: our public key, base64url (RFC 8292, 3.2)."""
    return _base64url(_public_bytes(_vapid_key(settings.KEYS_DIR)))


class PushChannel:
    """Needs a key of its own, which every installation has, and an address of the operator."""

    def is_ready(self) -> bool:
        return True

    @contextmanager
    def open(self) -> Iterator[Session]:
        with httpx2.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client:
            yield _PushSession(client)


class _PushSession(PlainSession):
    def __init__(self, client: httpx2.Client) -> None:
        self._client = client
        self._tokens: dict[str, tuple[float, str]] = {}
        self._key = _vapid_key(settings.KEYS_DIR)

    def send(self, message: Message) -> str:
        subscription = json.loads(message.address)
        endpoint = subscription["endpoint"]
        try:
            body = _encrypt(subscription, _payload(message))
        except (ValueError, TypeError):
            raise ContactGone("bad_subscription") from None
        headers = {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_KEPT_SECONDS),
            "Urgency": "normal",
            # A later one with the same topic takes the place of one that still waits: never two.
            "Topic": message.code,
            "Authorization": self._authorization(endpoint),
        }
        try:
            answer = self._client.post(endpoint, content=body, headers=headers)
        except httpx2.HTTPError:
            raise TryLater("push_service_away") from None
        _judge(answer.status_code)
        return ""

    def _authorization(self, endpoint: str) -> str:
        """VAPID for the service's origin; signed anew long before it ends."""
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        ends, told = self._tokens.get(origin, (0.0, ""))
        if ends - _TOKEN_MARGIN < time.time():
            ends = time.time() + _TOKEN_SECONDS
            told = f"vapid t={_token(self._key, origin, int(ends))}, k={application_server_key()}"
            self._tokens[origin] = (ends, told)
        return told


def _judge(status: int) -> None:
    if status < _MULTIPLE_CHOICES:
        return
    if status in _NOBODY:
        raise ContactGone(f"push_{status}")
    if status == _TOO_MANY or status >= _SERVER_FAULT:
        raise TryLater(f"push_{status}")
    if status == _UNAUTHORIZED:
        raise TryLater(f"push_{status}")
    # 403 too: this subscription was made for another key than ours. Anybody can send us such a one.
    raise NeverSendable(f"push_{status}")


def _payload(message: Message) -> bytes:
    text = message.text
    told = {"title": text.subject, "body": text.short, "url": text.stop_url, "tag": message.code}
    return json.dumps(told, ensure_ascii=False).encode()


def _encrypt(subscription: dict[str, dict[str, str]], plain: bytes) -> bytes:
    told = subscription["keys"]
    body: bytes = http_ece.encrypt(
        plain,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_from_base64url(told["p256dh"]),
        auth_secret=_from_base64url(told["auth"]),
        version="aes128gcm",
    )
    return body


def _token(key: ec.EllipticCurvePrivateKey, origin: str, ends: int) -> str:
    """A JSON Web Token signed with ES256 (RFC 7515, RFC 7518 3.4)."""
    contact = settings.MAIL_FROM
    parts = [
        _base64url(json.dumps(part, separators=(",", ":")).encode())
        for part in (
            {"typ": "JWT", "alg": "ES256"},
            {"aud": origin, "exp": ends, "sub": f"mailto:{contact}"},
        )
    ]
    signed = ".".join(parts)
    r, s = utils.decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    both = r.to_bytes(_NUMBER_BYTES, "big") + s.to_bytes(_NUMBER_BYTES, "big")
    return f"{signed}.{_base64url(both)}"


@lru_cache(maxsize=4)
def _vapid_key(directory: Path) -> ec.EllipticCurvePrivateKey:
    ring = load_ring(directory, PUSH)
    number = int.from_bytes(ring.keys[ring.active], "big")
    # One in 2^32 such numbers is not a key of this curve; halved it always is one.
    return ec.derive_private_key((number >> 1) or 1, ec.SECP256R1())


def _public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_base64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
