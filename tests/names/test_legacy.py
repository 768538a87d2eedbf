import pytest

from tracuu.names import parse_name
from tracuu.names.legacy import Encoding, decode, detect, detect_bytes, repair
from tracuu.names.legacy.tables import TCVN3, VISCII, VNI, VPS

PEOPLE = [
    "Nguyễn Thị Hoà", "Trần Văn Hùng", "Lê Đức Mạnh", "Phạm Quốc Khánh", "Đặng Thị Tỵ",
    "Vũ Hữu Phước", "Hồ Thị Bưởi", "Ngô Quyền", "Đỗ Thị Hằng", "Lương Văn Thẳng", "Bùi Thị Ỷ",
]  # fmt: skip
TABLES = {
    Encoding.TCVN3: TCVN3,
    Encoding.VNI: VNI,
    Encoding.VISCII: VISCII,
    Encoding.VPS: VPS,
}


def encoded(text, encoding):
    if encoding is Encoding.UTF8_MOJIBAKE:
        return text.encode().decode("latin-1")
    written = {new: old for old, new in TABLES[encoding].items()}
    return "".join(written.get(letter, letter) for letter in text)


@pytest.mark.parametrize("encoding", [*TABLES, Encoding.UTF8_MOJIBAKE])
def test_a_column_is_detected_and_comes_back(encoding):
    # TCVN3 has no capital Ỷ, and the VPS one looks like a good ý.
    people = [name for name in PEOPLE if "Ỷ" not in name]
    column = [encoded(name, encoding) for name in people]
    assert detect(column) == encoding
    assert [decode(cell, encoding) for cell in column] == people
    assert [repair(cell, encoding) for cell in column] == people


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_good_cell_is_never_harmed(encoding):
    assert [repair(name, encoding) for name in PEOPLE] == PEOPLE
    assert repair("Tran Van Hung", encoding) == "Tran Van Hung"


def test_unicode_cells_among_old_ones_change_nothing():
    column = [encoded(name, Encoding.TCVN3) for name in PEOPLE[:6]] + PEOPLE
    assert detect(column) == Encoding.TCVN3


@pytest.mark.parametrize("column", [[], [""], PEOPLE, ["Tran Van An"], ["Bé Hà", "Lò Cà"]])
def test_a_good_column_is_unicode(column):
    assert detect(column) == Encoding.UNICODE


def test_one_old_cell_in_a_good_column_is_repaired_without_a_hint():
    assert parse_name("NguyÔn ThÞ Hoµ").text == "Nguyễn Thị Hoà"
    assert parse_name("L\xad¬ng ThÞ Tþ").text == "Lương Thị Tỵ"


def test_capital_fonts_draw_capitals_the_encoding_lacks():
    assert decode("HUúNH V¡N T¸M", Encoding.TCVN3) == "HUỲNH VĂN TÁM"
    assert decode("Lª Hµ", Encoding.TCVN3) == "Lê Hà"


def test_of_two_possible_readings_the_one_with_its_tone_in_place_wins():
    assert repair("HAØ THU HAØ") == "HÀ THU HÀ"


def test_utf8_read_wrongly_once_or_twice_comes_back():
    once = "Hoàng Thị Mỹ Ngọc".encode().decode("latin-1")
    twice = once.encode().decode("latin-1")
    assert repair(once) == repair(twice) == "Hoàng Thị Mỹ Ngọc"


CSV = "STT;Họ và tên\n1;Nguyễn Thị Hoà\n2;Trần Văn Hùng\n3;Đặng Thị Tỵ\n"


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (CSV.encode(), "utf-8"),
        (CSV.encode("utf-8-sig"), "utf-8-sig"),
        (CSV.encode("utf-16"), "utf-16"),
        (CSV.encode("utf-16-le"), "utf-16-le"),
        (CSV.encode("utf-16-be"), "utf-16-be"),
        (b"", "utf-8"),
        (b"a;b\n1;2\n", "utf-8"),
        (CSV.encode() * 200 + b"\xff", "utf-8"),
    ],
)
def test_unicode_files_are_known_with_and_without_a_mark(data, codec):
    found = detect_bytes(data)
    assert (found.codec, found.encoding) == (codec, Encoding.UNICODE)


def test_windows_1258_is_read_by_its_own_codec():
    text = "Nguyê\u0303n Thi\u0323 Hoa\u0300\nTrâ\u0300n Văn Hu\u0300ng\n"
    assert detect_bytes(text.encode("cp1258")).codec == "cp1258"


@pytest.mark.parametrize("encoding", list(TABLES))
def test_single_byte_files_are_read_as_bytes_with_a_hint(encoding):
    people = [name for name in PEOPLE if "Ỷ" not in name]
    data = "\n".join(encoded(name, encoding) for name in people).encode("latin-1")
    found = detect_bytes(data)
    assert (found.codec, found.encoding) == ("latin-1", encoding)
    lines = data.decode(found.codec).split("\n")
    assert [repair(line, found.encoding) for line in lines] == people
