"""What the receiver of a letter answers. Knows no name and asks for none: a code is all.

Opening a letter's address changes nothing; only the button does. As with the lookup there is no
cookie, so there is no token: who does not hold the code cannot make anybody answer.
"""

from django.http import HttpRequest, HttpResponse

from tracuu.cards.ageing.letters import get_letter, reply_to
from tracuu.cards.enums import Reply
from tracuu.cards.errors import LetterNotFound
from tracuu.cards.models import Letter
from tracuu.cards.wording import date_text
from tracuu.core.clock import VIETNAM
from tracuu.core.http import client_address
from tracuu.core.limits import Limit, hit
from tracuu.core.receipt_codes import grouped, read_code
from tracuu.portal.pages import page, takes
from tracuu.portal.presenters import ShownUnit

_KEPT = 60
# Nobody guesses one of 19^11 codes; this spares the database who tries.
_WRONG_CODES = Limit("letter-wrong", 20, 600)
_ANSWERS = Limit("letter-answer", 10, 3600)


@takes("GET", "HEAD", "POST")
def show_reply(request: HttpRequest, code: str = "") -> HttpResponse:
    typed = (request.POST.get("code", "") or code).strip()[:_KEPT]
    if not typed:
        return page(request, "portal/reply.html", {})
    try:
        letter = get_letter(typed)
    except LetterNotFound:
        return _unknown(request, typed)
    answer = request.POST.get("reply", "")
    if answer not in Reply.values:
        return _letter(request, letter, typed)
    if wait := hit(_ANSWERS, str(letter.pk)):
        return _slow_down(request, wait)
    reply_to(letter=letter, reply=Reply(answer))
    return _letter(request, letter, typed, is_done=True)


def _letter(
    request: HttpRequest, letter: Letter, typed: str, *, is_done: bool = False
) -> HttpResponse:
    context = {
        "unit": ShownUnit.of(letter.unit),
        "code": read_code(typed),
        "printed_on": date_text(letter.printed_at.astimezone(VIETNAM).date()),
        "reply": letter.reply,
        "is_done": is_done,
    }
    return page(request, "portal/reply_letter.html", context)


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    if wait := hit(_WRONG_CODES, client_address(request)):
        return _slow_down(request, wait)
    code = read_code(typed)
    context = {"typed": grouped(code) if code else typed, "is_unknown": True}
    return page(request, "portal/reply.html", context, status=404)


def _slow_down(request: HttpRequest, wait: float) -> HttpResponse:
    response = page(request, "portal/reply.html", {"is_slow": True}, status=429)
    response.headers["Retry-After"] = str(int(wait) + 1)
    return response
