"""Long texts leaf by leaf: lines gathered into pages, with previous and next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.conversation.screens import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    Ask,
    Button,
    Screen,
    Sum,
    paged,
    room_of,
    shorten,
    text_pages,
)
from bot.conversation.translation import _
from bot.handlers.shared import formatting

HEAD_ROOM = 240
TEXT_ROOM = 820  # a remark of one sentence still fits above it
BESIDE_SUMS = TEXT_LENGTH - TITLE_LENGTH - 100  # the same, for a body and the sums below it


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of a long text: its body, the buttons to the pages beside it, and whether it is the last."""

    body: str
    page_buttons: list[Button]
    is_last: bool


def text_page(lines: Iterable[str], page: int, route: str, head: str = "", room: int = TEXT_ROOM) -> TextPage:
    """Page `page` of these lines, below a head that stands on every page; it tells which page it is.

    `route` is the route of a page with `{page}`, `room` how many characters head and lines may take.
    """
    parts = [part for line in lines for part in line.split("\n")]
    shown = paged(text_pages(parts, room - len(head)), page, length=1)
    body = "\n\n".join(filter(None, [head, shown.items[0].strip("\n"), formatting.on_page(shown)]))
    return TextPage(body, formatting.page_buttons(shown, route), shown.next is None)


def room_beside(sums: Sequence[Sum]) -> int:
    """How many characters the lines of a page may take when these sums stand below them."""
    return min(TEXT_ROOM, BESIDE_SUMS - room_of(sums))


def leaf(
    title: str,
    lines: Sequence[str],
    page: int,
    route: str,
    buttons: Sequence[Button] = (),
    head: str = "",
    asks: Ask | None = None,
    sums: Sequence[Sum] = (),
) -> Screen:
    """Page `page` of a text of many lines, below a head and above sums that stand on every page.

    `route` is the route of a page with `{page}`. At most eight buttons may be given.
    """
    head = head if len(head) <= HEAD_ROOM else head[: HEAD_ROOM - 1] + "…"
    shown = text_page(lines, page, route, head, room_beside(sums))
    buttons = [*shown.page_buttons, *buttons]
    return Screen(shorten(title, TITLE_LENGTH), shown.body, buttons, asks, sums=sums)


def back(route: str, answers: Literal["", "no"] = "") -> Button:
    """The way back, the same on every screen; where a yes or no is asked for, a typed no goes it too."""
    return Button(_("Back"), route, kind="back", answers=answers)
