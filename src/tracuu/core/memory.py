"""How Python looks for rubbish while millions of small values are made and dropped."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (200_000, 50, 50)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Search for cycles rarely meanwhile, in the whole process.

    Rows of a list hold no cycles: they are freed as soon as nobody needs them, and searching among
    them took a quarter of an import's time.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
