"""Publishing an answer: the regression set is asked first, and a new topic is taught."""

from django.db import transaction
from django.utils.translation import gettext as _

from tracuu.answers.checking import Comparison, compare_publication
from tracuu.answers.enums import SuggestionDeed, SuggestionState
from tracuu.answers.errors import AnsweredWorse
from tracuu.answers.models import AnswerVersion, Suggestion
from tracuu.answers.operations import approve_draft, locked_draft
from tracuu.answers.teaching import begin_lesson
from tracuu.audit.operations import Actor
from tracuu.core import clock

MOST_REASON = 200


@transaction.atomic
def publish_draft(
    *, version: AnswerVersion, actor: Actor, is_chief: bool = False, override_reason: str = ""
) -> Comparison:
    """Publish what somebody else wrote, and tell what it changed for the regression set.

    When questions would be answered worse, it takes a chief and a reason, which the record keeps;
    else `AnsweredWorse`. Raises `VersionNotOpen` and `ContentNotValid` like `approve_draft`.
    """
    version = locked_draft(version)
    comparison = compare_publication(version)
    reason = override_reason.strip()[:MOST_REASON]
    facts: dict[str, object] = {}
    if comparison.is_worse:
        if not is_chief:
            raise AnsweredWorse(_("Có câu sẽ bị trả lời kém đi: chỉ phụ trách quyết định được."))
        if not reason:
            raise AnsweredWorse(_("Có câu sẽ bị trả lời kém đi. Hãy ghi lý do vẫn công bố."))
        facts = {"worse": len(comparison.worse), "override_reason": reason}
    approve_draft(version=version, actor=actor, facts=facts)
    _teach(version, actor)
    return comparison


def _teach(version: AnswerVersion, actor: Actor) -> None:
    """A topic that nobody can ask for yet is asked for in the words of its question."""
    if version.topic.phrasings.exists():
        return
    Suggestion.objects.get_or_create(
        label=version.topic.slug,
        text=version.question,
        deed=SuggestionDeed.ADD,
        state=SuggestionState.OPEN,
        defaults={
            "register": "formal",
            "unit": version.unit,
            "suggested_by": version.written_by,
            "suggested_at": clock.now(),
        },
    )
    waiting = Suggestion.objects.filter(
        label=version.topic.slug, deed=SuggestionDeed.ADD, state=SuggestionState.OPEN
    )
    of_others = [
        one.pk
        for one in waiting
        if one.suggested_by is None or one.suggested_by != actor.officer_id
    ]
    if of_others:
        begin_lesson(suggestions=of_others, unit=version.unit, actor=actor)
