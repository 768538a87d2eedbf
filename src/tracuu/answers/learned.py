"""The model in use: read from its file once, read again when the file or the content changes."""

import json
import threading
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tracuu.answers.errors import ContentNotValid
from tracuu.answers.matching import store
from tracuu.answers.matching.corpus import Corpus
from tracuu.answers.matching.decision import Calibration
from tracuu.answers.operations import note_what_is_to_learn
from tracuu.answers.queries import find_content_digest, read_corpus

if TYPE_CHECKING:
    from tracuu.answers.matching.learning import Model

_CALIBRATION = Path(__file__).resolve().parent / "calibration.json"
_lock = threading.Lock()


@dataclass(slots=True)
class _Held:
    """What was read last, and from which file of which content."""

    mark: tuple[str, ...] = ()
    model: "Model | None" = None


_held = _Held()


def model_path() -> Path:
    return Path(settings.HOME) / "answers" / "model.bin"


def current_model() -> "Model":
    """The model of the content as it stands; raises `store.ModelNotUsable` while there is none."""
    path, digest = model_path(), find_content_digest()
    mark = (str(path), store.check(path, digest=digest))
    with _lock:
        if _held.model is None or _held.mark != mark:
            _held.model, _held.mark = None, ()
            _held.model = store.load(path, digest=digest, key=_key())
            _held.mark = mark
        return _held.model


def fit_model(*, calibrate: bool = False) -> "Model":
    """Fit the content as it stands and put the model in its place.

    The cross-validation that says how sure to be takes ten times as long as fitting. That of the
    content we ship comes with it; any other content gets its own, or with `calibrate` all do.
    """
    note_what_is_to_learn()
    corpus = read_corpus()
    if not corpus.examples:
        raise ContentNotValid("Chưa có cách hỏi nào để học. Chạy: tracuu answers load")
    known = None if calibrate else _shipped_calibration(corpus)
    model: Model = _learning().fit(corpus, known)
    store.save(model_path(), model, _key())
    return model


def is_stale() -> bool:
    """Whether a model is missing, or was fitted on other content than stands now."""
    digest = find_content_digest()
    try:
        store.check(model_path(), digest=digest)
    except store.ModelNotUsable:
        return bool(digest)
    return False


def _shipped_calibration(corpus: Corpus) -> Calibration | None:
    try:
        told = json.loads(_CALIBRATION.read_text(encoding="utf-8"))
    except OSError:
        return None
    if told["content"] != corpus.digest:
        return None
    return store.calibration_from(told)


def _learning() -> Any:
    # scikit-learn takes a second to import: only what asks for a model waits for it.
    return import_module("tracuu.answers.matching.learning")


def _key() -> bytes:
    return str(settings.SECRET_KEY).encode()
