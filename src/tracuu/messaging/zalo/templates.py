"""What a ZBS template of ours is filled with. Zalo approves its words; we give these parameters.

A template of an account may use any of them, by these names, and none that is not here:

| parameter | is | at most |
|---|---|---|
| `unit` | the unit's name | 60 |
| `customer_name` | initials and year of birth: N. H. T., 1991 | 30 |
| `code` | the message's code, for /xac-minh/ | 14 |
| `due_date` | the last day to mend a file, 31/12/2021, or "–" | 10 |

Why a file is faulty is not among them: whoever reads over a shoulder would learn it.
"""

from datetime import date

from tracuu.core.receipt_codes import grouped
from tracuu.messaging.notices import Notice

_LONGEST_UNIT = 60
_LONGEST_LABEL = 30
# A parameter that is empty is refused (-1122).
_NOTHING = "–"


def template_parameters(*, unit_name: str, notice: Notice, code: str) -> dict[str, str]:
    """Every parameter, for whichever of them the template uses.

    >>> template_parameters(unit_name="Công an quận Tân Phú", notice=Notice(), code="7K2M0CHX4PT8")
    {'unit': 'Công an quận Tân Phú', 'customer_name': '–', 'code': '7K2M-0CHX-4PT8', 'due_date': '–'}
    """
    until = f"{date.fromisoformat(notice.until):%d/%m/%Y}" if notice.until else _NOTHING
    return {
        "unit": unit_name[:_LONGEST_UNIT],
        "customer_name": notice.label[:_LONGEST_LABEL] or _NOTHING,
        "code": grouped(code),
        "due_date": until,
    }
