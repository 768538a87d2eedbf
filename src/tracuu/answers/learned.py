"""The model in use: read from its file once, read again when the file or the content changes.

When content has changed since the model was fitted, it goes on answering for the topics that are as
they were; what is asked for in other words now is offered to choose from, and what is gone goes to a
person, until the worker has fitted anew.
"""

import json
import threading
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from tracuu.answers.errors import ContentNotValid
from tracuu.answers.matching import store
from tracuu.answers.matching.corpus import Corpus
from tracuu.answers.matching.decision import Calibration
from tracuu.answers.operations import note_what_is_to_learn
from tracuu.answers.queries import find_content_digest, read_content_labels, read_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracuu.answers.matching.learning import Model

_CALIBRATION = Path(__file__).resolve().parent / "calibration.json"
_lock = threading.Lock()


@dataclass(slots=True)
class _Held:
    """What was read last, from which file."""

    mark: tuple[str, ...] = ()
    model: "Model | None" = None


_held = _Held()


@dataclass(frozen=True, slots=True)
class InUse:
    """A model, and the topics and groups whose content has changed since it was fitted.

    Those that are `gone` nobody can ask for any more.
    """

    model: "Model"
    changed: frozenset[str]
    gone: frozenset[str] = frozenset()

    @property
    def is_current(self) -> bool:
        return not self.changed


def model_path() -> Path:
    return Path(settings.HOME) / "answers" / "model.bin"


def current_model() -> InUse:
    """The model and what of it still holds; raises `store.ModelNotUsable` when nothing does."""
    path = model_path()
    head = store.read_head(path)
    with _lock:
        if _held.model is None or _held.mark != (str(path), head.seal):
            _held.model, _held.mark = None, ()
            head, _held.model = store.load(path, model_key())
            _held.mark = (str(path), head.seal)
        return _compared_with_content(_held.model, head)


def _compared_with_content(model: "Model", head: store.Head) -> InUse:
    if head.digest == find_content_digest():
        return InUse(model, frozenset())
    now = read_content_labels()
    if not now.keys() & head.labels.keys():
        raise store.ModelNotUsable("Bộ trả lời đã cũ so với nội dung. Chạy: tracuu answers fit")
    changed = {label for label in head.labels | now if head.labels.get(label) != now.get(label)}
    return InUse(model, frozenset(changed), frozenset(head.labels.keys() - now.keys()))


def fit_model(*, calibrate: bool = False) -> "Model":
    """Fit the content as it stands and put the model in its place.

    The cross-validation that says how sure to be takes ten times as long as fitting. That of the
    content we ship comes with it; any other content gets its own, or with `calibrate` all do.
    """
    note_what_is_to_learn()
    model = fit_corpus(read_corpus(), calibrate=calibrate)
    store.save(model_path(), model, model_key())
    return model


def fit_corpus(
    corpus: Corpus, *, calibrate: bool = False, on_step: "Callable[[], None]" = lambda: None
) -> "Model":
    """A model of this corpus, put nowhere; raises `ContentNotValid` when there is too little."""
    if not corpus.examples:
        raise ContentNotValid(_("Chưa có cách hỏi nào để học. Chạy: tracuu answers load"))
    learning = import_learning()
    known = None if calibrate else _shipped_calibration(corpus)
    try:
        model: Model = learning.fit(corpus, known, on_step=on_step)
    except learning.TooLittleToLearn:
        raise ContentNotValid(
            _("Cần ít nhất ba chủ đề hoặc nhóm, mỗi nơi hai cách hỏi, mới học được.")
        ) from None
    return model


def is_stale() -> bool:
    """Whether there is content, and no model of our own that was fitted on it as it stands now."""
    digest = find_content_digest()
    try:
        return bool(digest) and store.read_own_head(model_path(), model_key()).digest != digest
    except store.ModelNotUsable:
        return True


def fit_if_stale() -> "Model | None":
    """Fit anew when content or libraries have changed; None when the model in place fits.

    Raises `ContentNotValid` as `fit_corpus`.
    """
    return fit_model() if is_stale() else None


def _shipped_calibration(corpus: Corpus) -> Calibration | None:
    try:
        told = json.loads(_CALIBRATION.read_text(encoding="utf-8"))
    except OSError:
        return None
    if told["content"] != corpus.digest:
        return None
    return store.calibration_from(told)


def import_learning() -> Any:
    """The module that imports scikit-learn, which takes a second: only who asks for a model waits."""
    return import_module("tracuu.answers.matching.learning")


def model_key() -> bytes:
    """What our model files are sealed with."""
    return str(settings.SECRET_KEY).encode()
