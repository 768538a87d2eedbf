"""What a ZBS template of ours is filled with. Zalo approves its words; we give these parameters.

A template of an account may use any of them, by these names, and none that is not here:

| parameter | is | at most |
|---|---|---|
| `don_vi` | the unit's name | 60 |
| `nguoi` | initials and year of birth: N. H. T., 1991 | 30 |
| `ma_tin` | the message's code, for /xac-minh/ | 14 |
| `han` | the last day to mend a file, 31/12/2021, or "–" | 10 |

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
    {'don_vi': 'Công an quận Tân Phú', 'nguoi': '–', 'ma_tin': '7K2M-0CHX-4PT8', 'han': '–'}
    """
    until = f"{date.fromisoformat(notice.until):%d/%m/%Y}" if notice.until else _NOTHING
    return {
        "don_vi": unit_name[:_LONGEST_UNIT],
        "nguoi": notice.label[:_LONGEST_LABEL] or _NOTHING,
        "ma_tin": grouped(code),
        "han": until,
    }
