"""Free text of an UMKM: the number of an order, or an answer to one that waits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import HINT_LENGTH, Button, Screen, labels, shorten
from bot.conversation.translation import _
from bot.core.typed_signs import keyed
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.handlers.umkm import access
from bot.handlers.umkm.answers import answer_lines
from bot.handlers.umkm.order_view import pieces_of, to_order
from bot.handlers.umkm.parse_answer import Part, is_answer, only_agrees, parts_of
from bot.orders import OrderLine
from bot.people import Role, outbox
from bot.people.notice_kinds import NoticeKind
from bot.understanding.text.tokens import tokens_of

Candidate = tuple[int, int]
NUMBER = re.compile(r"\b[A-Za-z]{2}[ -]?[0-9A-Za-z]{4,8}\b")
ON_SCREEN = re.compile(r"u/order/(\d+)/(\d+)(?:/\d+)?")
MOST_ORDERS = 7
MOST_NUMBERS = 10


@action("u/find", role=Role.UMKM)
async def find(turn: Turn) -> Screen | Redirect:
    """Opens the order whose number was typed; takes an answer for the order that it is about."""
    found = await access.by_number(turn, turn.text)
    if found is not None:
        return to_order(*found)
    text, named = await _without_number(turn)
    parts = parts_of(text, turn.shop.vocabulary)
    if not parts and not is_answer(text, turn.shop.vocabulary):
        sorry = _("Your UMKM has no order “{text}”. Tap below, or type an order number.")
        return Redirect("u", sorry.format(text=shorten(turn.text, 40)))
    candidates = [named] if named else await _candidates(turn)
    if not candidates:
        return Redirect("u", _("No order waits for your answer."))
    if len(candidates) > 1:
        return await _ask_which(turn, parts)
    return await _answer(turn, *candidates[0], parts)


async def _without_number(turn: Turn) -> tuple[str, Candidate | None]:
    """The text without an order number of this person's UMKM, and that order; None when it has none."""
    text = keyed(turn.text)
    for number in islice(NUMBER.finditer(text), MOST_NUMBERS):  # each is asked of the database
        found = await access.by_number(turn, number[0])
        if found is not None:
            return text[: number.start()] + text[number.end() :], found
    return text, None


async def _candidates(turn: Turn) -> list[Candidate]:
    """The orders that an answer may be for: the one on the screen and newer notices, else all that wait."""
    waiting = [(row.id, row.umkm_id) for row in await access.waiting(turn)]
    on_screen = ON_SCREEN.fullmatch(turn.session.screen)
    if on_screen is None:
        return waiting
    seen = int(on_screen[1]), int(on_screen[2])
    if seen not in waiting:
        return [seen, *waiting]
    notices = await outbox.newest_of(turn.db, turn.session.id, turn.session.shown_at, turn.event.sent_at)
    newer = {one.subject for one in notices}
    return [seen, *(one for one in waiting if one != seen and f"{one[0]}/{one[1]}" in newer)]


async def _answer(turn: Turn, order_id: int, umkm_id: int, parts: Sequence[Part]) -> Redirect:
    revision = await _shown_revision(turn, order_id, umkm_id)
    wanted = _pieces_of(turn, (await access.order(turn, order_id, umkm_id)).to_make, parts)
    if wanted is None or revision is None or not await _is_about(turn, order_id, umkm_id):
        not_sure = _("I am not sure what you can make. Please tap it here.")
        return to_order(order_id, umkm_id, not_sure)
    if isinstance(wanted, bool):
        return Redirect(f"u/{'can' if wanted else 'cannot'}/{order_id}/{umkm_id}/{revision}")
    return await answer_lines(turn, order_id, umkm_id, wanted, revision)


async def _is_about(turn: Turn, order_id: int, umkm_id: int) -> bool:
    """Whether the text is about this order; a mere yes is only about the screen or the newest notice."""
    if not only_agrees(turn.text, turn.shop.vocabulary):
        return True
    if turn.session.screen.startswith(f"u/order/{order_id}/{umkm_id}"):
        return True
    notices = await outbox.newest_of(turn.db, turn.session.id, until=turn.event.sent_at)
    return bool(notices) and (notices[0].kind, notices[0].subject) == (
        NoticeKind.UMKM_ORDER,
        f"{order_id}/{umkm_id}",
    )


def _pieces_of(turn: Turn, lines: Sequence[OrderLine], parts: Sequence[Part]) -> dict[int, int] | bool | None:
    """Line id → pieces, or True for all and False for none of the order; None when that is not certain."""
    if len(parts) == 1 and not parts[0].goods:
        pieces = parts[0].pieces
        if not pieces:
            return pieces is None
        return {lines[0].id: pieces} if len(lines) == 1 else None
    pieces_by_line: dict[int, int] = {}
    for part in parts:
        matching = [line for line in lines if set(part.goods) <= _names(turn, line)]
        if len(matching) != 1 or matching[0].id in pieces_by_line:
            return None
        pieces_by_line[matching[0].id] = matching[0].ordered if part.pieces is None else part.pieces
    return pieces_by_line or None


def _names(turn: Turn, line: OrderLine) -> set[str]:
    """Every word in the names of a line's product, in its usual spelling."""
    ware = turn.shop.catalogue.by_id.get(line.product_id)
    names = " ".join([line.name_id, line.name_en, *(ware.aliases if ware else ())])
    words = turn.shop.vocabulary
    tokens = tokens_of(names, suffixes=words.affixes.hyphenated)
    return {words.spelled.get(token.plain, token.plain) for token in tokens}


async def _shown_revision(turn: Turn, order_id: int, umkm_id: int) -> int | None:
    """The newest revision of the order that this chat has seen; None when it has seen none."""
    start = f"u/can/{order_id}/{umkm_id}/"
    routes = turn.session.labels.values()
    shown = [int(route.removeprefix(start)) for route in routes if route.startswith(start)]
    subject, sent_at = f"{order_id}/{umkm_id}", turn.event.sent_at
    last_told = await outbox.last_told(turn.db, NoticeKind.UMKM_ORDER, subject, turn.session.id, sent_at)
    return max([*shown, *([last_told["revision"]] if "revision" in last_told else [])], default=None)


async def _ask_which(turn: Turn, parts: Sequence[Part]) -> Screen | Redirect:
    on_screen = ON_SCREEN.fullmatch(turn.session.screen)
    seen = (int(on_screen[1]), int(on_screen[2])) if on_screen else (0, 0)
    if len(parts) == 1 and not parts[0].goods and not parts[0].pieces:
        return await which(turn, "all" if parts[0].pieces is None else "none", *seen)
    several = _("Several orders wait. Please tap the one that you mean, then say how many.")
    return Redirect("u/orders/waiting/1", several)


@place("u/which/{answer}/{order_id}/{umkm_id}", role=Role.UMKM)
async def which(turn: Turn, answer: str, order_id: int, umkm_id: int) -> Screen:
    """Asks which order the answer is for: one that waits, or the one on the screen before."""
    seen = [row for row in await access.settled(turn) if (row.id, row.umkm_id) == (order_id, umkm_id)]
    shown = [*seen, *await access.waiting(turn)][:MOST_ORDERS]
    names = labels([str(row.number) for row in shown])
    buttons = [
        Button(name, await _answer_route(turn, answer, row), hint=shorten(pieces_of(row), HINT_LENGTH))
        for name, row in zip(names, shown, strict=True)
    ]
    question = _("For which order do you mean: all can be made?")
    if answer == "none":
        question = _("For which order do you mean: none of it can be made?")
    return Screen(
        _("Which order?"), question, [*buttons, Button(_("To answer"), "u/orders/waiting/1"), back("u")]
    )


async def _answer_route(turn: Turn, answer: str, row: Any) -> str:
    """The route of the answer for the revision that was shown; the order's page when none was."""
    revision = await _shown_revision(turn, row.id, row.umkm_id)
    if revision is None:
        return f"u/order/{row.id}/{row.umkm_id}"
    return f"u/{'can' if answer == 'all' else 'cannot'}/{row.id}/{row.umkm_id}/{revision}"
