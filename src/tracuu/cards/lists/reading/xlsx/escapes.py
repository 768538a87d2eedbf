"""Characters that XML and Excel write in another way."""

import re

_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# Excel's own way to write a character that XML does not allow: _x000D_.
_EXCEL = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def plain(text: str) -> str:
    r"""Return element text as the cell shows it.

    >>> plain("A &amp; B_x000D_&#7877;")
    'A & B\rễ'
    """
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return from_excel(text)


def from_excel(text: str) -> str:
    return _EXCEL.sub(lambda match: _char(int(match[1], 16)), text) if "_x" in text else text


def _entity(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    return _char(int(match[1], 16) if match[1] else int(match[2]))


def _char(code: int) -> str:
    return "\ufffd" if code > _LAST or code in _SURROGATES else chr(code)
