"""Words that are not part of the legal name, and short forms of words that are."""

from tracuu.names.words import words as listed

_CHRISTIAN = frozenset(
    listed(
        "maria giuse phero phaolo gioan teresa terexa anna daminh antôn anton vinhson vincente "
        " micae augustino phanxico phanxica giacobe toma matthew mattheu "
        "matheu macco luca catarina cecilia xexilia rosa agata lucia martha matta marta "
        "elizabeth isave monica magarita benado laurenso lorenso stephano phila "
        "philipphe simon anre andre baotixita baotixitta goretti giesu maccelino "
        "gioakim gioachim joseph peter paul john theresa xavie madalena emmanuel "
        "raphael gabriel clara margarita barbara agnes ane inhaxio"
    )
)
_TITLES = frozenset(
    listed(
        "ong ba cu anh chi co chu bac em chau thay be su dai duc thuong toa ni bs ts ths gs pgs "
        "mr mrs ms miss dr ls ks"
    )
)


def is_christian_or_title(words: tuple[str, ...]) -> bool:
    """Whether all these folded words are Christian names, or all are forms of address."""
    return bool(words) and (_CHRISTIAN.issuperset(words) or _TITLES.issuperset(words))


_FEWEST_LEFT = 2

# How lists write the commonest words of names when a column is narrow.
SHORT_FORMS = {"ng": "nguyen", "ngu": "nguyen", "t": "thi", "th": "thi", "v": "van"}


def plain_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return folded words without a title in front or a namesake's letter behind, in full form.

    >>> plain_words(("maria", "ng", "t", "lan", "b"))
    ('nguyen', 'thi', 'lan')
    """
    start = 0
    while start < len(words) - _FEWEST_LEFT and is_christian_or_title(words[start : start + 1]):
        start += 1
    kept = words[start:]
    if len(kept) > _FEWEST_LEFT and len(kept[-1]) == 1:
        kept = kept[:-1]
    return (*(SHORT_FORMS.get(word, word) for word in kept[:-1]), kept[-1])
