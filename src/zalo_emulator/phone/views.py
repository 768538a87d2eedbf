"""The pages of the phone. A deed is a POST that goes back to the conversation."""

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from zalo_emulator import citizens
from zalo_emulator.core import Emulator, emulator_of
from zalo_emulator.errors import Unknown
from zalo_emulator.messages.delivering import mark_seen
from zalo_emulator.pages import avatar, page, render
from zalo_emulator.phone import reading
from zalo_emulator.store import Row

_SAMPLE_PICTURE = "/phone/static/giay-hen.svg"
_PLACES = (
    ("10.7905", "106.6284", "Nhà"),
    ("10.8016", "106.6176", "Chợ Tân Hương"),
    ("10.7769", "106.7009", "Bến Thành"),
)
_INFO = ("name", "phone", "user_dob", "gender", "address", "ward", "district", "city")


def _person(request: Request) -> Row:
    """Raises `Unknown` when nobody has this name in the address."""
    row = emulator_of(request).store.one(
        "SELECT * FROM people WHERE person_id = ?", request.path_params["person"]
    )
    if row is None:
        raise Unknown(request.path_params["person"])
    return row


def _conversation(request: Request) -> tuple[Emulator, Row, Row, Row]:
    """Emulator, person, OA and the user that the person is at this OA."""
    emulator, person = emulator_of(request), _person(request)
    oa = emulator.store.one("SELECT * FROM oas WHERE slug = ?", request.path_params["oa"])
    if oa is None:
        raise Unknown(request.path_params["oa"])
    return emulator, person, oa, citizens.meet(emulator, oa["oa_id"], person["person_id"])


async def show_people(request: Request) -> Response:
    return page("people.html", people=reading.list_people(emulator_of(request)), oa=None)


async def show_link(request: Request) -> Response:
    """What `zalo.me/<OA id>` is to a phone, the link and QR code of an account: who follows it here?"""
    emulator = emulator_of(request)
    oa = emulator.get_oa(str(request.path_params["oa_id"]))
    return page("people.html", people=reading.list_people(emulator), oa=oa)


async def show_chats(request: Request) -> Response:
    emulator, person = emulator_of(request), _person(request)
    return page(
        "chats.html",
        people=reading.list_people(emulator),
        person=person,
        chats=reading.list_chats(emulator, person["person_id"]),
        now=emulator.clock.ms(),
    )


async def show_chat(request: Request) -> Response:
    emulator, person, oa, user = _conversation(request)
    mark_seen(emulator, user)
    emulator.news()
    return page("chat.html", **_chat_context(emulator, person, oa, user))


def _chat_context(emulator: Emulator, person: Row, oa: Row, user: Row) -> dict[str, Any]:
    context: dict[str, Any] = {
        "people": reading.list_people(emulator),
        "person": person,
        "oa": oa,
        "user": user,
        "menu": json.loads(oa["menu"]),
        "places": _PLACES,
        "bubbles": reading.list_bubbles(emulator, user),
        "events": reading.list_events(emulator, user),
        "here": f"/phone/{person['person_id']}/{oa['slug']}/",
        "now": emulator.clock.ms(),
    }
    return context | {"version": _version(context)}


async def show_parts(request: Request) -> Response:
    """The changing parts of a conversation, or 204 when the page already shows them."""
    emulator, person, oa, user = _conversation(request)
    if request.query_params.get("visible") == "1":
        mark_seen(emulator, user)
        emulator.news()
    context = _chat_context(emulator, person, oa, user)
    if request.query_params.get("have") == context["version"]:
        return Response(status_code=204)
    return page("_parts.html", **context)


def _version(context: dict[str, Any]) -> str:
    """Changes whenever what is shown does."""
    html = render("_parts.html", **context, version="")
    return hashlib.sha256(html.encode()).hexdigest()[:16]


async def act(request: Request) -> Response:
    """One deed of the person, then back to the conversation."""
    emulator, _, _, user = _conversation(request)
    async with request.form() as form:
        given = {key: value for key, value in form.items() if isinstance(value, str)}
    deed = _DEEDS.get(request.path_params["deed"])
    if deed is None:
        raise Unknown(request.path_params["deed"])
    with emulator.store.transaction():
        deed(emulator, user, given)
    emulator.news()
    here = f"/phone/{request.path_params['person']}/{request.path_params['oa']}/"
    return RedirectResponse(here, status_code=303)


def _say(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    text = given.get("text", "").strip()[: citizens.TEXT_MOST]
    if text:
        citizens.say(emulator, user, text, quote_id=given.get("quote", ""))


def _tap(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    citizens.tap(emulator, user, given.get("message", ""), _number(given, "number"))


def _number(given: dict[str, str], name: str) -> int:
    text = given.get(name, "0")
    if not text.isdecimal():
        raise Unknown(name)
    return int(text)


def _locate(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    latitude, longitude, place = _PLACES[_number(given, "place") % len(_PLACES)]
    citizens.send_location(emulator, user, latitude=latitude, longitude=longitude, place=place)


def _picture(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    del given
    citizens.send_attachment(emulator, user, "image", {"url": _SAMPLE_PICTURE})


def _sticker(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    del given
    citizens.send_attachment(
        emulator, user, "sticker", {"id": "20701", "url": "/phone/static/cam-on.svg"}
    )


def _info(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    citizens.submit_info(emulator, user, {key: given.get(key, "") for key in _INFO})


def _react(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    citizens.react(emulator, user, given.get("message", ""), given.get("icon", "/-heart"))


def _open(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    del given
    citizens.open_chat(emulator, user)


def _block(emulator: Emulator, user: Row, given: dict[str, str]) -> None:
    del given
    citizens.set_state(emulator, user, has_blocked=not user["has_blocked"])


_DEEDS = {
    "open": _open,
    "say": _say,
    "tap": _tap,
    "location": _locate,
    "picture": _picture,
    "sticker": _sticker,
    "info": _info,
    "react": _react,
    "follow": lambda emulator, user, _given: citizens.follow(emulator, user),
    "unfollow": lambda emulator, user, _given: citizens.unfollow(emulator, user),
    "withdraw": lambda emulator, user, _given: citizens.withdraw(emulator, user),
    "block": _block,
}


async def show_info_form(request: Request) -> Response:
    """The sheet that a request for name and phone opens."""
    emulator, person, oa, user = _conversation(request)
    bubble = next(
        (
            b
            for b in reading.list_bubbles(emulator, user)
            if b.msg_id == request.path_params["message"]
        ),
        None,
    )
    if bubble is None or bubble.kind != "request_user_info":
        raise Unknown(request.path_params["message"])
    return page(
        "info.html",
        people=reading.list_people(emulator),
        person=person,
        oa=oa,
        bubble=bubble,
        here=f"/phone/{person['person_id']}/{oa['slug']}/",
    )


async def show_avatar(request: Request) -> Response:
    """The picture of a person or of an OA."""
    store, key = emulator_of(request).store, request.path_params["key"]
    oa = store.one("SELECT name FROM oas WHERE slug = ?", key)
    row = oa or store.one("SELECT name FROM people WHERE person_id = ?", key)
    if row is None:
        raise Unknown(key)
    headers = {"Cache-Control": "max-age=3600"}
    return Response(
        avatar(row["name"], is_official=oa is not None), media_type="image/svg+xml", headers=headers
    )


async def show_article(request: Request) -> Response:
    """An article as Zalo's own page would show it."""
    row = emulator_of(request).store.one(
        "SELECT * FROM articles WHERE article_id = ?", request.path_params["article"]
    )
    if row is None:
        raise Unknown(request.path_params["article"])
    return page("article.html", body=json.loads(row["body"]), at=row["updated_at"])


ROUTES = [
    Route("/{oa_id:int}", show_link),
    Route("/phone/", show_people),
    Route("/phone/avatar/{key}.svg", show_avatar),
    Route("/phone/articles/{article}", show_article),
    Route("/phone/{person}/", show_chats),
    Route("/phone/{person}/{oa}/", show_chat),
    Route("/phone/{person}/{oa}/parts", show_parts),
    Route("/phone/{person}/{oa}/info/{message}", show_info_form),
    Route("/phone/{person}/{oa}/{deed}", act, methods=["POST"]),
]
