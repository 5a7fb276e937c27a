"""Routes: what a button carries, matched to the handler that answers it.

A *place* only reads and may be shown any number of times; an *action* changes something and ends in
a place. A route is a request, never a permission: the role it needs stands in its declaration.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

from bot.conversation.screens import ROUTE_BYTES, Screen
from bot.people import Role

Handler = Callable[..., Awaitable[Screen]]
Kind = Literal["place", "action"]
_CONVERTORS: dict[type, tuple[str, Callable[[str], Any]]] = {
    int: (r"-?\d{1,9}", int),  # what every database takes as an id
    str: (r"[^/]{1,48}", str),
}
PRIVATE = "private/"
_FIELD = re.compile(r"{(\w+)}")


def is_private(route: str) -> bool:
    """Whether what is typed to this route is kept nowhere as it was typed: not in a log, an inbox, a chat."""
    return route.startswith(PRIVATE)


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table: pattern, place or action, who may use it, and the handler."""

    pattern: str
    kind: Kind
    role: Role
    handler: Handler
    matcher: re.Pattern[str]
    convert: dict[str, Callable[[str], Any]]

    def params(self, route: str) -> dict[str, Any] | None:
        """The parameters in a route of this pattern; None when it is another."""
        found = self.matcher.fullmatch(route)
        if not found:
            return None
        return {name: self.convert[name](value) for name, value in found.groupdict().items()}


def place(pattern: str, role: Role = Role.CUSTOMER) -> Callable[[Handler], Handler]:
    """Declares a handler that shows a place; the screen it returns knows its own route."""

    def declare(handler: Handler) -> Handler:
        names = _FIELD.findall(pattern)

        @functools.wraps(handler)
        async def shown(turn: Any, *args: Any, **named: Any) -> Screen:
            screen = await handler(turn, *args, **named)
            values = dict(zip(names, args, strict=False)) | named
            return screen if screen.route else screen.at(pattern.format(**values))

        return _declared(shown, handler, pattern, "place", role)

    return declare


def action(pattern: str, role: Role = Role.CUSTOMER) -> Callable[[Handler], Handler]:
    """Declares a handler that changes something and returns the place where the person then is."""

    def declare(handler: Handler) -> Handler:
        return _declared(handler, handler, pattern, "action", role)

    return declare


def _declared(shown: Handler, handler: Handler, pattern: str, kind: Kind, role: Role) -> Handler:
    hints = get_type_hints(handler)
    convert: dict[str, Callable[[str], Any]] = {}

    def group(field: re.Match[str]) -> str:
        expression, convert[field[1]] = _CONVERTORS[hints.get(field[1], str)]
        return f"(?P<{field[1]}>{expression})"

    parts = re.split(r"({\w+})", pattern)
    expression = "".join(_FIELD.sub(group, one) if one.startswith("{") else re.escape(one) for one in parts)
    line = Route(pattern, kind, role, shown, re.compile(expression, re.ASCII), convert)
    shown.__dict__["route"] = line
    return shown


class NoSuchRoute(LookupError):
    """No handler answers this route: it is from another time, or made up."""


class Routes:
    """The table of all routes. Raises ValueError when two lines have the same pattern."""

    def __init__(self, handlers: Iterable[Handler]) -> None:
        self.lines: list[Route] = [handler.__dict__["route"] for handler in handlers]
        patterns = [line.pattern for line in self.lines]
        if twice := {one for one in patterns if patterns.count(one) > 1}:
            raise ValueError(f"declared twice: {sorted(twice)}")
        self._by_start: dict[str, list[Route]] = {}
        for line in self.lines:
            self._by_start.setdefault(line.pattern.split("/")[0], []).append(line)

    def __iter__(self) -> Iterator[Route]:
        return iter(self.lines)

    def match(self, route: str) -> tuple[Route, dict[str, Any]]:
        """The line that answers a route, and its parameters. Raises NoSuchRoute."""
        if route.isascii() and len(route) <= ROUTE_BYTES:
            for line in self._by_start.get(route.split("/")[0], ()):
                params = line.params(route)
                if params is not None:
                    return line, params
        raise NoSuchRoute(route)
