"""What the QR code of the counter opens: the words to send in the unit's chat on Zalo.

Looks nothing up, so that nothing is used up by opening it: browsers and messengers fetch the addresses
that they show. Only the chat, where somebody sends the words, takes the code.
"""

from django.http import HttpRequest, HttpResponse

from tracuu.cards.binding import MINUTES, words_to_say
from tracuu.core.receipt_codes import grouped, read_code
from tracuu.messaging.zalo.links import find_chat_link, is_broken
from tracuu.portal.pages import page, takes, unit_or_404
from tracuu.portal.presenters import ShownUnit

_KEPT = 40


@takes("GET", "HEAD")
def show_binding(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    unit = unit_or_404(slug)
    plain, link = read_code(code[:_KEPT]), find_chat_link(unit)
    context = {
        "unit": ShownUnit.of(unit),
        "words": words_to_say(plain).split(grouped(plain))[0] if plain else "",
        "code": grouped(plain) if plain else "",
        "zalo_url": link,
        "is_broken": not link and is_broken(unit),
        "minutes": MINUTES,
    }
    is_usable = bool(plain and link)
    return page(request, "portal/binding.html", context, status=200 if is_usable else 404)
