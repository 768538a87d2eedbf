"""The phone without JavaScript: every deed is a form."""

import re

import pytest

from emulated_zalo import OA

CHAT = "/phone/tri/tan-phu/"


def deed(zalo, deed: str, /, **fields: str) -> None:
    response = zalo.client.post(CHAT + deed, data=fields)
    assert (response.status_code, response.headers["location"]) == (303, CHAT)


def page(zalo, path: str = CHAT) -> str:
    response = zalo.client.get(path)
    assert response.status_code == 200
    assert len(response.content) < 50 * 1024
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert not re.search(r"<script>| style=| onclick=", response.text)
    return response.text


def test_the_first_page_lists_invented_people(fresh):
    html = page(fresh, "/phone/")
    assert "Nguyễn Hữu Trí" in html
    assert "hư cấu" in html


def test_the_link_of_an_account_opens_it_on_somebodys_phone(fresh):
    assert 'href="/phone/tri/tan-phu/"' in page(fresh, f"/{OA}")
    assert fresh.client.get("/1234567890123456789").status_code == 404


def test_beginning_a_chat_is_told_once(fresh, receiver):
    fresh.grant()
    fresh.listen(receiver)
    assert "Bắt đầu trò chuyện" in page(fresh)
    deed(fresh, "open")
    deed(fresh, "open")
    assert "Bắt đầu trò chuyện" not in page(fresh)
    fresh.settle()
    assert receiver.names == ["user_click_chatnow"]


def test_a_whole_conversation_by_forms(zalo, heard):
    assert "Nhận tin từ đơn vị" in page(zalo)
    deed(zalo, "follow")
    deed(zalo, "say", text="Thẻ của tôi đâu?")
    deed(zalo, "say", text="   ")
    deed(zalo, "location", place="1")
    deed(zalo, "picture")
    deed(zalo, "sticker")
    deed(zalo, "unfollow")
    zalo.settle()
    assert heard.names == [
        "follow", "user_send_text", "user_send_location", "user_send_image", "user_send_sticker", "unfollow",
    ]  # fmt: skip
    html = page(zalo)
    assert "Thẻ của tôi đâu?" in html
    assert "user_send_location" in html


def test_a_message_of_the_account_is_shown_seen_and_answered_by_a_button(zalo, heard):
    buttons = [
        {"title": "Tra cứu CCCD", "type": "oa.query.show", "payload": "#tracuu"},
        {
            "title": "Mở trang",
            "type": "oa.open.url",
            "payload": {"url": "https://a.example/?a=1&b=2"},
        },
    ]
    message = {
        "text": "Chào <b>bạn</b>",
        "attachment": {"type": "template", "payload": {"buttons": buttons}},
    }
    sent = zalo.cs(message)["data"]["message_id"]
    chats = page(zalo, "/phone/tri/")
    assert "tin chưa đọc" in chats
    html = page(zalo)
    assert "Chào &lt;b&gt;bạn&lt;/b&gt;" in html
    assert 'href="https://a.example/?a=1&amp;b=2"' in html
    assert "tin chưa đọc" not in page(zalo, "/phone/tri/")
    deed(zalo, "tap", message=sent, number="0")
    deed(zalo, "react", message=sent, icon="/-heart")
    zalo.settle()
    assert "user_seen_message" in heard.names
    assert heard.names[-1] == "user_reacted_message"
    assert "❤️" in page(zalo)


def test_a_request_for_name_and_phone_is_a_form(zalo, heard):
    element = {
        "title": "Xin số",
        "subtitle": "Để báo khi có thẻ",
        "image_url": "https://a.example/a.png",
    }
    payload = {"template_type": "request_user_info", "elements": [element]}
    sent = zalo.cs({"attachment": {"type": "template", "payload": payload}})["data"]["message_id"]
    path = f"{CHAT}info/{sent}"
    assert path in page(zalo)
    assert 'value="84900000101"' in page(zalo, path)
    deed(zalo, "info", name="Nguyễn Hữu Trí", phone="84900000101")
    zalo.settle()
    assert heard.heard[-1].body["info"]["phone"] == "84900000101"


def test_templates_and_articles_are_shown(zalo):
    zalo.switch(receipt_seconds=0.0)
    data = {"customer_name": "Trí", "unit": "Tân Phú", "receipt": "TP-1"}
    body = {"phone": "84900000101", "template_id": "310001", "template_data": data}
    zalo.post("/message/template", body)
    assert "Thẻ căn cước của Trí đã về Tân Phú" in page(zalo)


def test_blocking_and_the_right_to_be_forgotten(zalo):
    deed(zalo, "block")
    assert zalo.cs({"text": "Chào"})["error"] == -244
    deed(zalo, "block")
    assert zalo.cs({"text": "Chào"})["error"] == 0
    deed(zalo, "withdraw")
    assert "Bấm Quan tâm để nhận tin" in page(zalo)
    assert zalo.look(f"messages?oa_id={OA}&person_id=tri") == []


def test_the_parts_are_sent_when_they_changed(zalo):
    version = re.search(r'data-version="(\w+)"', page(zalo))[1]
    parts = f"{CHAT}parts?visible=0&have="
    assert zalo.client.get(parts + version).status_code == 204
    zalo.cs({"text": "Chào bạn"})
    changed = zalo.client.get(parts + version)
    assert changed.status_code == 200
    assert "Chào bạn" in changed.text
    new = re.search(r'data-version="(\w+)"', changed.text)[1]
    assert new != version
    assert zalo.client.get(parts + new).status_code == 204


@pytest.mark.parametrize(
    "path",
    ["/phone/nobody/", "/phone/tri/nowhere/", "/phone/tri/tan-phu/info/1", "/phone/avatar/x.svg"],
)
def test_pages_that_do_not_exist(fresh, path):
    response = fresh.client.get(path)
    assert response.status_code == 404
    assert "Không có trang này" in response.text


def test_pictures_of_people_and_accounts(fresh):
    assert ">NT<" in fresh.client.get("/phone/avatar/tri.svg").text
    assert fresh.client.get("/phone/avatar/tan-phu.svg").headers["content-type"] == "image/svg+xml"
