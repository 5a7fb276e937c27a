"""Long texts leaf by leaf: lines gathered into pages, with previous and next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, paged, shorten, text_pages
from bot.conversation.translation import _
from bot.handlers.shared import formatting

HEAD_ROOM = 240
TEXT_ROOM = 820  # a remark of one sentence still fits above it


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


def leaf(
    title: str,
    lines: Sequence[str],
    page: int,
    route: str,
    buttons: Sequence[Button] = (),
    head: str = "",
    asks: Ask | None = None,
) -> Screen:
    """Page `page` of a text of many lines, below a head that stands on every page.

    `route` is the route of a page with `{page}`. At most eight buttons may be given.
    """
    shown = text_page(lines, page, route, head if len(head) <= HEAD_ROOM else head[: HEAD_ROOM - 1] + "…")
    return Screen(shorten(title, TITLE_LENGTH), shown.body, [*shown.page_buttons, *buttons], asks)


def back(route: str, answers: Literal["", "no"] = "") -> Button:
    """The way back, the same on every screen; where a yes or no is asked for, a typed no goes it too."""
    return Button(_("Back"), route, answers=answers)
