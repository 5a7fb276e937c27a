"""The labels of notices, typed instead of tapped: "Bisa semua" answers the notice that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.routing import Routes, place
from bot.conversation.screens import MOST_BUTTONS, Button, Screen, labels
from bot.conversation.translation import _
from bot.handlers.shared.turn import Turn
from bot.people import outbox
from bot.people.outbox import Notice, NoticeState

BY_ORDER = {"u/can/": "u/find", "u/cannot/": "u/find"}
"""Answers that are not told apart by screen and notice: their handler looks at which orders wait."""
CHOSEN = "u/which/"
"""The place where it was looked at: what is typed there names the order."""


@dataclass(frozen=True, slots=True)
class Way:
    """A notice with the label that was typed: the how many-th of its labels, and where it leads."""

    notice: Notice
    nth: int
    route: str


async def way(turn: Turn, routes: Routes, on_screen: str) -> str:
    """The route that the typed label has on an unanswered notice; "" when none has it.

    Below a screen with the same label, or with an open question, only what came after it counts; nothing
    does that came after the text was sent. Where several notices would each change something, it is the
    place that asks which one.
    """
    only_newer = bool(on_screen or turn.session.asks)
    if _by_order(on_screen):
        return "" if turn.session.screen.startswith(CHOSEN) else _by_order(on_screen)
    since = turn.session.shown_at if only_newer else None
    told = await outbox.newest_of(turn.db, turn.session.id, since, turn.event.sent_at)
    found = [one for one in _ways(told, turn.text) if one.notice.state == NoticeState.SENT]
    if not found:
        return ""
    newest = found[0]
    if _by_order(newest.route):
        return _by_order(newest.route)
    if _is_action(routes, newest.route) and _several(found, on_screen):
        return f"which/{newest.notice.id}/{newest.nth}"
    await outbox.mark_answered(turn.db, turn.session.id, newest.notice.message_id, turn.now)
    return newest.route


def _ways(told: Sequence[Notice], typed: str) -> list[Way]:
    return [
        Way(notice, nth, route)
        for notice in told
        for nth, (label, route) in enumerate((notice.labels or {}).items())
        if label.casefold() == typed.casefold()
    ]


def _by_order(route: str) -> str:
    return next((to for start, to in BY_ORDER.items() if route.startswith(start)), "")


def _is_action(routes: Routes, route: str) -> bool:
    return routes.match(route)[0].kind == "action"


def _several(found: Sequence[Way], on_screen: str) -> bool:
    """The last part of an action is what its reader had seen: without it, the same way is one way."""
    ways = {route.rpartition("/")[0] for route in (*(one.route for one in found), on_screen) if route}
    return len(ways) > 1


@place("which/{notice_id}/{nth}")
async def which(turn: Turn, notice_id: int, nth: int) -> Screen:
    """Several notices have the label that was typed: which one is meant?"""
    told = await outbox.newest_of(turn.db, turn.session.id)
    typed = next((list(one.labels or {})[nth:] for one in told if one.id == notice_id), [])
    found = _ways(told, typed[0])[: MOST_BUTTONS - 1] if typed else []
    names = labels([one.notice.title for one in found])
    ways = [Button(name, one.route) for name, one in zip(names, found, strict=True)]
    body = _("There are several that this could answer. Please tap the one that you mean.")
    return Screen(_("Which one do you mean?"), body, [*ways, Button(_("Home"), "home")])
