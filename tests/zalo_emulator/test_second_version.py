"""`v2.0/oa/message`: broadcast, visitors of a site and reactions live on; the rest is shut."""

import pytest

from emulated_zalo import OA, TRI
from zalo_emulator.world import user_id_of

V2 = "/v2.0/oa/message"
ARTICLE = {
    "type": "normal",
    "title": "Lịch trả thẻ",
    "author": "Tổ CCCD",
    "description": "Tuần này",
    "cover": {"cover_type": "photo", "photo_url": "https://a.example/a.png", "status": "show"},
    "body": [{"type": "text", "content": "Từ thứ Hai"}],
    "status": "show",
}


@pytest.fixture
def article(zalo) -> str:
    """A published article, on a Monday morning."""
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    zalo.switch(article_ready_seconds=0)
    token = zalo.post("/v2.0/article/create", ARTICLE)["data"]["token"]
    return zalo.post("/v2.0/article/verify", {"token": token})["data"]["id"]


def broadcast(*articles: str, **target: str) -> dict:
    elements = [{"media_type": "article", "attachment_id": each} for each in articles]
    return {
        "recipient": {"target": target},
        "message": {
            "attachment": {
                "type": "template",
                "payload": {"template_type": "media", "elements": elements},
            }
        },
    }


def got(zalo, person_id: str) -> list[str]:
    return [
        m["text"] for m in zalo.look(f"messages?oa_id={OA}&person_id={person_id}") if not m["src"]
    ]


def test_a_message_to_one_person_is_shut(zalo):
    body = {"recipient": {"user_id": TRI}, "message": {"text": "Chào"}}
    assert zalo.post(V2, body) == {
        "error": -240,
        "message": "MessageV2 API has been shut down, please switch to MessageV3",
    }


def test_a_broadcast_reaches_followers_after_its_review(zalo, article):
    zalo.act("follow", "hoa")
    assert set(zalo.post(V2, broadcast(article))["data"]) == {"message_id"}
    assert got(zalo, "hoa") == []
    zalo.pass_by(minutes=30)
    assert (got(zalo, "hoa"), got(zalo, "tri")) == (["Lịch trả thẻ"], [])


def test_one_a_day_and_so_many_a_month(zalo, article):
    zalo.act("follow", "hoa")
    zalo.control(f"oas/{OA}", {"broadcasts_per_month": 2})
    for _ in range(4):
        zalo.post(V2, broadcast(article))
        zalo.post(V2, broadcast(article))
        zalo.pass_by(days=1)
        zalo.grant()
    assert got(zalo, "hoa") == ["Lịch trả thẻ"] * 2


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ({}, ["hoa", "minh", "nam"]),
        ({"gender": "2"}, ["hoa"]),
        ({"gender": "0"}, ["hoa", "minh", "nam"]),
        ({"ages": "3,7"}, ["minh", "nam"]),
        ({"platform": "1"}, ["minh"]),
        ({"locations": "0,1"}, []),
        ({"locations": "2"}, ["hoa", "minh", "nam"]),
        ({"locations": "0", "cities": "4"}, ["hoa", "minh", "nam"]),
    ],
)
def test_who_is_meant(zalo, article, target, reached):
    zalo.switch(broadcast_review_seconds=0)
    for person_id in ("hoa", "nam", "minh"):
        zalo.act("follow", person_id)
    assert zalo.post(V2, broadcast(article, **target))["error"] == 0
    assert sorted(p for p in ("hoa", "nam", "minh") if got(zalo, p)) == reached


def test_broadcasts_that_are_refused(zalo, article):
    assert zalo.post(V2, broadcast("1"))["message"] == "attachment_id is invalid!"
    assert zalo.post(V2, broadcast(*[article] * 6))["error"] == -210
    assert zalo.post(V2, broadcast(article, cities="64"))["message"] == "cities is invalid!"
    assert zalo.post(V2, broadcast(article, ages="old"))["message"] == "ages is invalid!"
    zalo.at("2026-03-02T22:00:00")
    zalo.grant()
    assert zalo.post(V2, broadcast(article))["error"] == -234
    zalo.at("2026-03-03T06:00:00")
    zalo.grant()
    assert zalo.post(V2, broadcast(article))["error"] == 0
    zalo.control(f"oas/{OA}", {"is_verified": 0})
    assert zalo.post(V2, broadcast(article))["error"] == -221


def test_a_reaction_to_a_message_of_theirs(zalo, heard):
    said = zalo.act("text", text="Cảm ơn")["msg_id"]
    action = {"react_icon": "/-heart", "react_message_id": said}
    body = {"recipient": {"user_id": TRI}, "sender_action": action}
    assert zalo.post(V2, body)["error"] == 0
    zalo.settle()
    assert heard.heard[-1].body["message"] == {"msg_id": said, "react_icon": "/-heart"}
    assert heard.names[-1] == "oa_reacted_message"
    action["react_icon"] = "heart"
    assert zalo.post(V2, body)["message"] == "react_icon is invalid!"
    action |= {"react_icon": ":>", "react_message_id": "1"}
    assert zalo.post(V2, body)["message"] == "react_message_id is invalid!"


def test_a_visitor_without_zalo_is_answered(zalo, heard):
    visit = zalo.control("visitors", {"oa_id": OA, "text": "Thẻ tôi đâu?"})
    recipient = {key: visit[key] for key in ("anonymous_id", "conversation_id")}
    answer = zalo.post(V2, {"recipient": recipient, "message": {"text": "Mời bạn tra cứu"}})
    assert set(answer["data"]) == {"message_id", "anonymous_id", "conversation_id"}
    zalo.settle()
    asked, answered = heard.heard
    assert asked.name == "anonymous_send_text"
    assert asked.body["sender"] == {"id": visit["anonymous_id"]}
    assert asked.body["message"]["conversation_id"] == visit["conversation_id"]
    assert answered.name == "oa_send_anonymous_text"
    recipient["anonymous_id"] = user_id_of(OA, "tri")
    assert zalo.post(V2, {"recipient": recipient, "message": {"text": "a"}})["error"] == -201
