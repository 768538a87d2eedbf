"""What officers say about a file and about a list."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.cards.enums import Stage
from tracuu.cards.lists.reading.fields import Field
from tracuu.console.fields import DayField
from tracuu.core import clock

_STAGES = [(stage.code, stage.label) for stage in Stage if stage is not Stage.REPLACED]
_ENDINGS = ".xlsx,.xls,.xlsb,.ods,.csv,.txt"
# What an officer may call a column: everything that the reader knows, so that a page that is saved
# as it stands takes nothing away.
FIELDS: dict[str, Any] = {
    Field.NAME.value: _("Họ và tên"),
    Field.SURNAME.value: _("Họ và tên đệm"),
    Field.MIDDLE.value: _("Tên đệm"),
    Field.GIVEN.value: _("Tên"),
    Field.BIRTH.value: _("Ngày sinh"),
    Field.BIRTH_MALE.value: _("Ngày sinh (nam)"),
    Field.BIRTH_FEMALE.value: _("Ngày sinh (nữ)"),
    Field.DAY.value: _("Ngày (của ngày sinh)"),
    Field.MONTH.value: _("Tháng (của ngày sinh)"),
    Field.YEAR.value: _("Năm (của ngày sinh)"),
    Field.SEX.value: _("Giới tính"),
    Field.MALE.value: _("Nam (cột đánh dấu)"),
    Field.FEMALE.value: _("Nữ (cột đánh dấu)"),
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
    as_of = DayField(
        label=_("Danh sách của ngày"),
        required=False,
        help_text=_("Để trống thì lấy ngày ghi trong tệp, rồi bạn xem lại. Ví dụ 14/12/2021."),
    )
    stage = forms.ChoiceField(
        label=_("Trạng thái của dòng không ghi trạng thái"), choices=_STAGES, initial="at_unit"
    )
    overrides_hand = forms.BooleanField(
        label=_("Danh sách này đúng hơn những gì cán bộ đã sửa tay sau ngày của danh sách"),
        required=False,
    )

    def clean_as_of(self) -> datetime.date | None:
        return _not_after_today(self.cleaned_data["as_of"])


class DayForm(forms.Form):
    """Of which day a list is that waits already."""

    as_of = DayField(
        label=_("Danh sách của ngày"),
        error_messages={"required": _("Hãy nhập ngày của danh sách.")},
    )

    def clean_as_of(self) -> datetime.date | None:
        return _not_after_today(self.cleaned_data["as_of"])


def _not_after_today(day: datetime.date | None) -> datetime.date | None:
    if day is not None and day > clock.today():
        raise forms.ValidationError(_("Ngày của danh sách không thể sau hôm nay."))
    return day


class UndoTimeForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Số phút người công bố được tự thu hồi"), min_value=0, max_value=1440
    )
