"""What is sent in place of words: 👍, ❤️, and the signs that Zalo's own pictures are sent as."""

import re
import unicodedata

# Zalo sends its small pictures as such signs ("/-strong" is its thumb); others are typed.
_SIGNS = re.compile(
    r"/-[a-z]+|_\(\)_|--b|<3+|\^_*\^+|[:;=]['’]?-?[)(dpo3*>|v$~]+|\bx-?[)d]+|:-h|;xx",
    re.IGNORECASE,
)
_PICTURES = frozenset({"So", "Sk", "Mn", "Me", "Cf"})
_UNHAPPY = frozenset("👎😡😠🤬💔🖕😤")
_UNHAPPY_SIGNS = frozenset({"/-weak", ":-h", "/-shit", "/-bad", "/-no", "/-break"})


def is_reaction(text: str) -> bool:
    """Whether there is nothing but such pictures and signs.

    >>> is_reaction("👍👍"), is_reaction("/-strong"), is_reaction(":)) ❤️"), is_reaction("ok 👍")
    (True, True, True, False)
    >>> is_reaction("???"), is_reaction("")
    (False, False)
    """
    left = "".join(_SIGNS.sub("", text).split())
    is_picture = all(unicodedata.category(sign) in _PICTURES for sign in left)
    return (
        bool(text.strip()) and is_picture and (bool(left.strip("\u200b\ufe0f")) or _has_sign(text))
    )


def is_unhappy(text: str) -> bool:
    """Whether what was sent says no.

    >>> is_unhappy("👎"), is_unhappy("/-weak"), is_unhappy("👍")
    (True, True, False)
    """
    signs = {found.lower() for found in _SIGNS.findall(text)}
    return bool(_UNHAPPY & set(text) or _UNHAPPY_SIGNS & signs)


def _has_sign(text: str) -> bool:
    return _SIGNS.search(text) is not None
