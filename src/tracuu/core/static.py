"""Static files under names that tell their content, compressed: nothing to collect or to forget.

Whoever serves first after an upgrade lays them out under TRACUU_HOME, in a folder named by what is in
them; from then on every process finds them there. A page therefore always names the files that it
was written with, a browser keeps them for good, and a slow line carries a quarter of their bytes.
"""

import contextlib
import hashlib
import shutil
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Pages of before an upgrade, and processes that still run it, may ask for its files a while yet.
_KEEP_SECONDS = 7 * 24 * 3600


class LaidOutFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """What `{% static %}` asks: the name of a file with its content's mark in it."""

    def __init__(self) -> None:
        super().__init__(location=str(laid_out()))


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves what was laid out; while debugging, the files where they lie."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        if not self.autorefresh:
            self.add_files(str(laid_out()), prefix=self.static_prefix)


@lru_cache(maxsize=1)
def laid_out() -> Path:
    """The folder of this version's files; made when it is not there yet."""
    sources = _sources()
    folder: Path = settings.STATIC_HOME / _mark(sources)
    if not folder.is_dir():
        _lay_out(sources, folder)
    return folder


def _sources() -> dict[str, Path]:
    """Every static file of the installed packages, by its name; the first package's of two."""
    found: dict[str, Path] = {}
    for finder in get_finders():
        for name, storage in finder.list(None):
            found.setdefault(name, Path(storage.path(name)))
    return found


def _mark(sources: dict[str, Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for name, source in sorted(sources.items()):
        content = hashlib.blake2b(source.read_bytes()).hexdigest()
        digest.update(f"{name}|{content}\n".encode())
    return digest.hexdigest()


def _lay_out(sources: dict[str, Path], folder: Path) -> None:
    """Write everything beside the folder, then move it there: others see all of it or nothing."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=folder.parent))
    try:
        storage = CompressedManifestStaticFilesStorage(location=str(draft))
        for name, source in sources.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, draft / name)
        for _, _, processed in storage.post_process({name: (storage, name) for name in sources}):
            if isinstance(processed, Exception):
                raise processed
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        # Another process was faster, with the same files.
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _remove_old(folder)


def _remove_old(current: Path) -> None:
    for folder in current.parent.iterdir():
        # The draft of another process may be gone since it was listed.
        with contextlib.suppress(FileNotFoundError):
            if folder != current and folder.stat().st_mtime < time.time() - _KEEP_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
