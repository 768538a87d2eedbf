"""The menu of a unit: what an officer may open, in the order of the keys, and where one is."""

import re

import pytest

from factories import make_officer
from tracuu.accounts.enums import Role

pytestmark = pytest.mark.django_db
HOME = "/console/tan-phu/"
ENTRY = re.compile(r'<a\s+href="([^"]+)"\s+accesskey="(\d)"\s+(?:aria-current="(\w+)")?')


def menu_seen_by(client, officer, path=HOME):
    client.force_login(officer)
    told = client.get(path).content.decode()
    return told.split('<nav class="tabs"')[1].split("</nav>")[0]


@pytest.mark.parametrize(
    ("role", "keys"),
    [(Role.CLERK, "123456"), (Role.EDITOR, "123456"), (Role.CHIEF, "123456789")],
)
def test_each_role_sees_what_it_opens_from_left_to_right(client, unit, role, keys):
    officer = make_officer("moi@tan-phu.example", "Đỗ Thị Mới", unit, role)
    menu = menu_seen_by(client, officer)
    entries = ENTRY.findall(menu)
    assert "".join(key for _, key, _ in entries) == keys
    for address, _, _ in entries:
        assert client.get(address).status_code == 200


def test_a_supervisor_reads_and_keeps_no_counter(client, unit, dung):
    addresses = {address for address, _, _ in ENTRY.findall(menu_seen_by(client, dung))}
    assert f"{HOME}audit/" in addresses
    assert not {f"{HOME}counter/", f"{HOME}officers/", f"{HOME}zalo/"} & addresses


@pytest.mark.parametrize(
    ("path", "here", "how"),
    [
        ("", "", "page"),
        ("lists/", "lists/", "page"),
        ("lists/quality/", "lists/", "true"),
        ("ageing/", "", "true"),
        ("officers/", "officers/", "page"),
    ],
)
def test_one_entry_says_where_the_page_is(client, unit, an, path, here, how):
    entries = ENTRY.findall(menu_seen_by(client, an, f"{HOME}{path}"))
    assert [(address, told) for address, _, told in entries if told] == [(f"{HOME}{here}", how)]
