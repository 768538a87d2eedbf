"""Plain functions that make topics and answers."""

import datetime

from tracuu.answers.learned import fit_model
from tracuu.answers.models import Category, CheckQuestion, OutsideGroup, Topic
from tracuu.answers.operations import (
    Cited,
    Wording,
    add_outside_phrasings,
    add_phrasings,
    publish_version,
)
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


# Small enough to be learnt in a blink, and each topic has words of its own.
WAYS = {
    "le-phi": ["lệ phí bao nhiêu", "lệ phí mấy đồng", "đóng bao nhiêu tiền", "tốn bao nhiêu tiền",
               "mất mấy đồng lệ phí", "giá làm thẻ bao nhiêu tiền"],
    "thoi-han": ["làm bao lâu có thẻ", "mấy ngày thì có", "bao lâu thì xong", "chờ mấy ngày",
                 "bao giờ có thẻ vậy", "làm mất mấy ngày"],
    "giay-to": ["mang giấy tờ gì", "cần giấy gì", "đem theo giấy tờ nào", "chuẩn bị giấy tờ gì",
                "hồ sơ gồm giấy gì", "giấy tờ cần mang"],
}  # fmt: skip
OUTSIDE_WAYS = ["làm hộ chiếu ở đâu", "hộ chiếu hết hạn", "đổi hộ chiếu", "xin hộ chiếu mới"]


def teach_little(ways=None):
    """A content of three topics and what lies outside, with a model that has learnt it."""
    for slug, texts in (ways or WAYS).items():
        topic = Topic.objects.filter(slug=slug).first() or make_topic(slug)
        add_phrasings(topic=topic, phrasings=[(text, "") for text in texts], actor=COMMAND_LINE)
    group = OutsideGroup.objects.filter(slug="ho-chieu").first() or make_group()
    add_outside_phrasings(group=group, texts=OUTSIDE_WAYS)
    return fit_model()


def check(text, label):
    return CheckQuestion.objects.create(text=text, label=label)
