"""Takes a list from the browser without ever giving the clear file a name on the disk."""

import tempfile
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from tracuu.cards.lists import vault

_BLOCK = 1 << 20


class NamelessUpload(FileUploadHandler):
    """Keeps what arrives in a file that has no name: it goes with the request, also after a kill."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = tempfile.TemporaryFile(dir=vault.folder())  # noqa: SIM115 (closed with the request)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size = start + len(raw_data)
        if self._size > vault.MOST_BYTES + 1:
            raise StopUpload(connection_reset=True)
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self._file.seek(0)
        return UploadedFile(self._file, self.file_name, self.content_type, file_size)


def blocks_of(file: "UploadedFile[bytes]") -> Iterator[bytes]:
    """The content, a megabyte at a time."""
    yield from file.chunks(_BLOCK)
