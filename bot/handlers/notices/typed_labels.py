"""Labels of notices, typed instead of tapped: "Bisa semua" answers the notice with that button."""

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
"""Answers whose handler finds the order itself, by which orders wait: route prefix → route."""
CHOSEN = "u/which/"
"""The place that asks which order is meant: a label typed there is one of its own buttons."""


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A notice that has the typed label: the index of the label among its labels, and its route."""

    notice: Notice
    nth: int
    route: str


async def route_of_label(turn: Turn, routes: Routes, on_screen: str) -> str:
    """The route of the typed label on an unanswered notice; "" when no notice has it.

    `on_screen` is the route of the same label on the screen, or "". With it, or with an open question, only
    notices newer than the screen count; notices newer than the text never do. If several notices would each
    change something, the answer is the route of the place that asks which one.
    """
    only_newer = bool(on_screen or turn.session.asks)
    if _by_order(on_screen):
        return "" if turn.session.screen.startswith(CHOSEN) else _by_order(on_screen)
    since = turn.session.shown_at if only_newer else None
    notices = await outbox.newest_of(turn.db, turn.session.id, since, turn.event.sent_at)
    matches = [one for one in _matches(notices, turn.text) if one.notice.state == NoticeState.SENT]
    if not matches:
        return ""
    newest = matches[0]
    if _by_order(newest.route):
        return _by_order(newest.route)
    if _is_action(routes, newest.route) and _several(matches, on_screen):
        return f"which/{newest.notice.id}/{newest.nth}"
    await outbox.mark_answered(turn.db, turn.session.id, newest.notice.message_id, turn.now)
    return newest.route


def _matches(notices: Sequence[Notice], text: str) -> list[LabelMatch]:
    return [
        LabelMatch(notice, nth, route)
        for notice in notices
        for nth, (label, route) in enumerate((notice.labels or {}).items())
        if label.casefold() == text.casefold()
    ]


def _by_order(route: str) -> str:
    return next((to for start, to in BY_ORDER.items() if route.startswith(start)), "")


def _is_action(routes: Routes, route: str) -> bool:
    return routes.match(route)[0].kind == "action"


def _several(matches: Sequence[LabelMatch], on_screen: str) -> bool:
    """Whether the routes differ in more than their last part, which is only the revision that was seen."""
    targets = {
        route.rpartition("/")[0] for route in (*(match.route for match in matches), on_screen) if route
    }
    return len(targets) > 1


@place("which/{notice_id}/{nth}")
async def which(turn: Turn, notice_id: int, nth: int) -> Screen:
    """Asks which of several notices with the typed label is meant."""
    notices = await outbox.newest_of(turn.db, turn.session.id)
    same_label = next((list(one.labels or {})[nth:] for one in notices if one.id == notice_id), [])
    matches = _matches(notices, same_label[0])[: MOST_BUTTONS - 1] if same_label else []
    names = labels([one.notice.title for one in matches])
    buttons = [Button(name, one.route) for name, one in zip(names, matches, strict=True)]
    body = _("There are several that this could answer. Please tap the one that you mean.")
    return Screen(_("Which one do you mean?"), body, [*buttons, Button(_("Home"), "home", kind="back")])
