"""Inviting officers, letting them in, changing and ending what they do."""

import datetime
import re

import pytest
from django.test import Client

from factories import PASSWORD
from tracuu.accounts.enums import Role
from tracuu.accounts.models import Invitation, Membership, Officer
from tracuu.accounts.operations import INVITATION_DAYS
from tracuu.accounts.operations import invite as send_invitation
from tracuu.audit.models import Event
from tracuu.core import clock

pytestmark = pytest.mark.django_db

OFFICERS = "/console/tan-phu/officers/"
GIANG = {"full_name": "Võ Thị Giang", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def chief(client, an):
    client.force_login(an)
    return client


def invite(chief, email="giang@tan-phu.example", role="clerk") -> str:
    """Invite on the page; answers the path of the link."""
    answer = chief.post(f"{OFFICERS}invite/", {"email": email, "role": role})
    assert answer.status_code == 200
    link = re.search(
        r'value="http://testserver(/console/account/invitation/[^"]+)"', answer.content.decode()
    )
    return link[1]


def test_a_chief_invites_and_the_new_officer_works(chief, unit):
    path = invite(chief)
    assert "giang@tan-phu.example" in chief.get(OFFICERS).content.decode()
    stranger = Client()
    page = stranger.get(path).content.decode()
    assert "Công an quận Tân Phú" in page
    assert "Cán bộ trả thẻ" in page

    stranger.post(path, GIANG)
    typed = {"login": "giang@tan-phu.example", "password": PASSWORD}
    assert stranger.post("/console/account/sign-in/", typed).status_code == 302
    assert stranger.get("/console/tan-phu/").status_code == 200
    assert stranger.get(OFFICERS).status_code == 403
    told = list(
        Event.objects.filter(unit_id=unit.pk).order_by("number").values_list("action", flat=True)
    )
    assert told[-4:] == ["officer_invited", "invitation_accepted", "role_given", "signed_in"]


def test_the_link_is_kept_nowhere(chief):
    token = invite(chief).rstrip("/").rsplit("/", 1)[1]
    everything = str(list(Invitation.objects.values())) + str(list(Event.objects.values()))
    assert token not in everything
    assert token not in chief.get(OFFICERS).content.decode()


def test_an_invitation_works_once(chief):
    path = invite(chief)
    Client().post(path, GIANG)
    again = Client().post(path, {**GIANG, "full_name": "Kẻ Khác"})
    assert again.status_code == 410
    assert "đã được dùng" in again.content.decode()
    assert Officer.objects.filter(email="giang@tan-phu.example").count() == 1


def test_an_invitation_expires(chief):
    path = invite(chief)
    later = clock.now() + datetime.timedelta(days=INVITATION_DAYS)
    with clock.stopped_at(later - datetime.timedelta(seconds=1)):
        assert Client().get(path).status_code == 200
    with clock.stopped_at(later):
        answer = Client().post(path, GIANG)
    assert answer.status_code == 410
    assert "đã hết hạn" in answer.content.decode()
    assert not Officer.objects.filter(email="giang@tan-phu.example").exists()


def test_a_second_invitation_ends_the_first(chief):
    first, second = invite(chief), invite(chief, role="editor")
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_an_invitation_can_be_withdrawn(chief):
    path = invite(chief)
    invitation = Invitation.objects.get()
    chief.post(f"/console/tan-phu/invitations/{invitation.pk}/withdraw/")
    assert Client().get(path).status_code == 410


def test_a_chief_withdraws_no_other_units_invitation(chief, chi):
    other = Client()
    other.force_login(chi)
    other.post("/console/tan-binh/officers/invite/", {"email": "x@y.example", "role": "clerk"})
    invitation = Invitation.objects.get()
    assert chief.post(f"/console/tan-phu/invitations/{invitation.pk}/withdraw/").status_code == 404
    assert Invitation.objects.get().withdrawn_at is None


def test_an_officer_of_another_unit_is_invited_as_the_same_person(chief, chi):
    path = invite(chief, email="CHI@tan-binh.example")
    stranger = Client()
    assert "Hãy đăng nhập" in stranger.get(path).content.decode()
    assert stranger.post(path, GIANG).status_code == 422  # nobody takes over an account by a link
    known = Client()
    known.force_login(chi)
    known.post(path)
    assert known.get("/console/tan-phu/").status_code == 200
    assert known.get("/console/tan-binh/officers/").status_code == 200
    assert Officer.objects.count() == 2


def test_who_works_here_already_is_not_invited_again(chief, an):
    typed = {"email": "AN@tan-phu.example", "role": "clerk"}
    answer = chief.post(f"{OFFICERS}invite/", typed)
    assert answer.status_code == 422
    assert "đã là cán bộ ở đây" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_last_chief_accepts_no_lesser_role(chief, unit, an):
    held = Membership.objects.get(officer=an)
    Membership.objects.update(ended_at=clock.now())
    _invitation, token = send_invitation(unit=unit, email=an.email, role=Role.CLERK)
    held.save()
    answer = chief.post(f"/console/account/invitation/{token}/")
    assert answer.status_code == 422
    assert "phụ trách cuối cùng" in answer.content.decode()
    assert Invitation.objects.get().accepted_at is None
    assert Membership.objects.get(officer=an, ended_at=None).role == Role.CHIEF


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("full_name", "", "bắt buộc"),
        ("password", "ngan", "12 ký tự"),
        ("password", "password1234", "phổ biến"),
        ("password_again", "mot cau khac han", "không giống nhau"),
    ],
)
def test_what_a_new_officer_typed_wrong_is_said(chief, field, value, sentence):
    path = invite(chief)
    typed = {**GIANG, field: value}
    if field == "password":
        typed["password_again"] = value
    answer = Client().post(path, typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Client().get(path).status_code == 200  # and the link still works


@pytest.mark.parametrize(
    "typed", [{"email": "khong phai", "role": "clerk"}, {"email": "a@b.vn", "role": "king"}, {}]
)
def test_an_invitation_that_makes_no_sense_is_refused(chief, typed):
    assert chief.post(f"{OFFICERS}invite/", typed).status_code == 422
    assert not Invitation.objects.exists()


def test_a_chief_changes_a_role(chief, binh, unit):
    assert chief.post(f"{OFFICERS}{binh.pk}/", {"role": "editor"}).status_code == 302
    assert Membership.objects.get(officer=binh, ended_at=None).role == Role.EDITOR
    event = Event.objects.filter(unit_id=unit.pk).order_by("-number")[0]
    assert (event.action, event.facts) == ("role_given", {"role": "editor", "was": "clerk"})


def test_a_unit_keeps_its_last_chief(chief, an):
    for typed in ({"role": "clerk"}, {"end": "1"}):
        answer = chief.post(f"{OFFICERS}{an.pk}/", typed)
        assert answer.status_code == 422
        assert "phụ trách cuối cùng" in answer.content.decode()
    assert Membership.objects.get(officer=an).role == Role.CHIEF


def test_a_chief_of_one_unit_changes_nobody_of_another(chief, chi):
    assert chief.post(f"{OFFICERS}{chi.pk}/", {"role": "clerk"}).status_code == 404
    assert Membership.objects.get(officer=chi).role == Role.CHIEF


def test_who_left_can_be_invited_again(chief, binh):
    chief.post(f"{OFFICERS}{binh.pk}/", {"end": "1"})
    path = invite(chief, email=binh.email, role="editor")
    again = Client()
    again.force_login(binh)
    again.post(path)
    assert again.get("/console/tan-phu/").status_code == 200
    assert Membership.objects.filter(officer=binh).count() == 2


def test_guessing_links_is_slowed_down(client, db):
    codes = {
        client.get(f"/console/account/invitation/{number}/").status_code for number in range(31)
    }
    assert codes == {410, 429}
