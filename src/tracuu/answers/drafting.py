"""Drafts that begin with a real question: from an officer's reply, or from what many have asked.

Whatever comes from a conversation is masked before it is written down. A draft from a reply has no
source yet, so it cannot be published before an editor has found one.
"""

from collections.abc import Sequence

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tracuu.accounts.models import Officer
from tracuu.answers.asking import explain_decision
from tracuu.answers.errors import ContentNotValid
from tracuu.answers.masking import mask
from tracuu.answers.matching.decision import Outcome
from tracuu.answers.matching.spelling import fold
from tracuu.answers.matching.store import ModelNotUsable
from tracuu.answers.models import AnswerVersion, Category, Topic
from tracuu.answers.operations import Wording, write_draft
from tracuu.audit.operations import Actor
from tracuu.core import clock
from tracuu.units.enums import UnitKind
from tracuu.units.models import Unit

_MOST_SLUG, _MOST_QUESTION, _MOST_ANSWER = 50, 200, 2000
OTHER = "khac"
# Addresses of pages that stand where those of topics do.
RESERVED = frozenset("goi-y asked checks figures law lessons outside try".split())


def draft_from_reply(
    *, unit_id: int, question: str, reply: str, officer: Officer | Actor
) -> AnswerVersion:
    """What an officer answered in a conversation becomes a draft of the unit, masked.

    It belongs to the topic that the question is surely about, or to a new one. Raises
    `ContentNotValid` when there is no question or no reply.
    """
    return _draft(
        unit=Unit.objects.get(pk=unit_id),
        question=question,
        answer=reply,
        actor=officer if isinstance(officer, Actor) else Actor(officer.pk, "console"),
        note=_("Soạn từ câu trả lời của cán bộ trong hộp thư."),
    )


def draft_from_questions(*, unit: Unit, questions: Sequence[str], actor: Actor) -> AnswerVersion:
    """A draft for what several people asked, its answer still to be written."""
    return _draft(
        unit=unit,
        question=questions[0] if questions else "",
        answer=None,
        actor=actor,
        note=_("Soạn từ câu hỏi của người dân:") + "\n" + "\n".join(questions[:10]),
    )


def _draft(
    *, unit: Unit, question: str, answer: str | None, actor: Actor, note: str
) -> AnswerVersion:
    asked = " ".join(mask(question).split())[:_MOST_QUESTION]
    if not asked:
        raise ContentNotValid(_("Chưa có câu hỏi để soạn câu trả lời."))
    if answer is not None and not answer.strip():
        raise ContentNotValid(_("Chưa có câu trả lời để soạn."))
    wording = Wording(
        question=asked,
        answer=mask(answer or "").strip()[:_MOST_ANSWER],
        valid_from=clock.today(),
        valid_to=None,
        sources=(),
        note=note,
    )
    # A chat's answer is about a case; whether it is one of the topics is for the editor to see.
    topic = (_sure_topic(asked) if answer is not None else None) or new_topic(asked)
    binds = None if unit.kind == UnitKind.MINISTRY else unit
    return write_draft(topic=topic, unit=binds, wording=wording, actor=actor, is_complete=False)


def _sure_topic(question: str) -> Topic | None:
    """The topic that would be answered at once, or None."""
    try:
        decision = explain_decision(question).decision
    except ModelNotUsable:
        return None
    if decision.outcome is not Outcome.ANSWER:
        return None
    return Topic.objects.filter(slug=decision.topics[0]).first()


def new_topic(question: str) -> Topic:
    """A topic of its own, shown to nobody before one of its answers is published."""
    category, _is_new = Category.objects.get_or_create(
        slug=OTHER,
        defaults={"title": "Câu hỏi khác", "title_en": "Other questions", "position": 999},
    )
    base = slugify(fold(question))[:_MOST_SLUG].strip("-") or f"{clock.today():%Y-%m-%d}"
    slug, number = base, 1
    while slug in RESERVED or Topic.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    last = Topic.objects.filter(category=category).aggregate(last=Max("position"))["last"] or 0
    return Topic.objects.create(slug=slug, category=category, position=last + 1)
