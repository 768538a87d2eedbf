"""What officers say of a faulty file, and how a unit words its reasons. Operations check the rest."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.cards.correction_reasons import Reason
from tracuu.cards.reason_settings import Wording


class CorrectionForm(forms.Form):
    correction = forms.ChoiceField(
        label=_("Lý do cần bổ sung"),
        error_messages={"required": _("Hãy chọn một lý do trong danh sách.")},
    )
    due_on = forms.DateField(
        label=_("Cần bổ sung trước ngày"),
        required=False,
        help_text=_("Để trống: theo số ngày của lý do."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("Ghi thêm (người dân đọc được khi tra cứu chi tiết)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        reasons: Sequence[Reason],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["correction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((one.code, one.said()) for one in reasons)]


class ReasonForm(forms.Form):
    words = forms.CharField(
        label=_("Lý do, bằng lời người dân hiểu"),
        max_length=120,
        help_text=_("Ví dụ: Ảnh chân dung chưa dùng được (mờ, loá hoặc không đúng tư thế)."),
    )
    what_to_bring = forms.CharField(
        label=_("Người dân cần mang gì, làm gì"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words_en = forms.CharField(label=_("Lý do bằng tiếng Anh"), max_length=120, required=False)
    what_to_bring_en = forms.CharField(
        label=_("Cần mang gì, bằng tiếng Anh"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    spellings = forms.CharField(
        label=_("Danh sách thường ghi là gì, mỗi dòng một cách ghi"),
        max_length=600,
        required=False,
        help_text=_("Cột ghi chú ghi đúng như vậy thì hệ thống tự hiểu lý do. Không cần dấu."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    days = forms.IntegerField(
        label=_("Số ngày để bổ sung, nếu không hẹn ngày"), min_value=1, max_value=365, initial=30
    )
    is_active = forms.BooleanField(
        label=_("Đang dùng: cán bộ chọn được lý do này"), required=False, initial=True
    )

    @classmethod
    def starting_from(cls, reason: Reason | None) -> "ReasonForm":
        if reason is None:
            return cls()
        return cls(
            initial={
                "words": reason.words,
                "words_en": reason.words_en,
                "what_to_bring": reason.what_to_bring,
                "what_to_bring_en": reason.what_to_bring_en,
                "spellings": "\n".join(reason.spellings),
                "days": reason.days,
                "is_active": reason.is_active,
            }
        )

    def wording(self) -> Wording:
        """What was written; call it when the form is valid."""
        return Wording(**self.cleaned_data)
