"""Units: search and one."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from tracuu.api import schemas
from tracuu.units.models import Unit
from tracuu.units.queries import get_unit, list_publishing_units, list_successors, search_units
from tracuu.units.wording import hours_text

router = Router(tags=["units"])
_MOST_LISTED = 100


def unit_brief(unit: Unit) -> dict[str, str]:
    """Write a unit as every answer shows it (`schemas.UnitBrief`)."""
    return {
        "slug": unit.slug,
        "name": unit.name,
        "address": unit.address,
        "phone": unit.phone,
        "hours": hours_text(unit),
    }


@router.get(
    "",
    response={200: schemas.UnitsFound, 422: schemas.FieldsProblem},
    operation_id="search_units",
    summary="Search units",
)
def search(
    request: HttpRequest,
    q: Annotated[
        str,
        Query(
            max_length=100,
            description="Words of the name, an old name or a place, with or without diacritics;"
            " the best 20 are listed, units that were closed last. Without words: up to 100 units"
            " where cards can be looked up, by name.",
            examples=["tan phu"],
        ),
    ] = "",
) -> dict[str, Any]:
    del request
    units = search_units(q) if q.strip() else list_publishing_units()[:_MOST_LISTED]
    return {"units": [unit_brief(unit) for unit in units]}


@router.get(
    "/{slug:slug}",
    response={200: schemas.UnitFull, 404: schemas.Problem},
    operation_id="get_unit",
    summary="One unit",
)
def one(request: HttpRequest, slug: str) -> dict[str, Any]:
    del request
    unit = get_unit(slug)
    return {
        **unit_brief(unit),
        "name_en": unit.name_en,
        "kind": unit.kind,
        "publishes_lists": unit.publishes_lists,
        "closed_on": unit.closed_on,
        "successors": [{"slug": new.slug, "name": new.name} for new in list_successors(unit)],
        "is_invented": unit.is_invented,
    }
