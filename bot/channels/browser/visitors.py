"""Decides who may use the browser chat, and which chats are theirs."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import web

SEATS = {"customer": "seat-customer", "umkm": "seat-umkm", "coordinator": "seat-coordinator"}
"""The three seats of the demo and their chat ids."""

COOKIE = "rantau_session"
COOKIE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with chats: seat → chat id. Outside the demo the only seat is `me`."""

    seats: Mapping[str, str]

    def seat_of(self, chat_id: str) -> str | None:
        """The seat of this chat; None for somebody else's chat."""
        return next((seat for seat, chat in self.seats.items() if chat == chat_id), None)


class Door(Protocol):
    """Lets requests in and says whose they are."""

    def admit(self, request: web.Request) -> None:
        """Raises HTTPForbidden for a request that our page did not make."""

    def visitor(self, request: web.Request) -> Visitor | None:
        """Whose request this is; None when the visitor has no valid session."""

    def greet(self, request: web.Request, response: web.StreamResponse) -> None:
        """Gives the visitor of the page a session where one is needed."""


class SessionDoor:
    """Each visitor has a random token in a signed cookie; the chat id is the token's hash."""

    def __init__(self, secret: bytes, public_url: str) -> None:
        self._secret = secret
        parts = urlsplit(public_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._secure = parts.scheme == "https"

    def admit(self, request: web.Request) -> None:
        """Raises HTTPForbidden on a foreign Origin. A request without Origin is admitted: browsers send it
        whenever it matters, and without a browser there is no cookie to misuse.
        """
        refuse_foreign_origin(request, {self._origin, f"http://{request.host}", f"https://{request.host}"})

    def visitor(self, request: web.Request) -> Visitor | None:
        """The owner of the cookie, if we signed it."""
        token = opened(request.cookies.get(COOKIE, ""), self._secret)
        return Visitor({"me": chat_of(token)}) if token else None

    def greet(self, request: web.Request, response: web.StreamResponse) -> None:
        """Extends a valid session by a year, or starts a new one."""
        token = opened(request.cookies.get(COOKIE, ""), self._secret) or secrets.token_urlsafe(32)
        response.set_cookie(
            COOKIE,
            signed(token, self._secret),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=self._secure,
            path="/",
        )


def signed(token: str, secret: bytes) -> str:
    """The token with its signature behind a dot."""
    return f"{token}.{_signature(token, secret)}"


def opened(cookie: str, secret: bytes) -> str | None:
    """The token of a cookie that we signed; None for any other."""
    token, _, signature = cookie.rpartition(".")
    valid = hmac.compare_digest(signature.encode(), _signature(token, secret).encode())
    return token if token and valid else None


def chat_of(token: str) -> str:
    """The chat id of a session; the token cannot be derived from it."""
    return "visitor-" + hashlib.sha256(token.encode()).hexdigest()[:32]


def _signature(token: str, secret: bytes) -> str:
    return hmac.new(secret, b"browser session " + token.encode(), hashlib.sha256).hexdigest()


def refuse_foreign_origin(request: web.Request, ours: set[str], required: bool = False) -> None:
    """Raises HTTPForbidden for an Origin that is not ours, and for none where one is `required`."""
    origins = set(request.headers.getall("Origin", []))
    if not origins <= ours or (required and not origins):
        raise web.HTTPForbidden(text="This request came from another site.")
