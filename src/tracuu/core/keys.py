"""Keys live outside the database, in files only their owner can read; they carry an id and rotate.

A key file is JSON: `{"demo": bool, "active": 2, "keys": {"1": "<base64>", "2": "<base64>"}}`. New rows
use the active key; rows under the others still open until a rotation has rewritten them.
"""

import base64
import contextlib
import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

SEALING = "sealing"
INDEX = "index"
SECRET = "django"  # noqa: S105 (the name of a file, not a secret)
AUDIT = "audit"
PUSH = "push"
_NAMES = (SEALING, INDEX, SECRET, AUDIT, PUSH)
_KEY_BYTES = 32


class KeyFileError(Exception):
    """Keys are missing, damaged or not allowed here; the message tells the operator what to do."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one purpose. `active` is the id that new rows use."""

    active: int
    keys: dict[int, bytes] = field(repr=False)
    is_demo: bool

    def with_new_key(self) -> "KeyRing":
        new = max(self.keys) + 1
        return replace(self, active=new, keys={**self.keys, new: secrets.token_bytes(_KEY_BYTES)})

    def without_retired(self) -> "KeyRing":
        return replace(self, keys={self.active: self.keys[self.active]})


def create_keys(directory: Path, *, is_demo: bool) -> list[Path]:
    """Write the keys that are missing and answer which. What exists is never overwritten."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    created = []
    for name in _NAMES:
        if not _path(directory, name).exists():
            first = {1: secrets.token_bytes(_KEY_BYTES)}
            ring = KeyRing(active=1, keys=first, is_demo=is_demo)
            if write_ring(directory, name, ring, replaces=False):
                created.append(_path(directory, name))
    return created


def load_ring(directory: Path, name: str) -> KeyRing:
    """The key ring of `sealing`, `index`, `audit` or `django`; raises `KeyFileError`."""
    path = _path(directory, name)
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        keys = {int(key): base64.b64decode(value) for key, value in content["keys"].items()}
        ring = KeyRing(active=int(content["active"]), keys=keys, is_demo=bool(content["demo"]))
    except FileNotFoundError:
        raise KeyFileError(f"No keys at {path}. Run `tracuu init` first.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileError(f"{path} cannot be read. Restore it from your backup.") from None
    if ring.active not in keys or any(len(key) != _KEY_BYTES for key in keys.values()):
        raise KeyFileError(f"{path} is damaged. Restore it from your backup.")
    return ring


def load_secret(directory: Path, *, refuse_demo: bool) -> str:
    """Django's SECRET_KEY; with `refuse_demo` demonstration keys of any purpose stop the start."""
    if refuse_demo and any(load_ring(directory, name).is_demo for name in _NAMES):
        raise KeyFileError(
            "These are the keys of a demonstration. For production use an empty TRACUU_HOME"
            " and run `tracuu init` without --demo."
        )
    ring = load_ring(directory, SECRET)
    return base64.b64encode(ring.keys[ring.active]).decode("ascii")


def write_ring(directory: Path, name: str, ring: KeyRing, *, replaces: bool = True) -> bool:
    """Write a key file in one step: a kill leaves the old file or the new one.

    Without `replaces` a file that is there stays (two who start at once keep one key); False then.
    """
    content = {
        "demo": ring.is_demo,
        "active": ring.active,
        "keys": {str(key): base64.b64encode(value).decode() for key, value in ring.keys.items()},
    }
    handle, temporary = tempfile.mkstemp(dir=directory, prefix=f".{name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            Path(temporary).replace(_path(directory, name))
        else:
            os.link(temporary, _path(directory, name))
    except FileExistsError:
        return False
    finally:
        Path(temporary).unlink(missing_ok=True)
    folder = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True


@contextlib.contextmanager
def rotation_lock(directory: Path) -> Iterator[None]:
    """One rotation at a time, also between processes; raises `KeyFileError` when one is running."""
    with (directory / ".rotation.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise KeyFileError("Another key rotation is running. Wait for it to end.") from None
        yield


def _path(directory: Path, name: str) -> Path:
    return directory / f"{name}.json"
