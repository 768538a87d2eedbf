"""Template messages (ZNS, since 2026 ZBS): a text with parameters that somebody approved."""

import json
import re
from typing import Any

from zalo_emulator.api.calling import Call
from zalo_emulator.api.fields import read_id
from zalo_emulator.errors import ZNS_MESSAGES, ApiError
from zalo_emulator.store import Row

ENABLED = 1
_PLACE = re.compile(r"<(\w+)>")


def refuse(code: int, more: str = "") -> ApiError:
    """A refusal of the ZNS family, told in its words on either API."""
    return ApiError(code, f"{ZNS_MESSAGES[code]}{more}")


def find_template(call: Call, template_id: str) -> Row:
    row = call.emulator.store.one("SELECT * FROM zns_templates WHERE template_id = ?", template_id)
    if row is None:
        raise refuse(-109)
    return row


def fill_template(call: Call, *, is_for_uid: bool = False) -> tuple[Row, str]:
    """The template of the call and its text with the data in it; raises `ApiError`."""
    template = find_template(call, read_id(call.arguments, "template_id"))
    if template["status"] != ENABLED and call.arguments.get("mode") != "development":
        raise refuse(-131)
    if is_for_uid and template["tag"] == "OTP":
        raise ApiError(-249)
    data = call.arguments.get("template_data")
    if not isinstance(data, dict):
        raise refuse(-132)
    for param in json.loads(template["params"]):
        _check_param(param, data)
    return template, _PLACE.sub(lambda found: str(data.get(found[1], "")), template["text"])


def _check_param(param: dict[str, Any], data: dict[str, Any]) -> None:
    name, value = param["name"], data.get(param["name"])
    if value is None or value == "":
        if param["require"]:
            raise refuse(-1122, f": {name}")
        return
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise refuse(-1124, f": {name}")
    if len(str(value)) > param["maxLength"]:
        raise refuse(-1121, f": {name}")
