"""Values under which a person is found again; hashing them with a secret happens elsewhere.

A letter in front tells the kind, so that values of two kinds never meet:

    T  date + the sounds of the name, whole and with one syllable (not the given name) left out
    W  date + the sounds, the given name cut to its first one
    Y  year + sounds            M  day and month + sounds
    J  year + letters joined, only for names with words that Vietnamese does not spell

T and W find a faulty name with the right date, Y and M the right name with a faulty date. A name
fault together with a date fault is not searched for: such a pair can never be accepted.
"""

from tracuu.names.dates import BirthDate, Precision
from tracuu.names.forms import PersonName
from tracuu.names.segmentation import segment
from tracuu.names.syllables import is_possible_unmarked, syllable
from tracuu.names.titles import plain_words


def record_keys(name: PersonName, date: BirthDate) -> tuple[str, ...]:
    """Return the values under which a record is filed.

    >>> from tracuu.names.forms import parse_name
    >>> date = BirthDate(1988, 6, 5)
    >>> record_keys(parse_name("Lê Thị Hoa"), date)  # doctest: +NORMALIZE_WHITESPACE
    ('T1988-06-05 hoa ne thi', 'T1988-06-05 hoa thi', 'T1988-06-05 hoa ne',
     'W1988-06-05 ne thi/h', 'Y1988 hoa ne thi', 'M06-05 hoa ne thi')
    """
    sounds = name.skeleton
    whole = " ".join(sorted(sounds))
    keys = [f"Y{date.year} {whole}"]
    if date.precision is Precision.DAY:
        keys = [*_day_keys(sounds, whole, date.isoformat()), *keys, _month_day_key(whole, date)]
        keys += _plain_keys(name, date)
    if _is_unusual(name):
        keys += _respaced_keys(name, date)
        keys.append(f"J{date.year} {''.join(name.folded).replace('y', 'i')}")
    return tuple(dict.fromkeys(keys))


def query_keys(name: PersonName, date: BirthDate) -> tuple[str, ...]:
    """Return every value to look under, with both readings of a date that may be swapped.

    >>> from tracuu.names.forms import parse_name
    >>> query_keys(parse_name("lê thị hoa"), BirthDate(1988, 6, 5))[-1]
    'T1988-05-06 hoa ne thi'
    """
    keys = list(record_keys(name, date))
    swapped = date.swapped()
    if swapped:
        keys.append(f"T{swapped.isoformat()} {' '.join(sorted(name.skeleton))}")
    if date.is_century_guessed:
        keys.append(f"Y{date.year - 100} {' '.join(sorted(name.skeleton))}")
    return tuple(dict.fromkeys(keys))


def person_key(name: PersonName, date: BirthDate) -> str:
    """Return the exact identity of a row: the same person in the next list has the same value.

    >>> from tracuu.names.forms import parse_name
    >>> person_key(parse_name("Lí Hoà"), BirthDate(1988, 6, 5))
    'li1 hoa2|1988-06-05'
    """
    return f"{' '.join(name.canonical)}|{date.isoformat()}"


def _day_keys(sounds: tuple[str, ...], whole: str, iso: str) -> list[str]:
    keys = [f"T{iso} {whole}"]
    others, given = sounds[:-1], sounds[-1]
    keys += [
        f"T{iso} {' '.join(sorted((*others[:at], *others[at + 1 :], given)))}"
        for at in range(len(others))
    ]
    keys.append(f"W{iso} {' '.join(sorted(others))}/{given[:1]}")
    return keys


def _plain_keys(name: PersonName, date: BirthDate) -> list[str]:
    """File Maria Ng. T. Lan as Nguyễn Thị Lan too; names without such words cost no row."""
    plain = plain_words(name.folded)
    if plain == name.folded:
        return []
    return [f"T{date.isoformat()} {' '.join(sorted(syllable(word).skeleton for word in plain))}"]


def _month_day_key(whole: str, date: BirthDate) -> str:
    return f"M{date.month:02}-{date.day:02} {whole}"


def _is_unusual(name: PersonName) -> bool:
    return any(len(one) == 1 or not is_possible_unmarked(one) for one in name.folded)


def _respaced_keys(name: PersonName, date: BirthDate) -> list[str]:
    """File Mỹhạnh as Mỹ Hạnh too, when the parser left the word joined to be careful."""
    words = "".join(char if char.isalpha() else " " for char in name.text.lower()).split()
    cut = [piece for word in words for piece in (_cut(word) or [word])]
    if len(cut) == len(words):
        return []
    whole = " ".join(sorted(syllable(piece).skeleton for piece in cut))
    keys = [f"Y{date.year} {whole}"]
    if date.precision is Precision.DAY:
        keys += [f"T{date.isoformat()} {whole}", _month_day_key(whole, date)]
    return keys


def _cut(word: str) -> list[str] | None:
    return None if syllable(word).is_possible else segment(word)
