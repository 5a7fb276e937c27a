"""A small trade on an empty database, driven by domain functions that succeed or change nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import catalog, orders, shipments
from bot.catalog import Product
from bot.core.clock import Clock, solo_day
from bot.core.errors import RantauError
from bot.destinations import overrides
from bot.ordering import amendments, carts, commercial, estimates, maker_answers, permits
from bot.ordering import changes as order_changes
from bot.ordering.actors import Actor
from bot.ordering.shop import Shop, open_shop
from bot.ordering.stock import OutOfStock
from bot.orders import NEEDS_DOCUMENT, Order, OrderHistory, OrderLine, OrderState
from bot.people import ChatPerson, Role
from bot.shipments import Shipment, ShipmentState
from bot.shipping import manifests
from tests.support import placed_orders, rows

CONFIG = Path(__file__).parents[2] / "config"
STOCKS = (None, 12, 4, 30, None)
DESTINATIONS = ("TW", "JP", "TW")
Step = tuple[Any, ...]


@cache
def read_once() -> Shop:
    return open_shop(CONFIG)


def fresh_shop() -> Shop:
    return replace(read_once(), catalogue=catalog.Catalogue(), clock=Clock())


@dataclass
class Trade:
    """Makers, goods and customers; `lost` are pieces that a maker turned out not to have, by product."""

    db: AsyncSession
    shop: Shop
    now: datetime = rows.NOON
    customers: list[ChatPerson] = field(default_factory=list)
    lost: dict[int, int] = field(default_factory=dict)
    changes: dict[int, int] = field(default_factory=dict)

    @classmethod
    async def begin(cls, db: AsyncSession) -> Trade:
        trade = cls(db, fresh_shop())
        await rows.people_and_makers(db)
        for number, stock in enumerate(STOCKS, start=1):
            await rows.product(db, number, 1 + number % 2, stock=stock)
        await catalog.next_version(db)
        for to in sorted(set(DESTINATIONS)):
            await overrides.set_open(db, to, True, rows.NOON)
        await trade.shop.refresh(db)
        trade.customers = [await placed_orders.customer(db, rows.NOON, "Siti", to) for to in DESTINATIONS]
        return trade

    async def do(self, step: Step) -> bool:
        """Does one step; returns whether it succeeded, and checks that a refused one changed nothing."""
        name, *facts = step
        before = await self.written()
        try:
            await getattr(self, name)(*facts)
        except RantauError:
            assert await self.written() == before, f"{step} was refused and yet changed something"
            return False
        await self.db.flush()
        return True

    async def written(self) -> int:
        """How many rows were written so far, without the counters."""
        await self.db.flush()
        rows_written = text("SELECT total_changes() - (SELECT sum(value) FROM counters)")
        return int(await self.db.scalar(rows_written) or 0)

    def actor(self, person_id: int, role: str = Role.CUSTOMER) -> Actor:
        return Actor(person_id, role, self.now, "because")

    async def _picked(self, number: int) -> Order | None:
        placed = (
            await self.db.scalars(select(Order).where(Order.state != OrderState.DRAFT).order_by(Order.id))
        ).all()
        return placed[number % len(placed)] if placed else None

    async def _counted(self, order: Order, move: Callable[[], Awaitable[Any]]) -> None:
        """Runs a change of an order, and counts it and the pieces that a maker turned out not to have."""
        before, states = _figures(order), {line.id: (line.reserved, _lacking(line)) for line in order.lines}
        await move()
        await self.db.flush()
        await self.db.refresh(order)
        if _figures(order) != before:
            self.changes[order.id] = self.changes.get(order.id, 0) + 1
            self._has_the_freight_of_now(order)
        for line in order.lines:
            reserved, lacking = states.get(line.id, (0, 0))  # a new line had nothing
            if reserved and (order.state == OrderState.CANCELLED or line.choice == orders.Choice.DROP):
                kept = min(lacking, reserved) if not line.reserved else 0
                self.lost[line.product_id] = self.lost.get(line.product_id, 0) + kept

    def _has_the_freight_of_now(self, order: Order) -> None:
        """The freight of a changed order is that of what is due, not of what was ordered once."""
        if order.state == OrderState.PLACED and not any(line.held_at for line in order.lines):
            if not any(line.due for line in order.lines):
                assert order.freight_estimate_rupiah == order.chargeable_grams_estimate == 0
                return
            now = estimates.quote_of(order, self.shop, solo_day(self.now))
            assert order.freight_estimate_rupiah == now.freight_rupiah
            assert order.chargeable_grams_estimate == now.chargeable_grams

    async def order(self, customer: int, wanted: dict[int, int]) -> None:
        who = self.customers[customer % len(self.customers)]
        await self.shop.catalogue.refresh(self.db)
        draft = await carts.find(self.db, who.id)
        if draft is not None:
            await carts.clear(self.db, draft)
        try:
            made = await placed_orders.place(self.db, self.shop, who, wanted, self.now)
        except OutOfStock:
            return  # refused while the cart was filled, before an order existed
        self.changes[made.id] = self.changes.get(made.id, 0) + 1

    async def answer(self, number: int, umkm_id: int, share: int) -> None:
        order = await self._picked(number)
        if order is None:
            return
        mine = await maker_answers.lines_of(self.db, order.id, umkm_id)
        pieces = {line.id: line.ordered * share // 4 for line in mine}
        move = maker_answers.answer(
            self.db, order.id, umkm_id, pieces, order.revision, 1, self.now, self.shop
        )
        await self._counted(order, lambda: move)

    async def choose(self, number: int, choice: str) -> None:
        order = await self._picked(number)
        short = [line for line in order.lines if line.short] if order else []
        if order is None or not short:
            return
        seen = short[0].confirmed or 0
        actor = self.actor(order.customer_id)
        move = maker_answers.choose(self.db, order.id, short[0].id, choice, seen, actor, self.shop)
        await self._counted(order, lambda: move)

    async def change(self, number: int, line: int, quantity: int, as_coordinator: bool) -> None:
        order = await self._picked(number)
        if order is None:
            return
        actor = self.actor(1, Role.COORDINATOR) if as_coordinator else self.actor(order.customer_id)
        picked = order.lines[line % len(order.lines)]
        move = order_changes.change(self.db, order.id, picked.id, quantity, order.revision, actor, self.shop)
        await self._counted(order, lambda: move)
        await self._keep_up(order, as_coordinator)

    async def amend(self, number: int, wanted: dict[int, int], as_coordinator: bool) -> None:
        """Amends several lines of an order at once, with new products among them."""
        order = await self._picked(number)
        if order is None:
            return
        actor = self.actor(1, Role.COORDINATOR) if as_coordinator else self.actor(order.customer_id)
        await self.shop.refresh(self.db)
        seal = amendments.preview(order, wanted, self.shop, solo_day(self.now)).seal
        move = amendments.amend(self.db, order.id, wanted, seal, self.shop, actor)
        await self._counted(order, lambda: move)
        await self._keep_up(order, as_coordinator)

    async def cancel(self, number: int, as_coordinator: bool) -> None:
        order = await self._picked(number)
        if order is None:
            return
        actor = self.actor(1, Role.COORDINATOR) if as_coordinator else self.actor(order.customer_id)
        await self._counted(order, lambda: order_changes.cancel(self.db, order.id, actor))
        await self._keep_up(order, as_coordinator)

    async def _keep_up(self, order: Order, as_coordinator: bool) -> None:
        if as_coordinator:
            await manifests.keep_up(self.db, order.shipment_id or 0, self.shop, self.now, "because")

    async def need_paper(self, number: int) -> None:
        """Lets a line of an order need a document, as if the rules had asked for it at placing."""
        order = await self._picked(number)
        shipment = await self.db.get_one(Shipment, order.shipment_id) if order else None
        if (
            order is None
            or order.state != OrderState.PLACED
            or shipment is None
            or shipment.state != ShipmentState.OPEN
        ):
            return
        order.lines[number % len(order.lines)].action = NEEDS_DOCUMENT

    async def document(self, number: int) -> None:
        """The coordinator records the document of a line, so that it is no longer held."""
        order = await self._picked(number)
        lacking = [line for line in order.lines if line.lacks_document] if order else []
        if order is None or order.state != OrderState.PLACED or not lacking:
            return
        actor = self.actor(1, Role.COORDINATOR)
        await permits.document(self.db, lacking[0].id, "Sertifikat", f"No {number}", None, actor)
        self.changes[order.id] = self.changes.get(order.id, 0) + 1
        await self._keep_up(order, as_coordinator=True)

    async def resell(self, number: int, wanted: bool) -> None:
        """The coordinator turns an order into commercial stock, or back."""
        order = await self._picked(number)
        if order is None:
            return
        was, actor = order.commercial, self.actor(1, Role.COORDINATOR)
        rules = self.shop.restrictions
        done = await commercial.turn_into(self.db, order.id, wanted, order.revision, rules, actor)
        self.changes[order.id] = self.changes.get(order.id, 0) + (done.commercial != was)

    async def pay(self, number: int, paid: bool) -> None:
        order = await self._picked(number)
        if order is not None:
            actor = self.actor(1, Role.COORDINATOR)
            await self._counted(order, lambda: order_changes.mark_paid(self.db, order.id, paid, actor))

    async def close(self, number: int) -> None:
        some = (await self.db.scalars(select(Shipment.id).where(Shipment.state == ShipmentState.OPEN))).all()
        if some:
            await manifests.close(self.db, some[number % len(some)], self.shop, self.now)

    async def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        for overdue in await shipments.past_cutoff(self.db, self.now):
            await manifests.close(self.db, overdue, self.shop, self.now)

    async def reprice(self, product_id: int, rupiah: int) -> None:
        """Changes the catalogue, which must not change a placed order."""
        version = await catalog.next_version(self.db)
        values = {"price_rupiah": rupiah, "gross_grams": 1 + rupiah // 100, "version": version}
        await self.db.execute(update(Product).where(Product.id == product_id).values(**values))

    async def placed(self) -> list[Order]:
        standing = select(Order).where(Order.state == OrderState.PLACED).order_by(Order.id)
        return list((await self.db.scalars(standing.execution_options(populate_existing=True))).all())

    async def histories(self) -> dict[int, int]:
        """How many changes the history of each order has, without those that followed by themselves."""
        changes = OrderHistory.what.not_in(("owes_more", "held_back", "paper_outgrown"))
        counted = select(OrderHistory.order_id, func.count()).where(changes).group_by(OrderHistory.order_id)
        return {row[0]: row[1] for row in await self.db.execute(counted)}


def _figures(order: Order) -> tuple[Any, ...]:
    lines = [(one.ordered, one.confirmed, one.choice, one.reserved) for one in order.lines]
    return order.state, order.paid_at is not None, order.paid_rupiah, lines


def _lacking(line: OrderLine) -> int:
    return line.ordered - line.confirmed if line.confirmed is not None else 0
