"""The officers of the demonstration; all are invented, and their password is no secret."""

from django.db import transaction

from tracuu.accounts.enums import Role
from tracuu.accounts.operations import add_officer, give_role
from tracuu.accounts.queries import find_officer
from tracuu.units.queries import get_unit

DEMO_PASSWORD = "minh-hoa-tra-cuu"  # noqa: S105 (printed for everybody; production refuses the demo)
DEMO_OFFICERS = (
    ("an@tan-phu.example", "Cán bộ An", "tan-phu", Role.CHIEF),
    ("binh@tan-phu.example", "Cán bộ Bình", "tan-phu", Role.CLERK),
    ("em@tan-phu.example", "Cán bộ Em", "tan-phu", Role.EDITOR),
    ("chi@tan-binh.example", "Cán bộ Chi", "tan-binh", Role.CHIEF),
    ("dung@tp-ho-chi-minh.example", "Cán bộ Dũng", "tp-ho-chi-minh", Role.SUPERVISOR),
)


@transaction.atomic
def add_demo_officers() -> None:
    """Each of them once."""
    for email, full_name, slug, role in DEMO_OFFICERS:
        if find_officer(email) is None:
            officer = add_officer(email=email, full_name=full_name, password=DEMO_PASSWORD)
            give_role(officer=officer, unit=get_unit(slug), role=role)
