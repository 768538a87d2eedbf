"""What can be done with units."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from tracuu.audit.operations import COMMAND_LINE, Actor, record
from tracuu.units.enums import Area, UnitKind
from tracuu.units.errors import UnitNotValid
from tracuu.units.models import Unit, UnitAlias
from tracuu.units.rules import fold

_SLUG_LENGTH, _NAME_LENGTH = 80, 160
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
# First segments of addresses that pages already have.
_RESERVED = frozenset(
    "api static health metrics en vi ngon-ngu xac-minh webhooks console account hoi-dap tra-loi".split()
)
EVERY_DAY_7_TO_21: list[Mapping[str, Any]] = [
    {"days": [1, 2, 3, 4, 5, 6, 7], "opens": "07:00", "closes": "21:00"}
]


@transaction.atomic
def add_unit(  # noqa: PLR0913 (the facts of a unit; all by name)
    *,
    slug: str,
    name: str,
    parent: Unit | None = None,
    kind: UnitKind = UnitKind.COMMUNE,
    area: Area = Area.CITY,
    name_en: str = "",
    address: str = "",
    phone: str = "",
    opening_hours: Iterable[Mapping[str, Any]] = (),
    aliases: Iterable[str] = (),
    is_invented: bool = False,
    publishes_lists: bool = True,
    actor: Actor = COMMAND_LINE,
) -> Unit:
    """A new unit in the tree; raises `UnitNotValid` with a sentence."""
    name = " ".join(name.split())
    if not _SLUG.match(slug) or slug in _RESERVED or len(slug) > _SLUG_LENGTH:
        raise UnitNotValid(
            f"--slug {slug!r}: dùng chữ thường không dấu, số và gạch nối, ví dụ tan-phu"
            " (và không trùng một địa chỉ có sẵn)."
        )
    if not name or len(name) > _NAME_LENGTH:
        raise UnitNotValid("--name: hãy ghi tên đơn vị, tối đa 160 ký tự.")
    _check_lengths(address=(address, 240), phone=(phone, 40), name_en=(name_en, 160))
    if Unit.objects.filter(slug=slug).exists():
        raise UnitNotValid(f"Đã có đơn vị với slug {slug!r}. Hãy chọn slug khác.")
    unit = Unit.objects.create(
        slug=slug,
        name=name,
        parent=parent,
        kind=kind,
        area=area,
        name_en=name_en,
        address=address,
        phone=phone,
        opening_hours=list(opening_hours),
        is_invented=is_invented,
        publishes_lists=publishes_lists,
    )
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=unit, text=text) for text in dict.fromkeys(aliases)
    )
    refresh_search_text(unit)
    record(actor=actor, action="unit_added", subject=f"unit:{slug}", unit_id=unit.pk)
    return unit


def _check_lengths(**texts: tuple[str, int]) -> None:
    for option, (text, most) in texts.items():
        if len(text) > most:
            raise UnitNotValid(f"--{option}: tối đa {most} ký tự.")


def refresh_search_text(unit: Unit) -> None:
    """Write anew what the search reads: the name first, then every other word, a line each."""
    words = [unit.name, unit.name_en, *unit.aliases.values_list("text", flat=True)]
    lines = dict.fromkeys(filter(None, map(fold, words)))
    unit.search_text = "".join(f" {line}\n" for line in lines)
    unit.save(update_fields=["search_text"])
