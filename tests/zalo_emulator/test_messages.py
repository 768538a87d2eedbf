"""Messages to one person: what may be said, when, and what the answer says about the quota."""

import pytest

from emulated_zalo import OA, TRI
from zalo_emulator.world import user_id_of

CS = "/v3.0/oa/message/cs"
LINK = {"title": "Mở trang", "type": "oa.open.url", "payload": {"url": "https://tracuu.example/"}}
QUERY = {"title": "Tra cứu", "type": "oa.query.show", "payload": "#tracuu"}


def buttons(*each: dict, text: str = "Bạn cần gì?") -> dict:
    return {"text": text, "attachment": {"type": "template", "payload": {"buttons": list(each)}}}


def media(**element) -> dict:
    payload = {"template_type": "media", "elements": [element]}
    return {"text": "Xem", "attachment": {"type": "template", "payload": payload}}


def request_info(**changes) -> dict:
    element = {
        "title": "Xin số",
        "subtitle": "Để báo",
        "image_url": "https://a.example/a.png",
        **changes,
    }
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


# Shapes


def test_a_text_arrives_and_the_answer_is_the_documented_one(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    zalo.act("text", text="Xin chào")
    answer = zalo.cs({"text": "Chào bạn"})
    data = answer["data"]
    assert set(data) == {"message_id", "user_id", "sent_time", "quota"}
    assert len(data["message_id"]) == 20
    assert (data["user_id"], data["sent_time"]) == (TRI, "1772416800000")
    assert data["quota"] == {"quota_type": "reply"}
    assert zalo.look(f"messages?oa_id={OA}&person_id=tri")[-1]["text"] == "Chào bạn"


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x" * 2000},
        {"text": "Trả lời", "quote_message_id": "96d3cdf3af1504609090"},
        buttons(LINK, QUERY),
        buttons({"title": "t" * 100, "type": "oa.query.hide", "payload": "p" * 1000}),
        buttons({"title": "Gọi", "type": "oa.open.phone", "payload": {"phone_code": "84900000199"}}),
        buttons(
            {"title": "Nhắn", "type": "oa.open.sms", "payload": {"phone_code": "84900000199", "content": "a"}}
        ),
        media(media_type="image", url="https://a.example/a.png"),
        media(media_type="gif", url="https://a.example/a.gif", width=10, height=10),
        media(media_type="sticker", attachment_id="bfe458bf64fa8da4d4eb"),
        request_info(),
    ],
)  # fmt: skip
def test_messages_that_may_be_sent(zalo, message):
    assert zalo.cs(message)["error"] == 0


@pytest.mark.parametrize(
    ("message", "error", "said"),
    [
        ({}, -201, "text is invalid!"),
        ({"text": " "}, -201, "text is invalid!"),
        ({"text": 5}, -201, "text is invalid!"),
        ({"text": "x" * 2001}, -210, "Parameter exceeds allowable limit"),
        (buttons(*[QUERY] * 6), -210, ""),
        (buttons(), -201, "buttons is invalid!"),
        (buttons(QUERY, text=""), -201, "text is invalid!"),
        (buttons({**QUERY, "title": "t" * 101}), -210, ""),
        (buttons({**QUERY, "title": ""}), -201, "title is invalid!"),
        (buttons({**QUERY, "payload": "p" * 1001}), -210, ""),
        (buttons({**QUERY, "type": "oa.open.door"}), -201, "button.type is invalid!"),
        (buttons({**LINK, "payload": {"url": "tracuu"}}), -201, "url is invalid!"),
        (buttons({**LINK, "payload": "https://a.example"}), -201, "payload is invalid!"),
        (
            buttons({"title": "Gọi", "type": "oa.open.phone", "payload": {"phone_code": "0900000199"}}),
            -201,
            "phone_code is invalid!",
        ),
        (
            buttons(
                {
                    "title": "Nhắn",
                    "type": "oa.open.sms",
                    "payload": {"phone_code": "84900000199", "content": "a" * 161},
                }
            ),
            -210,
            "",
        ),
        (media(media_type="image"), -201, "elements is invalid!"),
        (media(media_type="image", url="https://a.example/", attachment_id="1"), -201, "elements is invalid!"),
        (media(media_type="gif", url="https://a.example/a.gif"), -201, "width is invalid!"),
        (media(media_type="film", url="https://a.example/"), -201, "media_type is invalid!"),
        (media(media_type="image", attachment_id="nie-da"), -201, "attachment_id is invalid!"),
        (request_info(title="t" * 101), -210, ""),
        (request_info(subtitle="t" * 501), -210, ""),
        (request_info(image_url=None), -201, "image_url is invalid!"),
        ({"attachment": {"type": "template", "payload": {"template_type": "list", "elements": []}}}, -233, ""),
        ({"attachment": {"type": "template", "payload": {"template_type": "x"}}}, -233, ""),
        ({"attachment": {"type": "file", "payload": {"token": "nie-da"}}}, -201, "token is invalid!"),
        ({"attachment": {"type": "song", "payload": {}}}, -201, "attachment.type is invalid!"),
    ],
)  # fmt: skip
def test_messages_that_may_not(zalo, message, error, said):
    answer = zalo.cs(message)
    assert answer["error"] == error
    assert answer["message"] == (said or answer["message"])
    assert "data" not in answer
    assert len(zalo.look(f"messages?oa_id={OA}&person_id=tri")) == 1


def test_what_is_too_long_may_be_called_invalid(zalo):
    zalo.switch(too_long_error=-201)
    assert zalo.cs({"text": "x" * 2001}) == {"error": -201, "message": "text is invalid!"}


@pytest.mark.parametrize("code", [-201, -233])
def test_buttons_may_be_refused(zalo, code):
    zalo.switch(cs_buttons=code)
    assert zalo.cs(buttons(QUERY))["error"] == code
    assert zalo.cs({"text": "1. Tra cứu"})["error"] == 0


def test_the_list_template_behind_its_switch(zalo):
    zalo.switch(cs_list=0)
    element = {
        "title": "Tra cứu", "subtitle": "Thẻ", "image_url": "https://a.example/a.png",
        "default_action": {"type": "oa.query.show", "payload": "#tracuu"},
    }  # fmt: skip
    second = {"title": "Hai", "image_url": "https://a.example/b.png"}

    def send(*elements: dict) -> int:
        payload = {"template_type": "list", "elements": list(elements)}
        return zalo.cs({"attachment": {"type": "template", "payload": payload}})["error"]

    assert send(element, second) == 0
    assert send(second) == -201  # the first needs a subtitle
    assert send(*[element] * 6) == -210


def test_a_reply_to_a_message_of_theirs(zalo):
    said = zalo.act("text", text="Thẻ tôi đâu?")["msg_id"]
    body = {"recipient": {"message_id": said}, "message": {"text": "Đã về"}}
    assert zalo.post(CS, body)["data"]["user_id"] == TRI
    body["recipient"] = {"message_id": "00000000000000000000"}
    assert zalo.post(CS, body)["message"] == "message_id is invalid!"


def test_ids_may_come_as_numbers(zalo):
    body = {"recipient": {"user_id": int(TRI)}, "message": {"text": "Chào"}}
    assert zalo.post(CS, body)["data"]["user_id"] == TRI


# Uploads


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def test_an_uploaded_picture_can_be_sent_for_seven_days(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    upload = zalo.upload("image", "a.png", PNG)["data"]["attachment_id"]
    assert zalo.cs(media(media_type="image", attachment_id=upload))["error"] == 0
    zalo.pass_by(days=7)
    zalo.grant()
    zalo.act("text", text="Chào")
    expired = zalo.cs(media(media_type="image", attachment_id=upload))
    assert expired == {"error": -100, "message": "attachment_id was expired"}


def test_an_uploaded_file_can_be_sent(zalo):
    token = zalo.upload("file", "giay-hen.pdf", b"%PDF-1.7 minh hoa")["data"]["token"]
    sent = zalo.cs({"attachment": {"type": "file", "payload": {"token": token}}})
    assert sent["error"] == 0


@pytest.mark.parametrize(
    ("kind", "name", "content", "error"),
    [
        ("image", "a.png", b"GIF89a", -201),
        ("image", "a.png", PNG + b"0" * 1024 * 1024, -210),
        ("gif", "a.gif", PNG, -201),
        ("file", "a.exe", b"MZ", -201),
        ("file", "a.pdf", b"PK\x03\x04", -201),
        ("file", "a.csv", b"a" * (5 * 1024 * 1024 + 1), -210),
        ("image", "a.png", b"", -201),
    ],
)
def test_uploads_that_are_refused(zalo, kind, name, content, error):
    assert zalo.upload(kind, name, content)["error"] == error


# Windows


def test_48_hours_are_free_then_the_package_pays_and_after_7_days_it_ends(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.control(f"oas/{OA}", {"sub_quota": 1})
    zalo.act("text", text="Chào")

    def send() -> dict:
        zalo.grant()
        return zalo.cs({"text": "Chào bạn"})

    zalo.pass_by(hours=48)
    assert send()["data"]["quota"] == {"quota_type": "reply"}
    zalo.pass_by(seconds=1)
    assert send()["data"]["quota"] == {
        "quota_type": "sub_quota", "remain": "0", "total": "1", "expired_date": "31/03/2026",
    }  # fmt: skip
    assert "quota" not in send()["data"]  # charged in money
    zalo.control(f"oas/{OA}", {"has_zca": 0})
    assert send()["error"] == -211
    zalo.pass_by(days=5, seconds=-1)
    assert send()["error"] == -211
    zalo.pass_by(seconds=1)
    assert send()["error"] == -230
    zalo.switch(window_error=-232)
    assert send()["error"] == -232
    zalo.act("text", text="Chào")
    assert send()["error"] == 0


def test_who_follows_and_never_wrote_gets_three(zalo):
    zalo.control("followers", {"oa_id": OA, "count": 1, "last_interaction_at": 0})
    follower = user_id_of(OA, "nguoi-1")
    answers = [zalo.cs({"text": "Chào"}, follower) for _ in range(4)]
    assert [each["error"] for each in answers] == [0, 0, 0, -218]
    assert answers[0]["data"]["quota"] == {"quota_type": "welcome_msg", "remain": "2", "total": "3"}


def test_who_neither_wrote_nor_follows_gets_none(zalo):
    zalo.act("follow", "hoa")
    zalo.act("unfollow", "hoa")
    zalo.act("state", "hoa", state={"last_interaction_at": 0})
    assert zalo.cs({"text": "Chào"}, user_id_of(OA, "hoa"))["error"] == -232


def test_following_opens_the_window_unless_switched_off(zalo):
    user_id = zalo.act("follow", "hoa")["user_id"]
    assert zalo.cs({"text": "Chào"}, user_id)["data"]["quota"] == {"quota_type": "reply"}
    zalo.switch(follow_is_interaction=False)
    user_id = zalo.act("follow", "nam")["user_id"]
    assert zalo.cs({"text": "Chào"}, user_id)["data"]["quota"]["quota_type"] == "welcome_msg"


def test_the_old_rule_of_eight(zalo):
    zalo.switch(cs_free_messages=8)
    answers = [zalo.cs({"text": "Chào"}) for _ in range(9)]
    assert [each["error"] for each in answers] == [0] * 8 + [-218]
    assert answers[7]["data"]["quota"] == {"quota_type": "reply", "remain": "0", "total": "8"}
    zalo.act("text", text="Chào")
    assert zalo.cs({"text": "Chào"})["error"] == 0


def test_who_blocked_or_left_gets_none(zalo):
    zalo.act("state", state={"has_blocked": 1})
    assert zalo.cs({"text": "Chào"})["error"] == -244
    zalo.act("state", state={"has_blocked": 0, "is_inactive": 1})
    assert zalo.cs({"text": "Chào"})["error"] == -227
    zalo.act("state", state={"is_inactive": 0})
    zalo.switch(cs_needs_follow=True)
    assert zalo.cs({"text": "Chào"})["error"] == -213


def test_the_night_is_open_for_consultation(zalo):
    zalo.at("2026-03-02T23:30:00")
    zalo.grant()
    zalo.act("text", text="Chào")
    assert zalo.cs({"text": "Chào"})["error"] == 0


def test_may_i_still_write_to_this_person(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    zalo.act("text", text="Chào")
    told = zalo.post("/v3.0/oa/quota/message", {"user_id": TRI})["data"]
    assert told["last_interaction"] == "1772416800000"
    assert told["cs_reply"] == {"remain": 8, "total": 8}
    zalo.pass_by(hours=49)
    zalo.grant()
    told = zalo.post("/v3.0/oa/quota/message", {"user_id": TRI})["data"]
    assert told["cs_reply"] == {"remain": 0, "total": 0}


def test_what_is_left_to_the_account(zalo):
    body = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
    row = zalo.post("/v3.0/oa/quota/message", body)["data"][0]
    assert (row["product_type"], row["quota_type"], row["total"], row["remain"]) == (
        "cs",
        "sub_quota",
        500,
        500,
    )
    assert zalo.post("/v2.0/oa/quota/message", {})["data"] == {
        "type": "sub_quota",
        "remain": 500,
        "total": 500,
    }


# The template to a user id, and the two that ended


def test_a_template_to_a_user_id(zalo):
    body = {
        "user_id": TRI,
        "template_id": "310001",
        "template_data": {"customer_name": "Trí", "unit": "Tân Phú", "receipt": "TP-1"},
    }
    data = zalo.post("/v3.0/oa/message/template", body)["data"]
    assert set(data) == {"message_id", "user_id", "sent_time", "quota"}
    assert data["quota"] == {"dailyQuota": "500", "remainingQuota": "499"}
    last = zalo.look(f"messages?oa_id={OA}&person_id=tri")[-1]
    assert last["text"] == "Thẻ căn cước của Trí đã về Tân Phú. Số hồ sơ: TP-1."
    del body["template_data"]["unit"]
    assert zalo.post("/v3.0/oa/message/template", body)["error"] == -1122


def test_the_two_that_ended(zalo):
    body = {
        "recipient": {"user_id": TRI},
        "message": {
            "attachment": {
                "type": "template",
                "payload": {
                    "template_type": "promotion",
                    "elements": [{"type": "header", "content": "Tin"}],
                },
            }
        },
    }
    assert zalo.post("/v3.0/oa/message/promotion", body)["error"] == -209
    zalo.switch(legacy_messages=True)
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    assert zalo.post("/v3.0/oa/message/promotion", body)["error"] == -213
    zalo.act("follow")
    assert zalo.post("/v3.0/oa/message/promotion", body)["error"] == 0
    assert zalo.post("/v3.0/oa/message/promotion", body)["error"] == -218
    zalo.pass_by(hours=13)
    assert zalo.post("/v3.0/oa/message/promotion", body)["error"] == -234
    body["message"]["attachment"]["payload"]["template_type"] = "transaction_order"
    assert zalo.post("/v3.0/oa/message/transaction", body)["error"] == 0
