"""Comparing two names of which one lost its spaces, apostrophes or hyphens."""

from enum import StrEnum
from itertools import accumulate

from tracuu.names.forms import PersonName
from tracuu.names.segmentation import can_be_segmented
from tracuu.names.syllables import is_possible_unmarked, syllable


class Joining(StrEnum):
    """SAME: equal once joined. OPEN: perhaps, the joined word has another reading. NO: neither."""

    SAME = "same"
    OPEN = "open"
    NO = "no"


def compare_joined(first: PersonName, second: PersonName) -> Joining:
    """Compare the letters without spaces, cutting the coarser name where the finer one is cut.

    A joined word that is itself a syllable stays open: Thuan may be Thu An or Thuần.
    """
    one, other = "".join(first.folded), "".join(second.folded)
    if len(one) != len(other) or one.replace("y", "i") != other.replace("y", "i"):
        return Joining.NO
    fine, coarse = sorted((first, second), key=lambda name: -len(name.canonical))
    fine_ends = list(accumulate(len(one) for one in fine.folded))
    coarse_ends = list(accumulate(len(one) for one in coarse.folded))
    if len(fine_ends) == len(coarse_ends) or not set(coarse_ends) <= set(fine_ends):
        return Joining.OPEN
    return _compare_cut(fine, coarse, fine_ends, coarse_ends)


def _compare_cut(
    fine: PersonName, coarse: PersonName, fine_ends: list[int], coarse_ends: list[int]
) -> Joining:
    is_bare = fine.is_unmarked or coarse.is_unmarked
    words = _joined_words(coarse)
    if len("".join(words)) != fine_ends[-1]:
        return Joining.OPEN
    at, end_of_word, is_open = 0, 0, False
    for word, coarse_end in zip(words, coarse_ends, strict=True):
        start = at
        while at < len(fine_ends) and fine_ends[at] <= coarse_end:
            piece = syllable(
                word[_before(fine_ends, at) - end_of_word : fine_ends[at] - end_of_word]
            )
            same = (
                piece.folded == fine.folded[at]
                if is_bare
                else piece.canonical == fine.canonical[at]
            )
            if not same:
                return Joining.OPEN
            at += 1
        is_open = is_open or (at - start > 1 and _has_other_reading(word, at - start))
        end_of_word = coarse_end
    return Joining.OPEN if is_open else Joining.SAME


def _before(ends: list[int], at: int) -> int:
    return ends[at - 1] if at else 0


def _joined_words(name: PersonName) -> list[str]:
    letters = "".join(char if char.isalpha() else " " for char in name.text.lower())
    return letters.split()


def _has_other_reading(word: str, pieces: int) -> bool:
    folded = syllable(word).folded
    return is_possible_unmarked(folded) or can_be_segmented(word, at_most=pieces) > 1
