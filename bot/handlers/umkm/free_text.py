"""What somebody of an UMKM types: an order's number, or an answer to the order that waits for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import HINT_LENGTH, Button, Screen, labels, shorten
from bot.conversation.translation import _
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


@action("u/find", role=Role.UMKM)
async def find(turn: Turn) -> Screen | Redirect:
    """A typed text: an order number opens that order, own lines only; an answer answers the one it is for."""
    found = await access.called(turn, turn.text)
    if found is not None:
        return to_order(*found)
    text, named = await _without_number(turn)
    parts = parts_of(text, turn.shop.vocabulary)
    if not parts and not is_answer(text, turn.shop.vocabulary):
        sorry = _("Your UMKM has no order “{text}”. Tap below, or type an order number.")
        return Redirect("u", sorry.format(text=shorten(turn.text, 40)))
    meant = [named] if named else await _meant(turn)
    if not meant:
        return Redirect("u", _("No order waits for your answer."))
    if len(meant) > 1:
        return await _ask_which(turn, parts)
    return await _answer(turn, *meant[0], parts)


async def _without_number(turn: Turn) -> tuple[str, Candidate | None]:
    """The text without the number of an order of this person's UMKM, and that order."""
    for number in NUMBER.finditer(turn.text):
        found = await access.called(turn, number[0])
        if found is not None:
            return turn.text[: number.start()] + turn.text[number.end() :], found
    return turn.text, None


async def _meant(turn: Turn) -> list[Candidate]:
    """The orders that an answer may be for: the one on the screen and those below it, else all that wait."""
    waiting = [(row.id, row.umkm_id) for row in await access.waiting(turn)]
    on_screen = ON_SCREEN.fullmatch(turn.session.screen)
    if on_screen is None:
        return waiting
    seen = int(on_screen[1]), int(on_screen[2])
    if seen not in waiting:
        return [seen, *waiting]
    told = await outbox.newest_of(turn.db, turn.session.id, turn.session.shown_at, turn.event.sent_at)
    since = {one.subject for one in told}
    return [seen, *(one for one in waiting if one != seen and f"{one[0]}/{one[1]}" in since)]


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
    """A mere yes is about the order on the screen, or about the newest notice, and about nothing else."""
    if not only_agrees(turn.text, turn.shop.vocabulary):
        return True
    if turn.session.screen.startswith(f"u/order/{order_id}/{umkm_id}"):
        return True
    told = await outbox.newest_of(turn.db, turn.session.id, until=turn.event.sent_at)
    return bool(told) and (told[0].kind, told[0].subject) == (NoticeKind.UMKM_ORDER, f"{order_id}/{umkm_id}")


def _pieces_of(turn: Turn, lines: Sequence[OrderLine], parts: Sequence[Part]) -> dict[int, int] | bool | None:
    """Line id → pieces, or all (True) or none (False) of the order; None when it is not sure."""
    if len(parts) == 1 and not parts[0].goods:
        pieces = parts[0].pieces
        if not pieces:
            return pieces is None
        return {lines[0].id: pieces} if len(lines) == 1 else None
    wanted: dict[int, int] = {}
    for part in parts:
        called = [line for line in lines if set(part.goods) <= _names(turn, line)]
        if len(called) != 1 or called[0].id in wanted:
            return None
        wanted[called[0].id] = called[0].ordered if part.pieces is None else part.pieces
    return wanted or None


def _names(turn: Turn, line: OrderLine) -> set[str]:
    """Every word that a line's product is called by, in its usual spelling."""
    ware = turn.shop.catalogue.by_id.get(line.product_id)
    called = " ".join([line.name_id, line.name_en, *(ware.aliases if ware else ())])
    spelled = turn.shop.vocabulary.spelled
    return {spelled.get(token.plain, token.plain) for token in tokens_of(called)}


async def _shown_revision(turn: Turn, order_id: int, umkm_id: int) -> int | None:
    """The newest revision of the order that this chat was shown; None when it was shown none."""
    start = f"u/can/{order_id}/{umkm_id}/"
    labels_now = turn.session.labels.values()
    shown = [int(route.removeprefix(start)) for route in labels_now if route.startswith(start)]
    subject, sent_at = f"{order_id}/{umkm_id}", turn.event.sent_at
    told = await outbox.last_told(turn.db, NoticeKind.UMKM_ORDER, subject, turn.session.id, sent_at)
    return max([*shown, *([told["revision"]] if "revision" in told else [])], default=None)


async def _ask_which(turn: Turn, parts: Sequence[Part]) -> Screen | Redirect:
    on_screen = ON_SCREEN.fullmatch(turn.session.screen)
    seen = (int(on_screen[1]), int(on_screen[2])) if on_screen else (0, 0)
    if len(parts) == 1 and not parts[0].goods and not parts[0].pieces:
        return await which(turn, "all" if parts[0].pieces is None else "none", *seen)
    several = _("Several orders wait. Please tap the one that you mean, then say how many.")
    return Redirect("u/orders/waiting/1", several)


@place("u/which/{answer}/{order_id}/{umkm_id}", role=Role.UMKM)
async def which(turn: Turn, answer: str, order_id: int, umkm_id: int) -> Screen:
    """Which of the orders is the answer for? Those that wait, and the one that was looked at."""
    seen = [row for row in await access.settled(turn) if (row.id, row.umkm_id) == (order_id, umkm_id)]
    shown = [*seen, *await access.waiting(turn)][:MOST_ORDERS]
    names = labels([str(row.number) for row in shown])
    buttons = [
        Button(name, await _way(turn, answer, row), hint=shorten(pieces_of(row), HINT_LENGTH))
        for name, row in zip(names, shown, strict=True)
    ]
    question = _("For which order do you mean: all can be made?")
    if answer == "none":
        question = _("For which order do you mean: none of it can be made?")
    return Screen(
        _("Which order?"), question, [*buttons, Button(_("To answer"), "u/orders/waiting/1"), back("u")]
    )


async def _way(turn: Turn, answer: str, row: Any) -> str:
    """The answer with the revision that was shown; the order itself where none was."""
    revision = await _shown_revision(turn, row.id, row.umkm_id)
    if revision is None:
        return f"u/order/{row.id}/{row.umkm_id}"
    return f"u/{'can' if answer == 'all' else 'cannot'}/{row.id}/{row.umkm_id}/{revision}"
