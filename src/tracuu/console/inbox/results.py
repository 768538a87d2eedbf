"""Looking a person up for somebody in the chat, and the sentence that may be said of it there.

The officer sees what the counter sees. Into the chat goes the first tier only, and only where the
first tier itself would show it: what a chat has proven is at most a name and a birth date, unless it
was bound to the application at the counter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from tracuu.accounts.models import Officer
from tracuu.audit.operations import Actor
from tracuu.cards.candidates import Candidate, TooManyCandidates, choose, find_candidates
from tracuu.cards.counter.finding import find_for_counter, open_for_counter
from tracuu.cards.errors import QueryNotUnderstood
from tracuu.cards.wording import advice_sentence, stage_sentence
from tracuu.console.counter.shown import ShownChoice
from tracuu.console.inbox.values import page_url
from tracuu.core.crypto import keys
from tracuu.messaging.models import Conversation
from tracuu.units.models import Unit
from tracuu.units.queries import list_scope_ids


@dataclass(frozen=True, slots=True, repr=False)
class Results:
    """Who may be meant, or why nobody is found."""

    typed: str
    people: Sequence[ShownChoice] = ()
    is_cut: bool = False
    problem: str = ""


def search(unit: Unit, text: str, officer: Officer, actor: Actor) -> Results:
    """As at the counter: each person that is shown is an event of the record."""
    try:
        found = find_for_counter(unit=unit, text=text, actor=actor)
    except QueryNotUnderstood as error:
        return Results(text, problem=str(error))
    if not found.people:
        return Results(text, problem=_("Không tìm thấy ai như vậy ở đơn vị này."))
    people = [ShownChoice.of(one, unit, officer) for one in found.people]
    return Results(text, people, is_cut=found.is_cut)


def sentence_about(
    unit: Unit, application_id: int, conversation: Conversation, actor: Actor
) -> tuple[str, bool]:
    """What may be said of this application in this chat, and whether it says where the card is.

    Raises `ApplicationNotHere`.
    """
    person = open_for_counter(unit=unit, application_id=application_id, actor=actor)
    with translation.override("vi"):
        if person.application_id == conversation.bound_person or _is_shown_to_all(unit, person):
            return f"{stage_sentence(person.stage)} {advice_sentence(person.stage)}", True
        return _web_sentence(unit), False


def _is_shown_to_all(unit: Unit, person: Candidate) -> bool:
    """Whether a lookup by this name and date alone would show this application."""
    try:
        candidates = find_candidates(person.name, person.date, list_scope_ids(unit), *keys())
    except TooManyCandidates:
        return False
    chosen = choose(
        person.name,
        person.date,
        candidates,
        proof=None,
        is_proof_required=unit.requires_second_fact,
    )
    return chosen is not None and chosen.application_id == person.application_id


def _web_sentence(unit: Unit) -> str:
    url = page_url("portal:lookup", unit)
    where = _("ở %(url)s") % {"url": url} if url else _("ở trang tra cứu của đơn vị")
    return _(
        "Để xem hồ sơ của mình, bạn tra cứu %(where)s với họ tên, ngày sinh và số hồ sơ trên giấy hẹn."
    ) % {"where": where}
