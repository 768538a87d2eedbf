"""What is said of somebody who takes a card for another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.cards.enums import Paper


class _Radios(forms.RadioSelect):
    """Of several radio buttons only the first can have the focus."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["index"] != "0":
            option["attrs"].pop("autofocus", None)
        return option


class ProxyForm(forms.Form):
    paper = forms.ChoiceField(
        label=_("Giấy tờ đã xem"),
        choices=Paper.choices,
        widget=_Radios,
        error_messages={"required": _("Hãy chọn giấy tờ mà người nhận thay đã xuất trình.")},
    )
    proxy_name = forms.CharField(
        label=_("Họ tên người nhận thay (nếu ghi)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def focus_on_fault(self) -> None:
        """Let the first field in error have the focus, which the field of the search has else."""
        for name, field in self.fields.items():
            if name in self.errors:
                field.widget.attrs["autofocus"] = True
                return
