"""Plain functions that make topics and answers."""

import datetime

from tracuu.answers.models import Category, OutsideGroup, Topic
from tracuu.answers.operations import Cited, Wording, publish_version
from tracuu.audit.operations import COMMAND_LINE, Actor

AN, BINH = Actor(officer_id=1, origin="127.0.0.1"), Actor(officer_id=2, origin="127.0.0.1")
LAW = Cited("Nghị định 70/2024/NĐ-CP", "Điều 23")


def day(text):
    return datetime.date.fromisoformat(text)


def make_topic(slug="le-phi", **facts):
    category, _ = Category.objects.get_or_create(slug="tien", defaults={"title": "Tiền"})
    return Topic.objects.create(slug=slug, category=category, **facts)


def wording(first="2024-07-01", last=None, answer="30.000 đồng.", sources=(LAW,), **facts):
    return Wording(
        question=facts.pop("question", "Lệ phí là bao nhiêu?"),
        answer=answer,
        valid_from=day(first),
        valid_to=day(last) if last else None,
        sources=tuple(sources),
        **facts,
    )


def publish(topic, first="2024-07-01", last=None, *, unit=None, actor=COMMAND_LINE, **facts):
    return publish_version(
        topic=topic, unit=unit, wording=wording(first, last, **facts), actor=actor
    )


def make_group(slug="ho-chieu", kind="redirect"):
    return OutsideGroup.objects.create(slug=slug, kind=kind, redirect="Phòng xuất nhập cảnh")
