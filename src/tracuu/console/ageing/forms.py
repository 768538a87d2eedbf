"""Where the letters of one run go. Nothing of it is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

_MOST_BYTES = 10 << 20


class LettersForm(forms.Form):
    addresses = forms.CharField(
        label=_("Địa chỉ, mỗi dòng một người"),
        required=False,
        max_length=400_000,
        help_text=_(
            "Số hồ sơ ; địa chỉ. Hoặc: họ tên ; ngày sinh ; địa chỉ. Chép thẳng từ Excel cũng được."
        ),
        widget=forms.Textarea(
            attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false", "class": "paste"}
        ),
    )
    file = forms.FileField(
        label=_("Hoặc một bảng tính có cột địa chỉ"),
        required=False,
        help_text=_("Cần có cột họ tên, ngày sinh và địa chỉ; nên có cột số hồ sơ."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsb,.ods,.csv"}),
    )
    again = forms.BooleanField(
        label=_("In cả thư đã in ở mốc này (ví dụ máy in kẹt giấy)"), required=False
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file and file.size > _MOST_BYTES:
            raise forms.ValidationError(_("Bảng tính quá lớn. Hãy chép riêng những người cần gửi."))
        return file
