"""What an editor writes. The operation checks the rest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.answers.models import AnswerVersion
from tracuu.answers.operations import Cited, Wording
from tracuu.console.fields import DayField

_PARTS = 3  # of a line: document | article | address


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
        help_text=_("Văn bản | điều | đường dẫn. Ví dụ: Nghị định 70/2024/NĐ-CP | Điều 23"),
    )
    valid_from = DayField(label=_("Áp dụng từ ngày"), help_text=_("Ví dụ 01/07/2024."))
    valid_to = DayField(label=_("Đến hết ngày (bỏ trống nếu chưa biết)"), required=False)
    is_confirmed = forms.BooleanField(label=_("Tôi đã đối chiếu với văn bản"), required=False)

    @classmethod
    def starting_from(cls, version: AnswerVersion | None) -> "WordingForm":
        """A form that holds what stands now, so that an editor only changes what is new."""
        if version is None:
            return cls()
        lines = (
            " | ".join(filter(None, (one.document, one.article, one.url)))
            for one in version.sources.all()
        )
        return cls(
            initial={
                "question": version.question,
                "answer": version.answer,
                "sources": "\n".join(lines),
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


def _source(line: str) -> Cited:
    parts = [part.strip() for part in line.split("|", _PARTS - 1)]
    document, article, url = (*parts, "", "")[:_PARTS]
    if article.startswith(("http://", "https://")) and not url:
        article, url = "", article
    return Cited(document[:200], article[:120], url[:400])
