"""Our own examples for each family of variation that real lists and real typing show."""

import datetime as dt

import pytest

from tracuu.names import Verdict, compare, parse_birth_date, parse_name

TODAY = dt.date(2026, 11, 24)
BORN = parse_birth_date("12/03/1985", today=TODAY)

SAME = {
    "spaces and invisible characters": [
        ("Trần  Văn\tHai", "Trần Văn Hai"),
        ("Trần Văn\r\nHai", "\ufeffTrần Văn Hai"),
        ("Trần Văn Hai \U0001f600", "Trần Văn Hai"),
        ("Trần\u200d Văn\u2060 Hai", "Trần\u00a0Văn\u3000Hai"),
    ],
    "what stands before and after": [
        ("Trần Văn Hai", "15/ Trần Văn Hai"),
        ("Trần Văn Hai", "(15) Trần Văn Hai"),
        ("Trần Văn Hai", "15 Trần Văn Hai"),
        ("Trần Văn Hai", "ÔNG : TRẦN VĂN HAI"),
        ("Trần Văn Hai", "Ông/Bà: Trần Văn Hai"),
        ("Trần Văn Hai", "Họ và tên: Trần Văn Hai"),
        ("Trần Văn Hai", "“Trần Văn Hai”;"),
    ],
    "lost spaces": [
        ("trầnvănhai", "Trần Văn Hai"),
        ("TrầnVănHai", "Trần Văn Hai"),
        ("TRẦNVĂN HAI", "Trần Văn Hai"),
        ("tran van hai", "TrầnVăn Hai"),
        ("Phạm Thị Mỹhạnh", "Phạm Thị Mỹ Hạnh"),
        ("nguyenvanbinh", "Nguyễn Văn Bình"),
    ],
    "other separators": [
        ("Nguyễn-Thị-Hoa", "Nguyễn Thị Hoa"),
        ("Nguyễn_Thị_Hoa", "Nguyễn Thị Hoa"),
        ("Nguyễn Đình - Chiểu", "Nguyễn Đình Chiểu"),
    ],
    "letters that look alike": [
        ("Ðặng Văn Lâm", "Đặng Văn Lâm"),
        ("D\u0335ặng Văn Lâm", "Đặng Văn Lâm"),
        ("Trần Văn H\u043e\u0430ng", "Trần Văn Hoang"),
        ("\u039dguyễn Văn Hai", "Nguyễn Văn Hai"),
        ("\uff34rần \uff36ăn Hai", "Trần Văn Hai"),
        ("Trần Văn T0àn", "Trần Văn Toàn"),
        ("TRẦN VĂN T0ÀN", "Trần Văn Toàn"),
    ],
    "order of marks": [
        ("Nguye\u0303\u0302n Va\u0306n Tu\u0301", "Nguyễn Văn Tú"),
        ("Phạm Thư\u0323c", "Phạm Thực"),
    ],
    "place of the tone mark": [
        ("Nguyễn Thị Thuý Hoà", "Nguyễn Thị Thúy Hòa"),
        ("Hùynh Ngọc Qúy", "Huỳnh Ngọc Quý"),
        ("Gìang A Páo", "Giàng A Páo"),
        ("Lựơng Văn Tòan", "Lượng Văn Toàn"),
        ("Phạm Tíên Dũng", "Phạm Tiến Dũng"),
    ],
    "i and y": [
        ("Lý Kì Mỹ", "Lí Kỳ Mĩ"),
        ("Võ Quí Vỹ", "Võ Quý Vĩ"),
        ("ly thi my", "Lí Thị Mĩ"),
    ],
    "no marks on one side": [
        ("PHAM THI THUY", "Phạm Thị Thủy"),
        ("Đỗ Văn Đức", "Do Van Duc"),
        ("Vu Dung", "Vũ Dũng"),
    ],
    "raw keystrokes": [
        ("Trần Thij Lan", "Trần Thị Lan"),
        ("DDOOX THIJ LAN", "Đỗ Thị Lan"),
        ("Phuwowng Thanh", "Phương Thanh"),
        ("Buif Quoocs Khanhs", "Bùi Quốc Khánh"),
        ("Nguye64n Thi5 Hoa2", "Nguyễn Thị Hòa"),
        ("Tra62n Hu7o7ng", "Trần Hương"),
        ("Pha.m Thu'y", "Phạm Thúy"),
        ("Lee Thij Thuyr", "Lê Thị Thủy"),
        ("max thij hieenf", "Mã Thị Hiền"),
        ("DDa(.ng Va(n La^m", "Đặng Văn Lâm"),
    ],
    "an alias": [
        ("Trần Văn Sáu", "Trần Văn Sáu (Sáu Lửa)"),
        ("Trần Văn Sáu", "Trần Văn Sáu, tức Sáu Lửa"),
        ("Trần Văn Sáu", "Trần Văn Sáu bí danh Ba Lửa"),
        ("Trần Văn Sáu", "Trần Văn Sáu còn gọi là Hai Lửa"),
    ],
    "names of the highlands": [
        ("H'Blum Niê", "H`Blum Niê"),
        ("H' Blum Niê", "H’Blum Niê"),
        ("HBlum Niê", "H'Blum Niê"),
        ("h blum nie", "H'Blŭm Niê"),
        ("YMoan Êban", "Y Moan Êban"),
        ("KTnam", "K'Tnam"),
        ("Rah Lan Tih", "Rahlan Tih"),
        ("Kpa Thanh", "Kpă Thanh"),
        ("Y Wang Mlo", "Y Wang Mlô"),
    ],
    "foreign names": [
        ("O'Brien Mary", "OBRIEN MARY"),
        ("Francois Hollande", "François Hollande"),
        ("Jean-Pierre Martin", "Jean Pierre Martin"),
    ],
}

ALIKE = {
    "tone slips": [
        ("Vủ Văn Hai", "Vũ Văn Hai"),
        ("Nguyễn Thị Lan Anh", "Nguyễn Thị Lan Ánh"),
        ("Tran Văn Hai", "Trần Văn Hai"),
        ("nguyen van hùng", "Nguyễn Văn Hùng"),
    ],
    "slips of the hand": [
        ("Nguyễn Văn Hia", "Nguyễn Văn Hai"),
        ("Ngyễn Văn Hai", "Nguyễn Văn Hai"),
        ("nguyen van hungg", "Nguyễn Văn Hùng"),
        ("Huỳnhf Văn Hai", "Huỳnh Văn Hai"),
    ],
    "regions": [
        ("Lò Văn Nàng", "Nò Văn Nàng"),
        ("Lê Thị Giung", "Lê Thị Dung"),
        ("Trần Thị Các", "Trần Thị Cát"),
        ("Hoàng Văn Lợi", "Huỳnh Văn Lợi"),
        ("Vũ Văn Lợi", "Võ Văn Lợi"),
    ],
    "a word more or less, or elsewhere": [
        ("Trần Anh", "Trần Văn Anh"),
        ("Lan Nguyễn Thị", "Nguyễn Thị Lan"),
        ("Niê H'Blum", "H'Blum Niê"),
        ("Têrêsa Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("Gioan Baotixita Trần Văn Hai", "Trần Văn Hai"),
        ("Bà Nguyễn Thị Lan", "Nguyễn Thị Lan"),
    ],
    "remarks and namesakes": [
        ("Nguyễn Thị Lan, thôn 3", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan (con bà Hoa)", "Nguyễn Thị Lan"),
        ("Nguyễn Văn Tuấn 2", "Nguyễn Văn Tuấn"),
        ("Nguyễn Văn Tuấn (B)", "Nguyễn Văn Tuấn"),
        ("Nguyễn Văn Tuấn B", "Nguyễn Văn Tuấn"),
    ],
    "foreign names are no keystrokes": [
        ("Kim Lee", "Kim Lê"),
        ("Nguyễn Anna", "Nguyễn Ana"),
        ("Trần Lana", "Trần Lan"),
    ],
    "short forms": [
        ("Ng. T. Lan", "Nguyễn Thị Lan"),
        ("N. Thị Lan", "Nguyễn Thị Lan"),
        ("Công Tằng Tôn Nữ Thị Như Mai Hươ", "Công Tằng Tôn Nữ Thị Như Mai Hương"),
    ],
    "too little to be sure": [("Hương", "Hương"), ("nguyenthithuan", "Nguyễn Thị Thu An")],
}

DIFFERENT = {
    "given names": [
        ("Nguyễn Thị Hiếu", "Nguyễn Thị Hậu"),
        ("Nguyễn Thị Hoà Bình", "Nguyễn Thị Hoà"),
        ("Phạm Văn Tuấn", "Phạm Văn Tú"),
        ("Lê Văn Hiền", "Lê Văn Huyền"),
    ],
    "other words": [
        ("Trần Văn Hai", "Trần Thị Hai"),
        ("Trần Văn Hai", "Lê Văn Hai"),
        ("Trần Hai", "Trần Văn Đức Hai"),
        ("Văn Hai", "Trần Văn Hai"),
        ("Nguyễn Thị Thanh Hoa", "Nguyễn Thị Thu Hoa"),
        ("Ngyễn Văm Hai", "Nguyễn Văn Hai"),
        ("Vũ Xăn Hài", "Vũ Văn Hái"),
    ],
    "signs of sex and clan": [
        ("Ka Tnam", "K'Tnam"),
        ("A Đai", "Y Đai"),
        ("H'Blum Niê", "Y Blum Niê"),
        ("K Mai", "Ka Mai"),
    ],
    "initials and parts": [
        ("N. V. Hai", "Nguyễn Văn Hai"),
        ("Nguyễn V. H.", "Nguyễn Văn Hai"),
        ("Hai", "Trần Văn Hai"),
        ("Trần Văn", "Trần Văn Hai"),
        ("Sáu Lửa", "Trần Văn Sáu (tức Sáu Lửa)"),
    ],
}


def flat(table):
    return [
        pytest.param(one, other, id=f"{family}: {one!a} {other!a}")
        for family, pairs in table.items()
        for one, other in pairs
    ]


def verdict(one, other):
    return compare(parse_name(one), BORN, parse_name(other), BORN)


@pytest.mark.parametrize(("one", "other"), flat(SAME))
def test_shows_one_name_in_two_spellings(one, other):
    assert verdict(one, other) == verdict(other, one) == Verdict.YES


@pytest.mark.parametrize(("one", "other"), flat(ALIKE))
def test_asks_when_one_fault_stands_between(one, other):
    assert verdict(one, other) == verdict(other, one) == Verdict.ASK


@pytest.mark.parametrize(("one", "other"), flat(DIFFERENT))
def test_refuses_other_people(one, other):
    assert verdict(one, other) == verdict(other, one) == Verdict.NO


@pytest.mark.parametrize(
    ("typed", "listed"),
    [("Vỏ Văn Tám", "Võ Văn Tám"), ("Hương", "Hương"), ("Tám Tuấn 2", "Tám Tuấn")],
)
def test_refuses_a_fault_in_the_name_and_one_in_the_date(typed, listed):
    near = parse_birth_date("12/03/1958", today=TODAY)
    assert compare(parse_name(typed), BORN, parse_name(listed), near) == Verdict.NO


@pytest.mark.parametrize("date", ["03/12/1985", "01/01/1985", "1985", "03/1985", "12/03/1975"])
def test_asks_about_one_name_with_a_near_date(date):
    near = parse_birth_date(date, today=TODAY)
    assert compare(parse_name("vo van tam"), BORN, parse_name("Võ Văn Tám"), near) == Verdict.ASK


def test_a_year_of_two_digits_that_stays_open_is_never_a_yes():
    short = parse_birth_date("05/06/15", today=TODAY)
    for year in (1915, 2015):
        full = parse_birth_date(f"05/06/{year}", today=TODAY)
        name = parse_name("Võ Văn Tám")
        assert compare(name, short, name, full) == compare(name, full, name, short) == "ask"
    assert compare(name, short, name, short) == Verdict.ASK
