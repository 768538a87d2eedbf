"""What is typed about the inbox itself. The operations check the rest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.answers.models import Topic
from tracuu.console.answers.forms import WordingForm
from tracuu.messaging.chat.canned import Reply

_MOST_MINUTES = 24 * 60


class CannedReplyForm(forms.Form):
    title = forms.CharField(label=_("Tên gọi, chỉ cán bộ thấy"), max_length=80)
    text = forms.CharField(
        label=_("Lời gửi người dân"),
        max_length=2000,
        # What citizens read, whatever language the officer's pages speak.
        widget=forms.Textarea(attrs={"rows": 5, "lang": "vi"}),
        help_text=_(
            "Ô tự điền khi chèn: {don_vi} tên đơn vị, {dia_chi} địa chỉ, {gio} giờ làm việc,"
            " {dien_thoai} điện thoại, {le_phi} lệ phí hôm nay, {giay_to} giấy tờ cần mang, {tra_cuu}"
            " trang tra cứu, {hoi_dap} trang hỏi đáp."
        ),
    )
    is_active = forms.BooleanField(label=_("Đang dùng"), required=False, initial=True)

    @classmethod
    def starting_from(cls, reply: Reply | None) -> "CannedReplyForm":
        if reply is None:
            return cls()
        return cls(initial={"title": reply.title, "text": reply.text, "is_active": reply.is_active})


class TimesForm(forms.Form):
    chase_minutes = forms.IntegerField(
        label=_("Báo phụ trách khi người dân chờ quá (phút, trong giờ làm việc)"),
        min_value=5,
        max_value=_MOST_MINUTES,
    )
    return_minutes = forms.IntegerField(
        label=_("Trợ lý trả lời thay khi cán bộ im lặng quá (phút)"),
        min_value=5,
        max_value=_MOST_MINUTES,
    )


class DraftForm(WordingForm):
    """An answer of the inbox on its way to the answers: which topic it is about, and what it says."""

    topic = forms.ModelChoiceField(
        label=_("Chủ đề"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        empty_label=_("Hãy chọn chủ đề"),
    )
    field_order = ("topic", "question", "answer", "sources", "valid_from", "valid_to")
