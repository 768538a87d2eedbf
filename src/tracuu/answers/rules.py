"""Pure rules of dated answers."""

import datetime
import re
import unicodedata

SOON_DAYS = 45
_SPACES = re.compile(r"\s+")


def week_of(day: datetime.date) -> datetime.date:
    """The Monday of a day's week."""
    return day - datetime.timedelta(days=day.weekday())


def plain(text: str) -> str:
    """What two spellings of one document or article have in common.

    >>> plain(" Nghị  định 58/2026/NĐ-CP ")
    'nghị định 58/2026/nđ-cp'
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().lower()


def cites(document: str, article: str, *, changed: str, changed_article: str = "") -> bool:
    """Whether a source stands in a document that was changed, and in that article if one is named.

    A source that names no article may stand anywhere in its document, so it counts.
    """
    if plain(changed) not in plain(document):
        return False
    if not changed_article or not article:
        return True
    return bool(re.search(rf"\b{re.escape(plain(changed_article))}\b", plain(article)))
