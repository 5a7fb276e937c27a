"""Routes: what a button carries, matched to the handler that answers it.

A *place* only reads and may be shown any number of times; an *action* changes something and ends in
a place. A route is a request, never a permission: the role it needs stands in its declaration.

A handler answers with a `Screen`. It goes to another feature's place by a `Redirect` to its route, returned
or raised, and says `NotAnAnswer` to a typed text that does not answer its question.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import signature
from typing import Any, Literal, TypeVar, get_type_hints

from bot.conversation.screens import ROUTE_BYTES, Button, Screen
from bot.people import Role


class Redirect(Exception):
    """Answers with the screen of another route, with `note` laid over it."""

    def __init__(self, route: str, note: str = "") -> None:
        super().__init__(route)
        self.route = route
        self.note = note


@dataclass(frozen=True, slots=True)
class NotAnAnswer:
    """The typed text does not answer the open question; the engine takes it as free text.

    With a button to go on, the question stays open under the answer, if that asks nothing itself. The note
    stands above the answer, and tells what was done all the same.
    """

    go_on: Button | None = None
    note: str = ""


Answer = Screen | Redirect | NotAnAnswer
Handler = Callable[..., Awaitable[Answer]]
Declared = TypeVar("Declared", bound=Handler)
Kind = Literal["place", "action"]
_CONVERTORS: dict[type, tuple[str, Callable[[str], Any]]] = {
    int: (r"-?\d{1,9}", int),  # what every database takes as an id
    str: (r"[^/]{1,48}", str),
}
PRIVATE = "private/"
HANDLERS = "bot.handlers."
_FIELD = re.compile(r"{(\w+)}")


def is_private(route: str) -> bool:
    """Whether text typed to this route must not be stored as typed: in no log, inbox or chat."""
    return route.startswith(PRIVATE)


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table: pattern, place or action, who may use it, and the handler.

    `name` is the path of the handler below `bot.handlers`, as `customer.cart.cart_page`. `moves_sums` says
    that it may change what long readings sum up.
    """

    name: str

    pattern: str
    kind: Kind
    role: Role
    handler: Handler
    matcher: re.Pattern[str]
    convert: dict[str, Callable[[str], Any]]
    moves_sums: bool

    def params(self, route: str) -> dict[str, Any] | None:
        """The parameters in a route of this pattern; None when the route does not match."""
        match = self.matcher.fullmatch(route)
        if not match:
            return None
        return {name: self.convert[name](value) for name, value in match.groupdict().items()}

    def path(self, **params: object) -> str:
        """The route with these parameters. Raises ValueError if it would not parse back to them."""
        route = self.pattern.format(**params) if params.keys() == self.convert.keys() else ""
        if self.params(route) != params:
            raise ValueError(f"{self.pattern} with {params}")
        return route


def place(pattern: str, role: Role = Role.CUSTOMER) -> Callable[[Declared], Declared]:
    """Declares a handler that shows a place; sets the route of the screen it returns."""

    def declare(handler: Declared) -> Declared:
        names = list(signature(handler).parameters)[1:]

        @functools.wraps(handler)
        async def shown(turn: Any, *args: Any, **named: Any) -> Answer:
            answer = await handler(turn, *args, **named)
            if not isinstance(answer, Screen) or answer.route:
                return answer
            values = dict(zip(names, args, strict=False)) | named
            return answer.at(pattern.format(**values))

        return _declared(shown, handler, pattern, "place", role, False)

    return declare


def action(
    pattern: str, role: Role = Role.CUSTOMER, moves_sums: bool = True
) -> Callable[[Declared], Declared]:
    """Declares a handler that changes something and returns the place that is shown afterwards.

    One that does not change orders, shipments or notices may say that it moves no sums: the place is then
    shown with what was read before.
    """

    def declare(handler: Declared) -> Declared:
        return _declared(handler, handler, pattern, "action", role, moves_sums)

    return declare


def _declared(
    shown: Handler, handler: Declared, pattern: str, kind: Kind, role: Role, moves_sums: bool
) -> Declared:
    hints = get_type_hints(handler)
    convert: dict[str, Callable[[str], Any]] = {}

    def group(field: re.Match[str]) -> str:
        expression, convert[field[1]] = _CONVERTORS[hints.get(field[1], str)]
        return f"(?P<{field[1]}>{expression})"

    parts = re.split(r"({\w+})", pattern)
    expression = "".join(_FIELD.sub(group, one) if one.startswith("{") else re.escape(one) for one in parts)
    name = f"{handler.__module__}.{handler.__name__}".removeprefix(HANDLERS)
    shown.__dict__["route"] = Route(
        name, pattern, kind, role, shown, re.compile(expression, re.ASCII), convert, moves_sums
    )
    return shown  # type: ignore[return-value]  # it has the handler's signature


class NoSuchRoute(LookupError):
    """No handler has this route: it is from an older version, or made up."""


class Routes:
    """The table of all routes. Raises ValueError when two handlers have the same pattern."""

    def __init__(self, handlers: Iterable[Handler]) -> None:
        self.lines: list[Route] = [handler.__dict__["route"] for handler in handlers]
        patterns = [line.pattern for line in self.lines]
        if twice := {pattern for pattern in patterns if patterns.count(pattern) > 1}:
            raise ValueError(f"declared twice: {sorted(twice)}")
        self._by_start: dict[str, list[Route]] = {}
        for line in self.lines:
            self._by_start.setdefault(line.pattern.split("/")[0], []).append(line)

    def __iter__(self) -> Iterator[Route]:
        return iter(self.lines)

    def reverse(self, name: str, **params: object) -> str:
        """The route of a handler by its name, as `reverse("customer.cart.cart_page", page=2)`.

        Raises NoSuchRoute for a name that is not in the table, ValueError for parameters that do not fit.
        """
        for line in self.lines:
            if line.name == name:
                return line.path(**params)
        raise NoSuchRoute(name)

    def match(self, route: str) -> tuple[Route, dict[str, Any]]:
        """The row that matches a route, and its parameters. Raises NoSuchRoute."""
        if route.isascii() and len(route) <= ROUTE_BYTES:
            for line in self._by_start.get(route.split("/")[0], ()):
                params = line.params(route)
                if params is not None:
                    return line, params
        raise NoSuchRoute(route)
