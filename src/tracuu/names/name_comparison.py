"""How two names stand to each other."""

from enum import StrEnum

from rapidfuzz.distance import OSA

from tracuu.names.common import FAMILY_FOLDED
from tracuu.names.forms import PersonName
from tracuu.names.joining import Joining, compare_joined
from tracuu.names.syllables import is_possible_unmarked
from tracuu.names.titles import SHORT_FORMS, is_christian_or_title
from tracuu.names.words import words


class Likeness(StrEnum):
    """How alike two names are.

    - SAME: one name in two spellings, or one side wholly without marks and nothing against it
    - UNCERTAIN: the same as far as it goes, but too little to be sure (one syllable, a remark)
    - ALIKE: one usual fault apart; may be another person
    - DIFFERENT: anything else
    """

    SAME = "same"
    UNCERTAIN = "uncertain"
    ALIKE = "alike"
    DIFFERENT = "different"


# Signs of sex or clan in names of the highlands: K' and Ka, A and Y, H' are never slips of one
# another although one letter parts them.
_SIGNS = frozenset({"k", "ka", "a", "i", "h"})
# One word in two regions, more than a letter apart. Legally they are different names.
_REGIONAL_PAIRS = frozenset(
    frozenset(pair.split("/"))
    for pair in words(
        "hoang/huynh canh/kieng kinh/kieng nghia/ngai bao/buu hiep/hop an/yen minh/mieng "
        "truong/trang cuong/cang"
    )
)
_VOWELS = frozenset("aeiouy")
_FEWEST_OF_A_FULL_NAME = 3
_LONG_ENOUGH_TO_BE_CUT = 28
_FEWEST_TO_BE_CUT = 5


def compare_names(first: PersonName, second: PersonName) -> Likeness:
    """Tell whether two names are the same, alike or different.

    >>> from tracuu.names.forms import parse_name
    >>> compare_names(parse_name("Lí Thị Mai"), parse_name("LÝ THỊ MAI")).value
    'same'
    >>> compare_names(parse_name("Nguyễn Văn An"), parse_name("Nguyễn Văn Anh")).value
    'alike'
    """
    if first.canonical == second.canonical or (
        first.folded == second.folded and (first.is_unmarked or second.is_unmarked)
    ):
        return _certain(first, second, len(first.canonical))
    if first.folded == second.folded:
        return Likeness.ALIKE
    joined = compare_joined(first, second)
    if joined is Joining.SAME:
        return _certain(first, second, max(len(first.canonical), len(second.canonical)))
    if joined is Joining.OPEN or _is_one_fault(first, second):
        return Likeness.ALIKE
    return Likeness.DIFFERENT


def _certain(first: PersonName, second: PersonName, length: int) -> Likeness:
    if length < 2 or first.has_remark or second.has_remark:  # noqa: PLR2004
        return Likeness.UNCERTAIN
    return Likeness.SAME


def _is_one_fault(first: PersonName, second: PersonName) -> bool:
    shorter, longer = sorted((first, second), key=lambda name: len(name.canonical))
    if len(shorter.canonical) < 2:  # noqa: PLR2004
        return False
    if len(shorter.canonical) == len(longer.canonical):
        return _is_one_slip(first, second) or _is_reordered(first, second)
    return (
        _is_middle_left_out(shorter, longer)
        or _has_more_in_front(shorter, longer)
        or _has_letter_behind(shorter, longer)
        or _is_cut(shorter, longer)
        or _is_nearly_joined(shorter, longer)
    )


def _is_one_slip(first: PersonName, second: PersonName) -> bool:
    """One syllable differs by one letter, by region or as a short form; marks elsewhere agree."""
    differing = [at for at, one in enumerate(first.folded) if one != second.folded[at]]
    if len(differing) > 2 or not all(  # noqa: PLR2004
        _agree(first, second, at) for at in range(len(first.folded)) if at not in differing
    ):
        return False
    if _are_short_forms(first, second, differing):
        return True
    if len(differing) != 1:
        return False
    at = differing[0]
    is_last = at == len(first.folded) - 1
    one, other = first.folded[at], second.folded[at]
    if one in _SIGNS and other in _SIGNS:
        return False
    if min(len(one), len(other)) == 1:
        return is_last and _is_cut_syllable(first, second)
    if OSA.distance(one, other, score_cutoff=1) <= 1:
        return True
    if first.skeleton[at] == second.skeleton[at] or frozenset((one, other)) in _REGIONAL_PAIRS:
        return True
    return is_last and _is_cut_syllable(first, second)


def _agree(first: PersonName, second: PersonName, at: int) -> bool:
    """Whether the marks of one syllable do not contradict: equal, or missing on one side."""
    one, other = first.canonical[at], second.canonical[at]
    bare = first.folded[at] + "0"
    return one == other or bare in {one, other}


def _are_short_forms(first: PersonName, second: PersonName, differing: list[int]) -> bool:
    """Ng. for Nguyễn, T. for Thị: at most two of these, and never the given name.

    An initial that could be anything (N., H.) counts only when it is the only one.
    """
    if not 1 <= len(differing) <= 2 or differing[-1] == len(first.folded) - 1:  # noqa: PLR2004
        return False
    pairs = [sorted((first.folded[at], second.folded[at]), key=len) for at in differing]
    if all(SHORT_FORMS.get(short) == full for short, full in pairs):
        return True
    if len(pairs) > 1:
        return False
    short, full = pairs[0]
    return short not in _SIGNS and _VOWELS.isdisjoint(short) and full.startswith(short)


def _is_cut_syllable(first: PersonName, second: PersonName) -> bool:
    """Whether a narrow column cut the last syllable of a long name."""
    one, other = first.folded[-1], second.folded[-1]
    is_long = len(first.folded) >= _FEWEST_TO_BE_CUT
    return is_long and (one.startswith(other) or other.startswith(one))


def _is_cut(shorter: PersonName, longer: PersonName) -> bool:
    cut, whole = " ".join(shorter.folded), " ".join(longer.folded)
    return len(cut) >= _LONG_ENOUGH_TO_BE_CUT and whole.startswith(cut)


def _is_reordered(first: PersonName, second: PersonName) -> bool:
    if sorted(first.folded) != sorted(second.folded):
        return False
    is_bare = first.is_unmarked or second.is_unmarked
    return is_bare or sorted(first.canonical) == sorted(second.canonical)


def _same_parts(shorter: PersonName, longer: PersonName, kept: list[int]) -> bool:
    if tuple(longer.canonical[at] for at in kept) == shorter.canonical:
        return True
    is_bare = shorter.is_unmarked or longer.is_unmarked
    return is_bare and tuple(longer.folded[at] for at in kept) == shorter.folded


def _is_middle_left_out(shorter: PersonName, longer: PersonName) -> bool:
    length = len(longer.canonical)
    if length - len(shorter.canonical) != 1:
        return False
    return any(
        _same_parts(shorter, longer, [at for at in range(length) if at != left_out])
        for left_out in range(1, length - 1)
    )


def _has_more_in_front(shorter: PersonName, longer: PersonName) -> bool:
    """Maria before the name, a title, or one more family name."""
    length = len(longer.canonical)
    more = length - len(shorter.canonical)
    if not _same_parts(shorter, longer, list(range(more, length))):
        return False
    if is_christian_or_title(longer.folded[:more]):
        return True
    if longer.folded[0] in _SIGNS or len(shorter.folded) < _FEWEST_OF_A_FULL_NAME:
        return False
    return more == 1 and shorter.folded[0] in FAMILY_FOLDED


def _has_letter_behind(shorter: PersonName, longer: PersonName) -> bool:
    """Tuấn B beside Tuấn A: the list tells two people of one name apart."""
    length = len(shorter.canonical)
    if len(longer.canonical) != length + 1 or len(longer.folded[-1]) != 1:
        return False
    return _same_parts(shorter, longer, list(range(length)))


def _is_nearly_joined(shorter: PersonName, longer: PersonName) -> bool:
    """Rchăm for Rơ Châm: a space and one letter are lost in a word Vietnamese does not spell."""
    if len(longer.canonical) - len(shorter.canonical) != 1:
        return False
    if all(is_possible_unmarked(one) for one in shorter.folded):
        return False
    one, other = "".join(shorter.folded), "".join(longer.folded)
    return OSA.distance(one, other, score_cutoff=1) <= 1
