"""The unit's Official Account: connect it, see how it is, leave it, and what to type at Zalo."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tracuu.accounts import permissions
from tracuu.console.pages import officer_page, page, signed_in_page
from tracuu.console.requests import OfficerRequest
from tracuu.console.zalo import consent
from tracuu.console.zalo.sentences import sentence_of
from tracuu.console.zalo.shown import ShownAccount
from tracuu.messaging.errors import AccountNotConnected
from tracuu.messaging.models import OfficialAccount
from tracuu.messaging.zalo import accounts
from tracuu.messaging.zalo.links import chat_link
from tracuu.messaging.zalo.menu import menu_of
from tracuu.units.models import Unit

_connects = permissions.check_can_connect_zalo
_WEBHOOK = "/webhooks/zalo/"


@officer_page(check=_connects)
def show_zalo(request: OfficerRequest, unit: Unit) -> HttpResponse:
    account = accounts.find_account(unit)
    waiting = consent.find_consent(request, unit)
    page_name = "portal:lookup" if unit.publishes_lists else "portal:unit"
    context = {
        "account": ShownAccount.of(account) if account else None,
        "holder": _holder_besides(unit, account),
        "template_count": len(account.templates) if account else 0,
        "row": account,
        "is_set_up": bool(settings.ZALO_APP_ID),
        "waiting": waiting,
        "waiting_url": chat_link(waiting.oa_id) if waiting else "",
        "menu": menu_of(_absolute(request, reverse(page_name, args=[unit.slug]))),
        "webhook_url": _absolute(request, _WEBHOOK),
        "callback_url": consent.callback_url(request),
    }
    return page(request, "console/zalo/zalo.html", context)


@officer_page(check=_connects)
def begin_consent(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """To Zalo's consent page. A link, not a form: our policy lets no form lead to another host."""
    if not settings.ZALO_APP_ID:
        return redirect("console:zalo", unit.slug)
    return redirect(consent.begin(request, unit))


@signed_in_page()
def take_consent(request: OfficerRequest) -> HttpResponse:
    """Zalo leads back here. Nothing is connected yet: the officer is asked first."""
    taken = consent.come_back(request)
    if taken is None:
        messages.error(
            request,
            _("Lượt kết nối này đã hết hạn hoặc bắt đầu ở trình duyệt khác. Hãy bấm kết nối lại."),
        )
        return redirect("console:home")
    if not taken.code:
        consent.forget(request)
        messages.error(request, _("Zalo cho biết OA chưa đồng ý. Chưa có gì thay đổi."))
    return redirect("console:zalo", taken.slug)


@officer_page("POST", check=_connects)
def connect_account(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """The officer's yes: the code becomes tokens. A code works once, whatever comes of it."""
    waiting = consent.find_consent(request, unit)
    consent.forget(request)
    if waiting is None or request.POST.get("oa_id") != waiting.oa_id:
        messages.error(request, sentence_of("oauth_-14005"))
        return redirect("console:zalo", unit.slug)
    try:
        account = accounts.connect(
            unit=unit,
            oa_id=waiting.oa_id,
            code=waiting.code,
            verifier=waiting.verifier,
            actor=request.actor,
        )
    except AccountNotConnected as error:
        messages.error(request, sentence_of(error.code))
    else:
        accounts.check(account)
        messages.success(request, _("Đã kết nối OA %(name)s.") % {"name": account.name})
    return redirect("console:zalo", unit.slug)


@officer_page("POST", check=_connects)
def check_account(request: OfficerRequest, unit: Unit) -> HttpResponse:
    """Ask Zalo now how the account is."""
    account = accounts.find_account(unit)
    if account is not None:
        wrong = accounts.check(account, actor=request.actor)
        if wrong:
            messages.error(request, sentence_of(wrong))
        else:
            messages.success(request, _("Zalo trả lời: OA đang hoạt động."))
    return redirect("console:zalo", unit.slug)


@officer_page("POST", check=_connects)
def disconnect_account(request: OfficerRequest, unit: Unit) -> HttpResponse:
    if accounts.disconnect(unit=unit, actor=request.actor):
        messages.success(
            request, _("Đã ngắt kết nối. Hệ thống không gửi và không nhận tin của OA nữa.")
        )
    return redirect("console:zalo", unit.slug)


def _holder_besides(unit: Unit, account: OfficialAccount | None) -> Unit | None:
    """The unit that has connected the OA which this one has left."""
    holder = accounts.find_holder(account.oa_id) if account else None
    return holder.unit if holder is not None and holder.unit_id != unit.pk else None


def _absolute(request: HttpRequest, path: str) -> str:
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
