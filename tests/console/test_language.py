"""Every page of the console speaks English when asked, but for names."""

import re

import pytest
from django.test import Client

from factories import PASSWORD
from portal.test_language import MARKED_LETTER, shown_text

pytestmark = pytest.mark.django_db

NAMES = (
    "Công an quận Tân Phú",
    "Công an quận Tân Bình",
    "Nguyễn Văn An",
    "Trần Thị Bình",
    "Tiếng Việt",
)
PATHS = (
    "/console/tan-phu/",
    "/console/tan-phu/lookups/",
    "/console/tan-phu/cards/at-unit/91/",
    "/console/tan-phu/corrections/",
    "/console/tan-phu/reasons/",
    "/console/tan-phu/reasons/new/",
    "/console/tan-phu/ageing/",
    "/console/tan-phu/ageing/replies/",
    "/console/tan-phu/ageing/46-90/letters/",
    "/console/tan-phu/ageing/notice/",
    "/console/tan-phu/inbox/",
    "/console/tan-phu/inbox/?show=all",
    "/console/tan-phu/inbox/replies/",
    "/console/tan-phu/inbox/replies/add/",
    "/console/tan-phu/inbox/replies/tra-cuu/edit/",
    "/console/tan-phu/lists/",
    "/console/tan-phu/lists/quality/",
    "/console/tan-phu/answers/",
    "/console/tan-phu/answers/asked/",
    "/console/tan-phu/answers/checks/",
    "/console/tan-phu/answers/figures/",
    "/console/tan-phu/answers/law/",
    "/console/tan-phu/answers/lessons/",
    "/console/tan-phu/answers/outside/",
    "/console/tan-phu/officers/",
    "/console/tan-phu/audit/",
    "/console/account/",
    "/console/account/password/",
    "/console/account/sessions/",
    "/console/account/second-factor/",
    "/console/account/second-factor/app/",
    "/console/account/second-factor/passkeys/",
    "/console/account/second-factor/passkeys/add/",
    "/console/account/sign-out/",
    "/console/account/confirm/",
    "/console/khong-co/",
)


def vietnamese_in(answer) -> str | None:
    page = re.sub(r"<title>|</title>", " ", answer.content.decode())
    text = shown_text(page)
    for name in NAMES:
        text = text.replace(name, "")
    found = MARKED_LETTER.search(text)
    return text[max(0, found.start() - 40) : found.end() + 40] if found else None


def test_english_pages_hold_no_vietnamese_but_names(client, an, binh):
    client.force_login(an)
    client.get("/console/tan-phu/?lang=en")
    client.post("/console/account/confirm/", {"password": PASSWORD})
    for path in (*PATHS, f"/console/tan-phu/officers/{binh.pk}/"):
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        assert '<html lang="en">' in answer.content.decode(), path
        assert vietnamese_in(answer) is None, path


def test_errors_are_english_too(an, binh):
    client = Client()
    client.get("/console/account/sign-in/?lang=en")
    wrong = {"login": an.email, "password": "wrong"}
    for _ in range(6):
        answer = client.post("/console/account/sign-in/", wrong)
        assert vietnamese_in(answer) is None
    assert "Please wait 5 minutes" in answer.content.decode()
    client.force_login(binh)
    answer = client.get("/console/tan-phu/audit/")
    assert answer.status_code == 403
    assert vietnamese_in(answer) is None


@pytest.mark.parametrize("typed", [{}, {"login": "x", "password": ""}])
def test_forms_complain_in_vietnamese_by_default(client, db, typed):
    page = client.post("/console/account/sign-in/", typed).content.decode()
    assert "This field" not in page
    assert "bắt buộc" in page
