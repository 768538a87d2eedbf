"""Being told: asking for it, confirming it, seeing and erasing it, and checking a message's code.

No page says whether a person is listed; no address holds anything of a person. The address that a
message leads to holds its reader's own secret, and only a button there changes anything: scanners of
mail open every link.
"""

import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tracuu.cards.enums import ProofKind
from tracuu.cards.errors import LookupNotUnderstood, NeverCertain, TooManyLookups
from tracuu.cards.lookup import Caller
from tracuu.cards.telling.watching import check_person, let_in, watch_people
from tracuu.cards.wording import date_text, error_sentence
from tracuu.core import clock
from tracuu.core.http import client_address
from tracuu.core.limits import Limit, hit, is_open
from tracuu.core.receipt_codes import find_code, grouped, is_mistyped_code, read_code
from tracuu.messaging.channels import is_offered
from tracuu.messaging.channels.push import application_server_key
from tracuu.messaging.contacts import (
    add_contact,
    confirm_contact,
    erase_watch,
    find_contact,
    find_secret_of_browser,
    read_address,
)
from tracuu.messaging.enums import ChannelName, ContactState
from tracuu.messaging.errors import ContactNotUnderstood, TooManyContacts
from tracuu.messaging.jobs import send_now
from tracuu.messaging.models import Contact
from tracuu.messaging.next_contacts import ask_to_confirm, leave_alone
from tracuu.messaging.queries import find_message
from tracuu.messaging.rules import WATCH_DAYS
from tracuu.messaging.zalo.withdrawing import erase_at_wish
from tracuu.portal.pages import page, takes, unit_or_404
from tracuu.portal.people import ShownFields
from tracuu.portal.presenters import ShownUnit
from tracuu.portal.slowing import slow_down
from tracuu.portal.typed import TypedPeople
from tracuu.portal.watches_shown import ShownMessage, shown_contact
from tracuu.units.models import Unit

# Each costs somebody a letter, or us a guess at a secret.
_ASKED = Limit("watch-asked", 200, 3600)
# Wrong ones only, and many: a whole neighbourhood may share one address behind its telephone company.
# At this pace a code of 46 bits stands for ages.
_GUESSES = Limit("watch-guesses", 100, 3600)
_TOO_MANY = gettext_noop("Vừa có nhiều lượt hỏi quá. Hãy thử lại sau ít phút.")
_LONGEST_CONTACT = 2000
_LONGEST_CODE = 40
_LONGEST_MESSAGE = 2000
# What can be typed or given on a page; who is on Zalo asks in the chat, where nobody can be another.
_BY_FORM = (ChannelName.EMAIL, ChannelName.PUSH, ChannelName.PAPER)
_LONGEST_NUMBER = 19  # of 64 bits


@takes("POST")
def ask_to_be_told(request: HttpRequest, slug: str) -> HttpResponse:
    """First how (no channel yet), then done: for one person, or for a household at once."""
    unit = unit_or_404(slug)
    if unit.closed_on or not unit.publishes_lists:
        return redirect("portal:unit", slug)
    typed = _asked(request)
    channel = request.POST.get("channel", "")
    try:
        able = _who_can_be_told(unit, typed)
        if channel not in _BY_FORM or not is_offered(ChannelName(channel)):
            return _choose(request, unit, able, left_out=_left_out(typed, able))
    except LookupNotUnderstood as error:
        errors = {each.field: error_sentence(each) for each in error.errors}
        person = ShownFields(typed.people[0], errors)
        return _choose(request, unit, typed, " ".join(errors.values()), person=person)
    except NeverCertain as error:
        return _choose(request, unit, typed, str(error), person=ShownFields(typed.people[0]))
    try:
        return _watch(request, unit, able, ChannelName(channel))
    except ContactNotUnderstood as error:
        return _choose(request, unit, able, str(error), channel=channel)
    except TooManyLookups as error:
        return slow_down(request, unit, able, error, _kept(request, channel))
    except TooManyContacts:
        sentence = _("Địa chỉ này đang chờ tin của nhiều người rồi. Hãy chọn cách khác.")
        return _choose(request, unit, able, sentence, channel=channel)


def _kept(request: HttpRequest, channel: str) -> dict[str, str]:
    return {"channel": channel, "address": request.POST.get("address", "")[:_LONGEST_CONTACT]}


def _asked(request: HttpRequest) -> TypedPeople:
    """Everybody in the form; of a household's answers only those whom the button names."""
    typed = TypedPeople.read(request.POST)
    if only := set(request.POST.get("only", "").split()):
        typed = typed.only(one.number for one in typed.people if str(one.number) in only)
    return typed.without_blanks()


def _who_can_be_told(unit: Unit, typed: TypedPeople) -> TypedPeople:
    """Those of whom news could ever be certain. When it is nobody, raises what the first one lacks."""
    able: list[int] = []
    lacking: list[LookupNotUnderstood | NeverCertain] = []
    for one in typed.people:
        try:
            check_person(
                unit=unit,
                full_name=one.full_name,
                birth_date=one.birth_date,
                proof=one.sought.proof,
            )
        except (LookupNotUnderstood, NeverCertain) as error:
            lacking.append(error)
        else:
            able.append(one.number)
    if not able:
        raise lacking[0]
    return typed.only(able)


def _left_out(typed: TypedPeople, able: TypedPeople) -> str:
    """The names of those who are not among them."""
    asked = {(one.full_name, one.birth_date) for one in able.people}
    others = (one for one in typed.people if (one.full_name, one.birth_date) not in asked)
    return ", ".join(one.full_name for one in others)


def _choose(
    request: HttpRequest,
    unit: Unit,
    typed: TypedPeople,
    error: str = "",
    *,
    channel: str = "",
    person: ShownFields | None = None,
    left_out: str = "",
    status: int = 422,
) -> HttpResponse:
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "people": typed.people,
        "left_out": left_out,
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
    request: HttpRequest, unit: Unit, typed: TypedPeople, channel: ChannelName
) -> HttpResponse:
    address = request.POST.get("address", "")[:_LONGEST_CONTACT]
    caller = Caller(address=client_address(request), ticket=request.POST.get("ticket", "")[:4096])
    contact, secret = _watch_all(unit, typed, channel, address, caller)
    if contact.state == ContactState.NEW:
        ask_to_confirm(contact, address, unit_id=unit.pk)
        send_now()
    context: dict[str, Any] = {
        "unit": ShownUnit.of(unit),
        "channel": channel.value,
        "count": typed.count,
        "secret": grouped(secret) if channel is ChannelName.PAPER else "",
        # For who copies the code by hand or prints it: the way back to this house.
        "find_address": request.get_host() + reverse("portal:find_watches"),
        "until": date_text(clock.today() + datetime.timedelta(days=WATCH_DAYS)),
        # Of an e-mail address nobody learns here whether it is known: its owner reads it in the letter.
        "is_confirmed": channel is not ChannelName.EMAIL,
        "own_url": (
            "" if channel is ChannelName.EMAIL else reverse("portal:watches_of", args=[secret])
        ),
    }
    return page(request, "portal/watching.html", context)


def _watch_all(
    unit: Unit, typed: TypedPeople, channel: ChannelName, address: str, caller: Caller
) -> tuple[Contact, str]:
    """Everybody or nobody: who is told "done" has no list of who is missing."""
    read_address(channel, address)  # one that is mistyped costs no lookup
    if wait := hit(_ASKED, caller.address, typed.count):
        raise TooManyLookups(scope=_ASKED.scope, retry_after=int(wait) + 1, difficulty=0)
    people = let_in(unit=unit, people=[one.sought for one in typed.people], caller=caller)
    with transaction.atomic():
        contact, secret = add_contact(
            channel=channel, address=address, language=translation.get_language() or "vi"
        )
        watch_people(unit=unit, people=people, contact=contact)
    return contact, secret


@takes("GET", "HEAD", "POST")
def find_watches(request: HttpRequest) -> HttpResponse:
    """Where a code on paper is typed, and where a browser that is told finds its own page again."""
    if request.method != "POST":
        return page(request, "portal/find_watches.html", {})
    typed = request.POST.get("code", "")[:_LONGEST_CODE]
    guesser = client_address(request)
    if not is_open(_GUESSES, guesser):
        context = {"error": _(_TOO_MANY), "code": typed}
        return page(request, "portal/find_watches.html", context, status=429)
    if "subscription" in request.POST:
        return _show_browser(request)
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


def _show_browser(request: HttpRequest) -> HttpResponse:
    secret = find_secret_of_browser(request.POST["subscription"][:_LONGEST_CONTACT])
    if secret is not None:
        return redirect("portal:watches_of", secret)
    hit(_GUESSES, client_address(request))
    error = _("Máy này không còn chờ tin nào.")
    return page(request, "portal/find_watches.html", {"error": error}, status=404)


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
    what, _dash, number = deed.partition("-")
    if not number.isdecimal() or len(number) >= _LONGEST_NUMBER:
        return ""
    if what == "unlink":
        leave_alone(contact, int(number))
    elif what != "stop" or not erase_watch(contact, int(number)):
        return ""
    return "stopped" if Contact.objects.filter(pk=contact.pk).exists() else "erased"


@takes("GET", "HEAD", "POST")
def check_message(request: HttpRequest) -> HttpResponse:
    """Whether a message's code is ours: which unit, when, what kind. No word of a person.

    Who pastes the whole message is understood, too; nothing of it is kept.
    """
    if request.method != "POST":
        return page(request, "portal/check_message.html", {"most": _LONGEST_MESSAGE})
    typed = request.POST.get("code", "")[:_LONGEST_MESSAGE]
    if code := read_code(typed) or find_code(typed):
        typed = grouped(code)
    context: dict[str, Any] = {"code": typed, "most": _LONGEST_MESSAGE}
    guesser = client_address(request)
    if not is_open(_GUESSES, guesser):
        context["error"] = _(_TOO_MANY)
        return page(request, "portal/check_message.html", context, status=429)
    if not typed.strip():
        context["error"] = _("Hãy nhập mã của tin, hoặc dán cả tin.")
        return page(request, "portal/check_message.html", context, status=422)
    message = find_message(typed)
    if message is None:
        hit(_GUESSES, guesser)
    is_mistyped = is_mistyped_code(typed)
    context |= {
        "is_checked": True,
        "message": None if message is None else ShownMessage.of(message),
        "is_mistyped": is_mistyped,
        "has_code": bool(code) or is_mistyped,
    }
    return page(request, "portal/check_message.html", context)
