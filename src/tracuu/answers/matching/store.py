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
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tracuu.answers.matching.decision import Calibration

_FORMAT = 1
LIBRARY = f"scikit-learn {version('scikit-learn')}"


class ModelNotUsable(Exception):
    """The file is not there, was not written by us, or was fitted on other content or libraries."""


def save(path: Path, model: Any, key: bytes) -> None:
    """Write the model beside the old one, then put it in its place at once."""
    body = pickle.dumps(model, protocol=5)
    head = {
        "format": _FORMAT,
        "content": model.digest,
        "library": LIBRARY,
        "seal": _seal(body, model.digest, key),
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


def check(path: Path, *, digest: str) -> str:
    """The file's seal; raises `ModelNotUsable` with a sentence when it is not for this content."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline())
        told = head["format"], head["content"], head["library"]
        seal = str(head["seal"])
    except OSError:
        raise ModelNotUsable("Chưa có bộ trả lời. Chạy: tracuu answers fit") from None
    except (ValueError, KeyError, TypeError):
        raise ModelNotUsable("Tệp bộ trả lời bị hỏng. Chạy: tracuu answers fit") from None
    if told != (_FORMAT, digest, LIBRARY):
        raise ModelNotUsable("Bộ trả lời đã cũ so với nội dung. Chạy: tracuu answers fit")
    return seal


def load(path: Path, *, digest: str, key: bytes) -> Any:
    """The model for this content; raises `ModelNotUsable` with a sentence for the operator."""
    seal = check(path, digest=digest)
    _, _, body = path.read_bytes().partition(b"\n")
    if not hmac.compare_digest(_seal(body, digest, key), seal):
        raise ModelNotUsable("Tệp bộ trả lời không do hệ thống này ghi. Chạy: tracuu answers fit")
    return pickle.loads(body)  # noqa: S301 (sealed with our own key just above)


def calibration_from(told: dict[str, Any]) -> Calibration:
    """A calibration as it stands in JSON."""
    return Calibration(
        right=tuple(told["right"]),
        beyond=tuple(told["beyond"]),
        answer_at=told["answer_at"],
        beyond_at=told["beyond_at"],
    )


def _seal(body: bytes, digest: str, key: bytes) -> str:
    state = hashlib.blake2b(key=key[:64], digest_size=32)
    state.update(f"{_FORMAT}\n{digest}\n{LIBRARY}\n".encode())
    state.update(body)
    return state.hexdigest()
