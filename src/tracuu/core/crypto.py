"""Sealing and finding identities at rest: AES-256-GCM, and keyed BLAKE2b as a blind index."""

import hashlib
import os
import struct
import time
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tracuu.core.keys import INDEX, SEALING, KeyRing, load_ring

_HEADER = struct.Struct(">I")
_NONCE_BYTES = 12
RELOAD_SECONDS = 1.0


class SealBroken(Exception):
    """A sealed value does not open: altered, moved to another row, or its key is gone."""


class Sealer:
    """Seals bytes for one place (`context`); a value moved to another place does not open there."""

    def __init__(self, ring: KeyRing) -> None:
        self.active = ring.active
        self._ciphers = {key_id: AESGCM(key) for key_id, key in ring.keys.items()}

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Key id (4 bytes), nonce (12), ciphertext, tag (16)."""
        nonce = os.urandom(_NONCE_BYTES)
        header = _HEADER.pack(self.active)
        return header + nonce + self._ciphers[self.active].encrypt(nonce, plain, header + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The plain bytes; raises `SealBroken`."""
        try:
            header = sealed[:4]
            cipher = self._ciphers[_HEADER.unpack(header)[0]]
            return cipher.decrypt(sealed[4:16], sealed[16:], header + context)
        except (KeyError, InvalidTag, struct.error, ValueError) as error:
            raise SealBroken("A sealed value does not open with the keys at hand.") from error


class BlindIndex:
    """Keyed hashes, so that equal values are found and nobody without the key can test a guess."""

    def __init__(self, ring: KeyRing) -> None:
        self.active = ring.active
        # The active key first: what is written carries it.
        self.key_ids = sorted(ring.keys, key=lambda key_id: key_id != ring.active)
        self._states = {
            key_id: hashlib.blake2b(key=key, digest_size=8) for key_id, key in ring.keys.items()
        }

    def digest(self, value: str, key_id: int | None = None) -> int:
        """A signed 64-bit number for `value`, under the active key unless told otherwise."""
        state = self._states[self.active if key_id is None else key_id].copy()
        state.update(value.encode())
        return int.from_bytes(state.digest(), "big", signed=True)

    def digests(self, values: Sequence[str], key_id: int | None = None) -> tuple[int, ...]:
        """`digest` of each, in one go: half the time where there are several."""
        copy = self._states[self.active if key_id is None else key_id].copy
        found = []
        for value in values:
            state = copy()
            state.update(value.encode())
            found.append(state.digest())
        return struct.unpack(f">{len(found)}q", b"".join(found))


class KeyStore:
    """The sealer and the index of a folder of keys, read again when a rotation changed the files."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._checked_at = float("-inf")
        self._stamp: tuple[tuple[int, int], ...] = ()
        self._pair: tuple[Sealer, BlindIndex] | None = None

    def pair(self) -> tuple[Sealer, BlindIndex]:
        now = time.monotonic()
        if self._pair is None or now - self._checked_at > RELOAD_SECONDS:
            stamp = self._files_stamp()
            if self._pair is None or stamp != self._stamp:
                self._pair = (
                    Sealer(load_ring(self._directory, SEALING)),
                    BlindIndex(load_ring(self._directory, INDEX)),
                )
                self._stamp = stamp
            self._checked_at = now
        return self._pair

    def _files_stamp(self) -> tuple[tuple[int, int], ...]:
        """What changes when a key file does; a missing file is left for `load_ring` to name."""
        try:
            stats = [(self._directory / f"{name}.json").stat() for name in (SEALING, INDEX)]
        except FileNotFoundError:
            return ()
        return tuple((stat.st_mtime_ns, stat.st_ino) for stat in stats)


_stores: dict[Path, KeyStore] = {}


def keys() -> tuple[Sealer, BlindIndex]:
    """The sealer and the blind index of this installation (`settings.KEYS_DIR`)."""
    directory = settings.KEYS_DIR
    store = _stores.get(directory)
    if store is None:
        store = _stores[directory] = KeyStore(directory)
    return store.pair()


def forget_loaded_keys() -> None:
    """Read the key files anew at the next use (after this process changed them)."""
    _stores.clear()
