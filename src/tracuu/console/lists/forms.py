"""What officers say about a file and about a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.cards.enums import Stage
from tracuu.cards.lists.reading.fields import Field
from tracuu.core import clock

_STAGES = [(stage.code, stage.label) for stage in Stage if stage is not Stage.REPLACED]
_ENDINGS = ".xlsx,.xls,.xlsb,.ods,.csv,.txt"
# What an officer may call a column; parts of dates and sexes are told by the reader itself.
FIELDS: dict[str, Any] = {
    Field.NAME.value: _("Họ và tên"),
    Field.SURNAME.value: _("Họ và tên đệm"),
    Field.GIVEN.value: _("Tên"),
    Field.BIRTH.value: _("Ngày sinh"),
    Field.BIRTH_MALE.value: _("Ngày sinh (nam)"),
    Field.BIRTH_FEMALE.value: _("Ngày sinh (nữ)"),
    Field.DAY.value: _("Ngày (của ngày sinh)"),
    Field.MONTH.value: _("Tháng (của ngày sinh)"),
    Field.YEAR.value: _("Năm (của ngày sinh)"),
    Field.SEX.value: _("Giới tính"),
    Field.RECEIPT.value: _("Số hồ sơ"),
    Field.ID.value: _("Số CCCD, CMND"),
    Field.PHONE.value: _("Điện thoại"),
    Field.WARD.value: _("Phường, xã"),
    Field.COLLECTED.value: _("Ngày thu nhận"),
    Field.STAGE.value: _("Trạng thái"),
    Field.BOX.value: _("Hộc"),
    Field.NOTE.value: _("Ghi chú"),
    Field.NUMBER.value: _("Số thứ tự (không dùng)"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp danh sách"),
        help_text=_(
            "Excel (.xlsx, .xls, .xlsb), OpenDocument hoặc CSV. Kéo tệp vào ô này cũng được."
        ),
        widget=forms.FileInput(attrs={"accept": _ENDINGS, "class": "drop"}),
    )
    as_of = forms.DateField(
        label=_("Danh sách của ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    stage = forms.ChoiceField(
        label=_("Trạng thái của dòng không ghi trạng thái"), choices=_STAGES, initial="at_unit"
    )
    overrides_hand = forms.BooleanField(
        label=_("Danh sách này đúng hơn những gì cán bộ đã sửa tay sau ngày của danh sách"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = clock.today

    def clean_as_of(self) -> Any:
        as_of = self.cleaned_data["as_of"]
        if as_of > clock.today():
            raise forms.ValidationError(_("Ngày của danh sách không thể sau hôm nay."))
        return as_of


class UndoTimeForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Số phút người công bố được tự thu hồi"), min_value=0, max_value=1440
    )
