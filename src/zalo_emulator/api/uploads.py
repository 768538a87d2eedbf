"""Images, GIFs and files that messages refer to; what is uploaded lives seven days."""

import hashlib
from typing import Any

from zalo_emulator.api.calling import Call, oa_route
from zalo_emulator.clock import DAY
from zalo_emulator.errors import ApiError, InvalidField
from zalo_emulator.ids import secret_token

_MB = 1024 * 1024
_MONTHLY = 5000
_MOST = {"image": _MB, "gif": 5 * _MB, "file": 5 * _MB}
_BEGINNINGS = {
    "image": (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"),
    "gif": (b"GIF87a", b"GIF89a"),
    "pdf": (b"%PDF",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "docx": (b"PK\x03\x04",),
    "csv": (b"",),
}


def _upload(call: Call, kind: str) -> str:
    """The id under which it is kept."""
    given = call.upload
    if given is None or not given.content:
        raise InvalidField("file")
    extension = given.name.rsplit(".", 1)[-1].lower() if kind == "file" else kind
    if not given.content.startswith(_BEGINNINGS.get(extension, ())):
        raise InvalidField("file")
    if len(given.content) > _MOST[kind]:
        raise ApiError(-210)
    if (
        call.emulator.store.count_up(f"upload:{kind}:{call.oa_id}", call.emulator.clock.month())
        > _MONTHLY
    ):
        raise ApiError(-211)
    upload_id = secret_token(24)
    md5 = hashlib.md5(given.content, usedforsecurity=False).hexdigest()
    call.emulator.store.run(
        "INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(upload_id, call.oa_id, kind, given.name, given.content, md5),
        call.emulator.clock.ms() + 7 * DAY,
    )
    return upload_id


def upload_image(call: Call) -> dict[str, Any]:
    return {"attachment_id": _upload(call, "image")}


def upload_gif(call: Call) -> dict[str, Any]:
    return {"attachment_id": _upload(call, "gif")}


def upload_file(call: Call) -> dict[str, Any]:
    return {"token": _upload(call, "file")}


ROUTES = [
    oa_route("POST", "/v2.0/oa/upload/image", upload_image),
    oa_route("POST", "/v2.0/oa/upload/gif", upload_gif),
    oa_route("POST", "/v2.0/oa/upload/file", upload_file),
]
