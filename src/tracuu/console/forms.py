"""What officers type. Only its form is checked here; operations check the rest."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from tracuu.accounts.enums import Role
from tracuu.accounts.models import Officer
from tracuu.console.fields import DayField


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Địa chỉ e-mail"), max_length=160)
    role = forms.ChoiceField(label=_("Vai trò"), choices=Role.choices)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Vai trò"), choices=Role.choices)


class NewPasswordForm(forms.Form):
    """A password typed twice; the operation or the view asks Django whether it is strong enough."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        help_text=_("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password_again(self) -> str:
        again: str = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("Hai lần nhập mật khẩu không giống nhau."))
        return again


class NewOfficerForm(NewPasswordForm):
    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )


class PasswordForm(NewPasswordForm):
    old_password = forms.CharField(
        label=_("Mật khẩu hiện tại"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ("old_password", "password", "password_again")

    def __init__(self, officer: Officer, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._officer = officer

    def clean_old_password(self) -> str:
        """Asked through allauth: wrong tries are counted together with those of the sign-in page."""
        old: str = self.cleaned_data["old_password"]
        if not get_adapter().reauthenticate(self._officer, old):
            raise forms.ValidationError(_("Mật khẩu hiện tại không đúng."))
        return old


class EventFilterForm(forms.Form):
    """Filters of the record; what makes no sense filters nothing out."""

    action = forms.ChoiceField(label=_("Việc"), required=False)
    officer = forms.ChoiceField(label=_("Cán bộ"), required=False)
    day = DayField(label=_("Ngày"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        actions: list[tuple[str, str]],
        officers: list[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        for name, choices in (("action", actions), ("officer", officers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Tất cả")), *choices]
