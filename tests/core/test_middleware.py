import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from tracuu.core.middleware import choose_language, secure_headers

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
    "font-src": "'self'",
}


def answer(middleware, path="/", method="GET", view=lambda _request: HttpResponse(), **headers):
    request = RequestFactory().generic(method, path, headers=headers)
    return middleware(view)(request)


def language_of(path, accepted=""):
    def view(_request):
        return HttpResponse(translation.get_language())

    response = answer(choose_language, path, view=view, **{"accept-language": accepted})
    assert response.headers["Content-Language"] == response.content.decode()
    return response.content.decode()


@pytest.mark.parametrize("path", ["/", "/tan-phu/", "/api/docs", "/health/live", "/khong-co/"])
def test_every_answer_carries_the_headers(db, client, path):
    headers = client.get(path).headers
    directives = (part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert dict(directives) == POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_static_files_carry_them_too(client):
    response = client.get("/static/api/docs.css")
    assert response.getvalue().startswith(b":root")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("method", "is_kept"), [("GET", True), ("HEAD", True), ("POST", False)])
def test_answers_to_what_was_sent_are_not_kept(method, is_kept):
    response = answer(secure_headers, method=method)
    assert (response.headers.get("Cache-Control") != "no-store") is is_kept


@pytest.mark.parametrize(
    ("base_url", "is_told"), [("https://the.vn", True), ("http://the.vn", False), ("", False)]
)
def test_browsers_are_told_to_stay_on_https_where_it_exists(settings, base_url, is_told):
    settings.BASE_URL = base_url
    assert ("Strict-Transport-Security" in answer(secure_headers).headers) is is_told


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "vi"), ("/en/", "en"), ("/en", "en"), ("/en/tan-phu/", "en"), ("/english/", "vi")],
)
def test_pages_speak_the_language_of_their_address(path, language):
    for accepted in ("", "en", "vi"):
        assert language_of(path, accepted) == language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "vi"),
        ("vi", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("vi-VN,en;q=0.8", "vi"),
        ("en;q=0.3,vi;q=0.9", "vi"),
        ("fr,de;q=0.9,en;q=0.1", "en"),
        ("fr", "vi"),
        ("*", "vi"),
        (";;,=q", "vi"),
        ("en," * 5000, "en"),
    ],
)
def test_the_api_speaks_what_is_accepted(accepted, language):
    assert language_of("/api/v1/units", accepted) == language


def test_the_language_ends_with_the_request():
    with translation.override("vi"):
        language_of("/en/")
        assert translation.get_language() == "vi"


def lines(capfd):
    return [json.loads(line) for line in capfd.readouterr().err.splitlines()]


def test_the_log_knows_routes_and_no_addresses(db, capfd):
    client = Client()
    client.get("/khong-co-don-vi/tra-cuu/?ho-ten=Nguyen+Huu+Tri")
    client.get("/mot/hai/ba/bon.php?x=1")
    client.generic("NGUYEN", "/health/live")

    told = lines(capfd)
    assert [line["route"] for line in told if line["event"] == "request"][1:] == ["-"]
    assert all(
        line.keys() == {"event", "level", "timestamp", "method", "route", "status", "ms"}
        for line in told
    )
    assert "Nguyen" not in str(told)
    assert "khong-co-don-vi" not in str(told)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/metrics"])
def test_machines_that_ask_every_second_fill_no_log(capfd, path):
    Client().get(path)
    assert lines(capfd) == []


def test_an_invented_method_is_not_logged_as_typed(capfd):
    Client().generic("NGUYENVANA", "/api/v1/units")
    assert [line["method"] for line in lines(capfd)] == ["other"]
