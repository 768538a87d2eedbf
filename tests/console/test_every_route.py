"""Every page of the console is asked: can Chi? can Bình? can nobody? A new page must be added here."""

from dataclasses import dataclass

import pytest
from django.urls import URLPattern, get_resolver

from factories import make_unit
from tracuu.accounts.enums import Role
from tracuu.accounts.operations import invite

pytestmark = pytest.mark.django_db

SIGN_IN = "/console/account/sign-in/"
EVERYBODY = frozenset(Role)
CHIEF = frozenset({Role.CHIEF})
OVERSEERS = frozenset({Role.CHIEF, Role.SUPERVISOR})
AT_THE_COUNTER = frozenset({Role.CLERK, Role.EDITOR, Role.CHIEF})
EDITORS = frozenset({Role.EDITOR, Role.CHIEF})
AT_THE_COUNTER = frozenset({Role.CLERK, Role.EDITOR, Role.CHIEF})


@dataclass(frozen=True)
class OfUnit:
    """A page of a unit: which roles it opens to, and how it is asked."""

    roles: frozenset[Role]
    method: str = "GET"


@dataclass(frozen=True)
class OfOfficer:
    """A page of an officer's own, closed to nobody who has signed in."""

    method: str = "GET"


class Open:
    """A page for who has not signed in."""


EXPECTED = {
    "unit": OfUnit(EVERYBODY),
    "lookups": OfUnit(EVERYBODY),
    "cards": OfUnit(AT_THE_COUNTER),
    "audit": OfUnit(OVERSEERS),
    "officers": OfUnit(CHIEF),
    "invite_officer": OfUnit(CHIEF, "POST"),
    "change_officer": OfUnit(CHIEF),
    "withdraw_invitation": OfUnit(CHIEF, "POST"),
    "lists": OfUnit(EVERYBODY),
    "list": OfUnit(EVERYBODY),
    "list_quality": OfUnit(EVERYBODY),
    "upload_list": OfUnit(EDITORS, "POST"),
    "list_rows": OfUnit(EDITORS),
    "rejected_rows": OfUnit(EDITORS),
    "list_columns": OfUnit(EDITORS),
    "list_day": OfUnit(EDITORS, "POST"),
    "columns_right": OfUnit(EDITORS, "POST"),
    "list_dates": OfUnit(EDITORS, "POST"),
    "compare_list_again": OfUnit(EDITORS, "POST"),
    "publish_list": OfUnit(EDITORS, "POST"),
    "undo_list": OfUnit(EDITORS, "POST"),
    "discard_list": OfUnit(EDITORS, "POST"),
    "undo_time": OfUnit(CHIEF, "POST"),
    "counter": OfUnit(AT_THE_COUNTER),
    "counter_person": OfUnit(AT_THE_COUNTER, "POST"),
    "hand_over": OfUnit(AT_THE_COUNTER, "POST"),
    "undo_hand_over": OfUnit(AT_THE_COUNTER, "POST"),
    "slip": OfUnit(AT_THE_COUNTER, "POST"),
    "bind_application": OfUnit(AT_THE_COUNTER, "POST"),
    "binding_state": OfUnit(AT_THE_COUNTER),
    "unbind_application": OfUnit(AT_THE_COUNTER, "POST"),
    "inbox": OfUnit(AT_THE_COUNTER),
    "inbox_news": OfUnit(AT_THE_COUNTER),
    "canned_replies": OfUnit(EDITORS),
    "add_canned_reply": OfUnit(EDITORS),
    "edit_canned_reply": OfUnit(EDITORS),
    "inbox_times": OfUnit(CHIEF, "POST"),
    "chief_mail_again": OfUnit(CHIEF, "POST"),
    "conversation": OfUnit(AT_THE_COUNTER),
    "conversation_news": OfUnit(AT_THE_COUNTER),
    "conversation_digits": OfUnit(AT_THE_COUNTER, "POST"),
    "take_conversation": OfUnit(AT_THE_COUNTER, "POST"),
    "answer_conversation": OfUnit(AT_THE_COUNTER, "POST"),
    "compose_answer": OfUnit(AT_THE_COUNTER, "POST"),
    "hand_conversation_back": OfUnit(AT_THE_COUNTER, "POST"),
    "close_conversation": OfUnit(AT_THE_COUNTER, "POST"),
    "unbind_conversation": OfUnit(AT_THE_COUNTER, "POST"),
    "draft_from_conversation": OfUnit(AT_THE_COUNTER, "POST"),
    "corrections": OfUnit(AT_THE_COUNTER),
    "correction": OfUnit(AT_THE_COUNTER, "POST"),
    "send_back": OfUnit(AT_THE_COUNTER, "POST"),
    "take_in": OfUnit(AT_THE_COUNTER, "POST"),
    "reasons": OfUnit(EDITORS),
    "add_reason": OfUnit(EDITORS),
    "edit_reason": OfUnit(EDITORS),
    "ageing": OfUnit(AT_THE_COUNTER),
    "ageing_of": OfUnit(AT_THE_COUNTER),
    "letters": OfUnit(EDITORS),
    "notice": OfUnit(EVERYBODY),
    "make_notice": OfUnit(EDITORS, "POST"),
    "take_notice_down": OfUnit(EDITORS, "POST"),
    "answers": OfUnit(EVERYBODY),
    "answer_topic": OfUnit(EVERYBODY),
    "write_answer": OfUnit(EDITORS, "POST"),
    "phrasings": OfUnit(EDITORS),
    "edit_answer": OfUnit(EDITORS),
    "review_answer": OfUnit(OVERSEERS),
    "approve_answer": OfUnit(OVERSEERS, "POST"),
    "asked": OfUnit(EDITORS),
    "asked_group": OfUnit(EDITORS),
    "decide_on_asked": OfUnit(EDITORS, "POST"),
    "answer_checks": OfUnit(EVERYBODY),
    "change_checks": OfUnit(EDITORS, "POST"),
    "answer_figures": OfUnit(EVERYBODY),
    "law": OfUnit(EVERYBODY),
    "change_law": OfUnit(EDITORS, "POST"),
    "lessons": OfUnit(EVERYBODY),
    "decide_on_suggestions": OfUnit(OVERSEERS, "POST"),
    "decide_on_lesson": OfUnit(OVERSEERS, "POST"),
    "outside": OfUnit(EVERYBODY),
    "edit_outside": OfUnit(EDITORS),
    "confirm_outside": OfUnit(OVERSEERS, "POST"),
    "try_question": OfUnit(EDITORS, "POST"),
    "withdraw_answer": OfUnit(EDITORS, "POST"),
    "release_answer": OfUnit(OVERSEERS, "POST"),
    "notices": OfUnit(EVERYBODY),
    "decide_on_dead": OfUnit(EDITORS, "POST"),
    "list_corrections": OfUnit(EDITORS, "POST"),
    "zalo": OfUnit(CHIEF),
    "zalo_consent": OfUnit(CHIEF),
    "zalo_connect": OfUnit(CHIEF, "POST"),
    "zalo_check": OfUnit(CHIEF, "POST"),
    "zalo_disconnect": OfUnit(CHIEF, "POST"),
    "zalo_templates": OfUnit(CHIEF),
    "zalo_template_set": OfUnit(CHIEF, "POST"),
    "zalo_template": OfUnit(CHIEF),
    "zalo_template_try": OfUnit(CHIEF, "POST"),
    "zalo_callback": OfOfficer(),
    "poster": OfUnit(EVERYBODY),
    "poster_file": OfUnit(EVERYBODY),
    "home": OfOfficer(),
    "account": OfOfficer(),
    "password": OfOfficer(),
    "sessions": OfOfficer(),
    "end_session": OfOfficer("POST"),
    "account_reauthenticate": OfOfficer(),
    "mfa_index": OfOfficer(),
    "mfa_reauthenticate": OfOfficer(),
    "mfa_activate_totp": OfOfficer(),
    "mfa_deactivate_totp": OfOfficer(),
    "mfa_view_recovery_codes": OfOfficer(),
    "mfa_generate_recovery_codes": OfOfficer(),
    "mfa_list_webauthn": OfOfficer(),
    "mfa_add_webauthn": OfOfficer(),
    "mfa_reauthenticate_webauthn": OfOfficer(),
    "mfa_edit_webauthn": OfOfficer(),
    "mfa_remove_webauthn": OfOfficer(),
    "invitation": Open(),
    "account_login": Open(),
    "account_logout": Open(),
    "account_inactive": Open(),
    "mfa_authenticate": Open(),
    "mfa_login_webauthn": Open(),
}


def routes(patterns=None, prefix="/") -> dict[str, str]:
    """The name and the pattern of every address under /console/."""
    found: dict[str, str] = {}
    for each in get_resolver().url_patterns if patterns is None else patterns:
        pattern = f"{prefix}{each.pattern}"
        if isinstance(each, URLPattern):
            if pattern.startswith("/console/"):
                found[each.name] = pattern
        elif patterns is not None or str(each.pattern) == "console/":
            found |= routes(each.url_patterns, pattern)
    return found


ROUTES = routes()
UNIT_ROUTES = sorted(name for name in ROUTES if isinstance(EXPECTED.get(name), OfUnit))
OWN_ROUTES = sorted(name for name in ROUTES if isinstance(EXPECTED.get(name), OfOfficer))


def test_every_route_has_an_expectation():
    assert set(ROUTES) == set(EXPECTED)


def test_every_route_of_a_unit_is_one_in_the_table():
    told = {name for name, pattern in ROUTES.items() if "<slug:slug>" in pattern}
    assert told == set(UNIT_ROUTES)


@pytest.fixture
def ask(client, unit, an, binh, chi, dung):
    """Ask for a page by name, as somebody or as nobody."""
    invitation, _ = invite(unit=unit, email="x@tan-phu.example", role=Role.CLERK)

    def answer(name, officer=None):
        client.logout()
        if officer is not None:
            client.force_login(officer)
        path = ROUTES[name].replace("<slug:slug>", unit.slug)
        path = path.replace("<str:token>", "x").replace("<slug:kind>", "new")
        path = path.replace("<slug:stage>", "at-unit").replace("<slug:age>", "0-3")
        path = path.replace("<slug:topic>", "mat-the").replace("<slug:code>", "photo")
        pk = invitation.pk if name == "withdraw_invitation" else binh.pk
        path = path.replace("<int:pk>", str(pk)).replace("<int:number>", "310001")
        method = getattr(EXPECTED[name], "method", "GET")
        return client.generic(method, path)

    return answer


@pytest.mark.parametrize("name", UNIT_ROUTES)
def test_an_officer_of_another_unit_finds_nothing(ask, chi, name):
    answer = ask(name, chi)
    assert answer.status_code == 404
    assert "Tân Phú" not in answer.content.decode()


@pytest.mark.parametrize("name", UNIT_ROUTES + OWN_ROUTES)
def test_nobody_is_led_to_the_sign_in_page(ask, name):
    answer = ask(name)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("name", UNIT_ROUTES)
@pytest.mark.parametrize("who", ["an", "binh", "dung"])
def test_a_page_opens_to_the_roles_it_is_for(ask, request, name, who):
    role = {"an": Role.CHIEF, "binh": Role.CLERK, "dung": Role.SUPERVISOR}[who]
    answer = ask(name, request.getfixturevalue(who))
    if role in EXPECTED[name].roles:
        # Pages of one list or answer are asked for one that is not there: the role was checked before.
        asked_for = (
            "/lists/<int:pk>", "/answers/<", "/asked/<", "/lessons/<", "/outside/<",
            "/inbox/<int", "/replies/<", "/zalo/<int",
        )  # fmt: skip
        is_missing = name == "undo_hand_over" or any(part in ROUTES[name] for part in asked_for)
        assert answer.status_code in (200, 302, 409, 422, 404 if is_missing else 200)
    else:
        assert answer.status_code == 403
        assert "Vai trò của bạn chưa mở trang này" in answer.content.decode()


@pytest.mark.parametrize(
    "name", sorted(name for name, each in EXPECTED.items() if isinstance(each, Open))
)
def test_pages_before_the_sign_in_are_open(ask, name):
    assert ask(name).status_code in (200, 302, 410)


@pytest.mark.parametrize("name", UNIT_ROUTES)
def test_a_unit_that_is_not_there_looks_like_one_of_others(ask, client, chi, name):
    theirs = ask(name, chi).content
    path = ROUTES[name].replace("<slug:slug>", "khong-co").replace("<int:pk>", "1")
    path = path.replace("<slug:kind>", "new").replace("<int:number>", "310001")
    path = path.replace("<slug:stage>", "at-unit").replace("<slug:age>", "0-3")
    path = path.replace("<slug:topic>", "mat-the").replace("<slug:code>", "photo")
    nowhere = client.generic(EXPECTED[name].method, path)
    assert nowhere.status_code == 404

    def bare(page: bytes) -> str:
        return page.decode().replace("khong-co", "tan-phu").split("<main")[1].split("</main>")[0]

    assert bare(nowhere.content) == bare(theirs)


def test_who_left_the_unit_finds_nothing_either(ask, client, unit, an, binh):
    client.force_login(an)
    client.post(f"/console/tan-phu/officers/{binh.pk}/", {"end": "1"})
    assert ask("unit", binh).status_code == 404


def test_a_supervisor_of_one_province_reads_no_other(ask, client, dung):
    assert ask("unit", dung).status_code == 200
    make_unit("ha-noi", "Công an Thành phố Hà Nội")
    assert client.get("/console/ha-noi/").status_code == 404
