"""One way of writing for phrases: chat spelling, marks and politeness make no difference."""

import re
from collections.abc import Iterator

from tracuu.answers.matching.spelling import normalise

# Said out of politeness, before and behind. None of them changes what is wanted.
_BEFORE = re.compile(
    r"^(?:da|vang|u|uh|a|alo|anh oi|chi oi|anh|chi|ad oi|admin oi|ad|chao ad|em chao ad|xin|vui long"
    r"|lam on|cho|toi|em|minh|con|chau|muon|can|duoc|giup|ho|hay) (?=\S)"
)
_BEHIND = re.compile(
    r"(?<=\S) (?:a|ak|ah|nhe|nha|di|voi|dum|giup|giup toi|giup em|ho toi|ho em|ad|ad oi|admin|oi"
    r"|anh|chi|em|ban|please)$"
)


def plain(text: str) -> str:
    """The words of a message as commands are compared: folded, chat spelling undone.

    >>> plain("Cho e tra cứu cccd vs ạ!!"), plain("Thôi ạ"), plain("HUỶ")
    ('cho em tra cuu can cuoc voi a', 'thoi a', 'huy')
    """
    return normalise(text)


def trimmings(text: str) -> Iterator[str]:
    """The words, then what is left as one word of politeness after another is taken off.

    Each is looked at, for what is politeness in front of one word belongs to another: cán bộ, ơi.

    >>> list(trimmings("Cho e gặp cán bộ ạ"))
    ['cho em gap can bo a', 'cho em gap can bo', 'em gap can bo', 'gap can bo']
    """
    words, before = plain(text), None
    while words != before:
        yield words
        before = words
        words = _BEHIND.sub("", words, count=1)
        if words == before:
            words = _BEFORE.sub("", words, count=1)
