"""Template messages to a phone number."""

import hashlib

import pytest

from emulated_zalo import OA, TRI

SEND = "/message/template"
PHONE = "84900000101"
DATA = {"customer_name": "Trí", "unit": "Tân Phú", "receipt": "TP-1"}
BODY = {"phone": PHONE, "template_id": "310001", "template_data": DATA, "tracking_id": "t-1"}


def test_the_message_arrives_and_the_answer_is_the_documented_one(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    data = zalo.post(SEND, BODY)["data"]
    assert set(data) == {"msg_id", "sent_time", "sending_mode", "quota"}
    assert (data["sent_time"], data["sending_mode"]) == ("1772416800000", "1")
    assert data["quota"] == {"dailyQuota": "500", "remainingQuota": "499"}
    zalo.pass_by(seconds=1)
    last = zalo.look(f"messages?oa_id={OA}&person_id=tri")[-1]
    assert (last["kind"], last["text"]) == (
        "zns",
        "Thẻ căn cước của Trí đã về Tân Phú. Số hồ sơ: TP-1.",
    )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"phone": "0900000101"}, -108),
        ({"phone": "8490000010"}, -108),
        ({"phone": "84900000999"}, -118),
        ({"template_id": "999999"}, -109),
        ({"template_id": "310003"}, -131),
        ({"template_data": None}, -132),
        ({"template_data": {**DATA, "unit": ""}}, -1122),
        ({"template_data": {**DATA, "unit": ["Tân Phú"]}}, -1124),
        ({"template_data": {**DATA, "unit": "u" * 81}}, -1121),
        ({"sending_mode": "2"}, -161),
        ({"mode": "development"}, -127),
    ],
)
def test_messages_that_are_refused(zalo, change, error):
    answer = zalo.post(SEND, {**BODY, **change})
    assert answer["error"] == error
    assert "data" not in answer
    assert zalo.get("/message/quota")["data"]["remainingQuota"] == 500


def test_plus_84_is_taken_unless_switched_off(zalo):
    assert zalo.post(SEND, {**BODY, "phone": "+" + PHONE})["error"] == 0
    zalo.switch(zns_plus_phone=False)
    assert zalo.post(SEND, {**BODY, "phone": "+" + PHONE})["error"] == -108


def test_development_goes_to_admins_and_costs_nothing(zalo):
    body = {
        **BODY,
        "phone": "84900000106",
        "mode": "development",
        "template_id": "310003",
        "template_data": {"customer_name": "Minh"},
    }
    assert set(zalo.post(SEND, body)["data"]) == {"msg_id", "sent_time"}
    assert zalo.get("/message/quota")["data"]["remainingQuota"] == 500


@pytest.mark.parametrize(
    ("form", "spelled"), [("84", PHONE), ("0", "0900000101"), ("+84", "+84900000101")]
)
def test_a_hashed_phone(zalo, form, spelled):
    zalo.switch(zns_hash_form=form)
    body = {**BODY, "hash_phone": hashlib.sha256(spelled.encode()).hexdigest()}
    assert zalo.post(f"{SEND}/hashphone", body)["error"] == 0
    body["hash_phone"] = hashlib.sha256(b"another").hexdigest()
    assert zalo.post(f"{SEND}/hashphone", body)["error"] == -118
    body["hash_phone"] = spelled
    assert zalo.post(f"{SEND}/hashphone", body)["error"] == -108


def test_quotas_of_the_account_and_of_the_template(zalo):
    zalo.control(f"oas/{OA}", {"zns_daily_quota": 1})
    assert zalo.post(SEND, BODY)["data"]["quota"]["remainingQuota"] == "0"
    assert zalo.post(SEND, BODY)["error"] == -144
    zalo.control(f"oas/{OA}", {"zns_daily_quota": 9})
    template = {
        "template_id": "320001",
        "name": "Một",
        "text": "Chào",
        "params": [],
        "daily_quota": 1,
    }
    zalo.control("templates", template)
    body = {**BODY, "template_id": "320001", "template_data": {}}
    assert [zalo.post(SEND, body)["error"] for _ in range(2)] == [0, -147]


def test_who_blocked_the_account_gets_none(zalo):
    zalo.act("state", state={"has_blocked": 1})
    assert zalo.post(SEND, BODY)["error"] == -141


def test_who_has_been_away_too_long_gets_none(zalo):
    zalo.act("state", state={"is_inactive": 1})
    assert zalo.post(SEND, BODY)["error"] == -114


def test_the_account_must_be_verified_and_paid_for(zalo):
    zalo.control(f"oas/{OA}", {"has_zca": 0})
    assert zalo.post(SEND, BODY)["error"] == -136
    zalo.control(f"oas/{OA}", {"is_verified": 0})
    assert zalo.post(SEND, BODY)["error"] == -135


def test_the_night_rule_behind_its_switch(zalo):
    zalo.at("2026-03-02T23:00:00")
    zalo.grant()
    assert zalo.post(SEND, BODY)["error"] == 0
    zalo.switch(zns_night_rule=True)
    assert zalo.post(SEND, BODY)["error"] == -133


def test_the_status_of_a_message(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    zalo.switch(receipt_seconds=60)
    sent = zalo.post(SEND, BODY)["data"]["msg_id"]
    assert zalo.get("/message/status", message_id=sent)["data"]["status"] == 0
    zalo.pass_by(minutes=1)
    assert zalo.get("/message/status", message_id=sent)["data"] == {
        "delivery_time": "1772416860000",
        "status": 1,
        "message": "The message is delivered to user",
    }
    assert zalo.get("/message/status", message_id="1")["data"]["status"] == -1


def test_events_of_a_template_name_the_phone(zalo, heard):
    sent = zalo.post(SEND, BODY)["data"]["msg_id"]
    zalo.control("ratings", {"msg_id": sent, "stars": 5, "note": "Nhanh"})
    zalo.settle()
    received, rated = heard.heard
    assert (received.name, rated.name) == ("user_received_message", "user_feedback")
    assert received.headers["x-zevent-server"] == "ZNS"
    assert received.body["recipient"] == {"id": PHONE}
    assert TRI not in received.raw.decode()
    assert set(received.body["message"]) == {"delivery_time", "msg_id", "tracking_id"}
    message = rated.body["message"]
    assert (message["rate"], message["note"], message["tracking_id"]) == (5, "Nhanh", "t-1")
    told = zalo.get(
        "/rating/get", template_id="310001", from_time=0, to_time=2**50, offset=0, limit=9
    )
    assert (told["data"]["total"], told["data"]["data"][0]["rate"]) == (1, 5)


def test_what_can_be_asked_about_templates(zalo):
    listed = zalo.get("/template/all", offset=0, limit=100)
    assert (len(listed["data"]), listed["metadata"]) == (3, {"total": 3})
    enabled = zalo.get("/template/all", offset=0, limit=100, status=1)["data"]
    assert {each["status"] for each in enabled} == {"ENABLE"}
    assert zalo.get("/template/all", offset=0, limit=101)["error"] == -132
    told = zalo.get("/template/info/v2", template_id="310001")["data"]
    assert [each["name"] for each in told["listParams"]] == ["customer_name", "unit", "receipt"]
    assert zalo.get("/template/info/v2", template_id="1")["error"] == -109
    assert set(zalo.get("/template/sample-data", template_id="310001")["data"]) == set(DATA)
    assert zalo.get("/message/template-tag")["data"] == ["TRANSACTION", "CUSTOMER_CARE"]
    assert zalo.get("/quality")["data"]["oaCurrentQuality"] == "HIGH"
