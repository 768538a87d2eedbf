"""Keeps the block keys of a list back, so that the table of keys is written in its own order.

Keys are hashes: those of any few thousand rows fall on as many pages of a table of millions. Each
such page is read, changed and logged whole. Two million keys, sorted, meet the same page many times
in a row, and write it once.
"""

from array import array
from collections.abc import Iterator

import numpy as np

# 16 bytes a key are held back, and as much again while they are sorted.
_MOST = 2_000_000
_PART = 100_000


class KeySpool:
    """Pairs of a hash and an application, in any order in; sorted parts out."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._ids = array("q")

    @property
    def is_full(self) -> bool:
        """Whether it is time to write what is held back."""
        return len(self._hashes) >= _MOST

    def add(self, hashes: "array[int]", ids: "array[int]") -> None:
        """Hold these back: each hash with the application at the same place."""
        self._hashes += hashes
        self._ids += ids

    def drain(self) -> Iterator[list[tuple[int, int]]]:
        """Everything held back, sorted, in parts that one transaction can take; then it is empty."""
        hashes, ids = np.array(self._hashes), np.array(self._ids)
        self._hashes, self._ids = array("q"), array("q")
        order = np.lexsort((ids, hashes))
        for start in range(0, len(order), _PART):
            part = order[start : start + _PART]
            yield list(zip(hashes[part].tolist(), ids[part].tolist(), strict=True))
