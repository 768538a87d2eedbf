"""The acceptance rule for one pair: show, ask for one more fact, or not this person.

Nothing here measures similarity. A yes needs the same name and the same full date; how alike two
other strings look says nothing about whether they are one person (An and Anh are brothers).
"""

from enum import StrEnum

from tracuu.names.date_comparison import Nearness, compare_dates
from tracuu.names.dates import BirthDate
from tracuu.names.forms import PersonName
from tracuu.names.name_comparison import Likeness, compare_names

__all__ = ["Likeness", "Nearness", "Verdict", "compare", "compare_dates", "compare_names"]


class Verdict(StrEnum):
    """Show the record, ask for one more fact, or say that nobody was found.

    >>> [verdict.value for verdict in Verdict]
    ['yes', 'ask', 'no']
    """

    YES = "yes"
    ASK = "ask"
    NO = "no"


def compare(
    query_name: PersonName, query_date: BirthDate, record_name: PersonName, record_date: BirthDate
) -> Verdict:
    """Judge one record for one query; whether it is the only such record is decided elsewhere.

    Yes: the same name and the same full date. Ask: one fault, in the name or in the date. No: any
    more than that.

    >>> from tracuu.names.forms import parse_name
    >>> date = BirthDate(1988, 8, 8)
    >>> compare(parse_name("nguyen thi hoa"), date, parse_name("Nguyễn Thị Hòa"), date).value
    'yes'
    >>> compare(parse_name("Nguyễn Thị Hoa"), date, parse_name("Nguyễn Thị Hòa"), date).value
    'ask'
    """
    nearness = compare_dates(query_date, record_date)
    if nearness is Nearness.FAR:
        return Verdict.NO
    likeness = compare_names(query_name, record_name)
    if likeness is Likeness.SAME:
        return Verdict.YES if nearness is Nearness.EQUAL else Verdict.ASK
    if likeness is Likeness.DIFFERENT or nearness is Nearness.NEAR:
        return Verdict.NO
    return Verdict.ASK
