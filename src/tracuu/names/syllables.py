"""One syllable of a name in each of its forms, and whether Vietnamese has such a syllable."""

import re
from functools import lru_cache
from typing import NamedTuple

from tracuu.names.letters import compose, fold, split_tones
from tracuu.names.words import words

_ONSETS = words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
_OPEN_RHYMES = words(
    "a e ê i y o ô ơ u ư ai ay ây ao au âu eo êu ia iu iêu yêu oa oai oay oe oeo oi ôi ơi "
    "ua uê ui uôi uơ uy uya uyu uây ưa ưi ươi ươu ưu am ăm âm em êm im iêm yêm om ôm ơm "
    "um ươm uôm oam oăm an ăn ân en ên in iên yên on ôn ơn un ươn uôn oan oăn oen uân "
    "uyên ang ăng âng eng iêng yêng ong ông ung ưng ương uông oang oăng uâng êng anh "
    "ênh inh ynh oanh uynh uênh"
)
_STOPPED_RHYMES = words(
    "ac ăc âc ec iêc oc ôc uc ưc ươc uôc oac oăc ach êch ich ych oach uych uêch at ăt ât "
    "et êt it yt iêt yêt ot ôt ơt ut ưt ươt uôt oat oăt oet uât uyêt uyt ap ăp âp ep êp "
    "ip iêp op ôp ơp up ươp"
)

_FRONT = frozenset("iyeê")
_FRONT_ONLY = frozenset({"k", "gh", "ngh"})
_NEVER_FRONT = frozenset({"c", "g", "ng"})
# gìn, giếng, giết and the like are written with one i for the onset and the rhyme.
_AFTER_G = frozenset(words("i in iêng iêt iên ia im ip iu iêu iêm iêc"))
_AFTER_QU_ALONE = frozenset(words("ynh ych yt yên yêt yêu"))
_AFTER_NOTHING = frozenset(words("yêu yêm yên yêng yêt"))


def _fits(onset: str, rhyme: str) -> bool:
    if onset == "qu":
        return rhyme[0] in "aăâeêiyơ" or rhyme == "ôc"
    if rhyme in _AFTER_QU_ALONE or rhyme in _AFTER_NOTHING:
        return not onset and rhyme in _AFTER_NOTHING
    if onset == "gi":
        return rhyme[0] not in "iy"
    if onset == "g" and rhyme in _AFTER_G:
        return True
    if onset in _FRONT_ONLY:
        return rhyme[0] in _FRONT
    if onset in _NEVER_FRONT:
        return rhyme[0] not in _FRONT
    return True


def _spelled(rhymes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(o + r for o in ("", *_ONSETS) for r in rhymes if _fits(o, r))


OPEN_SYLLABLES = _spelled(_OPEN_RHYMES)
STOPPED_SYLLABLES = _spelled(_STOPPED_RHYMES)
UNMARKED_SYLLABLES = frozenset(fold(text) for text in OPEN_SYLLABLES | STOPPED_SYLLABLES)

# One sound, two letters: Lý/Lí, Mỹ/Mĩ, Quý/Quí, Vy/Vi. Elsewhere i and y are different rhymes
# (Mai/May, Thúi/Thúy), and after other onsets (Thy/Thi) both are used for different names.
_Y_AS_I = {onset + "y": onset + "i" for onset in ("", "h", "k", "l", "m", "s", "t", "v", "qu")}


class Syllable(NamedTuple):
    """`is_possible`: Vietnamese spells such a syllable, rightly marked or wholly bare."""

    text: str
    canonical: str
    folded: str
    skeleton: str
    is_possible: bool


# PhÕm is no Phõm: a capital with a mark inside a word is a byte of an old encoding, shown wrong.
_INNER_CAPITAL = re.compile("[a-zà-öø-ÿ][À-ÖØ-Þ]")


@lru_cache(maxsize=8192)
def syllable(token: str) -> Syllable:
    """Return the forms of one token; the cache makes the common syllables cost nothing.

    >>> syllable("Hoà") == syllable("Hoà")._replace(text="Hoà")
    True
    >>> syllable("Hòa").canonical, syllable("Qúy").canonical, syllable("Trí").skeleton
    ('hoa2', 'qui1', 'chi')
    """
    text = compose(token)
    letters, tones = split_tones(text.lower())
    bare = _Y_AS_I.get(letters, letters)
    folded = fold(bare)
    return Syllable(
        text,
        bare + (tones or "0"),
        folded,
        _skeleton(folded),
        _is_possible(letters, tones) and not _INNER_CAPITAL.search(text),
    )


def _is_possible(letters: str, tones: str) -> bool:
    if not tones and letters.isascii():
        return letters in UNMARKED_SYLLABLES
    if letters in OPEN_SYLLABLES:
        return len(tones) <= 1
    return letters in STOPPED_SYLLABLES and tones in {"1", "5"}


def is_possible_unmarked(folded: str) -> bool:
    """Whether Vietnamese has a syllable with these letters once marks are removed."""
    return folded in UNMARKED_SYLLABLES or folded.replace("i", "y") in UNMARKED_SYLLABLES


# The first that fits wins. These are the confusions of ear and region: s/x, tr/ch, d/gi/r/v, l/n,
# and final n/ng/nh, c/ch/t.
_ONSET_SOUNDS = (
    (re.compile("^gi(?=[aeou])"), "d"),
    (re.compile("^gi"), "di"),
    (re.compile("^ngh"), "ng"),
    (re.compile("^gh"), "g"),
    (re.compile("^tr"), "ch"),
    (re.compile("^f"), "ph"),
    (re.compile("^[drv]"), "d"),
    (re.compile("^s"), "x"),
    (re.compile("^l"), "n"),
    (re.compile("^(?:k(?!h)|q)"), "c"),
)
_FINAL_SOUNDS = (
    (re.compile("(?<=[aeiou])n[gh]$"), "n"),
    (re.compile("(?<=[aeiou])(?:ch|c|k)$"), "t"),
)


def _skeleton(folded: str) -> str:
    sound = folded
    for pattern, replacement in _ONSET_SOUNDS:
        sound, count = pattern.subn(replacement, sound)
        if count:
            break
    sound = sound.replace("y", "i")
    for pattern, replacement in _FINAL_SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound
