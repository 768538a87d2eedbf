"""What is said of somebody who takes a card for another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.cards.enums import Paper


class ProxyForm(forms.Form):
    paper = forms.ChoiceField(
        label=_("Giấy tờ đã xem"),
        choices=Paper.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn giấy tờ mà người nhận thay đã xuất trình.")},
    )
    proxy_name = forms.CharField(
        label=_("Họ tên người nhận thay (nếu ghi)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
