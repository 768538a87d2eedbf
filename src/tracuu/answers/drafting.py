"""Drafts that begin with a real question, from what many have asked.

They have neither an answer nor a source yet, so they cannot be published before an editor has found both.
"""

from collections.abc import Sequence

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tracuu.answers.errors import ContentNotValid
from tracuu.answers.masking import mask
from tracuu.answers.matching.spelling import fold
from tracuu.answers.models import AnswerVersion, Category, Topic
from tracuu.answers.operations import Wording, write_draft
from tracuu.audit.operations import Actor
from tracuu.core import clock
from tracuu.units.enums import UnitKind
from tracuu.units.models import Unit

_MOST_SLUG, _MOST_QUESTION = 50, 200
OTHER = "khac"
# Addresses of pages that stand where those of topics do.
RESERVED = frozenset("goi-y asked checks figures law lessons outside try".split())


def draft_from_questions(*, unit: Unit, questions: Sequence[str], actor: Actor) -> AnswerVersion:
    """A draft for what several people asked, masked, its answer still to be written.

    Raises `ContentNotValid` when there is no question.
    """
    asked = " ".join(mask(questions[0] if questions else "").split())[:_MOST_QUESTION]
    if not asked:
        raise ContentNotValid(_("Chưa có câu hỏi để soạn câu trả lời."))
    wording = Wording(
        question=asked,
        answer="",
        valid_from=clock.today(),
        valid_to=None,
        sources=(),
        note=_("Soạn từ câu hỏi của người dân:") + "\n" + "\n".join(questions[:10]),
    )
    binds = None if unit.kind == UnitKind.MINISTRY else unit
    return write_draft(
        topic=new_topic(asked), unit=binds, wording=wording, actor=actor, is_complete=False
    )


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
