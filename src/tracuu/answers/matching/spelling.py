"""One way of writing for the many that people type: chat spelling, regional words, no marks."""

import hashlib
import re
import unicodedata

MOST_LETTERS = 500
_WORD = re.compile(r"[^\W_]+")
_LONG_NUMBER = re.compile(r"\+?\d(?:[ .\-]?\d){7,}")
_ID_LENGTHS = frozenset({9, 12})
_REPEATED = re.compile(r"(\D)\1{2,}")
# Words that no Vietnamese question needs, whatever letters it is typed with.
_ENGLISH = frozenset(
    "what where when which who why how is are was were does did should could would your much many"
    " take fee lost card have get need please help apply renew expire date".split()
)
_ENOUGH_ENGLISH = 2
_ID_WORD, _PHONE_WORD = "sogiayto", "sodienthoai"

# Written with marks or without; a word that is another one without its marks (hỏng, hông) is only
# listed with them.
_CHAT = {
    "không": "k ko kh khg hok hông hổng hem khum kg hôg",
    "được": "dc đc đuoc dươc",
    "đăng ký": "dky đky dki đki register",
    "bao nhiêu": "bn bnh bnhiu nhiu nhiêu",
    "gì": "j zì dì chi",
    "vậy": "z v zậy dzậy dz rứa zạ",
    "tôi": "t tui",
    "em": "e",
    "anh": "a",
    "chị": "c",
    "mình": "mìn mik",
    "người": "ng",
    "người ta": "ngta nta",
    "làm": "lm mần apply",
    "như thế nào": "ntn nthn",
    "căn cước": "cccd cc id",
    "chứng minh nhân dân": "cmnd cmt cmtnd",
    "hộ khẩu": "hk",
    "sổ hộ khẩu": "shk",
    "điện thoại": "đt",
    "số điện thoại": "sdt sđt",
    "công an": "ca",
    "công an xã": "cax",
    "gia đình": "gđ",
    "với": "vs",
    "rồi": "r rùi ròi",
    "giờ": "h",
    "bây giờ": "bh",
    "bao giờ": "bjo bgio",
    "trước": "trc",
    "chồng": "ck",
    "vợ": "vk",
    "luôn": "lun",
    "mới": "ms",
    "xong": "xog",
    "tiếp": "típ",
    "bưu điện": "bđ",
    "xác nhận": "xn",
    "ở trong đó": "trỏng",
    "thôi": "thui",
    "biết": "bit bít pit",
    "muốn": "mún mun",
    "nữa": "nx",
    "cũng": "cx cg",
    "tài khoản": "tk account",
    "mật khẩu": "pass password",
    "ứng dụng": "app",
    "thông tin": "tt",
    "thời gian": "tg",
    "hồ sơ": "hs",
    "giấy tờ": "gt",
    "giấy khai sinh": "gks",
    "online": "onl ol",
    "đâu": "mô",
    "sao": "răng",
    "nhặt": "lượm lụm",
    "dùng": "xài",
    "hộ chiếu": "passport",
    "giấy phép lái xe": "gplx",
    "bảo hiểm xã hội": "bhxh",
    "bảo hiểm y tế": "bhyt",
    "nghĩa vụ quân sự": "nvqs",
    # What is said otherwise in the south and the middle; with marks where a word without them is another.
    "xem": "coi",
    "vào": "vô",
    "về": "dìa",
    "rơi": "rớt",
    "hỏng": "hư",
    "thuê": "mướn",
    "thu": "thâu",
    "sinh": "sanh",
    "mẹ": "má",
    "ngày": "bữa",
    "nhanh": "lẹ",
    "đến": "tới",
    "sai": "trật",
    "hộ giúp": "giùm dùm",
    # English words that stand in Vietnamese questions.
    "thẻ": "card",
    "mất": "lost",
    "hỏng gãy": "broken",
    "hết hạn": "expired",
    "đổi": "change renew",
    "cập nhật": "update",
    "trẻ em": "kid kids baby",
    "cha mẹ": "parents",
    "mức": "level",
    "mang": "bring",
    "giấy": "document documents",
    "phí": "fee",
    "miễn phí": "free",
    "ngân hàng": "bank",
    "duyệt": "approve approved",
    "thủ tục": "procedure process",
    "bước": "step steps",
    "tuổi": "age",
    "địa chỉ": "address",
    "quên": "forgot",
    "mức 1": "m1 muc1 mức1",
    "mức 2": "m2 muc2 mức2",
}


def fold(text: str) -> str:
    """Lower case without marks; đ becomes d (SQLite's `remove_diacritics` leaves it).

    >>> fold("Đổi thẻ được")
    'doi the duoc'
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


_MEANT = {
    spelling: fold(word) for word, spellings in _CHAT.items() for spelling in spellings.split()
}


# Tells one way of writing from another: what was learnt in one is not read in another.
DIGEST = hashlib.blake2b(
    "\n".join(f"{spelling} {meant}" for spelling, meant in sorted(_MEANT.items())).encode(),
    digest_size=6,
).hexdigest()


def normalise(text: str) -> str:
    """The words of a question as the classifier sees them.

    >>> normalise("cccd lm bao lâu có v ad"), normalise("Thẻ bị hỏng, đổi đc hông?")
    ('can cuoc lam bao lau co vay ad', 'the bi hong doi duoc khong')
    """
    whole = unicodedata.normalize("NFC", text[:MOST_LETTERS]).lower()
    whole = _LONG_NUMBER.sub(_number_word, whole)
    return " ".join(_one_way(word) for word in _WORD.findall(whole))


def _one_way(word: str) -> str:
    return _MEANT.get(word) or fold(_REPEATED.sub(r"\1", word))


def has_personal_number(text: str) -> bool:
    """Whether something like an ID number or a telephone number was typed.

    >>> has_personal_number("check hộ 001099012345"), has_personal_number("phạt 1.000.000đ à")
    (True, False)
    """
    return any(len(_digits(found)) >= min(_ID_LENGTHS) for found in _LONG_NUMBER.findall(text))


def _number_word(found: re.Match[str]) -> str:
    return f" {_ID_WORD if len(_digits(found[0])) in _ID_LENGTHS else _PHONE_WORD} "


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def is_english(text: str) -> bool:
    """Whether a question is asked in English, of which the learned words know nothing.

    >>> is_english("how much is the fee?"), is_english("check hộ cccd này của ai")
    (True, False)
    """
    words = _WORD.findall(text.lower())
    known = sum(word in _ENGLISH for word in words)
    return text.isascii() and known >= _ENOUGH_ENGLISH and known * 3 >= len(words)
