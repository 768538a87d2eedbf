"""The fitted model in a file: a line of JSON that says what it was fitted on, then the model.

The model is a pickle, which may run anything when it is read. So the file carries a keyed digest, and
a file that we did not write is never unpacked.
"""

import contextlib
import hashlib
import hmac
import json
import os
import pickle
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tracuu.answers.matching import concepts, spelling
from tracuu.answers.matching.decision import Calibration

_FORMAT = 3
# What else than content a model depends on: with another it is refused.
LIBRARY = ", ".join(
    (
        f"scikit-learn {version('scikit-learn')}",
        f"spelling {spelling.DIGEST}",
        f"concepts {concepts.DIGEST}",
    )
)


class ModelNotUsable(Exception):
    """The file is not there, was not written by us, or was fitted on other content or libraries."""


def save(path: Path, model: Any, key: bytes) -> None:
    """Write the model beside the old one, then put it in its place at once."""
    body = pickle.dumps(model, protocol=5)
    head = {
        "format": _FORMAT,
        "content": model.digest,
        "labels": model.labels,
        "library": LIBRARY,
        "seal": _seal(body, model.digest, model.labels, key),
        "calibration": asdict(model.calibration),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.new")
    with contextlib.ExitStack() as clean:
        clean.callback(beside.unlink, missing_ok=True)
        with beside.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of its model: the hash of its content, one for each label, and its seal."""

    digest: str
    labels: dict[str, str]
    seal: str


def read_head(path: Path) -> Head:
    """What the file was fitted on; raises `ModelNotUsable` with a sentence for the operator."""
    try:
        with path.open("rb") as file:
            line = file.readline()
    except OSError:
        raise ModelNotUsable("Chưa có bộ trả lời. Chạy: tracuu answers fit") from None
    return _head_in(line)


def read_own_head(path: Path, key: bytes) -> Head:
    """What a file was fitted on that we wrote ourselves, with the key that we have today."""
    return _open_sealed(path, key)[0]


def load(path: Path, key: bytes) -> tuple[Head, Any]:
    """The model in a file and what it was fitted on; `ModelNotUsable` when somebody else wrote it."""
    head, body = _open_sealed(path, key)
    return head, pickle.loads(body)  # noqa: S301 (sealed with our own key just above)


def _open_sealed(path: Path, key: bytes) -> tuple[Head, bytes]:
    try:
        content = path.read_bytes()
    except OSError:
        raise ModelNotUsable("Chưa có bộ trả lời. Chạy: tracuu answers fit") from None
    line, _, body = content.partition(b"\n")
    head = _head_in(line)
    if not hmac.compare_digest(_seal(body, head.digest, head.labels, key), head.seal):
        raise ModelNotUsable("Tệp bộ trả lời không do hệ thống này ghi. Chạy: tracuu answers fit")
    return head, body


def _head_in(line: bytes) -> Head:
    try:
        told = json.loads(line)
        made_by = told["format"], told["library"]
        head = Head(str(told["content"]), dict(told["labels"]), str(told["seal"]))
    except (ValueError, KeyError, TypeError):
        raise ModelNotUsable("Tệp bộ trả lời bị hỏng. Chạy: tracuu answers fit") from None
    if made_by != (_FORMAT, LIBRARY):
        raise ModelNotUsable("Bộ trả lời do phiên bản khác tạo ra. Chạy: tracuu answers fit")
    return head


def calibration_from(told: dict[str, Any]) -> Calibration:
    """A calibration as it stands in JSON."""
    return Calibration(
        right=tuple(told["right"]),
        beyond=tuple(told["beyond"]),
        named=tuple(told["named"]),
        answer_at=told["answer_at"],
        beyond_at=told["beyond_at"],
        named_at=told["named_at"],
    )


def _seal(body: bytes, digest: str, labels: dict[str, str], key: bytes) -> str:
    state = hashlib.blake2b(key=key[:64], digest_size=32)
    fitted_on = json.dumps(sorted(labels.items()))
    state.update(f"{_FORMAT}\n{digest}\n{LIBRARY}\n{fitted_on}\n".encode())
    state.update(body)
    return state.hexdigest()
