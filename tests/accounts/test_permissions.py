"""What each role opens, in the own unit, below and beside it."""

import pytest

from factories import make_officer, make_unit
from tracuu.accounts import permissions
from tracuu.accounts.enums import Role
from tracuu.accounts.errors import NotAllowed, NotYours

pytestmark = pytest.mark.django_db

OPENS = {
    "read_unit": {Role.CLERK, Role.EDITOR, Role.CHIEF, Role.SUPERVISOR},
    "look_up_people": {Role.CLERK, Role.EDITOR, Role.CHIEF},
    "hand_over": {Role.CLERK, Role.EDITOR, Role.CHIEF},
    "edit_lists": {Role.EDITOR, Role.CHIEF},
    "publish_lists": {Role.EDITOR, Role.CHIEF},
    "override_refusals": {Role.CHIEF},
    "approve": {Role.CHIEF, Role.SUPERVISOR},
    "manage_officers": {Role.CHIEF},
    "connect_zalo": {Role.CHIEF},
    "answer_citizens": {Role.CLERK, Role.EDITOR, Role.CHIEF},
    "read_audit": {Role.CHIEF, Role.SUPERVISOR},
}


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def tree():
    ministry = make_unit("bo-cong-an", "Bộ Công an")
    city = make_unit("tp-ho-chi-minh", "Công an Thành phố Hồ Chí Minh", parent=ministry)
    district = make_unit(parent=city)
    return ministry, city, district


def pair(name):
    return getattr(permissions, f"check_can_{name}"), getattr(permissions, f"can_{name}")


def test_the_table_names_every_permission():
    named = {
        name.removeprefix("check_can_")
        for name in vars(permissions)
        if name.startswith("check_can_")
    }
    assert named == set(OPENS)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(OPENS))
def test_a_role_opens_what_the_table_says_and_else_says_why_not(tree, name, role):
    check, can = pair(name)
    officer = make_officer("an@tan-phu.example", "Nguyễn Văn An", tree[2], role)
    is_open = role in OPENS[name]
    assert can(officer, tree[2]) is is_open
    if not is_open:
        with pytest.raises(NotAllowed, match=r"^\w.*\.$"):
            check(officer, tree[2])


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(OPENS))
def test_a_unit_above_or_beside_is_not_there(tree, name, role):
    check, can = pair(name)
    beside = make_unit("tan-binh", "Công an quận Tân Bình", parent=tree[1])
    officer = make_officer("an@tan-phu.example", "Nguyễn Văn An", tree[2], role)
    for unit in (tree[0], tree[1], beside):
        assert not can(officer, unit)
        with pytest.raises(NotYours):
            check(officer, unit)


def test_only_supervisors_reach_down_and_all_the_way(tree):
    chief = make_officer("chief@hcm.example", "Phụ Trách", tree[0], Role.CHIEF)
    supervisor = make_officer("dung@hcm.example", "Phạm Văn Dũng", tree[0], Role.SUPERVISOR)
    for below in tree[1:]:
        assert not permissions.can_read_unit(chief, below)
        assert permissions.can_read_unit(supervisor, below)
        assert permissions.can_read_audit(supervisor, below)
        assert not permissions.can_look_up_people(supervisor, below)
        assert not permissions.can_manage_officers(supervisor, below)


def test_a_supervisor_above_may_also_work_below(tree):
    officer = make_officer("dung@hcm.example", "Phạm Văn Dũng", tree[1], Role.SUPERVISOR)
    from tracuu.accounts.operations import give_role

    give_role(officer=officer, unit=tree[2], role=Role.CLERK)
    assert permissions.can_hand_over(officer, tree[2])
    assert permissions.can_approve(officer, tree[2])
