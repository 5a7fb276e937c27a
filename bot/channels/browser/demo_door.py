"""The door of the demo, whose chat has no login: it opens to a browser on this machine, to nothing else.

A program that hands requests on (a proxy, a tunnel, a content network) nearly always leaves a mark: a header
of its own, an older version of HTTP, its public name. The marks of all of them cannot be listed, what a
browser sends by itself can: so whatever else a request carries shuts the door.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from aiohttp import HttpVersion11, web

from bot.channels.browser.visitors import SEATS, Visitor, refuse_foreign_origin

# What browsers add to a request of their own accord, in lower case (Fetch and HTTP standards). Names that
# begin with `sec-` are theirs too: no page may set them.
_OF_A_BROWSER = """
accept accept-charset accept-encoding accept-language cache-control connection content-length content-type
cookie dnt host if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive origin pragma
priority purpose range referer save-data te transfer-encoding upgrade upgrade-insecure-requests user-agent
"""
OF_A_BROWSER = frozenset(_OF_A_BROWSER.split())
ONLY_READS = ("GET", "HEAD")
ELSEWHERE = (
    "The demo has no login: it answers only a browser on the machine it runs on, and this request {why}. "
    "For a shop that others reach set RANTAU_BROWSER_CHAT=on."
)


class DemoDoor:
    """Gives everybody on this machine all three seats, and nobody from elsewhere any."""

    def admit(self, request: web.Request) -> None:
        """Raises HTTPForbidden for a request that was handed on, has a foreign Host or Origin, or acts
        without an Origin: a browser sends it with a WebSocket and with whatever is posted.
        """
        if why := _mark_of_elsewhere(request):
            raise web.HTTPForbidden(text=ELSEWHERE.format(why=why))
        refuse_foreign_origin(request, {f"http://{request.headers['Host']}"}, required=_acts(request))

    def visitor(self, request: web.Request) -> Visitor | None:
        """All three seats."""
        return Visitor(SEATS)

    def greet(self, request: web.Request, response: web.StreamResponse) -> None:
        """Does nothing: the demo has no sessions."""


def _mark_of_elsewhere(request: web.Request) -> str:
    """What says that a request does not come straight from a browser on this machine; "" for nothing."""
    hosts = request.headers.getall("Host", [])
    if len(hosts) != 1 or not _is_loopback(hosts[0]):
        return "was made to another address"
    if request.version < HttpVersion11:  # as a proxy without settings speaks it
        return "came as HTTP/1.0, as from a proxy"
    if not request.raw_path.startswith("/"):
        return "was made to a proxy"
    return next((f"carries {name}, as from a proxy" for name in request.headers if not _is_usual(name)), "")


def _is_usual(name: str) -> bool:
    lower = name.lower()
    return lower in OF_A_BROWSER or lower.startswith("sec-")


def _acts(request: web.Request) -> bool:
    return request.method not in ONLY_READS or "Upgrade" in request.headers


def _is_loopback(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
