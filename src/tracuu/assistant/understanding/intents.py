"""What a sentence with a person in it is after: where their card is, or what the rules are."""

import re

from tracuu.assistant.understanding.names import is_asking
from tracuu.assistant.understanding.words import plain

# On folded words with chat spelling undone: "check hộ e cccd" is "check ho em can cuoc" by then.
_STATE = re.compile(
    r"\b(?:"
    r"tra cuu|tra (?:gium|giup|ho|dum|cho|the|can cuoc|ho so)|kiem tra|check|tim (?:giup|gium|ho|the)"
    r"|look up|status|ready|xem (?:giup|gium|ho|the|can cuoc|ho so)"
    r"|chua (?:co|thay|ve|xong|nhan|lay|duoc|tra|in|den)|(?:den|toi|ve) dau|o dau roi"
    r"|(?:co|ve|xong|lay|ra|in xong|nhan|den|toi noi)(?: duoc)?(?: the| can cuoc)?(?: roi)?(?: hay)? chua"
    r"|(?:bao gio|khi nao|bao lau nua|chung nao|ngay nao)(?: moi| thi)? (?:co|xong|lay|ve|nhan|tra)"
    r"|(?:sao|the nao|ra sao|nhu the nao) roi"
    r")\b"
)
_RULES = re.compile(
    r"\b(?:"
    r"thu tuc|le phi|bao nhieu|bao lau|can (?:gi|giay|nhung|mang|co|phai|chuan bi)|giay to|mang theo"
    r"|(?:lam|cap|doi|dang ky|nop|xin|sua|cap nhat)(?: \w+){0,5} (?:duoc|o dau|the nao|sao|khong)"
    r"|lam lai|cap lai|cap doi|doi (?:the|sang|ten|ho|dia chi)|het han|dang ky|tam tru|thuong tru"
    r"|tam vang|ho khau|ho chieu|vneid|dinh danh|may tuoi|du tuoi|bi phat|lam viec|mo cua"
    r"|co can|co phai|duoc khong|lam sao|lam the nao"
    r"|muon (?:lam|doi|hoi|sua|dang ky|cap)|chuyen khau|tach khau"
    r"|ket hon|khai sinh|bang lai"
    r")\b"
)
_RULES_FIRST = re.compile(
    r"\b(?:lam|doi|cap|dang ky|xin)(?: \w+){0,4} (?:duoc|luon|ho)(?: the)?(?: chua| khong)"
)
# What is nobody's business but that person's: refused, not looked up.
_DATA = re.compile(
    r"\b(?:tra|xem|tim|cho|xin|hoi|biet|kiem tra|check)(?: \w+){0,3}"
    r" (?:so (?:can cuoc|dinh danh|dien thoai|chung minh nhan dan)|dia chi|noi o|cho o|que quan|anh)"
    r" (?:cua|nha) (?!(?:toi|em|minh|con|chau)\b)"
)
# Where a message asks, whatever else it says.
_ASKS = re.compile(
    r"\b(?:khong|gi|nao|sao|dau|may|ai|bao (?:nhieu|lau|gio)|chua|how|what|when|where)\b"
)


def asks_for_rules(rest: str) -> bool:
    """Whether what stands around a name and a date asks what holds for everybody, or what is told nobody.

    >>> asks_for_rules("tôi muốn đổi địa chỉ trên thẻ thì cần giấy tờ gì?")
    True
    >>> asks_for_rules("tra giùm em với, làm thẻ 2 tháng rồi sao chưa có")
    False
    """
    words = plain(rest)
    if _DATA.search(f"{words} "):
        return True
    if not ("?" in rest or _ASKS.search(words) or is_asking(rest)):
        return False
    if _RULES_FIRST.search(words):
        return True
    return bool(_RULES.search(words)) and not _STATE.search(words)


def asks_for_state(rest: str) -> bool:
    """Whether it asks where a card is.

    >>> asks_for_state("check hộ e vs"), asks_for_state("lệ phí bao nhiêu")
    (True, False)
    """
    return bool(_STATE.search(plain(rest)))
