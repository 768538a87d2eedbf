"""The cards behind a number of the first screen: people are read here, and the record tells it."""

from django.http import Http404, HttpResponse

from tracuu.accounts import permissions
from tracuu.audit.operations import record
from tracuu.cards.card_rows import CardPage, Place, list_cards
from tracuu.cards.enums import Stage
from tracuu.cards.rules import AGES, OPEN, Age
from tracuu.console.day.shown import cards_by_stage
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.units.models import Unit

_STAGES = {stage.code.replace("_", "-"): stage for stage in OPEN}
_AGES = {age.key: age for age in AGES}


@officer_page(check=permissions.check_can_look_up_people)
def show_cards(request: OfficerRequest, unit: Unit, stage: str, age: str) -> HttpResponse:
    """Fifty cards at this stage and of this age; only for who may look people up."""
    chosen, old = _STAGES.get(stage), _AGES.get(age)
    if chosen is None or old is None:
        raise Http404
    begins = Place.read(request.GET.get("after", ""))
    cards = list_cards(unit, chosen, old, begins)
    _record(request, unit, (chosen, old), begins, cards)
    rows = cards_by_stage(unit)
    (row,) = [one for one in rows if one.stage is chosen]
    today = clock.today()
    context = {
        "stages": rows,
        "row": row,
        "cell": next(cell for cell in row.cells if cell.age is old),
        "rows": [(card, (today - card.since).days) for card in cards.rows],
        "after": cards.after,
        "is_first": begins is None,
    }
    return page(request, "console/day/cards.html", context)


def _record(
    request: OfficerRequest,
    unit: Unit,
    wanted: tuple[Stage, Age],
    begins: Place | None,
    cards: CardPage,
) -> None:
    stage, age = wanted
    facts = {"stage": stage.code, "age": age.key, "rows": len(cards.rows)}
    if begins is not None:
        facts["after"] = str(begins)
    record(
        actor=request.actor,
        action="cards_read",
        subject=f"unit:{unit.pk}",
        unit_id=unit.pk,
        facts=facts,
    )
