import pytest

from tracuu.names import NameNotUnderstood, clean_name, parse_name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  nguyễn   văn an ", "nguyễn văn an"),
        ("12. NGUYỄN VĂN AN.", "NGUYỄN VĂN AN"),
        ("Bà: Mai Thị Lan", "Mai Thị Lan"),
        ("STT 5: Mai Lan", "Mai Lan"),
        ("Nguyễn\u00a0Văn\u200bAn", "Nguyễn VănAn"),
        ("H’Hen Niê", "H'Hen Niê"),
        ("Иван", "Иван"),
        ("", ""),
        ("...", ""),
    ],
)
def test_cleans_what_is_shown(typed, shown):
    assert clean_name(typed) == shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" \u00a0\t", "empty"),
        ("a" * 700, "too_long"),
        ("Ng" + "g" * 190, "too_long"),
        ("12345", "no_letters"),
        ("....", "no_letters"),
        ("Nguy\ufffdn Văn An", "damaged"),
        ("Nguy?n V?n ?", "damaged"),
        ("Trần V?n Hai", "damaged"),
        ("Nguyễn Quang Hải' OR '1'='1", "not_a_name"),
        ("'; DROP TABLE people; --", "not_a_name"),
        ("<b>Trần Văn Hai</b>", "not_a_name"),
        ("hai@example.vn", "not_a_name"),
    ],
)
def test_says_what_is_wrong_and_what_to_do(typed, code):
    with pytest.raises(NameNotUnderstood) as raised:
        parse_name(typed)
    assert raised.value.code == code
    assert raised.value.message == str(raised.value)
    assert "Vui lòng" in raised.value.message


def test_keeps_a_sign_that_something_was_cut_off():
    assert parse_name("Nguyễn Thị Lan - con ông Bình").has_remark
    assert not parse_name("Nguyễn Thị Lan (tức Lan Bé)").has_remark


def test_knows_a_name_without_marks():
    assert parse_name("Nguyen Van Y").is_unmarked
    assert not parse_name("Nguyen Van Ý").is_unmarked


def test_repairs_the_shown_text_too():
    assert parse_name("DDawngj Minh DDwcs").text == "Đặng Minh Đức"
    assert parse_name("NGUYÔN H÷U PH¦íC").text == "NGUYỄN HỮU PHƯỚC"
    assert parse_name("TrầnVăn Hai").text == "Trần Văn Hai"
