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

from collections.abc import Mapping
from datetime import date

from tracuu.core.receipt_codes import grouped
from tracuu.messaging.notices import Notice
from tracuu.messaging.zalo.answers import TemplateParameter

LONGEST: Mapping[str, int] = {"unit": 60, "customer_name": 30, "code": 14, "due_date": 10}
# A parameter that is empty is refused (-1122).
_NOTHING = "–"
# Of nobody, for a trial.
_NOBODY = Notice(label="N. V. A., 1990", until="2026-12-31")
_NO_CODE = "000000000000"


def template_parameters(*, unit_name: str, notice: Notice, code: str) -> dict[str, str]:
    """Every parameter, for whichever of them the template uses.

    >>> template_parameters(unit_name="Công an quận Tân Phú", notice=Notice(), code="7K2M0CHX4PTK")
    {'unit': 'Công an quận Tân Phú', 'customer_name': '–', 'code': '7K2M-0CHX-4PTK', 'due_date': '–'}
    """
    until = f"{date.fromisoformat(notice.until):%d/%m/%Y}" if notice.until else _NOTHING
    return {
        "unit": unit_name[: LONGEST["unit"]],
        "customer_name": notice.label[: LONGEST["customer_name"]] or _NOTHING,
        "code": grouped(code),
        "due_date": until,
    }


def trial_parameters(unit_name: str) -> dict[str, str]:
    """The same about nobody, under a code that no message has."""
    return template_parameters(unit_name=unit_name, notice=_NOBODY, code=_NO_CODE)


def is_filled(parameter: TemplateParameter) -> bool:
    """Whether it is one of ours, or may be left empty."""
    return parameter.name in LONGEST or not parameter.is_required


def is_too_short(parameter: TemplateParameter, unit_name: str) -> bool:
    """Whether what we would put there may be longer than the template takes."""
    needed = min(len(unit_name), LONGEST["unit"])
    if parameter.name != "unit":
        needed = LONGEST.get(parameter.name, 0)
    return parameter.most is not None and parameter.most < needed
