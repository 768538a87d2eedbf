"""Cutting a word whose spaces were lost back into syllables."""

from tracuu.names.letters import compose
from tracuu.names.syllables import syllable

_LONGEST_SYLLABLE = 7
_SHORTEST_PIECE = 2
_LONGEST_WORD = 120


def segment(word: str) -> list[str] | None:
    """Return the one shortest way to cut a word into possible syllables, or None.

    None also when two ways are equally short (minhanh: Minh Anh, Mi Nhanh): we do not choose.

    >>> segment("nguyễnvănbình"), segment("minhanh")
    (['nguyễn', 'văn', 'bình'], None)
    """
    word = compose(word)
    if len(word) > _LONGEST_WORD:
        return None
    # best[at] = fewest pieces up to `at`, how many ways reach that, where the last piece began.
    best: list[tuple[int, int, int] | None] = [(0, 1, 0)] + [None] * len(word)
    for end in range(1, len(word) + 1):
        best[end] = _best_to(word, end, best)
    last = best[-1]
    if last is None or last[1] > 1 or last[0] < 2:  # noqa: PLR2004
        return None
    pieces: list[str] = []
    at = len(word)
    while at:
        reached = best[at]
        assert reached is not None
        pieces.append(word[reached[2] : at])
        at = reached[2]
    return pieces[::-1]


def _best_to(
    word: str, end: int, best: list[tuple[int, int, int] | None]
) -> tuple[int, int, int] | None:
    found: tuple[int, int, int] | None = None
    for start in range(max(0, end - _LONGEST_SYLLABLE), end - _SHORTEST_PIECE + 1):
        before = best[start]
        if before is None or not syllable(word[start:end]).is_possible:
            continue
        count, ways = before[0] + 1, before[1]
        if found is None or count < found[0]:
            found = (count, ways, start)
        elif count == found[0]:
            found = (count, found[1] + ways, found[2])
    return found


def can_be_segmented(word: str, *, at_most: int) -> int:
    """Return in how many ways a word cuts into at most so many possible syllables (none: 0).

    >>> can_be_segmented("minhanh", at_most=2), can_be_segmented("êban", at_most=2)
    (3, 1)
    """
    word = compose(word)[:_LONGEST_WORD]
    ways = [{0: 1}] + [{} for _ in word]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if not ways[start] or not syllable(word[start:end]).is_possible:
                continue
            for count, number in ways[start].items():
                if count < at_most:
                    ways[end][count + 1] = ways[end].get(count + 1, 0) + number
    return sum(ways[-1].values())
