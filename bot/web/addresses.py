"""Whose tries are counted together."""

from __future__ import annotations

from collections.abc import Container
from ipaddress import IPv6Address, ip_address, ip_network

from aiohttp import web

#: So much of an IPv6 address is one subscriber's; he makes up the rest himself.
_SUBSCRIBER = 64


def address_of(request: web.Request, proxies: Container[str]) -> str:
    """Where somebody comes from; of an IPv6 address the network, and empty where nobody knows.

    What `X-Forwarded-For` says is believed only as far as our own `proxies` have written it.
    """
    hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    hops = [hop.strip() for hop in (*hops, request.remote or "")]
    while len(hops) > 1 and hops[-1] in proxies:
        hops.pop()
    try:
        found = ip_address(hops[-1])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or ip_network((found, _SUBSCRIBER), strict=False).network_address
    return str(found)
