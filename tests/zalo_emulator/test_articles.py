"""Articles: a token at once, an id once they are ready."""

import pytest

from emulated_zalo import OA

ARTICLE = {
    "type": "normal",
    "title": "Lịch trả thẻ",
    "author": "Tổ CCCD",
    "description": "Tuần này",
    "cover": {"cover_type": "photo", "photo_url": "https://a.example/a.png", "status": "show"},
    "body": [{"type": "text", "content": "Từ thứ Hai"}, {"type": "image", "url": "https://a.example/b.png"}],
    "status": "show",
}  # fmt: skip


def verify(zalo, token: str) -> dict:
    return zalo.post("/v2.0/article/verify", {"token": token})


def test_an_article_is_ready_after_a_while(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    token = zalo.post("/v2.0/article/create", ARTICLE)["data"]["token"]
    assert verify(zalo, token) == {"error": -214, "message": "Article is being processed"}
    assert zalo.get("/v2.0/article/getslice", offset=0, limit=5)["data"]["total"] == 0
    zalo.pass_by(seconds=5)
    article_id = verify(zalo, token)["data"]["id"]
    assert verify(zalo, token)["data"]["id"] == article_id
    media = zalo.get("/v2.0/article/getslice", offset=0, limit=5, type="normal")["data"]["medias"]
    assert [(m["id"], m["title"], m["status"]) for m in media] == [
        (article_id, "Lịch trả thẻ", "show")
    ]
    assert zalo.get("/v2.0/article/getdetail", id=article_id)["data"]["body"] == ARTICLE["body"]
    assert "Từ thứ Hai" in zalo.client.get(media[0]["link_view"]).text


def test_an_update_is_an_article_that_must_be_verified_too(zalo):
    zalo.switch(article_ready_seconds=0)
    token = zalo.post("/v2.0/article/create", ARTICLE)["data"]["token"]
    article_id = verify(zalo, token)["data"]["id"]
    changed = {**ARTICLE, "id": article_id, "title": "Lịch mới"}
    token = zalo.post("/v2.0/article/update", changed)["data"]["token"]
    assert zalo.get("/v2.0/article/getdetail", id=article_id)["data"]["title"] == "Lịch trả thẻ"
    assert verify(zalo, token)["data"]["id"] == article_id
    assert zalo.get("/v2.0/article/getdetail", id=article_id)["data"]["title"] == "Lịch mới"
    assert zalo.post("/v2.0/article/remove", {"id": article_id})["error"] == 0
    assert zalo.get("/v2.0/article/getdetail", id=article_id)["error"] == -201
    assert zalo.post("/v2.0/article/update", changed)["error"] == -201


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"type": "song"}, -201),
        ({"title": ""}, -201),
        ({"title": "t" * 151}, -210),
        ({"author": "a" * 51}, -210),
        ({"description": "d" * 301}, -210),
        ({"cover": None}, -201),
        ({"cover": {"cover_type": "photo"}}, -201),
        ({"cover": {"cover_type": "video", "cover_view": "round", "video_id": "1"}}, -201),
        ({"body": []}, -201),
        ({"body": [{"type": "text"}]}, -201),
        ({"body": [{"type": "video"}]}, -201),
        ({"status": "shown"}, -201),
    ],
)
def test_articles_that_are_refused(zalo, change, error):
    assert zalo.post("/v2.0/article/create", {**ARTICLE, **change})["error"] == error


def test_so_many_are_published_a_month(zalo):
    zalo.control(f"oas/{OA}", {"articles_per_month": 1})
    assert [zalo.post("/v2.0/article/create", ARTICLE)["error"] for _ in range(2)] == [0, -223]
    assert zalo.post("/v2.0/article/create", {**ARTICLE, "status": "hide"})["error"] == 0


def test_a_token_of_nobody(zalo):
    assert verify(zalo, "nie-da")["message"] == "token is invalid!"


def test_a_video_is_converted(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    path, headers = "/v2.0/article/upload_video/preparevideo", {"access_token": zalo.token}
    token = zalo.client.post(path, files={"file": ("a.mp4", b"0" * 99)}, headers=headers).json()[
        "data"
    ]["token"]
    told = zalo.get("/v2.0/article/upload_video/verify", token=token)["data"]
    assert (told["status"], told["video_id"]) == (3, "")
    zalo.pass_by(seconds=5)
    told = zalo.get("/v2.0/article/upload_video/verify", token=token)["data"]
    assert (told["status"], told["convert_percent"], told["video_size"]) == (1, 100, 99)
    video = {
        "type": "video",
        "title": "Hướng dẫn",
        "description": "a",
        "video_id": told["video_id"],
        "avatar": "https://a.example/",
    }
    assert zalo.post("/v2.0/article/create", video)["error"] == 0
    wrong = zalo.client.post(path, files={"file": ("a.mov", b"0")}, headers=headers).json()
    assert wrong["error"] == -201
