"""Templates (ZBS) for whose chat is closed: which goes out for which kind of message, and a trial."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracuu.accounts import permissions
from tracuu.console.pages import officer_page, page
from tracuu.console.requests import OfficerRequest
from tracuu.console.templatetags.day import thousands
from tracuu.console.zalo.sentences import sentence_of
from tracuu.messaging.enums import AccountState, Kind
from tracuu.messaging.errors import SendingFailed
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo.accounts import find_account
from tracuu.messaging.zalo.answers import TemplateFacts, TemplateName, TemplateParameter
from tracuu.messaging.zalo.client import ZaloClient
from tracuu.messaging.zalo.shapes import template_phone
from tracuu.messaging.zalo.template_settings import (
    KINDS,
    TemplateNotValid,
    check_fits,
    choose_template,
    try_template,
)
from tracuu.messaging.zalo.templates import LONGEST, is_filled, is_too_short
from tracuu.units.models import Unit

_connects = permissions.check_can_connect_zalo
_MEANINGS = {
    "unit": gettext_lazy("tên đơn vị"),
    "customer_name": gettext_lazy("chữ cái đầu của họ tên và năm sinh"),
    "code": gettext_lazy("mã của tin"),
    "due_date": gettext_lazy("hạn bổ sung"),
}
_NO_SUCH = "zns_-109"


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A kind of message and its template; `is_missing` when Zalo lists none of this id."""

    kind: str
    label: str
    template_id: str
    template: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """A place of a template: what we put there, or why we cannot."""

    name: str
    meaning: str
    most: str
    problem: str

    @classmethod
    def of(cls, one: TemplateParameter, unit: Unit) -> "ShownParameter":
        meaning, problem = str(_MEANINGS.get(one.name, "–")), ""
        if not is_filled(one):
            problem = _("hệ thống không điền tham số này")
        elif is_too_short(one, unit.name):
            problem = _("chỗ quá ngắn")
        return cls(one.name, meaning, "" if one.most is None else thousands(one.most), problem)


class TrialForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại của bạn"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy(
            "Zalo chỉ nhận số của quản trị viên ứng dụng hoặc OA. Gửi thử không mất tiền, và hệ thống"
            " không giữ lại số này."
        ),
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if template_phone(phone) is None:
            raise forms.ValidationError(sentence_of("zns_phone"))
        return phone


@officer_page(check=_connects)
def show_templates(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """Each kind of message with its template, and what the account has at Zalo."""
    account = _find_connected(unit)
    if account is None:
        return page(request, "console/zalo/templates.html", {})
    names, trouble = _list_names(account)
    context = {
        "is_connected": True,
        "trouble": trouble,
        "kinds": _shown_kinds(account, names, is_listed=not trouble),
        "templates": [(one, _uses(account, one.template_id)) for one in names],
        "usable": [one for one in names if one.is_enabled],
        "parameters": [(name, _MEANINGS[name], most) for name, most in LONGEST.items()],
    }
    return page(request, "console/zalo/templates.html", context)


@officer_page("POST", check=_connects)
def set_kind(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """From now on this template for messages of this kind; without one they wait for the chat."""
    account = _find_connected(unit)
    kind = next((one for one in KINDS if one.value == request.POST.get("kind")), None)
    if account is None or kind is None:
        return redirect("console:zalo_templates", unit.slug)
    wanted = request.POST.get("template", "").strip()
    try:
        choose_template(
            account=account, unit=unit, kind=kind, template_id=wanted, actor=request.actor
        )
    except TemplateNotValid as error:
        messages.error(request, str(error))
    except SendingFailed as error:
        messages.error(request, sentence_of(error.code))
    else:
        said = _("Tin “%(kind)s” nay dùng mẫu %(template)s.") if wanted else _STOPPED
        messages.success(request, str(said) % {"kind": kind.label, "template": wanted})
    return redirect("console:zalo_templates", unit.slug)


@officer_page(check=_connects)
def show_template(request: OfficerRequest, unit: Unit, number: int) -> HttpResponse:
    """One template: what it wants and costs, and a trial."""
    return _template_page(request, unit, str(number), TrialForm())


@officer_page("GET", "HEAD", "POST", check=_connects)
def send_trial(request: OfficerRequest, unit: Unit, number: int) -> HttpResponse:
    """To the telephone of whoever presses."""
    account = _find_connected(unit)
    if account is None:
        return redirect("console:zalo_templates", unit.slug)
    if request.method != "POST":
        return redirect("console:zalo_template", unit.slug, number)
    form = TrialForm(request.POST)
    if not form.is_valid():
        return _template_page(request, unit, str(number), form, status=422)
    try:
        try_template(
            account=account,
            unit=unit,
            template_id=str(number),
            phone=form.cleaned_data["phone"],
            actor=request.actor,
        )
    except SendingFailed as error:
        messages.error(request, sentence_of(error.code))
    else:
        messages.success(request, _("Zalo đã nhận tin thử. Hãy xem điện thoại của bạn."))
    return redirect("console:zalo_template", unit.slug, number)


_STOPPED = gettext_lazy("Tin “%(kind)s” nay không dùng mẫu nào.")


def _template_page(
    request: OfficerRequest, unit: Unit, template_id: str, form: TrialForm, *, status: int = 200
) -> HttpResponse:
    account = _find_connected(unit)
    if account is None:
        return redirect("console:zalo_templates", unit.slug)
    try:
        with ZaloClient(account) as zalo:
            facts = zalo.get_template(template_id)
    except SendingFailed as error:
        if error.code == _NO_SUCH:
            raise Http404 from None
        messages.error(request, sentence_of(error.code))
        return redirect("console:zalo_templates", unit.slug)
    context = {
        **_shown(facts, unit),
        "number": template_id,
        "uses": _uses(account, template_id),
        "form": form,
    }
    return page(request, "console/zalo/template.html", context, status=status)


def _shown(facts: TemplateFacts, unit: Unit) -> dict[str, Any]:
    problem = ""
    try:
        check_fits(facts, unit)
    except TemplateNotValid as error:
        problem = str(error)
    price = facts.price.partition(".")[0]
    return {
        "template": facts,
        "parameters": [ShownParameter.of(one, unit) for one in facts.parameters],
        "price": thousands(int(price)) if price.isdecimal() else "",
        "problem": problem,
    }


def _list_names(account: OfficialAccount) -> tuple[list[TemplateName], str]:
    """What the account has, and the sentence that says why nobody knows now."""
    try:
        with ZaloClient(account) as zalo:
            return zalo.list_templates(), ""
    except SendingFailed as error:
        return [], sentence_of(error.code)


def _shown_kinds(
    account: OfficialAccount, names: Sequence[TemplateName], *, is_listed: bool
) -> list[ShownKind]:
    known = {one.template_id: one for one in names}
    shown = []
    for kind in KINDS:
        template_id = account.templates.get(kind.value, "")
        one = known.get(template_id)
        shown.append(
            ShownKind(
                kind=kind.value,
                label=str(kind.label),
                template_id=template_id,
                template=one.name if one else "",
                is_missing=bool(template_id) and is_listed and not (one and one.is_enabled),
            )
        )
    return shown


def _uses(account: OfficialAccount, template_id: str) -> list[str]:
    """The kinds of message that go out by this template."""
    return [str(Kind(kind).label) for kind, one in account.templates.items() if one == template_id]


def _find_connected(unit: Unit) -> OfficialAccount | None:
    """The unit's account, if Zalo can be asked about it."""
    account = find_account(unit)
    return account if account and account.state == AccountState.CONNECTED else None
