"""Keeps an uploaded file sealed until it is read, and lets only the reading child see it in clear.

Each list has a random key of its own, kept sealed in its row: rotating the installation's keys
rewrites that one value, and erasing it makes the file and the review's rows unreadable for good.
"""

import contextlib
import os
import secrets
import struct
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from tracuu.cards.errors import UploadNotStored
from tracuu.cards.models import CardList
from tracuu.core import clock
from tracuu.core.crypto import SealBroken, Sealer, keys
from tracuu.core.keys import KeyRing

MOST_BYTES = 200 << 20
_BLOCK = 1 << 20
_LENGTH = struct.Struct(">I")
_KEY_BYTES = 32
_NEW_AND_PRIVATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
# Longer than any upload takes.
_STRAY_SECONDS = 3600


def new_list_key(unit_id: int) -> tuple[bytes, Sealer]:
    """A fresh key: sealed for a row of this unit, and ready for use."""
    key = secrets.token_bytes(_KEY_BYTES)
    sealer = keys()[0]
    return sealer.seal(key, _key_context(unit_id)), _sealer_of(key)


def list_sealer(card_list: CardList) -> Sealer:
    """What seals and opens the list's file and review rows; its key must not be erased."""
    sealer = keys()[0]
    sealed = bytes(card_list.sealed_key or b"")
    return _sealer_of(sealer.open(sealed, _key_context(card_list.unit_id)))


def seal_file_name(unit_id: int, name: str) -> bytes:
    """What a list's file is called, sealed for a list of this unit: officers write names into it."""
    return keys()[0].seal(name.encode(), _name_context(unit_id))


def file_name_of(card_list: CardList) -> str:
    """What the list's file is called; it outlives the file and the list's own key.

    "–" where the key of the name is lost: no page of lists may fail over what a file was called.
    """
    context = _name_context(card_list.unit_id)
    try:
        return keys()[0].open(bytes(card_list.sealed_name), context).decode()
    except SealBroken:
        return "–"


def reseal_lists(sealer: Sealer) -> None:
    """Seal every list's name and key under the active key; what its key sealed stays as it is."""
    for row in CardList.objects.only("unit_id", "sealed_name", "sealed_key"):
        context = _name_context(row.unit_id)
        row.sealed_name = sealer.seal(sealer.open(bytes(row.sealed_name), context), context)
        if row.sealed_key is not None:
            context = _key_context(row.unit_id)
            row.sealed_key = sealer.seal(sealer.open(bytes(row.sealed_key), context), context)
        row.save(update_fields=["sealed_name", "sealed_key"])


def _name_context(unit_id: int) -> bytes:
    return b"list-name|%d" % unit_id


def _key_context(unit_id: int) -> bytes:
    return b"list-key|%d" % unit_id


def _sealer_of(key: bytes) -> Sealer:
    return Sealer(KeyRing(active=1, keys={1: key}, is_demo=False))


def folder() -> Path:
    """Where sealed files lie, for their owner only."""
    path = Path(settings.HOME) / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def store(token: str, blocks: Iterable[bytes], sealer: Sealer) -> None:
    """Seal the file block by block; all of it is kept, or nothing (`UploadNotStored`)."""
    path = folder() / token
    try:
        with os.fdopen(os.open(path, _NEW_AND_PRIVATE, 0o600), "wb") as file:
            for number, block in enumerate(_even(blocks)):
                sealed = sealer.seal(block, _block_context(token, number))
                file.write(_LENGTH.pack(len(sealed)))
                file.write(sealed)
            end = sealer.seal(b"", _block_context(token, -1))
            file.write(_LENGTH.pack(len(end)))
            file.write(end)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise UploadNotStored(
            _("Máy chủ không còn chỗ để giữ tệp này, nên chưa nhận. Hãy báo người quản trị.")
        ) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _even(blocks: Iterable[bytes]) -> Iterator[bytes]:
    for block in blocks:
        for start in range(0, len(block), _BLOCK):
            yield block[start : start + _BLOCK]


def _block_context(token: str, number: int) -> bytes:
    return b"upload|%s|%d" % (token.encode(), number)


@contextlib.contextmanager
def opened(card_list: CardList) -> Iterator[Path]:
    """A path under which the file can be read in clear, as long as the `with` lasts.

    The clear copy has no name in any folder: the system removes it with the last process that
    holds it, also after a kill -9.
    """
    with tempfile.TemporaryFile(dir=folder()) as clear:
        _unseal(card_list, clear)
        clear.flush()
        yield Path(f"/proc/{os.getpid()}/fd/{clear.fileno()}")


def _unseal(card_list: CardList, clear: BinaryIO) -> None:
    sealer, token = list_sealer(card_list), card_list.file_token
    with (folder() / token).open("rb") as file:
        number = 0
        while True:
            (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
            sealed = file.read(length)
            if file.peek(1) == b"":
                sealer.open(sealed, _block_context(token, -1))
                return
            clear.write(sealer.open(sealed, _block_context(token, number)))
            number += 1


def erase(card_list: CardList) -> None:
    """Remove the file for good. Not inside a transaction: a rollback would not bring it back."""
    token = card_list.file_token
    if token:
        (folder() / token).unlink(missing_ok=True)
        CardList.objects.filter(pk=card_list.pk).update(file_token="")
        card_list.file_token = ""


def erase_strays() -> int:
    """Remove files that no list knows: whoever received them was killed before the row was there."""
    known = set(CardList.objects.exclude(file_token="").values_list("file_token", flat=True))
    before = clock.now().timestamp() - _STRAY_SECONDS
    strays = [
        path
        for path in folder().iterdir()
        if path.name not in known and path.stat().st_mtime < before
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
