"""Long texts leaf by leaf: lines gathered into pages, with previous and next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, paged, shorten, text_pages
from bot.conversation.translation import _
from bot.handlers.shared import formatting

HEAD_ROOM = 240
TEXT_ROOM = 820  # a remark of one sentence still fits above it


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
    head = head if len(head) <= HEAD_ROOM else head[: HEAD_ROOM - 1] + "…"
    shown = paged(text_pages(lines, TEXT_ROOM - len(head)), page, length=1)
    body = "\n\n".join(part for part in (head, shown.items[0].strip("\n"), formatting.on_page(shown)) if part)
    more = [*formatting.turning(shown, route), *buttons]
    return Screen(shorten(title, TITLE_LENGTH), body, more, asks)


def back(route: str) -> Button:
    """The way back, the same on every screen."""
    return Button(_("Back"), route)
