"""The control API: clock, switches, state; and what outlives a restart."""

from pathlib import Path

import pytest

from emulated_zalo import OA, Receiver, emulated, reached, served
from zalo_emulator.switches import SWITCHES
from zalo_emulator.world import APP_ID


def test_the_clock_moves_stops_and_goes(fresh):
    told = fresh.control("clock", {"stopped": True, "now": "2026-03-02T09:00:00"})
    assert told == {"now": "2026-03-02T09:00:00.000+07:00", "ms": 1772416800000, "is_stopped": True}
    assert fresh.control("clock", {"advance_seconds": 90})["ms"] == 1772416890000
    assert fresh.look("clock")["ms"] == 1772416890000
    told = fresh.control("clock", {"stopped": False})
    assert told["is_stopped"] is False
    assert 0 <= told["ms"] - 1772416890000 < 60_000
    assert (
        fresh.control("clock", {"now": "2026-03-02T02:00:00Z", "stopped": True})["ms"]
        == 1772416800000
    )
    assert fresh.client.post("/_emulator/clock", json={"now": "gestern"}).status_code == 400


def test_every_switch_is_told_with_its_mark_and_meaning(fresh):
    told = fresh.look("switches")
    assert [each["name"] for each in told] == [switch.name for switch in SWITCHES]
    assert all(each["mark"] in ("X", "1", "I", "D") and each["meaning"] for each in told)
    assert all(each["value"] == each["default"] for each in told)


def test_every_switch_is_in_the_documentation():
    written = (Path(__file__).parents[2] / "docs/developer/zalo-emulator.md").read_text(
        encoding="utf-8"
    )
    for switch in SWITCHES:
        default = (
            str(switch.default).lower() if isinstance(switch.default, bool) else switch.default
        )
        assert f"| `{switch.name}` | {default} | {switch.mark} | {switch.meaning} |" in written


@pytest.mark.parametrize(
    "wanted",
    [
        {"no_such_switch": True},
        {"getoa_key": "id"},
        {"oauth_state_echo": 1},
        {"rate_per_minute": "many"},
        {"webhook_timeout_seconds": True},
    ],
)
def test_switches_that_cannot_be_set_change_nothing(fresh, wanted):
    response = fresh.client.post("/_emulator/switches", json={"cs_sent_time": False, **wanted})
    assert response.status_code == 400
    assert all(each["value"] == each["default"] for each in fresh.look("switches"))


def test_what_is_missing_or_unknown_is_said(fresh):
    assert (
        fresh.client.post("/_emulator/deeds/text", json={"oa_id": OA, "person_id": "x"}).status_code
        == 404
    )
    assert (
        fresh.client.post(
            "/_emulator/deeds/sing", json={"oa_id": OA, "person_id": "tri"}
        ).status_code
        == 404
    )
    response = fresh.client.post("/_emulator/deeds/text", json={"oa_id": OA, "person_id": "tri"})
    assert (response.status_code, response.json()) == (400, {"error": "text is missing"})


def test_reset_is_the_first_day(zalo):
    zalo.at("2026-03-02T09:00:00")
    zalo.switch(getoa_key="both")
    zalo.fault("/v2.0/*", "slow")
    zalo.control("reset")
    state = zalo.look("state")
    assert (state["rows"]["messages"], state["rows"]["faults"], state["calls"]) == (0, 0, {})
    assert state["clock"]["is_stopped"] is False
    assert zalo.get("/v2.0/oa/getoa")["error"] == -216
    zalo.grant()
    assert "oaid" not in zalo.get("/v2.0/oa/getoa")["data"]


def test_the_file_outlives_a_restart(tmp_path, receiver):
    path = tmp_path / "zalo.sqlite3"
    with emulated(path) as zalo:
        token = zalo.grant()["access_token"]
        zalo.switch(getoa_key="both")
        zalo.control(f"apps/{APP_ID}", {"webhook_url": "http://127.0.0.1:9/"})
        zalo.control("clock", {"advance_seconds": 3600})
        before = zalo.look("clock")["ms"]
        zalo.act("text", text="Chào")
        zalo.settle()
    with emulated(path) as zalo:
        zalo.token = token
        assert "oaid" in zalo.get("/v2.0/oa/getoa")["data"]
        assert zalo.look("clock")["ms"] >= before
        zalo.listen(receiver)
        zalo.pass_by(seconds=30)
        zalo.settle()
        assert receiver.names == ["user_send_text"]
        assert receiver.heard[0].headers["num_retry"] == "1"


def test_an_account_and_its_menu_can_be_made(fresh):
    oa_id = fresh.control("oas", {"slug": "quan-1", "name": "Công an Quận 1"})["oa_id"]
    menu = [{"label": "Trang", "type": "url", "value": "https://a.example/"}]
    fresh.control(f"oas/{oa_id}", {"menu": menu, "sub_quota": 7})
    row = next(each for each in fresh.look("oas") if each["oa_id"] == oa_id)
    assert (row["menu"], row["sub_quota"], row["name"]) == (menu, 7, "Công an Quận 1")


def test_it_starts_as_a_process_of_its_own(tmp_path):
    receiver = Receiver()
    try:
        with served(tmp_path / "zalo.sqlite3", "--webhook-url", receiver.url) as address:
            with reached(address) as zalo:
                assert "Nguyễn Hữu Trí" in zalo.client.get("/phone/").text
                zalo.grant()
                zalo.act("text", text="Chào")
                assert zalo.cs({"text": "Chào bạn"})["error"] == 0
                zalo.settle()
            assert receiver.names[:2] == ["user_send_text", "oa_send_text"]
    finally:
        receiver.close()
