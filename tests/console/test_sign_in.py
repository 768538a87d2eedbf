"""The way in: password, second factor, patience, idle sessions."""

import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from factories import PASSWORD
from tracuu.accounts.operations import forget_ended_sessions
from tracuu.audit.models import Event
from tracuu.audit.queries import find_faults
from tracuu.core import clock

pytestmark = pytest.mark.django_db
SIGN_IN = "/console/account/sign-in/"
SECOND = "/console/account/second-factor/authenticate/"
FACTORS = "/console/account/second-factor/"


def sign_in(client, officer, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": officer.email, "password": password, **more})


def code_of(secret: str, step: int = 0) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time())) + step
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def enrol(client, officer) -> str:
    """Switch the app on in the browser, as an officer would; answers the app's secret."""
    client.post("/console/account/confirm/", {"password": PASSWORD})
    page = client.get(f"{FACTORS}app/").content.decode()
    secret = re.search(r'class="secret">\s*(\w+)', page)[1]
    answer = client.post(f"{FACTORS}app/", {"code": code_of(secret)})
    assert answer.headers["Location"] == f"{FACTORS}codes/"
    return secret


def actions(unit) -> list[str]:
    events = Event.objects.filter(unit_id=unit.pk).order_by("number")
    return list(events.values_list("action", flat=True))


def test_an_officer_signs_in_and_arrives_at_the_unit(client, an):
    answer = sign_in(client, an)
    assert answer.headers["Location"] == "/console/"
    answer = client.get("/console/", follow=True)
    assert answer.redirect_chain == [("/console/tan-phu/", 302)]
    assert "Công an quận Tân Phú" in answer.content.decode()


def test_the_way_leads_on_to_the_page_that_was_asked_for(client, an):
    asked = client.get("/console/tan-phu/audit/")
    assert asked.headers["Location"] == f"{SIGN_IN}?next=%2Fconsole%2Ftan-phu%2Faudit%2F"
    answer = sign_in(client, an, next="/console/tan-phu/audit/")
    assert answer.headers["Location"] == "/console/tan-phu/audit/"


def test_it_leads_nowhere_outside(client, an):
    assert sign_in(client, an, next="https://evil.example/").headers["Location"] == "/console/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, an):
    def main(answer):
        page = answer.content.decode().split("<main")[1].split("</main>")[0]
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*@[^"]*"', "", page)

    wrong = sign_in(client, an, "sai mat khau roi")
    unknown = client.post(SIGN_IN, {"login": "ai@do.example", "password": "sai mat khau roi"})
    assert "Địa chỉ e-mail hoặc mật khẩu không đúng." in wrong.content.decode()
    assert main(wrong) == main(unknown)


def test_five_wrong_tries_slow_down_even_the_right_one(client, an, unit):
    for _ in range(5):
        assert "không đúng" in sign_in(client, an, "sai mat khau roi").content.decode()
    answer = sign_in(client, an)
    assert "Đã sai quá nhiều lần" in answer.content.decode()
    assert client.get("/console/").status_code == 302
    assert actions(unit).count("sign_in_failed") == 5


def test_others_are_not_slowed_down_by_it(client, an, binh):
    for _ in range(6):
        sign_in(client, an, "sai mat khau roi")
    assert sign_in(client, binh).status_code == 302


def test_signing_in_and_failing_stand_in_the_record_without_the_password(client, an, unit):
    sign_in(client, an, "sai mat khau roi")
    sign_in(client, an)
    client.post("/console/account/sign-out/")
    assert actions(unit)[-3:] == ["sign_in_failed", "signed_in", "signed_out"]
    last = Event.objects.filter(unit_id=unit.pk).order_by("-number")[0]
    assert (last.actor_id, last.origin) == (an.pk, "127.0.0.1")
    assert "sai mat khau" not in str(list(Event.objects.values()))
    assert list(find_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_with_the_app_a_password_is_not_enough(client, an, unit):
    sign_in(client, an)
    secret = enrol(client, an)
    page = client.get(f"{FACTORS}codes/").content.decode()
    codes = re.findall(r"<code>(\d+)</code>", page)
    assert len(codes) == 10
    assert "<code>" not in client.get(f"{FACTORS}codes/").content.decode()  # only once

    other = Client()
    assert sign_in(other, an).headers["Location"] == SECOND
    assert other.get("/console/tan-phu/").status_code == 302
    wrong = other.post(SECOND, {"code": "000000"})
    assert "Mã không đúng" in wrong.content.decode()
    done = other.post(SECOND, {"code": code_of(secret, step=1)})
    assert done.headers["Location"] == "/console/"
    assert other.get("/console/tan-phu/").status_code == 200
    told = actions(unit)
    assert "second_factor_added" in told
    assert "second_factor_failed" in told

    third = Client()
    sign_in(third, an)
    assert third.post(SECOND, {"code": codes[0]}).headers["Location"] == "/console/"
    fourth = Client()
    sign_in(fourth, an)
    assert fourth.post(SECOND, {"code": codes[0]}).status_code == 200  # each code once


@pytest.mark.django_db(transaction=True)
def test_sessions_from_before_the_second_factor_end_when_it_is_switched_on(client, an):
    elsewhere = Client()
    sign_in(elsewhere, an)
    sign_in(client, an)
    enrol(client, an)
    assert elsewhere.get("/console/tan-phu/").status_code == 302
    assert client.get("/console/tan-phu/").status_code == 200


def test_sessions_that_ended_by_themselves_are_forgotten(client, an, binh):
    sign_in(client, an)
    other = Client()
    sign_in(other, binh)
    Session.objects.filter(session_key=other.session.session_key).update(
        expire_date=clock.now() - datetime.timedelta(minutes=1)
    )
    forget_ended_sessions()
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert client.get("/console/tan-phu/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_five_wrong_codes_slow_down_too(client, an):
    sign_in(client, an)
    secret = enrol(client, an)
    other = Client()
    sign_in(other, an)
    for _ in range(5):
        other.post(SECOND, {"code": "000000"})
    answer = other.post(SECOND, {"code": code_of(secret, step=1)})
    assert "Đã sai quá nhiều lần" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_secrets_of_second_factors_are_sealed_at_rest(client, an):
    sign_in(client, an)
    secret = enrol(client, an)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert codes.get_unused_codes()[0] not in stored


def test_changing_the_second_factor_asks_for_the_password_again(client, an):
    sign_in(client, an)
    answer = client.get(f"{FACTORS}app/")
    assert answer.headers["Location"].startswith("/console/account/confirm/")
    wrong = client.post("/console/account/confirm/", {"password": "sai mat khau roi"})
    assert "Mật khẩu không đúng." in wrong.content.decode()


def test_production_lets_nobody_work_without_a_second_factor(client, an, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, an)
    for path in (
        "/console/",
        "/console/tan-phu/",
        "/console/tan-phu/audit/",
        "/console/account/sessions/",
    ):
        assert client.get(path).headers["Location"] == FACTORS, path
    page = client.get(FACTORS).content.decode()
    assert "Trước khi làm việc, hãy bật bước xác minh thứ hai" in page


@pytest.mark.django_db(transaction=True)
def test_production_keeps_the_last_second_factor(client, an, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, an)
    enrol(client, an)
    assert client.get("/console/tan-phu/").status_code == 200
    answer = client.post(f"{FACTORS}app/remove/")
    assert "không thể tắt" in answer.content.decode()
    assert client.get("/console/tan-phu/").status_code == 200


def test_a_session_ends_after_thirty_idle_minutes(client, an):
    begun = clock.now()
    with clock.stopped_at(begun):
        sign_in(client, an)
        client.get("/console/tan-phu/")
    with clock.stopped_at(begun + datetime.timedelta(minutes=29)):
        assert client.get("/console/tan-phu/").status_code == 200
    with clock.stopped_at(begun + datetime.timedelta(minutes=58)):
        assert client.get("/console/tan-phu/").status_code == 200
    with clock.stopped_at(begun + datetime.timedelta(minutes=88)):
        answer = client.get("/console/tan-phu/", follow=True)
    assert answer.redirect_chain[0][0].startswith(SIGN_IN)
    assert "sau 30 phút không thao tác" in answer.content.decode()


def test_one_sees_and_ends_ones_sessions_and_no_others(client, an, binh, unit):
    phone, stranger = Client(headers={"user-agent": "Chrome/120 Android"}), Client()
    sign_in(client, an)
    sign_in(phone, an)
    sign_in(stranger, binh)
    page = client.get("/console/account/sessions/").content.decode()
    assert "Chrome 120, Android" in page
    (path,) = re.findall(r'action="(/console/account/sessions/\d+/end/)"', page)

    assert stranger.post(path).status_code == 404
    assert phone.get("/console/tan-phu/").status_code == 200
    assert client.post(path).status_code == 302
    assert phone.get("/console/tan-phu/").status_code == 302
    assert client.get("/console/tan-phu/").status_code == 200
    assert actions(unit)[-1] == "session_ended"


def test_a_new_password_ends_the_other_sessions(client, an, unit):
    other = Client()
    sign_in(client, an)
    sign_in(other, an)
    typed = {
        "old_password": PASSWORD,
        "password": "mot cau khac de nho",
        "password_again": "mot cau khac de nho",
    }
    assert client.post("/console/account/password/", typed).status_code == 302
    assert client.get("/console/account/").status_code == 200
    assert other.get("/console/account/").status_code == 302
    assert actions(unit)[-1] == "password_changed"
    assert sign_in(Client(), an).status_code == 200
    assert sign_in(Client(), an, "mot cau khac de nho").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [("old_password", "sai"), ("password", "ngan"), ("password_again", "khong giong nhau")],
)
def test_a_bad_new_password_changes_nothing(client, an, field, value):
    sign_in(client, an)
    typed = {
        "old_password": PASSWORD,
        "password": "mot cau khac de nho",
        "password_again": "mot cau khac de nho",
    }
    answer = client.post("/console/account/password/", {**typed, field: value})
    assert answer.status_code == 422
    assert sign_in(Client(), an).status_code == 302


def test_a_form_without_its_token_changes_nothing(an):
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, an)
    assert answer.status_code == 403
    assert "Chưa có gì thay đổi" in answer.content.decode()


def test_officers_choose_their_language_and_keep_it(client, an):
    sign_in(client, an)
    assert '<html lang="en">' in client.get("/console/tan-phu/?lang=en").content.decode()
    answer = client.get("/console/tan-phu/")
    assert '<html lang="en">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="vi">' in client.get("/console/tan-phu/?lang=vi").content.decode()
