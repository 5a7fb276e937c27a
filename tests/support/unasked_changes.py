"""Checks, step by step, that only the right steps change a customer's cart and orders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.catalog import Product
from bot.conversation.events import Event
from bot.conversation.inbox import InboxRow
from bot.conversation.screens import Screen
from bot.orders import Order, OrderLine, OrderState
from bot.people import Chat
from tests.support.one_process import OneProcess

PLACES = re.compile(r"checkout/confirm/")
CHANGES_ORDER = re.compile(r"order/\d+/(set|typed|cancel|choose)/|reading/\w+/right/")
EMPTIES = re.compile(r"checkout/confirm/|cart/set/\d+/0$|cart/clean/|cart/empty/|reading/\w+/right/")
FILLS = re.compile(
    r"cart/set/|reading/\w+/(right|answer|typed|pick|count|skip)|order/\d+/again|product/\d+/typed"
)
Cart = Mapping[str, int]


@dataclass(frozen=True)
class Standing:
    """One customer's cart (SKU → pieces) and placed orders (id → all that a customer could change)."""

    cart: Cart
    placed: Mapping[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Step:
    """A customer's step: the route of a tap or typed label, the open question, a message's labels."""

    event: Event
    route: str
    asked: str
    label: Mapping[str, Any]

    @property
    def changes(self) -> set[str]:
        """The SKUs that a typed text may change in the cart directly.

        An ambiguous word is clear when only one of its products is in the cart.
        """
        if self.label.get("intent") != "edit":
            return set()
        words = (one["any_of"] for one in self.label["unclear"])
        named = self.label.get("edits") or self.label["lines"]
        return {one["sku"] for one in named} | {sku for several in words for sku in several}

    @property
    def is_tap(self) -> bool:
        return bool(self.route)

    @property
    def way(self) -> str:
        """The route of the tap, or of the open question that a text may have answered."""
        return self.route or self.asked

    def __str__(self) -> str:
        said = self.event.text or self.event.attachment or "tap"
        read = self.label.get("intent", "unlabelled")
        return f"{said!r} → {self.route or '-'} (asked {self.asked or '-'}, {read})"


def wrong_with(step: Step, before: Standing, after: Standing, screen: Screen) -> list[str]:
    """The invariants that this step broke, in words."""
    changed = {one for one in before.placed if after.placed.get(one) != before.placed[one]}
    goods = {one for one, pieces in {*before.cart.items()} ^ {*after.cart.items()} if pieces}
    emptied = bool(before.cart) and not after.cart
    found = {
        "placed without the confirm tap": set(after.placed) - set(before.placed)
        and not PLACES.match(step.route),
        "a placed order changed without a tap": changed and not CHANGES_ORDER.match(step.way),
        "a cart emptied unasked": emptied and not EMPTIES.match(step.route),
        "goods of the cart changed by words that do not say so": not step.is_tap
        and not FILLS.match(step.asked)
        and goods - step.changes,
        "no way on": not screen.buttons and screen.asks is None,
        "something went wrong on our side": screen.title in ("Maaf", "Sorry"),
    }
    return [what for what, is_so in found.items() if is_so]


async def standings(process: OneProcess, chats: Sequence[str]) -> dict[str, Standing]:
    """The carts and orders of the customers of these chats."""
    rows = (
        select(Chat.chat_id, Order.id, Order.state, Order.revision, Product.sku, OrderLine.ordered)
        .add_columns(OrderLine.choice)
        .join(Order, Order.customer_id == Chat.person_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(Chat.chat_id.in_(chats))
        .order_by(OrderLine.id)
    )
    carts: dict[str, dict[str, int]] = {one: {} for one in chats}
    placed: dict[str, dict[int, tuple[Any, ...]]] = {one: {} for one in chats}
    async with process.db.reading() as connection:
        for chat, order_id, state, *line in await connection.execute(rows):
            if state == OrderState.DRAFT:
                carts[chat][line[1]] = line[2]
            else:
                placed[chat][order_id] = (*placed[chat].get(order_id, ()), state, *line)
    return {one: Standing(carts[one], placed[one]) for one in chats}


async def parked(process: OneProcess) -> list[str]:
    """The errors of parked events."""
    errors = select(InboxRow.event_id, InboxRow.error).where(InboxRow.error != "")
    async with process.db.reading() as connection:
        return [f"{row.event_id}: {row.error}" for row in await connection.execute(errors)]
