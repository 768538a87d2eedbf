"""What an editor writes. The operation checks the rest."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.answers.models import AnswerVersion
from tracuu.answers.operations import Cited, Wording
from tracuu.console.answers.shown import Options
from tracuu.console.fields import DayField

_PARTS = 3  # of a line: document | article | address
# How people write, as the figures are told by: docs/developer/answers.md.
REGISTERS = (
    ("", _("Không ghi")),
    ("formal", _("Lịch sự, đủ câu")),
    ("bac", _("Miền Bắc")),
    ("trung", _("Miền Trung")),
    ("nam", _("Miền Nam")),
    ("khongdau", _("Không dấu")),
    ("teencode", _("Viết tắt, teencode")),
    ("ngan", _("Rất ngắn")),
    ("gia", _("Người lớn tuổi")),
)


class WordingForm(forms.Form):
    question = forms.CharField(label=_("Câu hỏi chính thức"), max_length=200)
    answer = forms.CharField(
        label=_("Câu trả lời"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Câu ngắn, dễ hiểu. Số tiền có thời hạn thì chỉ ghi ở câu về lệ phí."),
    )
    sources = forms.CharField(
        label=_("Nguồn, mỗi dòng một nguồn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Văn bản | điều | liên kết. Ví dụ: Nghị định 70/2024/NĐ-CP | Điều 23"),
    )
    valid_from = DayField(label=_("Áp dụng từ ngày"), help_text=_("Ví dụ 01/07/2024."))
    valid_to = DayField(label=_("Đến hết ngày (bỏ trống nếu chưa biết)"), required=False)
    is_confirmed = forms.BooleanField(label=_("Tôi đã đối chiếu với văn bản"), required=False)

    @classmethod
    def starting_from(cls, version: AnswerVersion | None) -> "WordingForm":
        """A form that holds what stands now, so that an editor only changes what is new."""
        if version is None:
            return cls()
        return cls(
            initial={
                "question": version.question,
                "answer": version.answer,
                "sources": _lines(version),
            }
        )

    def wording(self) -> Wording:
        """What was written; call it when the form is valid."""
        told = self.cleaned_data
        return Wording(
            question=told["question"],
            answer=told["answer"],
            valid_from=told["valid_from"],
            valid_to=told["valid_to"],
            sources=tuple(_source(line) for line in told["sources"].splitlines() if line.strip()),
            is_confirmed=told["is_confirmed"],
        )


class DraftForm(WordingForm):
    """A draft that is written anew, perhaps for another topic."""

    topic = forms.ChoiceField(label=_("Chủ đề"))

    field_order = ("topic",)

    def __init__(self, data: Any = None, *, version: AnswerVersion, topics: Options) -> None:
        initial = {
            "topic": version.topic.slug,
            "question": version.question,
            "answer": version.answer,
            "sources": _lines(version),
            "valid_from": version.valid_from,
            "valid_to": version.valid_to,
            "is_confirmed": version.is_confirmed,
        }
        super().__init__(data, initial=initial)
        choice = self.fields["topic"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = topics


class PhrasingsForm(forms.Form):
    """Ways of asking, one a line."""

    texts = forms.CharField(
        label=_("Cách hỏi mới, mỗi dòng một câu"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Ghi đúng như người dân hỏi, kể cả không dấu, viết tắt. Không ghi họ tên hay số."
        ),
    )
    register = forms.ChoiceField(label=_("Kiểu nói"), choices=REGISTERS, required=False)

    def lines(self) -> Sequence[str]:
        return [line for line in self.cleaned_data["texts"].splitlines() if line.strip()]


class ChangeOfLawForm(forms.Form):
    document = forms.CharField(
        label=_("Văn bản đã thay đổi"),
        max_length=200,
        help_text=_("Tên hoặc số, ví dụ: Nghị định 70/2024"),
    )
    article = forms.CharField(
        label=_("Chỉ điều này (bỏ trống nếu cả văn bản)"),
        max_length=120,
        required=False,
        help_text=_("Ví dụ: Điều 23"),
    )
    reason = forms.CharField(
        label=_("Lý do"), max_length=200, help_text=_("Ví dụ: Nghị định 58/2026 sửa đổi")
    )


class TryForm(forms.Form):
    text = forms.CharField(
        label=_("Câu hỏi thử"),
        max_length=500,
        help_text=_("Trang cho biết câu này được trả lời thế nào và vì sao. Không ghi lại gì."),
    )


class OutsideForm(forms.Form):
    title = forms.CharField(label=_("Việc gì"), max_length=80)
    redirect = forms.CharField(
        label=_("Nơi giải quyết"),
        max_length=240,
        required=False,
        help_text=_("Người dân thấy đúng câu này."),
    )


def _lines(version: AnswerVersion) -> str:
    return "\n".join(
        " | ".join(filter(None, (one.document, one.article, one.url)))
        for one in version.sources.order_by("pk")
    )


def _source(line: str) -> Cited:
    parts = [part.strip() for part in line.split("|", _PARTS - 1)]
    document, article, url = (*parts, "", "")[:_PARTS]
    if article.startswith(("http://", "https://")) and not url:
        article, url = "", article
    return Cited(document[:200], article[:120], url[:400])
