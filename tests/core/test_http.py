import pytest
from django.test import RequestFactory

from tracuu.core.http import client_address


def address(settings, peer, forwarded=None, proxies=0):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


@pytest.mark.parametrize("forwarded", [None, "203.0.113.5", "203.0.113.5, 198.51.100.1"])
def test_without_proxies_of_ours_only_the_peer_counts(settings, forwarded):
    assert address(settings, "192.0.2.1", forwarded) == "192.0.2.1"


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("203.0.113.5", 1, "203.0.113.5"),
        ("1.1.1.1, 203.0.113.5", 1, "203.0.113.5"),
        ("1.1.1.1,2.2.2.2,203.0.113.5", 1, "203.0.113.5"),
        ("203.0.113.5, 198.51.100.1", 2, "203.0.113.5"),
        ("1.1.1.1, 203.0.113.5, 198.51.100.1", 2, "203.0.113.5"),
        ("  2001:db8:1:2:3:4:5:6 ", 1, "2001:db8:1:2::/64"),
    ],
)
def test_each_proxy_of_ours_is_believed_for_the_one_before_it(
    settings, forwarded, proxies, expected
):
    assert address(settings, "127.0.0.1", forwarded, proxies) == expected


@pytest.mark.parametrize(
    ("forwarded", "proxies"),
    [
        (None, 1),
        ("", 1),
        ("unknown", 1),
        ("1.1.1.1, ", 1),
        ("1.1.1.1, 203.0.113.5:8080", 1),
        ("203.0.113.5, garbage", 1),
        ("203.0.113.5", 2),
    ],
)
def test_anything_odd_means_the_peer(settings, forwarded, proxies):
    assert address(settings, "192.0.2.1", forwarded, proxies) == "192.0.2.1"


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("2001:db8:aaaa:bbbb:1:2:3:4", "2001:db8:aaaa:bbbb::/64"),
        ("2001:DB8:AAAA:BBBB::9", "2001:db8:aaaa:bbbb::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_an_ipv6_network_is_one_caller(settings, peer, expected):
    assert address(settings, peer) == expected
