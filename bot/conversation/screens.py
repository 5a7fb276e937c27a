"""Screens: one title, some text, a few buttons and at most one open question.

A screen fits every channel by construction: it refuses what some channel could not show. Text that
comes from data enters only through `label` and `paged`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeVar

Item = TypeVar("Item")

TITLE_LENGTH = 60
TEXT_LENGTH = 1024
MOST_BUTTONS = 10
LABEL_LENGTH = 24
SHORT_LABEL_LENGTH = 20
FEW_BUTTONS = 3
HINT_LENGTH = 72
ROUTE_BYTES = 64
COPY_LENGTH = 256
SUM_COLUMNS = 30
"""What a line of a reckoning takes on a narrow phone in letters of one width: label, two blanks, amount."""
MOST_SUMS = 8
PAGE_LENGTH = 7


Kind = Literal["", "on", "back", "irreversible"]


class ScreenRefused(ValueError):
    """Some channel could not show this screen."""


def _must(holds: bool, complaint: str) -> None:
    if not holds:
        raise ScreenRefused(complaint)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: its label, and the route it carries, as a link carries its href.

    `hint` is a second line where a channel has one, `beside` asks for the same row as the button
    before. In place of a route, `url` is one of the program's own links, and `copy` what a tap puts on the
    clipboard: it also stands on the screen, for channels that cannot. `kind` says how it looks: the way on,
    the way back, or what cannot be undone. `answers` marks what a typed yes or no does on a screen that asks
    for one: `yes`, `no`, or a yes that takes a `tap`, as it places, pays, cancels or erases. `photo` is a
    reference, for channels that show small pictures in lists. Raises ScreenRefused.
    """

    label: str
    route: str = ""
    hint: str = ""
    beside: bool = False
    url: str = ""
    kind: Kind = ""
    answers: Literal["", "yes", "no", "tap", "cancel"] = ""
    copy: str = ""
    photo: str = ""

    def __post_init__(self) -> None:
        _must(0 < len(self.label) <= LABEL_LENGTH, f"label length: {self.label!r}")
        targets = [self.route, self.url, self.copy]
        _must(sum(map(bool, targets)) == 1, f"one of route, url and copy: {self.label!r}")
        _must(self.route.isascii() and len(self.route) <= ROUTE_BYTES, f"route: {self.route!r}")
        _must(len(self.hint) <= HINT_LENGTH, f"hint length: {self.hint!r}")
        _must(len(self.copy) <= COPY_LENGTH and self.copy == self.copy.strip(), f"copy: {self.copy!r}")


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of a reckoning: what for, and how much as people read it; `total` sums up those above it.

    Raises ScreenRefused when it is wider than a narrow phone; `sum_line` shortens the label instead.
    """

    label: str
    amount: str
    total: bool = False

    def __post_init__(self) -> None:
        _must(bool(self.label.strip() and self.amount.strip()), f"an empty sum: {self!r}")
        _must(len(self.label) + len(self.amount) + 2 <= SUM_COLUMNS, f"too wide: {self!r}")


@dataclass(frozen=True, slots=True)
class Ask:
    """The open question of a screen: the route that the next answer goes to, and what may answer it."""

    route: str
    accepts: frozenset[str] = frozenset({"text"})


@dataclass(frozen=True, slots=True)
class Screen:
    """One place of the conversation as a person sees it. Raises ScreenRefused beyond a limit.

    `photo` and `files` are references (`manifest/12/v1/xlsx`), never bytes. `sums` is a reckoning below the
    body, a table where a channel has one; it counts as text (`room_of`).
    `route` is the place itself, filled in by routing, so that it can be drawn again.
    """

    title: str
    body: str = ""
    buttons: Sequence[Button] = ()
    asks: Ask | None = None
    photo: str = ""
    files: Sequence[str] = ()
    sums: Sequence[Sum] = ()
    route: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        _must(0 < len(self.title) <= TITLE_LENGTH, f"title length: {self.title!r}")
        _must(len(self.sums) <= MOST_SUMS, f"{len(self.sums)} sums: {self.title!r}")
        taken = len(self.title) + len(self.body) + room_of(self.sums)
        _must(taken <= TEXT_LENGTH, f"text length: {self.title!r}")
        _must(len(self.buttons) <= MOST_BUTTONS, f"{len(self.buttons)} buttons: {self.title!r}")
        labels = [button.label for button in self.buttons]
        _must(len({one.casefold() for one in labels}) == len(labels), f"labels differ: {labels}")
        if len(labels) <= FEW_BUTTONS and not any(button.hint for button in self.buttons):
            _must(all(len(one) <= SHORT_LABEL_LENGTH for one in labels), f"few labels: {labels}")
        ways_on = [button.label for button in self.buttons if button.kind == "on"]
        _must(len(ways_on) <= 1, f"several ways on: {ways_on}")

    def at(self, route: str) -> Screen:
        """The same screen with the route of the place it shows."""
        return replace(self, route=route)


def columns_of(sums: Sequence[Sum]) -> int:
    """How wide a reckoning is in letters of one width: its widest line, with two blanks before the amount."""
    return max((len(one.label) + 2 + len(one.amount) for one in sums), default=0)


def room_of(sums: Sequence[Sum]) -> int:
    """How many characters of the text these sums take at most, on any channel: a line each, a total two."""
    return sum(2 if one.total else 1 for one in sums) * (columns_of(sums) + 1)


def sum_line(label: str, amount: str, total: bool = False) -> Sum:
    """A line of a reckoning; a label that is too long is shortened. Raises ScreenRefused for the amount."""
    return Sum(shorten(label, SUM_COLUMNS - 2 - len(amount)), amount, total)


def labels_of(screen: Screen) -> dict[str, str]:
    """The route behind each label; typing a label counts as tapping it."""
    return {button.label: button.route for button in screen.buttons if button.route}


def noted(screen: Screen, note: str) -> Screen:
    """The screen with a note above its body; the body is cut when both do not fit."""
    room = TEXT_LENGTH - len(screen.title) - room_of(screen.sums)
    note = shorten(note, room) if len(note) > room else note
    left = room - len(note) - 2
    body = screen.body if len(screen.body) <= left else screen.body[: max(left - 1, 0)] + "…"
    return replace(screen, body=f"{note}\n\n{body}".strip() if left > 0 else note)


def with_copy(screen: Screen, *copies: Button) -> Screen:
    """The screen with these buttons that copy, after all others; those that a full screen has no room for are
    left out, as what they copy stands in its text.
    """
    taken = {one.label.casefold() for one in screen.buttons}
    fresh = [one for one in copies if one.label.casefold() not in taken]
    return replace(screen, buttons=[*screen.buttons, *fresh[: MOST_BUTTONS - len(taken)]])


def still_asking(screen: Screen, ask: Ask, go_on: Button) -> Screen:
    """The answer to something in between: the question before stays open, and a button leads back to it.

    A full screen, and one with a button of that name, have no room for it.
    """
    if screen.asks is not None:
        return screen
    taken = {one.label.casefold() for one in screen.buttons}
    has_room = len(taken) < MOST_BUTTONS and go_on.label.casefold() not in taken
    return replace(screen, asks=ask, buttons=[*([go_on] if has_room else []), *screen.buttons])


def shorten(text: str, length: int) -> str:
    """The text on one line, cut at a word with "…" when it is longer than `length` characters."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut and not text[length - 1].isspace() else cut
    return (at_word if len(at_word) >= length // 2 else cut).rstrip(" ,.;:-–") + "…"


def label(text: str, length: int = SHORT_LABEL_LENGTH) -> str:
    """Text from data as a button's label; the full name belongs in the hint or the body."""
    return shorten(text, length) or "…"


def labels(texts: Sequence[str], length: int = SHORT_LABEL_LENGTH) -> list[str]:
    """Labels for several texts from data, all different: those that clash get a number."""
    taken: set[str] = set()
    made: list[str] = []
    for text in texts:
        one, number = label(text, length), 1
        while one.casefold() in taken:
            number += 1
            tail = f" {number}"
            one = label(text, length - len(tail)) + tail
        taken.add(one.casefold())
        made.append(one)
    return made


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a longer list; `number` counts from 1."""

    items: Sequence[Item]
    number: int
    of: int

    @property
    def previous(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.of else None


def paged(items: Sequence[Item], number: int, length: int = PAGE_LENGTH) -> Page[Item]:
    """Page `number` (from 1) of a list; a number that does not exist gives the nearest page."""
    of = max(1, -(-len(items) // length))
    number = min(max(number, 1), of)
    return Page(items[(number - 1) * length : number * length], number, of)


def text_pages(lines: Sequence[str], room: int) -> list[str]:
    """Lines gathered into bodies of at most `room` characters each; a longer line is shortened."""
    pages: list[str] = [""]
    for line in lines:
        line = line if len(line) <= room else line[: room - 1] + "…"
        joined = f"{pages[-1]}\n{line}" if pages[-1] else line
        if len(joined) <= room:
            pages[-1] = joined
        else:
            pages.append(line)
    return pages
