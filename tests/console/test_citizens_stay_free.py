"""What officers need costs citizens nothing: no cookie, no session, no token, one copy for all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from factories import make_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/tan-phu/", "/en/tan-phu/tra-cuu/", "/khong-co/", "/api/v1/units"]
)
def test_citizens_get_no_cookie_and_share_a_copy(path):
    make_unit()
    answer = Client().get(path)
    assert answer.cookies == {}
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_lookup_needs_no_token():
    make_unit()
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/tan-phu/tra-cuu/", {"full_name": "Lê An", "birth_date": "02/09/1990"})
    assert answer.status_code == 200
    assert answer.cookies == {}


def test_an_officer_who_looks_up_as_a_citizen_is_one(client, an):
    client.force_login(an)
    answer = client.get("/tan-phu/")
    assert "Nguyễn Văn An" not in answer.content.decode()
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_officers_pages_are_kept_by_nobody(client, an):
    client.force_login(an)
    answer = client.get("/console/tan-phu/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_in_production_cookies_are_bound_to_the_host_and_second_factors_are_due(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", _TELL],
        env={
            **{key: value for key, value in os.environ.items() if not key.startswith("TRACUU_")},
            "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
            "TRACUU_HOME": str(tmp_path),
            "TRACUU_MODE": "production",
            "TRACUU_BASE_URL": "https://tracuu.example.vn",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.split() == ["__Host-officer", "__Host-token", "True", "True", "True"]


_TELL = """
import os
from pathlib import Path
from tracuu.core.keys import create_keys
create_keys(Path(os.environ["TRACUU_HOME"]) / "keys", is_demo=False)
from tracuu.config import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECOND_FACTOR_REQUIRED)
"""
