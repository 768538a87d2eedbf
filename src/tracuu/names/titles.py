"""Words before a name that are not part of the legal name."""

from tracuu.names.words import words

_CHRISTIAN = frozenset(
    words(
        "maria giuse phero phaolo gioan teresa terexa terêsa anna daminh antôn anton vinhson "
        "vinhson vincente micae augustino phanxico phanxica giacobe toma matthew mattheu "
        "matheu macco luca catarina cecilia xexilia rosa agata lucia martha matta marta "
        "elizabeth isave monica magarita bênado benado laurenso lorenso stephano phila "
        "philipphe simon anre andre baotixita baotixitta goretti hai dong giesu maccelino "
        "gioakim gioachim joseph peter paul john theresa xavie madalena mađalena emmanuel "
        "raphael gabriel clara margarita barbara agnes anê ane inhaxio"
    )
)
_TITLES = frozenset(
    words(
        "ong ba anh chi co chu bac em chau thay be su dai duc thuong toa ni bs ts ths gs pgs "
        "mr mrs ms miss dr ls ks"
    )
)


def is_christian_or_title(words: tuple[str, ...]) -> bool:
    """Whether all these folded words are Christian names, or all are forms of address."""
    return bool(words) and (_CHRISTIAN.issuperset(words) or _TITLES.issuperset(words))
