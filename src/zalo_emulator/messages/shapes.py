"""Checks a message as the documentation describes it, so that what passes here passes there."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from zalo_emulator.api.fields import read_choice, read_id, read_list, read_object, read_text
from zalo_emulator.core import Emulator
from zalo_emulator.errors import ApiError, InvalidField, TooLong
from zalo_emulator.store import Row

TEXT_MOST = 2000
TITLE_MOST, SUBTITLE_MOST = 100, 500
_BUTTONS_MOST, _PAYLOAD_MOST, _SMS_MOST = 5, 1000, 160
_LIST_MOST = 5
_INVALID = -201
_PHONE = re.compile(r"84\d{9,10}")
_MEDIA = ("image", "gif", "sticker")
_QUERIES = ("oa.query.show", "oa.query.hide")


@dataclass(frozen=True)
class Message:
    """A message that may be sent. `payload` is what the phone needs to show it."""

    kind: str
    text: str = ""
    quote_id: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


def read_message(emulator: Emulator, oa_id: str, body: dict[str, Any]) -> Message:
    """The consultation message in the body of a call; raises `ApiError`."""
    message = read_object(body, "message")
    attachment = message.get("attachment")
    text = read_text(message, "text", most=TEXT_MOST, needed=attachment is None)
    quote_id = read_id(message, "quote_message_id", needed=False)
    if attachment is None:
        return Message("text", text, quote_id)
    attachment = read_object(message, "attachment")
    payload = read_object(attachment, "payload")
    if attachment.get("type") == "file":
        return _read_file(emulator, oa_id, payload)
    if attachment.get("type") != "template":
        raise InvalidField("attachment.type")
    template = payload.get("template_type")
    if template is None:
        return _read_buttons(emulator, text, quote_id, payload)
    if template == "media":
        return _read_media(emulator, oa_id, text, payload)
    if template == "request_user_info":
        return _read_request(payload)
    if template == "list":
        return _read_list_template(emulator, payload)
    raise ApiError(-233)


def _read_buttons(emulator: Emulator, text: str, quote_id: str, payload: dict[str, Any]) -> Message:
    if refused := emulator.switches.number("cs_buttons"):
        raise InvalidField("payload.buttons") if refused == _INVALID else ApiError(refused)
    if not text:
        raise InvalidField("text")
    buttons = [read_button(each) for each in read_list(payload, "buttons", most=_BUTTONS_MOST)]
    return Message("text", text, quote_id, {"buttons": buttons})


def read_button(button: dict[str, Any]) -> dict[str, Any]:
    """One button of a chat message."""
    title = read_text(button, "title", most=TITLE_MOST)
    kind = button.get("type")
    if kind in _QUERIES:
        return {
            "title": title,
            "type": kind,
            "payload": read_text(button, "payload", most=_PAYLOAD_MOST),
        }
    if kind == "oa.open.url":
        return {
            "title": title,
            "type": kind,
            "payload": {"url": _read_url(read_object(button, "payload"), "url")},
        }
    if kind not in ("oa.open.phone", "oa.open.sms"):
        raise InvalidField("button.type")
    given = read_object(button, "payload")
    phone = read_text(given, "phone_code")
    if not _PHONE.fullmatch(phone):
        raise InvalidField("phone_code")
    extra = (
        {"content": read_text(given, "content", most=_SMS_MOST)} if kind == "oa.open.sms" else {}
    )
    return {"title": title, "type": kind, "payload": {"phone_code": phone, **extra}}


def _read_media(emulator: Emulator, oa_id: str, text: str, payload: dict[str, Any]) -> Message:
    element = _only_element(payload)
    kind = read_choice(element, "media_type", _MEDIA)
    has_url, has_id = "url" in element, "attachment_id" in element
    if has_url == has_id:  # one of the two, never both
        raise InvalidField("elements")
    shown: dict[str, Any] = {}
    if kind == "gif":
        for name in ("width", "height"):
            if type(element.get(name)) is not int:
                raise InvalidField(name)
            shown[name] = element[name]
    if kind == "sticker":
        if not has_id:
            raise InvalidField("attachment_id")
        shown["id"] = read_id(element, "attachment_id")
    elif has_url:
        shown["url"] = _read_url(element, "url")
    else:
        upload = find_upload(emulator, oa_id, read_id(element, "attachment_id"), kind)
        shown["url"] = f"/_emulator/uploads/{upload['upload_id']}"
    return Message(kind, text, payload=shown)


def _read_file(emulator: Emulator, oa_id: str, payload: dict[str, Any]) -> Message:
    upload = find_upload(emulator, oa_id, read_text(payload, "token"), "file")
    shown = {
        "url": f"/_emulator/uploads/{upload['upload_id']}",
        "name": upload["name"],
        "size": str(len(upload["content"])),
        "checksum": upload["md5"],
        "type": upload["name"].rsplit(".", 1)[-1].lower(),
    }
    return Message("file", payload=shown)


def find_upload(emulator: Emulator, oa_id: str, upload_id: str, kind: str) -> Row:
    """Something uploaded before; raises `ApiError` -100 once it has expired."""
    row = emulator.store.one(
        "SELECT * FROM uploads WHERE upload_id = ? AND oa_id = ? AND kind = ?",
        upload_id,
        oa_id,
        kind,
    )
    if row is None:
        raise InvalidField("token" if kind == "file" else "attachment_id")
    if row["expires_at"] <= emulator.clock.ms():
        raise ApiError(-100)
    return row


def _read_request(payload: dict[str, Any]) -> Message:
    element = _only_element(payload)
    shown = {
        "title": read_text(element, "title", most=TITLE_MOST),
        "subtitle": read_text(element, "subtitle", most=SUBTITLE_MOST),
        "image_url": _read_url(element, "image_url"),
    }
    return Message("request_user_info", payload=shown)


def _read_list_template(emulator: Emulator, payload: dict[str, Any]) -> Message:
    if refused := emulator.switches.number("cs_list"):
        raise InvalidField("template_type") if refused == _INVALID else ApiError(refused)
    shown = []
    for number, element in enumerate(read_list(payload, "elements", most=_LIST_MOST)):
        each: dict[str, Any] = {
            "title": read_text(element, "title", most=TITLE_MOST),
            "subtitle": read_text(element, "subtitle", most=SUBTITLE_MOST, needed=number == 0),
            "image_url": _read_url(element, "image_url"),
        }
        if "default_action" in element:
            action = read_object(element, "default_action")
            if action.get("type") == "oa.open.url":
                each["default_action"] = {"type": "oa.open.url", "url": _read_url(action, "url")}
            elif action.get("type") in _QUERIES:
                each["default_action"] = {
                    "type": action["type"],
                    "payload": read_text(action, "payload", most=_PAYLOAD_MOST),
                }
            else:
                raise InvalidField("default_action.type")
        shown.append(each)
    return Message("list", payload={"elements": shown})


def _only_element(payload: dict[str, Any]) -> dict[str, Any]:
    elements = read_list(payload, "elements")
    if len(elements) != 1:
        raise TooLong("elements")
    return elements[0]


def _read_url(body: dict[str, Any], name: str) -> str:
    url = read_text(body, name)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise InvalidField(name)
    return url
