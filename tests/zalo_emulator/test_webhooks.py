"""Events: their shape, their signature, and how often they are tried."""

import hashlib
import json
import threading
import time

import pytest

from emulated_zalo import OA, TRI, Receiver, free_port
from zalo_emulator.webhooks.signing import sign
from zalo_emulator.world import APP_ID, APP_SECRET, OA_SECRET, user_id_by_app

VECTOR = (
    '{"app_id":"1234567890123456789","sender":{"id":"1111111111111111111"},'
    '"user_id_by_app":"2222222222222222222","recipient":{"id":"3333333333333333333"},'
    '"event_name":"user_send_text","message":{"text":"xin chào","msg_id":"96d3cdf3af1504609090"},'
    '"timestamp":"1767225600000"}'
).encode()


def mac(heard, key: str = OA_SECRET) -> str:
    timestamp = heard.body["timestamp"]
    return hashlib.sha256(
        APP_ID.encode() + heard.raw + timestamp.encode() + key.encode()
    ).hexdigest()


def test_the_signature_of_the_reference():
    assert len(VECTOR) == 271
    assert sign(app_id="1234567890123456789", body=VECTOR, timestamp="1767225600000", key="OASECRETKEYTEST") == (
        "af73b339e972b919977eed98bd839bd57d2d592eb5e7694a468aa23aed2ed03c"
    )  # fmt: skip


# Shapes


def test_a_text_is_told_as_the_reference_shows_it(zalo, heard):
    zalo.at("2026-03-02T09:00:00")
    said = zalo.act("text", text="xin chào")["msg_id"]
    zalo.settle()
    event = heard.heard[0]
    assert event.raw == json.dumps(event.body, ensure_ascii=False, separators=(",", ":")).encode()
    assert event.body == {
        "app_id": APP_ID,
        "sender": {"id": TRI},
        "user_id_by_app": user_id_by_app(APP_ID, "tri"),
        "recipient": {"id": OA},
        "event_name": "user_send_text",
        "message": {"text": "xin chào", "msg_id": said},
        "timestamp": "1772416800000",
    }
    assert event.headers["content-type"] == "application/json"
    assert event.headers["x-zevent-signature"] == f"mac={mac(event)}"
    assert "num_retry" not in event.headers


def test_switches_of_the_signature(zalo, heard):
    zalo.switch(signature_key="secret_key", signature_prefix=False, signature_timestamp_header=True)
    zalo.act("text", text="a")
    zalo.settle()
    event = heard.heard[0]
    assert event.headers["x-zevent-signature"] == mac(event, APP_SECRET)
    assert event.headers["x-zevent-timestamp"] == event.body["timestamp"]


def test_following_has_neither_sender_nor_recipient(zalo, heard):
    zalo.act("follow", source="social_plugin")
    zalo.act("follow")
    zalo.act("unfollow")
    zalo.settle()
    assert heard.names == ["follow", "unfollow"]
    body = heard.heard[0].body
    assert set(body) == {
        "app_id", "oa_id", "follower", "user_id_by_app", "source", "event_name", "timestamp",
    }  # fmt: skip
    assert (body["oa_id"], body["follower"], body["source"]) == (OA, {"id": TRI}, "social_plugin")


@pytest.mark.parametrize(
    ("kind", "payload", "event"),
    [
        ("image", {"url": "https://a.example/a.png"}, "user_send_image"),
        ("gif", {"url": "https://a.example/a.gif"}, "user_send_gif"),
        ("link", {"url": "https://a.example/", "description": "a"}, "user_send_link"),
        ("audio", {"url": "https://a.example/a.amr"}, "user_send_audio"),
        ("video", {"url": "https://a.example/a.mp4"}, "user_send_video"),
        ("sticker", {"url": "https://a.example/s.png", "id": "7"}, "user_send_sticker"),
        (
            "file",
            {"url": "https://a.example/a.pdf", "name": "a.pdf", "size": "3"},
            "user_send_file",
        ),
    ],
)
def test_attachments(zalo, heard, kind, payload, event):
    said = zalo.act("attachment", kind=kind, payload=payload)["msg_id"]
    zalo.settle()
    assert heard.names == [event]
    message = heard.heard[0].body["message"]
    assert message["msg_id"] == said
    assert message["attachments"][0]["type"] == kind
    assert message["attachments"][0]["payload"].items() >= payload.items()


def test_a_gif_may_come_as_a_picture(zalo, heard):
    zalo.switch(user_send_gif=False)
    zalo.act("attachment", kind="gif", payload={"url": "https://a.example/a.gif"})
    zalo.settle()
    assert heard.names == ["user_send_image"]


def test_a_place_and_a_business_card(zalo, heard):
    zalo.act("location", latitude="10.79", longitude="106.62", place="Nhà")
    zalo.act("card", phone="84900000101")
    zalo.settle()
    place, card = (each.body["message"] for each in heard.heard)
    assert place["text"] == "Nhà"
    assert place["attachments"] == [
        {
            "type": "location",
            "payload": {"coordinates": {"latitude": "10.79", "longitude": "106.62"}},
        }
    ]
    assert heard.names == ["user_send_location", "user_send_business_card"]
    assert card["attachments"][0]["type"] == "link"
    assert json.loads(card["attachments"][0]["payload"]["description"])["phone"] == "84900000101"


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (
            "new",
            {
                "name": "Trí", "phone": "84900000101", "user_dob": "17/05/1991", "gender": "male",
                "full_address": {"address": "1 Độc Lập", "ward": "", "district": "", "city": ""},
            },
        ),
        (
            "old",
            {
                "name": "Trí", "phone": "84900000101",
                "address": "1 Độc Lập", "ward": "", "district": "", "city": "",
            },
        ),
    ],
)  # fmt: skip
def test_name_and_phone_in_both_shapes(zalo, heard, shape, told):
    zalo.switch(submit_info_shape=shape)
    info = {
        "name": "Trí",
        "phone": "84900000101",
        "user_dob": "17/05/1991",
        "gender": "male",
        "address": "1 Độc Lập",
    }
    zalo.act("info", info=info)
    zalo.settle()
    assert (heard.names, heard.heard[0].body["info"]) == (["user_submit_info"], told)
    shared = zalo.get("/v3.0/oa/user/detail", {"user_id": TRI})["data"]["shared_info"]
    assert (shared["name"], shared["phone"]) == ("Trí", "84900000101")


def test_a_reaction_the_first_chat_and_the_right_to_be_forgotten(zalo, heard):
    sent = zalo.cs({"text": "Chào"})["data"]["message_id"]
    zalo.act("react", msg_id=sent, icon="/-heart")
    zalo.act("open", "hoa")
    zalo.act("open", "hoa")
    zalo.act("open")  # Trí has chatted before
    zalo.act("withdraw")
    zalo.settle()
    told = {each.name: each.body for each in heard.heard}
    assert told["user_reacted_message"]["message"] == {"msg_id": sent, "react_icon": "/-heart"}
    assert heard.names.count("user_click_chatnow") == 1
    assert told["user_withdraw"]["user_id"] == TRI
    assert told["user_withdraw"]["user_id_by_app"] == user_id_by_app(APP_ID, "tri")
    assert zalo.look(f"messages?oa_id={OA}&person_id=tri") == []


def test_a_button_says_its_payload(zalo, heard):
    buttons = [
        {"title": "Tra cứu", "type": "oa.query.show", "payload": "#tracuu"},
        {"title": "Thôi", "type": "oa.query.hide", "payload": "#thoi"},
        {"title": "Trang", "type": "oa.open.url", "payload": {"url": "https://a.example/"}},
    ]
    message = {"text": "Chọn", "attachment": {"type": "template", "payload": {"buttons": buttons}}}
    sent = zalo.cs(message)["data"]["message_id"]
    zalo.act("tap", msg_id=sent, number=0)
    zalo.act("tap", msg_id=sent, number=1)
    body = {"oa_id": OA, "person_id": "tri", "msg_id": sent, "number": 2}
    assert zalo.client.post("/_emulator/deeds/tap", json=body).status_code == 404
    zalo.settle()
    said = [each.body["message"]["text"] for each in heard.heard if each.name == "user_send_text"]
    assert said == ["#tracuu", "#thoi"]
    shown = zalo.look(f"messages?oa_id={OA}&person_id=tri")
    assert [each["text"] for each in shown if each["is_hidden"]] == ["#thoi"]


def test_our_own_messages_come_back_and_receipts_follow(zalo, heard):
    sent = zalo.cs({"text": "Chào"})["data"]["message_id"]
    zalo.settle()
    echo, received = heard.heard
    assert (echo.name, received.name) == ("oa_send_text", "user_received_message")
    assert (echo.body["sender"], echo.body["recipient"]) == ({"id": OA}, {"id": TRI})
    assert echo.body["message"] == {"msg_id": sent, "text": "Chào"}
    assert received.body["message"] == {"msg_id": sent}
    zalo.act("see")
    zalo.act("see")
    zalo.settle()
    assert [each.body["message"] for each in heard.heard[2:]] == [{"msg_ids": [sent]}]
    assert heard.names[-1] == "user_seen_message"


def test_receipts_come_from_mobile_phones_only(zalo, heard):
    zalo.control("people", {"person_id": "pc", "name": "Lâm Thị Máy", "is_on_mobile": 0})
    user_id = zalo.act("text", "pc", text="Chào")["user_id"]
    zalo.cs({"text": "Chào"}, user_id)
    zalo.act("see", "pc")
    zalo.settle()
    assert heard.names == ["user_send_text", "oa_send_text"]


@pytest.mark.parametrize(
    ("message", "event"),
    [
        (
            {
                "attachment": {
                    "type": "template",
                    "payload": {
                        "template_type": "media",
                        "elements": [{"media_type": "image", "url": "https://a.example/a.png"}],
                    },
                }
            },
            "oa_send_image",
        ),
        (
            {
                "text": "a",
                "attachment": {
                    "type": "template",
                    "payload": {
                        "buttons": [{"title": "a", "type": "oa.query.show", "payload": "a"}]
                    },
                },
            },
            "oa_send_text",
        ),
        (
            {
                "attachment": {
                    "type": "template",
                    "payload": {
                        "template_type": "request_user_info",
                        "elements": [
                            {"title": "a", "subtitle": "b", "image_url": "https://a.example/a.png"}
                        ],
                    },
                }
            },
            "oa_send_template",
        ),
    ],
)
def test_how_our_own_messages_are_called(zalo, heard, message, event):
    zalo.switch(receipts="off")
    zalo.cs(message)
    zalo.settle()
    assert heard.names == [event]


def test_an_app_hears_only_the_accounts_that_granted_it(zalo, heard):
    quan_10 = next(each["oa_id"] for each in zalo.look("oas") if each["slug"] == "quan-10")
    zalo.act("text", oa_id=quan_10, text="Chào")
    zalo.settle()
    assert heard.names == []
    zalo.control("grants", {"app_id": APP_ID, "oa_id": quan_10})
    zalo.act("text", oa_id=quan_10, text="Chào")
    zalo.control("grants", {"app_id": APP_ID, "oa_id": quan_10}, method="DELETE")
    zalo.settle()
    assert heard.names == ["user_send_text", "permission_revoked"]


# Tries


def test_nobody_there_is_tried_again_after_the_documented_times(zalo):
    zalo.at("2026-03-02T09:00:00")
    port = free_port()
    zalo.control(f"apps/{APP_ID}", {"webhook_url": f"http://127.0.0.1:{port}/"})
    zalo.act("text", text="Chào")
    zalo.settle()
    assert zalo.deliveries() == [("user_send_text", "pending", 1, "no connection")]
    for seconds, attempts in ((30, 2), (300, 3), (900, 4), (1800, 5)):
        zalo.pass_by(seconds=seconds - 1)
        zalo.settle()
        assert zalo.deliveries()[0][2] == attempts - 1
        zalo.pass_by(seconds=1)
        zalo.settle()
        assert zalo.deliveries()[0][2] == attempts
    back = Receiver(port)
    try:
        zalo.pass_by(hours=1)
        zalo.settle()
        assert zalo.deliveries() == [("user_send_text", "delivered", 6, "200")]
        assert back.heard[0].headers["num_retry"] == "5"
        assert back.heard[0].headers["x-zevent-signature"] == f"mac={mac(back.heard[0])}"
    finally:
        back.close()


def test_after_the_last_try_the_webhook_is_off_until_switched_on(zalo, receiver):
    zalo.at("2026-03-02T09:00:00")
    zalo.control(f"apps/{APP_ID}", {"webhook_url": f"http://127.0.0.1:{free_port()}/"})
    zalo.act("text", text="Chào")
    for seconds in (0, 30, 300, 900, 1800, 3600):
        zalo.pass_by(seconds=seconds)
        zalo.settle()
    assert zalo.deliveries() == [("user_send_text", "failed", 6, "no connection")]
    zalo.act("text", text="Có ai không?")
    assert zalo.deliveries()[-1][1] == "dropped"
    zalo.listen(receiver)
    zalo.act("text", text="Chào")
    zalo.settle()
    assert receiver.names == ["user_send_text"]


def test_without_the_switch_nothing_is_tried_again(zalo):
    zalo.switch(webhook_retry=False)
    zalo.control(f"apps/{APP_ID}", {"webhook_url": f"http://127.0.0.1:{free_port()}/"})
    zalo.act("text", text="Chào")
    zalo.settle()
    assert zalo.deliveries() == [("user_send_text", "failed", 1, "no connection")]


def test_an_answer_that_is_no_200_is_the_receivers_loss_unless_switched(zalo, heard):
    zalo.at("2026-03-02T09:00:00")
    heard.answer = lambda _heard: 500
    zalo.act("text", text="một")
    zalo.settle()
    zalo.switch(webhook_retry_on="any")
    zalo.act("text", text="hai")
    zalo.settle()
    assert [each[1:] for each in zalo.deliveries()] == [("failed", 1, "500"), ("pending", 1, "500")]
    heard.answer = lambda _heard: 200
    zalo.pass_by(seconds=30)
    zalo.settle()
    assert [each.body["message"]["text"] for each in heard.heard] == ["một", "hai", "hai"]
    assert heard.heard[1].raw == heard.heard[2].raw


def test_a_receiver_that_takes_too_long_is_hung_up_on(zalo, heard):
    zalo.switch(webhook_timeout_seconds=0.05)
    go_on = threading.Event()
    heard.answer = lambda _heard: go_on.wait(5) and 200
    zalo.act("text", text="Chào")
    zalo.settle()
    go_on.set()
    assert zalo.deliveries() == [("user_send_text", "failed", 1, "too slow")]


def test_a_conversation_is_told_in_order_and_others_do_not_wait_for_it(zalo, heard):
    zalo.switch(webhook_timeout_seconds=60.0)
    go_on = threading.Event()
    heard.answer = lambda each: (TRI in each.raw.decode() and go_on.wait(60), 200)[1]
    zalo.act("text", text="một")
    zalo.act("text", text="hai")
    zalo.act("text", "hoa", text="ba")
    for _ in range(2000):
        if len(heard.heard) == 2:
            break
        time.sleep(0.01)
    assert sorted(each.body["message"]["text"] for each in heard.heard) == ["ba", "một"]
    go_on.set()
    zalo.settle()
    assert [each.body["message"]["text"] for each in heard.heard][-1] == "hai"


# Faults


def test_an_event_twice(zalo, heard):
    zalo.fault("webhook:user_send_text", "duplicate", count=1)
    zalo.act("text", text="một")
    zalo.act("text", text="hai")
    zalo.settle()
    assert [each.body["message"]["text"] for each in heard.heard] == ["một", "một", "hai"]
    assert heard.heard[0].raw == heard.heard[1].raw


def test_events_out_of_order(zalo, heard):
    zalo.at("2026-03-02T09:00:00")
    zalo.fault("webhook:*", "reorder", count=1)
    zalo.act("text", text="một")
    zalo.act("text", text="hai")
    zalo.settle()
    zalo.pass_by(seconds=1)
    zalo.settle()
    assert [each.body["message"]["text"] for each in heard.heard] == ["hai", "một"]


def test_a_wrong_signature_and_a_torn_body(zalo, heard):
    zalo.fault("webhook:*", "bad_signature", count=1)
    zalo.act("text", text="một")
    zalo.settle()
    assert heard.heard[0].headers["x-zevent-signature"] != f"mac={mac(heard.heard[0])}"
    zalo.fault("webhook:*", "garbage", count=1)
    zalo.act("text", text="hai")
    zalo.settle()
    with pytest.raises(ValueError, match=r".+"):
        json.loads(heard.heard[1].raw)


def test_an_event_that_comes_late(zalo, heard):
    zalo.at("2026-03-02T09:00:00")
    zalo.fault("webhook:*", "slow", seconds=60, count=1)
    zalo.act("text", text="một")
    zalo.settle()
    assert heard.heard == []
    zalo.pass_by(minutes=1)
    zalo.settle()
    assert heard.names == ["user_send_text"]


# The console


def test_saving_an_address_asks_it_with_an_empty_body(zalo, receiver):
    body = {"app_id": APP_ID, "webhook_url": receiver.url}
    receiver.answer = lambda _heard: 403
    assert zalo.control("webhook/save", body) == {"saved": False, "result": "403"}
    receiver.answer = lambda _heard: 200
    assert zalo.control("webhook/save", body) == {"saved": True, "result": "200"}
    assert receiver.heard[0].raw == b"{}"
    assert "x-zevent-signature" not in receiver.heard[0].headers
    zalo.act("text", text="Chào")
    zalo.settle()
    assert receiver.names[-1] == "user_send_text"


def test_the_button_test_sends_a_sample(zalo, heard):
    assert zalo.control("webhook/test", {"app_id": APP_ID}) == {"result": "200"}
    sample = heard.heard[0]
    assert sample.body["message"] == {
        "text": "This is testing message",
        "msg_id": "This is message id",
    }
    assert sample.headers["x-zevent-signature"] == f"mac={mac(sample)}"
