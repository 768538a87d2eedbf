"""What is checked before a call, and how a message looks with and without buttons."""

import unicodedata

import pytest

from tracuu.messaging.chat.content import Button, Outgoing, Tap
from tracuu.messaging.errors import NeverSendable
from tracuu.messaging.zalo import shapes

SAY = Button("Tra cứu CCCD", Tap.SAY, "#tracuu")
HIDDEN = Button("Đúng", Tap.SAY, "dung:7", shows=False)
OPEN = Button("Mở trang", Tap.OPEN, "https://tra-cuu.example/tan-phu/")
CALL = Button("Gọi đơn vị", Tap.CALL, "028 3847 5555")
HOTLINE = Button("Gọi tổng đài", Tap.CALL, "1900.0368")


def code_of(outgoing):
    with pytest.raises(NeverSendable) as raised:
        shapes.check_limits(outgoing)
    return raised.value.code


@pytest.mark.parametrize(
    ("outgoing", "code"),
    [
        (Outgoing("  "), "zalo_text_empty"),
        (Outgoing("x" * 2001), "zalo_text_too_long"),
        (Outgoing("😀" * 1001), "zalo_text_too_long"),
        (Outgoing("a", (SAY,) * 6), "zalo_too_many_buttons"),
        (Outgoing("a", (Button("x" * 101, Tap.SAY, "a"),)), "zalo_button_label"),
        (Outgoing("a", (Button("", Tap.SAY, "a"),)), "zalo_button_label"),
        (Outgoing("a", (Button("a", Tap.SAY, "x" * 1001),)), "zalo_button_value"),
        (Outgoing("a", (Button("a", Tap.SAY, ""),)), "zalo_button_value"),
        (Outgoing("a", (Button("a", Tap.OPEN, "javascript:alert(1)"),)), "zalo_button_address"),
        (Outgoing("a", (Button("a", Tap.OPEN, "/tan-phu/"),)), "zalo_button_address"),
    ],
)
def test_what_zalo_would_refuse_is_not_sent(outgoing, code):
    assert code_of(outgoing) == code


def test_what_is_just_within_the_limits_is():
    most = Button("x" * 100, Tap.SAY, "y" * 1000)
    shapes.check_limits(Outgoing("z" * 2000, (most,) * 5))


def test_each_button_is_the_one_of_zalo():
    payload = shapes.with_buttons(Outgoing("Chọn:", (SAY, HIDDEN, OPEN, CALL)))["attachment"][
        "payload"
    ]
    assert payload == {
        "buttons": [
            {"title": "Tra cứu CCCD", "type": "oa.query.show", "payload": "#tracuu"},
            {"title": "Đúng", "type": "oa.query.hide", "payload": "dung:7"},
            {
                "title": "Mở trang",
                "type": "oa.open.url",
                "payload": {"url": "https://tra-cuu.example/tan-phu/"},
            },
            {
                "title": "Gọi đơn vị",
                "type": "oa.open.phone",
                "payload": {"phone_code": "842838475555"},
            },
        ]
    }


def test_a_number_that_zalo_cannot_dial_stands_in_the_words():
    shaped = shapes.with_buttons(Outgoing("Bạn cần gì?", (SAY, HOTLINE)))
    assert shaped["text"] == "Bạn cần gì?\n\nGọi tổng đài: 1900.0368"
    assert [each["title"] for each in shaped["attachment"]["payload"]["buttons"]] == [
        "Tra cứu CCCD"
    ]
    assert shapes.with_buttons(Outgoing("Gọi nhé.", (HOTLINE,))) == {
        "text": "Gọi nhé.\n\nGọi tổng đài: 1900.0368"
    }


def test_without_buttons_choices_have_numbers_and_links_are_written_out():
    assert shapes.numbered(Outgoing("Bạn cần gì?", (SAY, OPEN, CALL)))["text"] == (
        "Bạn cần gì?\n\n"
        "1. Tra cứu CCCD\n"
        "2. Mở trang: https://tra-cuu.example/tan-phu/\n"
        "3. Gọi đơn vị: 028 3847 5555"
    )


def test_long_words_give_way_to_the_choices():
    text = shapes.numbered(Outgoing("ă" * 2000, (SAY,)))["text"]
    assert shapes.length(text) == 2000
    assert text.endswith("ă…\n\n1. Tra cứu CCCD")


def test_half_an_emoji_is_never_left_over():
    for words in ("😀" * 999 + "ab", "a" + "😀" * 999 + "b"):
        text = shapes.numbered(Outgoing(words, (SAY,)))["text"]
        assert shapes.length(text) <= 2000
        assert "�" not in text
        text.encode()


def test_links_that_leave_no_room_for_words_are_refused():
    long = Button("Mở", Tap.OPEN, "https://tra-cuu.example/" + "x" * 900)
    with pytest.raises(NeverSendable):
        shapes.numbered(Outgoing("a", (long, long, long)))


def test_letters_go_out_composed():
    apart = unicodedata.normalize("NFD", "Nguyễn Hữu Trí")
    assert shapes.numbered(Outgoing(apart))["text"] == "Nguyễn Hữu Trí"
    shaped = shapes.with_buttons(Outgoing("a", (Button(apart, Tap.SAY, apart),)))
    button = shaped["attachment"]["payload"]["buttons"][0]
    assert (button["title"], button["payload"]) == ("Nguyễn Hữu Trí", "Nguyễn Hữu Trí")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0903 000 101", "84903000101"),
        ("+84 903 000 101", "84903000101"),
        ("84903000101", "84903000101"),
        ("(028) 3847-5555", "842838475555"),
        ("113", None),
        ("1900.0368", None),
        ("", None),
    ],
)
def test_telephone_numbers_as_zalo_wants_them(number, code):
    assert shapes.phone_code(number) == code


def test_a_template_goes_to_mobile_numbers_only():
    assert shapes.template_phone("0903 000 101") == "84903000101"
    assert shapes.template_phone("028 3847 5555") is None
    assert shapes.template_phone("113") is None
