"""Being told: asking for it, confirming it, seeing and erasing it, and checking a message's code.

No page says whether a person is listed; no address holds anything of a person. The address that a
message leads to holds its reader's own secret, and only a button there changes anything: scanners of
mail open every link.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tracuu.cards.enums import ProofKind
from tracuu.cards.errors import LookupNotUnderstood, NeverCertain, TooManyLookups
from tracuu.cards.lookup import Caller
from tracuu.cards.telling.watching import check_person, watch_person
from tracuu.cards.wording import error_sentence
from tracuu.core.http import client_address
from tracuu.core.limits import Limit, hit, is_open
from tracuu.core.receipt_codes import grouped, is_mistyped_code, read_code
from tracuu.messaging.channels import is_offered
from tracuu.messaging.channels.push import application_server_key
from tracuu.messaging.contacts import (
    add_contact,
    confirm_contact,
    erase_watch,
    find_contact,
    mailbox_of,
)
from tracuu.messaging.enums import ChannelName, ContactState, Kind, Priority
from tracuu.messaging.errors import ContactNotUnderstood, TooManyContacts
from tracuu.messaging.jobs import send_now
from tracuu.messaging.models import Contact
from tracuu.messaging.operations import queue
from tracuu.messaging.queries import find_message
from tracuu.messaging.zalo.withdrawing import erase_at_wish
from tracuu.portal.pages import page, takes, unit_or_404
from tracuu.portal.people import ShownFields
from tracuu.portal.presenters import ShownUnit
from tracuu.portal.typed import Typed
from tracuu.portal.watches_shown import ShownMessage, shown_contact
from tracuu.units.models import Unit

# Each costs somebody a letter, or us a guess at a secret.
_CONFIRMATIONS = Limit("watch-confirmations", 3, 24 * 3600)
_ASKED = Limit("watch-asked", 200, 3600)
# Wrong ones only, and many: a whole neighbourhood may share one address behind its telephone company.
# At this pace a code of 46 bits stands for ages.
_GUESSES = Limit("watch-guesses", 100, 3600)
_TOO_MANY = gettext_noop("Vừa có nhiều lượt hỏi quá. Hãy thử lại sau ít phút.")
_LONGEST_CONTACT = 2000
# What can be typed or given on a page; who is on Zalo asks in the chat, where nobody can be another.
_BY_FORM = (ChannelName.EMAIL, ChannelName.PUSH, ChannelName.PAPER)
_LONGEST_NUMBER = 19  # of 64 bits


@takes("POST")
def ask_to_be_told(request: HttpRequest, slug: str) -> HttpResponse:
    """First how (no channel yet), then done."""
    unit = unit_or_404(slug)
    if unit.closed_on or not unit.publishes_lists:
        return redirect("portal:unit", slug)
    typed = Typed.read(request.POST, "")
    channel = request.POST.get("channel", "")
    address = request.POST.get("address", "")[:_LONGEST_CONTACT]
    try:
        check_person(
            unit=unit,
            full_name=typed.full_name,
            birth_date=typed.birth_date,
            proof=typed.sought.proof,
        )
        if channel not in _BY_FORM or not is_offered(ChannelName(channel)):
            return _choose(request, unit, typed)
        return _watch(request, unit, typed, ChannelName(channel), address)
    except LookupNotUnderstood as error:
        errors = {each.field: error_sentence(each) for each in error.errors}
        person = ShownFields(typed, errors)
        return _choose(request, unit, typed, " ".join(errors.values()), person=person)
    except NeverCertain as error:
        return _choose(request, unit, typed, str(error), person=ShownFields(typed))
    except ContactNotUnderstood as error:
        return _choose(request, unit, typed, str(error), channel=channel)
    except TooManyLookups:
        return _choose(request, unit, typed, _(_TOO_MANY), channel=channel, status=429)
    except TooManyContacts:
        sentence = _("Địa chỉ này đang chờ tin của nhiều người rồi. Hãy chọn cách khác.")
        return _choose(request, unit, typed, sentence, channel=channel)


def _choose(
    request: HttpRequest,
    unit: Unit,
    typed: Typed,
    error: str = "",
    *,
    channel: str = "",
    person: ShownFields | None = None,
    status: int = 422,
) -> HttpResponse:
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "typed": typed,
        "error": error,
        "channel": channel,
        "address": request.POST.get("address", "")[:160] if channel == ChannelName.EMAIL else "",
        "person": person,
        "proof_kinds": tuple(ProofKind),
        "has_email": is_offered(ChannelName.EMAIL),
        "push_key": application_server_key(),
    }
    return page(request, "portal/watch.html", context, status=status if error else 200)


def _watch(
    request: HttpRequest, unit: Unit, typed: Typed, channel: ChannelName, address: str
) -> HttpResponse:
    caller = client_address(request)
    if hit(_ASKED, caller):
        raise TooManyLookups(scope=_ASKED.scope, retry_after=600, difficulty=0)
    contact, secret = add_contact(
        channel=channel, address=address, language=translation.get_language() or "vi"
    )
    watch_person(
        unit=unit,
        full_name=typed.full_name,
        birth_date=typed.birth_date,
        proof=typed.sought.proof,
        contact=contact,
        caller=Caller(address=caller, ticket=request.POST.get("ticket", "")[:4096]),
    )
    if contact.state == ContactState.NEW:
        _ask_to_confirm(contact, address, unit)
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "channel": channel.value,
        "secret": grouped(secret) if channel is ChannelName.PAPER else "",
        # Of an e-mail address nobody learns here whether it is known: its owner reads it in the letter.
        "is_confirmed": channel is not ChannelName.EMAIL,
        "own_url": (
            "" if channel is ChannelName.EMAIL else reverse("portal:watches_of", args=[secret])
        ),
    }
    return page(request, "portal/watching.html", context)


def _ask_to_confirm(contact: Contact, address: str, unit: Unit) -> None:
    """At most three letters a day to one mailbox, whoever asks for them and however it is spelt."""
    if hit(_CONFIRMATIONS, f"mailbox|{mailbox_of(address)}"):
        return
    number = contact.deliveries.filter(kind=Kind.CONFIRM).count() + 1
    queue(
        contact=contact,
        unit_id=unit.pk,
        kind=Kind.CONFIRM,
        event=f"confirm:{number}",
        priority=Priority.ASKED,
    )
    send_now()


@takes("GET", "HEAD", "POST")
def find_watches(request: HttpRequest) -> HttpResponse:
    """Where a code on paper is typed."""
    if request.method != "POST":
        return page(request, "portal/find_watches.html", {})
    typed = request.POST.get("code", "")[:40]
    guesser = client_address(request)
    if not is_open(_GUESSES, guesser):
        context = {"error": _(_TOO_MANY), "code": typed}
        return page(request, "portal/find_watches.html", context, status=429)
    contact = find_contact(typed)
    if contact is not None:
        return redirect("portal:watches_of", read_code(typed))
    hit(_GUESSES, guesser)
    error = (
        _("Mã này có chữ gõ nhầm. Hãy xem lại từng chữ trên giấy.")
        if is_mistyped_code(typed)
        else _("Không có mã này. Mã gồm 12 chữ và số; mã hết hạn sau 180 ngày.")
    )
    return page(request, "portal/find_watches.html", {"error": error, "code": typed}, status=422)


@takes("GET", "HEAD", "POST")
def show_watches(request: HttpRequest, secret: str) -> HttpResponse:
    """Everything that is kept of one contact, for its owner: confirm, stop one, erase all."""
    guesser = client_address(request)
    contact = find_contact(secret) if is_open(_GUESSES, guesser) else None
    if contact is None:
        hit(_GUESSES, guesser)
        raise Http404
    done = ""
    if request.method == "POST":
        done = _do(request, contact)
    if done == "erased":
        return page(request, "portal/watches_erased.html", {})
    context = {"contact": shown_contact(contact), "done": done}
    return page(request, "portal/watches.html", context)


def _do(request: HttpRequest, contact: Contact) -> str:
    deed = request.POST.get("deed", "")
    if deed == "confirm" and contact.state == ContactState.NEW:
        confirm_contact(contact)
        send_now()
        return "confirmed"
    if deed == "erase":
        erase_at_wish(contact)
        return "erased"
    number = deed.removeprefix("stop-")
    is_number = number != deed and number.isdecimal() and len(number) < _LONGEST_NUMBER
    if is_number and erase_watch(contact, int(number)):
        return "stopped" if Contact.objects.filter(pk=contact.pk).exists() else "erased"
    return ""


@takes("GET", "HEAD", "POST")
def check_message(request: HttpRequest) -> HttpResponse:
    """Whether a message's code is ours: which unit, when, what kind. No word of a person."""
    if request.method != "POST":
        return page(request, "portal/check_message.html", {})
    typed = request.POST.get("code", "")[:40]
    context: dict[str, Any] = {"code": typed}
    guesser = client_address(request)
    if not is_open(_GUESSES, guesser):
        context["error"] = _(_TOO_MANY)
        return page(request, "portal/check_message.html", context, status=429)
    message = find_message(typed)
    if message is None:
        hit(_GUESSES, guesser)
    context |= {
        "is_checked": True,
        "message": None if message is None else ShownMessage.of(message),
        "is_mistyped": is_mistyped_code(typed),
    }
    return page(request, "portal/check_message.html", context)
