"""Followers, what is known about them, tags, the account, and what was said."""

import pytest

from emulated_zalo import OA, TRI
from zalo_emulator.world import oa_id_of

LIST = "/v3.0/oa/user/getlist"


def test_the_list_goes_in_pages_of_fifty(zalo):
    zalo.control("followers", {"oa_id": OA, "count": 120})
    pages = [
        zalo.get(LIST, {"offset": n, "count": 50, "is_follower": "true"})["data"]
        for n in (0, 50, 100)
    ]
    assert [each["count"] for each in pages] == [50, 50, 20]
    assert {each["total"] for each in pages} == {120}
    ids = [user["user_id"] for each in pages for user in each["users"]]
    assert len(set(ids)) == 120
    assert all(isinstance(each, str) and each.isdigit() for each in ids)


@pytest.mark.parametrize(
    "asked",
    [
        {"offset": 9952, "count": 50},
        {"offset": -1, "count": 50},
        {"offset": 0, "count": 51},
        {"offset": 0, "count": 0},
        {"offset": 0, "count": 5, "is_follower": True},
        {"offset": 0, "count": 5, "last_interaction_period": "LAST"},
        {"offset": 0, "count": 5, "last_interaction_period": "2026_02_30:2026_03_01"},
    ],
)
def test_lists_that_cannot_be_asked_for(zalo, asked):
    assert zalo.get(LIST, asked)["error"] == -201


def test_the_list_by_following_tag_and_time(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    zalo.act("follow", "hoa")
    zalo.act("text", "nam", text="Chào")
    zalo.act("state", "tri", state={"last_interaction_at": 0})
    zalo.post(
        "/v2.0/oa/tag/tagfollower",
        {"user_id": zalo.act("see", "nam")["user_id"], "tag_name": "già"},
    )

    def count(**asked: str) -> int:
        return zalo.get(LIST, {"offset": 0, "count": 50, **asked})["data"]["total"]

    assert (count(), count(is_follower="true"), count(is_follower="false")) == (3, 1, 2)
    assert (count(tag_name="già"), count(tag_name="trẻ")) == (1, 0)
    assert (count(last_interaction_period="TODAY"), count(last_interaction_period="YESTERDAY")) == (
        2,
        0,
    )
    zalo.pass_by(days=1)
    zalo.grant()
    assert (count(last_interaction_period="TODAY"), count(last_interaction_period="YESTERDAY")) == (
        0,
        2,
    )
    assert count(last_interaction_period="L7D") == 2
    assert count(last_interaction_period="2026_03_02:2026_03_02") == 2
    assert count(last_interaction_period="2026_03_03:2026_03_09") == 0


def test_one_person(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.grant()
    zalo.act("text", text="Chào")
    told = zalo.get("/v3.0/oa/user/detail", {"user_id": TRI})["data"]
    assert set(told) == {
        "user_id", "user_id_by_app", "user_external_id", "display_name", "user_alias", "is_sensitive",
        "user_last_interaction_date", "user_is_follower", "avatar", "avatars", "dynamic_param",
        "tags_and_notes_info", "shared_info",
    }  # fmt: skip
    assert (told["display_name"], told["user_is_follower"]) == ("Nguyễn Hữu Trí", False)
    assert told["user_last_interaction_date"] == "02/03/2026"
    assert zalo.get("/v3.0/oa/user/detail", {"user_id": "1"})["message"] == "user_id is invalid!"


def test_a_person_has_another_id_at_every_account_and_one_at_the_app(zalo):
    here = zalo.get("/v3.0/oa/user/detail", {"user_id": TRI})["data"]
    other = oa_id_of("quan-10")
    there_id = zalo.act("follow", oa_id=other)["user_id"]
    zalo.grant(other)
    there = zalo.get("/v3.0/oa/user/detail", {"user_id": there_id})["data"]
    assert here["user_id"] != there["user_id"]
    assert here["user_id_by_app"] == there["user_id_by_app"]


def test_what_the_account_keeps_about_a_person(zalo):
    body = {
        "user_id": TRI,
        "user_alias": "Anh Trí",
        "user_external_id": "7",
        "shared_info": {"phone": "84900000101", "user_dob": "17/05/1991", "city_id": 4},
    }
    assert zalo.post("/v3.0/oa/user/update", body)["error"] == 0
    told = zalo.get("/v3.0/oa/user/detail", {"user_id": TRI})["data"]
    assert (told["user_alias"], told["user_external_id"]) == ("Anh Trí", "7")
    assert told["shared_info"] == {"phone": "84900000101", "user_dob": "17/05/1991", "city_id": "4"}
    for wrong in ("1991-05-17", "17/05/1969"):
        body["shared_info"]["user_dob"] = wrong
        assert zalo.post("/v3.0/oa/user/update", body)["message"] == "user_dob is invalid!"
    assert zalo.post("/v2.0/oa/deletefollowerinfo", {"user_id": TRI})["error"] == 0
    told = zalo.get("/v3.0/oa/user/detail", {"user_id": TRI})["data"]
    assert (told["user_alias"], told["shared_info"]) == ("Nguyễn Hữu Trí", {})


def test_tags_come_and_go_with_their_events(zalo, heard):
    tag = {"user_id": TRI, "tag_name": "Cần bổ sung"}
    assert zalo.post("/v2.0/oa/tag/tagfollower", tag) == {"error": 0, "message": "Success"}
    assert zalo.get("/v2.0/oa/tag/gettagsofoa")["data"] == ["Cần bổ sung"]
    told = zalo.get("/v3.0/oa/user/detail", {"user_id": TRI})["data"]
    assert told["tags_and_notes_info"]["tag_names"] == ["Cần bổ sung"]
    assert zalo.post("/v2.0/oa/tag/rmfollowerfromtag", tag)["error"] == 0
    assert zalo.post("/v2.0/oa/tag/rmfollowerfromtag", tag)["error"] == -201
    assert zalo.post("/v2.0/oa/tag/rmtag", {"tag_name": "Cần bổ sung"})["error"] == 0
    assert zalo.get("/v2.0/oa/tag/gettagsofoa")["data"] == []
    zalo.settle()
    assert heard.names == ["add_user_to_tag", "remove_user_from_tag", "remove_tag"]
    first = heard.heard[0].body
    assert (first["oa_id"], first["tag"]) == (OA, {"user_ids": [TRI], "name": "Cần bổ sung"})
    assert not {"sender", "recipient"} & set(first)


def test_calls_that_business_accounts_lost(zalo):
    for path in ("getfollowers", "getprofile"):
        assert zalo.get(f"/v2.0/oa/{path}", {"offset": 0})["error"] == -209
    assert zalo.post("/v2.0/oa/updatefollowerinfo", {})["error"] == -209


@pytest.mark.parametrize(
    ("key", "keys"), [("oa_id", {"oa_id"}), ("oaid", {"oaid"}), ("both", {"oa_id", "oaid"})]
)
def test_the_account_and_how_its_id_is_called(zalo, key, keys):
    zalo.switch(getoa_key=key)
    zalo.act("follow", "hoa")
    told = zalo.get("/v2.0/oa/getoa")["data"]
    assert {"oa_id", "oaid"} & set(told) == keys
    assert (told["name"], told["oa_type"], told["num_follower"]) == ("Công an quận Tân Phú", 4, 1)


def test_what_was_said(zalo):
    zalo.cs({"text": "Chào bạn"})
    zalo.act("location", latitude="10.79", longitude="106.62", place="Nhà")
    zalo.act("text", "nam", text="Alo")
    told = zalo.get("/v2.0/oa/conversation", {"user_id": TRI, "offset": 0, "count": 10})["data"]
    assert [(m["src"], m["type"], m["message"]) for m in told] == [
        (1, "location", "Nhà"), (0, "text", "Chào bạn"), (1, "text", "Chào"),
    ]  # fmt: skip
    assert isinstance(told[0]["time"], int)
    assert (told[1]["from_id"], told[1]["to_id"]) == (OA, TRI)
    recent = zalo.get("/v2.0/oa/listrecentchat", {"offset": 0, "count": 2})["data"]
    assert [m["message"] for m in recent] == ["Alo", "Nhà"]
    assert zalo.get("/v2.0/oa/listrecentchat", {"offset": 0, "count": 11})["error"] == -201
