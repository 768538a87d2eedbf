"""Who is at the other end of a request, as far as we may believe it."""

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

_IPV6_CUT = 64  # a household or a server gets a whole /64: its addresses are one caller


def client_address(request: HttpRequest) -> str:
    """Tell the address that counts as the caller: IPv4, or an IPv6 /64.

    X-Forwarded-For is believed only as far as our own proxies wrote it: each appends the address
    that spoke to it, so with two proxies the caller is the second from the right. Whatever stands
    further left, the caller may have invented. Anything odd means REMOTE_ADDR.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.TRUSTED_PROXIES
    if proxies:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", proxies)
        told = _network_of(hops[-proxies].strip()) if len(hops) >= proxies else ""
        if told:
            return told
    return _network_of(peer) or peer


@lru_cache(maxsize=4096)
def _network_of(text: str) -> str:
    """Spell an address its one way, IPv6 cut to its /64; "" when it is no address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), _IPV6_CUT), strict=False))
