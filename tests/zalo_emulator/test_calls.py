"""What every call passes through: the token, the proof, the limits, the envelope, faults."""

import json

import pytest

from emulated_zalo import OA, TRI
from zalo_emulator.api.calling import appsecret_proof
from zalo_emulator.world import APP_ID, APP_SECRET, oa_id_of


def test_the_proof_of_the_reference():
    assert appsecret_proof("APPSECRETTEST", "ACCESSTOKENTEST") == (
        "a481e756ad9e60483ccd7aa4e2c68aec536fe82a33967117f380007ca5b5251d"
    )


def test_the_envelope_of_success(zalo):
    answer = zalo.get("/v2.0/oa/getoa")
    assert (answer["error"], answer["message"]) == (0, "Success")
    assert set(answer) == {"data", "error", "message"}


def test_a_call_without_a_good_token_is_refused_with_http_200(zalo):
    for token in ("", "unknown"):
        zalo.token = token
        assert zalo.get("/v2.0/oa/getoa") == {"error": -216, "message": "Access token is invalid"}
        assert zalo.get("/message/quota") == {"error": -124, "message": "Access token invalid"}


def test_an_authorization_header_is_no_token(zalo):
    response = zalo.client.get("/v2.0/oa/getoa", headers={"Authorization": f"Bearer {zalo.token}"})
    assert response.json()["error"] == -216


def test_switches_for_refused_tokens(zalo):
    zalo.switch(expired_token_error=-216, auth_http_status=401)
    old = zalo.token
    zalo.grant()
    response = zalo.client.get("/v2.0/oa/getoa", headers={"access_token": old})
    assert response.status_code == 401
    assert response.json() == {"error": -216, "message": "Access token has expired"}


def test_the_proof_is_asked_for_once_the_app_needs_it(zalo):
    zalo.control(f"apps/{APP_ID}", {"needs_proof": True})
    assert zalo.get("/v2.0/oa/getoa")["error"] == -242
    assert zalo.get("/message/quota")["error"] == -1241
    proof = appsecret_proof(APP_SECRET, zalo.token)
    assert (
        zalo.post("/v3.0/oa/quota/message", {"user_id": TRI}, appsecret_proof=proof)["error"] == 0
    )


def test_the_state_of_app_and_account_decides(zalo):
    zalo.control(f"oas/{OA}", {"has_api_package": 0})
    assert zalo.get("/v2.0/oa/getoa")["error"] == -224
    zalo.control(f"oas/{OA}", {"is_disabled": 1})
    assert zalo.get("/v2.0/oa/getoa")["error"] == -204
    zalo.control(f"apps/{APP_ID}", {"is_active": False})
    assert zalo.get("/v2.0/oa/getoa")["error"] == -219


def test_the_limit_of_a_minute(zalo):
    zalo.at("2026-03-02T09:00:30")
    zalo.grant()
    zalo.switch(rate_per_minute=3)
    left = []
    for _ in range(4):
        response = zalo.client.get("/v2.0/oa/getoa", headers={"access_token": zalo.token})
        left.append(response.headers["X-RateLimit-Remain"])
        assert response.headers["X-RateLimit-Limit"] == "3"
    assert left == ["2", "1", "0", "0"]
    assert response.json() == {"error": -32, "message": "Your application reached limit call api"}
    zalo.pass_by(seconds=30)
    assert zalo.get("/v2.0/oa/getoa")["error"] == 0


def test_the_limit_of_one_account(zalo):
    zalo.at("2026-03-02T09:00:30")
    zalo.grant()
    zalo.switch(rate_per_minute_oa=1)
    assert zalo.get("/v2.0/oa/getoa")["error"] == 0
    assert zalo.get("/v2.0/oa/getoa")["message"] == "Your OA reached limit call api"
    zalo.grant(oa_id_of("quan-10"))
    assert zalo.get("/v2.0/oa/getoa")["error"] == 0


def test_sending_to_phones_is_exempt_from_the_limit(zalo):
    zalo.switch(rate_per_minute=0)
    assert zalo.get("/v2.0/oa/getoa")["error"] == -32
    assert zalo.post("/message/template", {"phone": "1"})["error"] == -108


def test_a_path_that_is_none(zalo):
    assert zalo.get("/v3.0/oa/tag/gettagsofoa")["message"] == "empty or invalid API"
    assert zalo.client.get("/_emulator/nothing").status_code == 404


def test_a_body_that_is_no_object(zalo):
    for raw in (b"{", b"[]", b"1"):
        response = zalo.client.post(
            "/v3.0/oa/message/cs", content=raw, headers={"access_token": zalo.token}
        )
        assert response.json() == {"error": -201, "message": "body is invalid!"}


def test_another_accounts_people_do_not_exist(zalo):
    zalo.grant(oa_id_of("quan-10"))
    assert zalo.cs({"text": "Chào"})["message"] == "user_id is invalid!"


# Faults


def test_an_error_on_demand(zalo):
    zalo.fault("/v3.0/oa/message/cs", "error", code=-216, count=2)
    assert [zalo.cs({"text": "a"})["error"] for _ in range(3)] == [-216, -216, 0]
    assert zalo.get("/v2.0/oa/getoa")["error"] == 0


def test_a_server_that_fails_and_one_that_talks_nonsense(zalo):
    headers = {"access_token": zalo.token}
    zalo.fault("/v2.0/oa/*", "status", status=502, count=1)
    assert zalo.client.get("/v2.0/oa/getoa", headers=headers).status_code == 502
    zalo.fault("/v2.0/oa/*", "garbage", count=1)
    response = zalo.client.get("/v2.0/oa/getoa", headers=headers)
    assert response.status_code == 200
    with pytest.raises(ValueError, match=r".+"):
        json.loads(response.content)


def test_an_answer_that_is_lost_after_the_work_was_done(zalo):
    zalo.fault("/v3.0/oa/message/cs", "status", after=True, count=1)
    headers = {"access_token": zalo.token}
    body = {"recipient": {"user_id": TRI}, "message": {"text": "Thẻ đã về"}}
    assert zalo.client.post("/v3.0/oa/message/cs", json=body, headers=headers).status_code == 503
    seen = zalo.look(f"messages?oa_id={OA}&person_id=tri")
    assert [each["text"] for each in seen] == ["Chào", "Thẻ đã về"]


def test_a_slow_answer_is_slow_and_right(zalo):
    zalo.fault("/v2.0/oa/getoa", "slow", seconds=0.05, count=1)
    assert zalo.get("/v2.0/oa/getoa")["error"] == 0
    assert zalo.look("faults")[0]["remaining"] == 0


def test_a_fault_by_chance_strikes_some(zalo):
    zalo.fault("/v2.0/oa/getoa", "error", code=-32, probability=0.5)
    answers = [zalo.get("/v2.0/oa/getoa")["error"] for _ in range(40)]
    assert 5 < answers.count(-32) < 35
    zalo.control("faults", method="DELETE")
    assert zalo.get("/v2.0/oa/getoa")["error"] == 0


def test_faults_that_cannot_be_asked_for(zalo):
    for wanted in (
        {"target": "", "kind": "slow"},
        {"target": "/v2.0/*", "kind": "duplicate"},
        {"target": "webhook:*", "kind": "status"},
        {"target": "/v2.0/*", "kind": "slow", "probability": 0},
    ):
        assert zalo.client.post("/_emulator/faults", json=wanted).status_code == 400
    assert zalo.look("faults") == []


def test_calls_are_counted_without_what_they_carried(zalo):
    zalo.cs({"text": "bí mật"})
    zalo.cs({"text": ""})
    state = zalo.look("state")
    assert state["calls"]["POST /v3.0/oa/message/cs 0"] == 1
    assert state["calls"]["POST /v3.0/oa/message/cs -201"] == 1
    assert "bí mật" not in json.dumps([state, zalo.look("calls")], ensure_ascii=False)
