"""Why a question gets its answer: the topic, the score and the words, for editors. Keeps nothing."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tracuu.answers.asking import Explanation, explain_decision
from tracuu.answers.matching.corpus import outside
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.queries import list_versions
from tracuu.console.answers.forms import TryForm
from tracuu.console.answers.shown import OUTCOMES, read_titles, title_of
from tracuu.console.answers.views import edits
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.core import clock
from tracuu.units.models import Unit

_FEW = 3


@dataclass(frozen=True, slots=True)
class ShownTopic:
    slug: str
    title: str
    share: str
    words: tuple[str, ...]
    is_held: bool


@officer_page("POST", check=edits)
def try_question(request: OfficerRequest, unit: Unit) -> HttpResponse:
    form = TryForm(request.POST)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        try:
            context |= _shown(explain_decision(form.cleaned_data["text"]), unit)
        except ModelNotUsable as error:
            form.add_error("text", str(error))
    status = 422 if form.errors else 200
    return page(request, "console/answers/try.html", context, status=status)


def _shown(told: Explanation, unit: Unit) -> dict[str, object]:
    titles = read_titles()
    held = list_versions(unit, clock.today(), [one.topic for one in told.topics])
    decision = told.decision
    return {
        "outcome": OUTCOMES[decision.outcome],
        "group": title_of(outside(decision.group), titles) if decision.group else "",
        "why": _sentence(told),
        "topics": [
            ShownTopic(
                slug=one.topic,
                title=title_of(one.topic, titles),
                share=f"{one.share:.0%}",
                words=tuple(f"{word} {weight:+.2f}" for word, weight in one.words if weight > 0),
                is_held=one.topic in held,
            )
            for one in told.topics
        ],
        "is_current": told.is_current,
    }


def _sentence(told: Explanation) -> str:
    numbers = {
        "right": f"{told.right:.0%}",
        "answer_at": f"{told.answer_at:.0%}",
        "beyond": f"{told.beyond:.0%}",
        "beyond_at": f"{told.beyond_at:.0%}",
    }
    return (
        _(
            "Khả năng chủ đề đầu là đúng: %(right)s (từ %(answer_at)s thì trả lời ngay). Khả năng"
            " câu này ngoài phạm vi: %(beyond)s (từ %(beyond_at)s thì không trả lời)."
        )
        % numbers
    )


def likely_topics(text: str) -> list[str]:
    """The topics nearest to a question; none while there is no model."""
    try:
        return [one.topic for one in explain_decision(text).topics[:_FEW]]
    except ModelNotUsable:
        return []
