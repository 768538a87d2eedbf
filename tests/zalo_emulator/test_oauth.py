"""Consent, codes, tokens that work once, and refusals that are HTTP 200."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from emulated_zalo import CALLBACK, OA, Zalo
from zalo_emulator.api.oauth import challenge_of
from zalo_emulator.world import APP_ID

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
ASKED = {"app_id": APP_ID, "redirect_uri": CALLBACK, "code_challenge": CHALLENGE, "state": "s-1"}
FIVE_KEYS = {"error", "error_name", "error_description", "error_reason", "ref_doc"}


def consent(zalo: Zalo, **changes: str) -> dict[str, str]:
    """What comes back to the app after the owner pressed the button."""
    form = {**ASKED, "oa_id": OA, "answer": "grant", **changes}
    response = zalo.client.post("/v4/oa/permission", data=form)
    assert response.status_code == 302, response.text
    where = urlsplit(response.headers["location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == CALLBACK
    return {key: values[0] for key, values in parse_qs(where.query).items()}


def by_code(zalo: Zalo, code: str, verifier: str = VERIFIER) -> dict:
    return zalo.oauth(grant_type="authorization_code", code=code, code_verifier=verifier)


def refresh(zalo: Zalo, token: str) -> dict:
    return zalo.oauth(grant_type="refresh_token", refresh_token=token)


def refusal(answer: dict) -> int:
    assert set(answer) == FIVE_KEYS
    assert "message" not in answer
    return answer["error"]


def test_the_challenge_of_the_reference():
    assert challenge_of(VERIFIER) == CHALLENGE


def test_the_page_lists_the_accounts_and_gives_a_code(fresh):
    html = fresh.client.get("/v4/oa/permission", params=ASKED).text
    assert "Công an quận Tân Phú" in html
    assert re.search(rf'name="oa_id"\s+value="{OA}"', html)
    back = consent(fresh)
    assert set(back) == {"code", "oa_id", "state"}
    assert (back["oa_id"], back["state"]) == (OA, "s-1")


def test_a_code_becomes_tokens_that_work(fresh):
    answer = by_code(fresh, consent(fresh)["code"])
    assert set(answer) == {"access_token", "refresh_token", "expires_in"}
    assert answer["expires_in"] == "90000"
    fresh.token = answer["access_token"]
    assert fresh.get("/v2.0/oa/getoa")["data"]["oa_id"] == OA


def test_refusing_gives_no_code(fresh):
    back = consent(fresh, answer="refuse", oa_id="")
    assert set(back) == {"error", "state"}


def test_a_query_of_the_callback_survives(fresh):
    response = fresh.client.post(
        "/v4/oa/permission",
        data={**ASKED, "redirect_uri": f"{CALLBACK}?nonce=7", "oa_id": OA, "answer": "grant"},
    )
    assert response.headers["location"].startswith(f"{CALLBACK}?nonce=7&code=")


def test_a_code_works_once(fresh):
    code = consent(fresh)["code"]
    by_code(fresh, code)
    assert refusal(by_code(fresh, code)) == -14005


def test_a_code_lives_ten_minutes(fresh):
    fresh.at("2026-03-02T09:00:00")
    old, still = consent(fresh)["code"], consent(fresh)["code"]
    fresh.pass_by(minutes=10)
    assert "access_token" in by_code(fresh, still)
    fresh.pass_by(seconds=1)
    assert refusal(by_code(fresh, old)) == -14005


@pytest.mark.parametrize("verifier", ["", "x" * 43])
def test_a_wrong_verifier_opens_nothing_and_burns_nothing(fresh, verifier):
    code = consent(fresh)["code"]
    assert refusal(by_code(fresh, code, verifier)) == -14005
    assert "access_token" in by_code(fresh, code)


def test_without_a_challenge_no_verifier_is_needed(fresh):
    code = consent(fresh, code_challenge="")["code"]
    assert "access_token" in by_code(fresh, code, "")


def test_refusals_of_the_token_endpoint(fresh):
    code = consent(fresh)["code"]
    assert (
        refusal(fresh.oauth(secret="wrong", grant_type="authorization_code", code=code)) == -14004
    )
    assert refusal(fresh.oauth(app_id="1", grant_type="refresh_token")) == -14002
    assert refusal(fresh.oauth(grant_type="password")) == -14018
    assert refusal(by_code(fresh, "unknown")) == -14005
    fresh.control(f"apps/{APP_ID}", {"is_active": False})
    assert refusal(by_code(fresh, code)) == -14002


def test_refusals_of_the_consent_page(fresh):
    def ask(**changes: str) -> int:
        return refusal(fresh.client.get("/v4/oa/permission", params={**ASKED, **changes}).json())

    assert ask(app_id="1") == -14002
    assert ask(redirect_uri="http://127.0.0.1:9/other") == -14003
    assert ask(redirect_uri="javascript:alert(1)") == -14003
    fresh.switch(oauth_pkce_required=True)
    assert ask(code_challenge="") == -14005


def test_a_refresh_token_works_once_and_the_old_access_token_dies(fresh):
    first = by_code(fresh, consent(fresh)["code"])
    second = refresh(fresh, first["refresh_token"])
    assert second["refresh_token"] != first["refresh_token"]
    assert refusal(refresh(fresh, first["refresh_token"])) == -14014
    fresh.token = first["access_token"]
    assert fresh.get("/v2.0/oa/getoa")["error"] == -220
    fresh.token = second["access_token"]
    assert fresh.get("/v2.0/oa/getoa")["error"] == 0


def test_an_access_token_lives_25_hours(fresh):
    fresh.at("2026-03-02T09:00:00")
    fresh.grant()
    fresh.pass_by(hours=25, seconds=-1)
    assert fresh.get("/v2.0/oa/getoa")["error"] == 0
    fresh.pass_by(seconds=1)
    assert fresh.get("/v2.0/oa/getoa")["error"] == -220


def test_a_refresh_token_lives_three_months_and_rotation_begins_them_anew(fresh):
    fresh.at("2026-03-02T09:00:00")
    first = fresh.grant()
    fresh.pass_by(days=80)
    second = refresh(fresh, first["refresh_token"])
    fresh.pass_by(days=80)
    third = refresh(fresh, second["refresh_token"])
    fresh.pass_by(days=90)
    assert refusal(refresh(fresh, third["refresh_token"])) == -14014


def test_switches_for_what_nobody_could_verify(fresh):
    fresh.at("2026-03-02T09:00:00")
    fresh.switch(oauth_state_echo=False, oauth_redirect_any=True, oauth_expires_in_text=False)
    assert set(consent(fresh)) == {"code", "oa_id"}
    first = fresh.grant()
    assert first["expires_in"] == 90000
    fresh.switch(oauth_refresh_extends=False, oauth_refresh_error=-14020, oauth_error_number=False)
    fresh.pass_by(days=80)
    second = refresh(fresh, first["refresh_token"])
    fresh.pass_by(days=11)
    dead = refresh(fresh, second["refresh_token"])
    assert "error" not in dead
    assert dead["error_name"] == "Refresh token expired."


def test_a_refresh_that_returns_no_new_token_keeps_the_old_one(fresh):
    fresh.switch(oauth_refresh_returns_new=False)
    first = fresh.grant()
    assert set(refresh(fresh, first["refresh_token"])) == {"access_token", "expires_in"}
    assert "access_token" in refresh(fresh, first["refresh_token"])


def test_a_new_consent_ends_the_tokens_before(fresh):
    first = by_code(fresh, consent(fresh)["code"])
    by_code(fresh, consent(fresh)["code"])
    assert refusal(refresh(fresh, first["refresh_token"])) == -14014


def test_a_grant_that_was_taken_back_refreshes_no_more(fresh):
    tokens = fresh.grant()
    fresh.control("grants", {"app_id": APP_ID, "oa_id": OA}, method="DELETE")
    assert refusal(refresh(fresh, tokens["refresh_token"])) == -14014
    assert fresh.get("/v2.0/oa/getoa")["error"] == -216


def test_faults_of_the_token_endpoint(fresh):
    tokens = fresh.grant()
    fresh.fault("/v4/oa/access_token", "status", count=1, status=503)
    assert fresh.client.post("/v4/oa/access_token").status_code == 503
    # The answer is lost on the way, but the token is burnt.
    fresh.fault("/v4/oa/access_token", "garbage", count=1, after=True)
    lost = fresh.client.post(
        "/v4/oa/access_token",
        data={
            "app_id": APP_ID,
            "grant_type": "refresh_token",
            "refresh_token": tokens["refresh_token"],
        },
        headers={"secret_key": "APPSECRETTEST"},
    )
    assert b"access_token" not in lost.content
    assert refusal(refresh(fresh, tokens["refresh_token"])) == -14014
