"""What a column may hold, and the many words by which headers call it."""

import re
from enum import StrEnum
from functools import lru_cache

from tracuu.names.legacy import Encoding, decode
from tracuu.names.letters import fold


class Field(StrEnum):
    NUMBER = "number"
    NAME = "name"
    SURNAME = "surname"
    MIDDLE = "middle"
    GIVEN = "given"
    BIRTH = "birth"
    BIRTH_MALE = "birth_male"
    BIRTH_FEMALE = "birth_female"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    RECEIPT = "receipt"
    ID = "id"
    PHONE = "phone"
    WARD = "ward"
    COLLECTED = "collected"
    STAGE = "stage"
    BOX = "box"
    NOTE = "note"


_OTHER_PERSON = (
    r"\b(?:cha|me|bo|vo|chong|con|chu ho(?! so)|giam ho|nguoi than|than nhan|can bo|nguoi lap|"
    r"nguoi thu|uy quyen|nhan thay|goi khac|dai dien|co quan|father|mother)\b"
)
_PERSONAL_ID = (
    r"\b(?:cccd|cmnd|cmt|cmtnd|cmndcccd|cccdcmnd|can cuoc|chung minh|dinh danh|ddcn|sddcn|so cc|"
    r"ho chieu|giay to tuy than|id (?:number|card|no)|national id)\b|^(?:so )?(?:cc|gttt)$"
)
_PHONE = (
    r"\b(?:dien thoai|d thoai|sdt|sodt|so dt|dtdd|di dong|phone|tel|mobile|so lien (?:he|lac)|zalo)\b|"
    r"^(?:dt|dd|lien he|lien lac)$"
)
_NOT_A_NUMBER = r"\b(?:ngay|noi|trang thai|tinh trang|loai|co quan|hinh|anh|nguoi than|ket qua)\b"
_SURNAME = (
    r"^(?:ho|ho (?:va )?(?:(?:ten|chu) )?(?:dem|lot)|surname|last name|family name|ho cong dan)$"
)
_NAME = (
    r"^(?:ho (?:va )?(?:ten )?(?:(?:chu )?(?:dem|lot) )?(?:va )?ten|hoten|hovaten|"
    r"ten (?:cong dan|nguoi|khach|chu ho so|chu the|duong su|day du|khai sinh)|cong dan|"
    r"(?:chu the|duong su)(?! (?:ky|nhan))|"
    r"khach(?: hang)?|nguoi (?:duoc cap|dan|lam the)|full ?name|name)\b"
)
_BIRTH = (
    r"^(?:(?:ngay )?(?:thang )?(?:nam )?s[ia]nh(?: ngay| nam)?(?: thang)?(?: nam)?|ngaysinh|namsinh|"
    r"ntns|ngay ?thang ?nam ?sinh|ns|n s|sn|dob|date of birth|birth ?(?:date|day)|"
    r"year of birth|n sinh|ng sinh|ngay s)"
    r"(?: (?:dd|mm|yyyy|ngay|thang|nam|nu|vd|vi du|cong dan|duong lich|theo|giay|khai|sinh|cua)\b.*)?$"
)
_COLLECTED = (
    r"^(?:ngay|thoi gian|date)(?: thang)?(?: nam)? (?:thu nhan|tiep nhan|nop|nhan ho so|nhan hs|tn|"
    r"thu thap|thu ho so|lap ho so|dang ky|chup|lam|ghi nhan|lay van tay|thu)\b"
)
_RECEIPT = (
    r"^(?:(?:so|ma|ma so|so phieu|so giay|ma phieu) )?(?:giay |phieu )?"
    r"(?:ho so|hs|bien nhan|bn|giay hen|phieu hen|hen tra|hen|tiep nhan|bien lai|giay|phieu)"
    r"(?: (?:giay hen|bien nhan|hen|tra|phieu|ho so|dvc|dich vu cong|cccd|can cuoc|so|ma|tren.*)\b)*$|"
    r"^(?:mahs|sohs|mhs|shs|sbn|so hs|ma hs|receipt.*|application (?:no|number|id)|file (?:no|number))$"
)
_PLACE_WORDS = r"(?:phuong|xa|thi tran|dac khu|px|ward|commune)"
_WARD = (
    rf"^(?:ten )?{_PLACE_WORDS}(?: (?:hoac )?{_PLACE_WORDS})*"
    r"(?: (?:cu tru|thuong tru|tam tru|noi o|hien nay|moi|dang ky.*|noi cu tru))?$|"
    rf"^(?:noi (?:cu tru|o|thuong tru)|dia ban)(?: {_PLACE_WORDS})*$"
)
_BOX = (
    r"^(?:(?:so|ma|ten|vi tri) )?(?:hoc|hop|ngan|khay|thung|ke|vi tri|box|o so)"
    r"(?: (?:so|hoc|hop|ngan|tu|ke|luu|the|de the|luu the|hoac|khay|thung|xep|cat|de))*$"
)
_STAGE = r"^(?:trang thai|tinh trang|ket qua|status|tien do)(?! (?:hon nhan|suc khoe|cu tru))\b"

# In this order: the first that fits names the column. What a pattern must not hold stands behind.
_PATTERNS: list[tuple[Field, str, str]] = [
    (Field.NUMBER, r"^(?:stt|tt|so tt|so thu tu|thu tu|no|so)$", ""),
    (Field.COLLECTED, _COLLECTED, r"\b(?:tra|hen|cap|het han)\b"),
    (Field.NOTE, r"^(?:ghi chu|note|notes|remarks?|luu y|chu thich|gc)\b", ""),
    (Field.SURNAME, _SURNAME, ""),
    (Field.MIDDLE, r"^(?:(?:ten|chu) (?:dem|lot)|dem|lot|middle name)$", ""),
    (Field.GIVEN, r"^(?:ten|ten goi|ten rieng|first name|given name)$", ""),
    (Field.MONTH, r"^thang(?: sinh)?$", ""),
    (Field.BIRTH, _BIRTH, _OTHER_PERSON),
    (Field.DAY, r"^ngay$", ""),
    (Field.SEX, r"^(?:gioi tinh|phai|gioi|gt|sex|gender|nam nu|(?:phai|gioi|gt) nam nu)\b", ""),
    (Field.FEMALE, r"^nu(?: gioi)?$", ""),
    (Field.STAGE, _STAGE, ""),
    (Field.RECEIPT, _RECEIPT, _NOT_A_NUMBER),
    (Field.ID, _PERSONAL_ID, _NOT_A_NUMBER + "|" + _OTHER_PERSON),
    (Field.PHONE, _PHONE, _OTHER_PERSON),
    (Field.NAME, _NAME, _OTHER_PERSON),
    (Field.WARD, _WARD, ""),
    (Field.BOX, _BOX, ""),
]  # fmt: skip
_COMPILED = [
    (field, re.compile(wanted), re.compile(stop) if stop else None)
    for field, wanted, stop in _PATTERNS
]
_OTHER = re.compile(r"[^a-z0-9]+")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_LEADING_NUMBER = re.compile(r"^\W*\d+\W+")
_LONGEST_HEADER = 90
_OLD = [encoding for encoding in Encoding if encoding is not Encoding.UNICODE]


@lru_cache(maxsize=4096)
def recognise(text: str) -> tuple[Field | None, str]:
    r"""Return the field that a header names, and the header in Unicode.

    An old encoding is tried only on a text that names nothing as it stands.

    >>> recognise("Ngày, tháng,\nnăm sinh"), recognise("Hä vµ tªn")
    ((<Field.BIRTH: 'birth'>, 'Ngày, tháng, năm sinh'), (<Field.NAME: 'name'>, 'Họ và tên'))
    """
    shown = " ".join(text.split())
    if not shown or len(shown) > _LONGEST_HEADER:
        return None, shown
    for reading in readings(shown):
        if field := _field(reading):
            return field, reading
    return None, shown


def readings(text: str) -> list[str]:
    """Return the text as it stands, and as it would be in each of the old encodings."""
    if text.isascii() and not re.search(r"[\^~`'?.(+]", text):
        return [text]
    return [text, *(reading for one in _OLD if (reading := decode(text, one)) != text)]


def words(text: str) -> str:
    """Return the words of a text without marks, for comparison."""
    return _OTHER.sub(" ", fold(text)).strip()


def _field(text: str) -> Field | None:
    marked = text.casefold().strip(" .:*()")
    if marked == "nam":
        return Field.MALE
    if marked == "năm":
        return Field.YEAR
    for plain in dict.fromkeys(
        (words(text), words(_LEADING_NUMBER.sub("", _BRACKETS.sub(" ", text))))
    ):
        for field, wanted, stop in _COMPILED:
            if wanted.search(plain) and not (stop and stop.search(plain)):
                return _by_sex(field, marked)
    return None


def _by_sex(field: Field, marked: str) -> Field:
    """Tell that “Năm sinh (Nữ)”, in one row, is a column of women's dates."""
    if field is Field.BIRTH:
        last = re.split(r"[\s(\[/,:-]+", marked)[-1].strip(")] .")
        if last == "nam" and len(marked) > 8:  # noqa: PLR2004 (not "sinh năm" without marks)
            return Field.BIRTH_MALE
        if last in {"nữ", "nu"}:
            return Field.BIRTH_FEMALE
    return field


# Above a group of columns, these say that the columns are about somebody else.
_SOMEBODY_ELSE = re.compile(_OTHER_PERSON)


@lru_cache(maxsize=1024)
def is_about_somebody_else(text: str) -> bool:
    return any(_SOMEBODY_ELSE.search(words(reading)) for reading in readings(text))
