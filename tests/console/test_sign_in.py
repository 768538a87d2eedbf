import pytest

from factories import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/console/account/sign-in/"


def sign_in(client, officer, password=PASSWORD):
    return client.post(SIGN_IN, {"login": officer.email, "password": password})


def test_an_officer_signs_in_and_arrives_at_the_unit(client, an):
    assert client.get(SIGN_IN).status_code == 200
    answer = sign_in(client, an)
    assert answer.headers["Location"] == "/console/"
    answer = client.get("/console/", follow=True)
    assert answer.redirect_chain == [("/console/tan-phu/", 302)]
    assert "Công an quận Tân Phú" in answer.content.decode()
    for path in ("officers/", "audit/"):
        assert client.get(f"/console/tan-phu/{path}").status_code == 200
    for path in ("", "password/", "sessions/", "second-factor/"):
        assert client.get(f"/console/account/{path}").status_code == 200, path
