"""What a voice reads: sentences that sound right, in the language of whoever speaks them."""

import datetime
import re

import pytest
from django.utils import translation

from factories import make_unit, person, publish_people
from tracuu.cards.wording import date_aloud
from tracuu.portal.spoken import spoken_number, spoken_place
from tracuu.units.models import Unit

SPLIT_DAY = [
    {"days": [1, 2, 3, 4, 5], "opens": "07:30", "closes": "11:30"},
    {"days": [6], "opens": "08:00", "closes": "11:30"},
]


def place(**facts):
    unit = Unit(name="Công an quận Tân Phú", name_en="Tan Phu District Police", **facts)
    return list(spoken_place(unit, datetime.date(2021, 12, 4)))


def test_a_place_is_read_as_people_say_it():
    facts = {"address": "số 1, đường Minh Hoạ", "phone": "028 0000 0001"}
    lines = place(opening_hours=SPLIT_DAY, **facts)

    assert lines == [
        ("vi", "Công an quận Tân Phú."),
        (
            "vi",
            "Giờ làm việc: Thứ Hai đến Thứ Sáu từ 7 giờ 30 đến 11 giờ 30; Thứ Bảy từ 8 giờ đến 11 giờ 30.",
        ),
        ("vi", "Địa chỉ:"),
        ("vi", "số 1, đường Minh Hoạ."),
        ("vi", "Điện thoại: 0 2 8, 0 0 0 0, 0 0 0 1."),
        ("vi", "Danh sách của đơn vị cập nhật đến ngày 4 tháng 12 năm 2021."),
    ]


def test_in_english_only_the_address_stays_vietnamese():
    with translation.override("en"):
        lines = place(opening_hours=SPLIT_DAY, address="số 1, đường Minh Hoạ", phone="1900.0368")

    assert lines == [
        ("en", "Tan Phu District Police."),
        ("en", "Opening hours: Monday to Friday from 7:30 to 11:30; Saturday from 8:00 to 11:30."),
        ("en", "Address:"),
        ("vi", "số 1, đường Minh Hoạ."),
        ("en", "Phone: 1 9 0 0, 0 3 6 8."),
        ("en", "This unit's list is up to date as of 4 December 2021."),
    ]


def test_a_unit_that_told_nothing_is_read_too():
    assert ("vi", "Giờ làm việc: Chưa có, hãy gọi trước khi đến.") in place()


def test_no_number_is_read_as_millions():
    assert spoken_number("(+84) 28-38.123.456") == "8 4, 2 8, 3 8, 1 2 3, 4 5 6"
    assert spoken_number("") == ""


def test_a_day_is_written_out():
    assert date_aloud(datetime.date(2021, 12, 8)) == "8 tháng 12 năm 2021"
    with translation.override("en"):
        assert date_aloud(datetime.date(2021, 12, 8)) == "8 December 2021"


@pytest.mark.django_db
def test_what_is_read_of_an_answer_is_what_it_says(client, tmp_path):
    publish_people(
        make_unit(),
        tmp_path,
        person("Lê Thị An", "02/09/1990", receipt="HS-7", status="Đã về đơn vị", box="A12",
               collected="01/11/2021"),
    )  # fmt: skip
    page = client.post(
        "/tan-phu/tra-cuu/",
        {"full_name": "Lê Thị An", "birth_date": "02/09/1990", "proof_value": "HS-7"},
    ).content.decode()

    spoken = re.search(r'<div id="say-1" hidden>(.*?)</div>', page, re.DOTALL)[1]
    assert re.findall(r">([^<]+)</p>", spoken)[:6] == [
        "Thẻ của bạn đã về đơn vị, đang chờ bạn đến nhận.",
        "Bạn có thể đến nhận trong giờ làm việc. Hãy mang theo giấy hẹn và giấy tờ tuỳ thân.",
        "Khi đến, hãy đọc số hộc này cho cán bộ:",
        "A12.",
        "Họ và tên: Lê Thị An.",
        "Ngày sinh: ngày 2 tháng 9 năm 1990.",
    ]
    assert "/" not in re.sub(r"</?\w[^>]*>", "", spoken)
