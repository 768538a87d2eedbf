"""Vietnamese names and dates of birth: read them, compare them, find them again.

Usable alone: only the standard library and rapidfuzz are needed.
"""

from tracuu.names.cleaning import clean_name
from tracuu.names.comparison import (
    Likeness,
    Nearness,
    Verdict,
    compare,
    compare_dates,
    compare_names,
)
from tracuu.names.date_parsing import parse_birth_date
from tracuu.names.dates import BirthDate, Precision
from tracuu.names.errors import BirthDateNotUnderstood, NameNotUnderstood
from tracuu.names.forms import PersonName, parse_name
from tracuu.names.keys import person_key, query_keys, record_keys

__all__ = [
    "BirthDate",
    "BirthDateNotUnderstood",
    "Likeness",
    "NameNotUnderstood",
    "Nearness",
    "PersonName",
    "Precision",
    "Verdict",
    "clean_name",
    "compare",
    "compare_dates",
    "compare_names",
    "parse_birth_date",
    "parse_name",
    "person_key",
    "query_keys",
    "record_keys",
]
