"""Concurrent customers on PostgreSQL: nothing is oversold, and no order falls between two shipments."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import catalog, orders
from bot.catalog import Product
from bot.core.clock import solo_day
from bot.core.database import Database, session_on
from bot.ordering import amendments, changes, placement, stock
from bot.ordering.actors import Actor
from bot.ordering.placement import NotReady
from bot.ordering.stock import OutOfStock
from bot.orders import Order, OrderHistory, OrderLine, OrderState, TooLate
from bot.people import ChatPerson, Role
from bot.shipments import Shipment, ShipmentState
from bot.shipping import manifests
from bot.shipping.manifests import Manifest, Parcel
from tests.support import placed_orders
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import tap
from tests.support.running_shop import fresh_shop

CUSTOMERS = 16
SKUS = ("SOLO-001", "SOLO-002", "SOLO-021")
DEADLOCK = "40P01"
Work = Callable[[AsyncSession], Awaitable[Any]]


class Many:
    """Runs each piece of work in its own transaction, as concurrent processes would."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        self.shop = fresh_shop()

    async def in_turn(self, work: Work) -> Any:
        async with self.db.writing() as connection, session_on(connection) as db:
            result = await work(db)
            await db.commit()
            return result

    async def patiently(self, work: Work) -> Any:
        """Retries a conflict, as the dispatcher does."""
        for _ in range(3):
            try:
                return await self.in_turn(work)
            except DBAPIError as conflict:
                if getattr(conflict.orig, "sqlstate", "") != DEADLOCK:
                    raise
        return await self.in_turn(work)

    async def customers(self, wanted: dict[str, int]) -> list[tuple[ChatPerson, int, str]]:
        """Customers with full carts: person, id of the draft, seal."""
        now = self.shop.clock.now()

        async def come(db: AsyncSession) -> list[tuple[ChatPerson, int, str]]:
            await self.shop.catalogue.refresh(db)
            goods = {self.shop.catalogue.by_sku[sku].id: count for sku, count in wanted.items()}
            found = []
            for _ in range(CUSTOMERS):
                who = await placed_orders.customer(db, now)
                made = await placed_orders.draft(db, self.shop, who, goods, now)
                seal = placed_orders.carts.read(made, self.shop, solo_day(now)).seal
                found.append((who, made.id, seal))
            return found

        return list(await self.in_turn(come))

    async def place(self, who: ChatPerson, order_id: int, seal: str) -> Order:
        shop = fresh_shop()  # each with a catalogue in memory of its own

        async def work(db: AsyncSession) -> Order:
            actor = Actor(who.id, Role.CUSTOMER, self.shop.clock.now())
            cadence = shop.profile.cadence_of("TW")
            return await placement.place(db, order_id, seal, shop, cadence, actor)

        return await self.patiently(work)

    async def amend(self, who: ChatPerson, order_id: int, wanted: dict[str, int]) -> bool:
        """The customer confirms a previewed amendment; returns whether it was made."""
        shop = fresh_shop()
        actor = Actor(who.id, Role.CUSTOMER, self.shop.clock.now())

        async def work(db: AsyncSession) -> None:
            await shop.refresh(db)
            goods = {shop.catalogue.by_sku[sku].id: pieces for sku, pieces in wanted.items()}
            order = await db.get_one(Order, order_id)
            seal = amendments.preview(order, goods, shop, solo_day(actor.now)).seal
            await amendments.amend(db, order_id, goods, seal, shop, actor)

        try:
            await self.patiently(work)
        except (OutOfStock, orders.OrderMovedOn, TooLate):
            return False
        return True

    async def cancel(self, who: ChatPerson, order_id: int) -> None:
        actor = Actor(who.id, Role.CUSTOMER, self.shop.clock.now())
        await self.patiently(lambda db: changes.cancel(db, order_id, actor))


@pytest.fixture
async def many(shared_url: str) -> AsyncIterator[Many]:
    one = Many(shared_url)
    yield one
    await one.db.close()


async def set_stock(many: Many, sku: str, stock: int) -> None:
    async def work(db: AsyncSession) -> None:
        version = await catalog.next_version(db)
        await db.execute(update(Product).where(Product.sku == sku).values(stock=stock, version=version))

    await many.in_turn(work)


async def stock_of(many: Many, sku: str) -> int:
    return int(await many.in_turn(lambda db: db.scalar(select(Product.stock).where(Product.sku == sku))))


async def test_concurrent_customers_never_take_more_than_the_stock(many: Many) -> None:
    carts = await many.customers({"SOLO-001": 2, "SOLO-002": 1})
    for sku, left in (("SOLO-001", 90), ("SOLO-002", 5)):
        await set_stock(many, sku, left)
    done = await asyncio.gather(*(many.place(*cart) for cart in carts), return_exceptions=True)
    refused = [one for one in done if isinstance(one, Exception)]
    assert all(isinstance(one, OutOfStock | orders.OrderMovedOn | NotReady) for one in refused), refused
    assert len(done) - len(refused) == 5
    assert (await stock_of(many, "SOLO-001"), await stock_of(many, "SOLO-002")) == (80, 0)
    async with many.db.reading() as connection:
        drafts = select(func.count()).where(Order.state == OrderState.DRAFT, Order.shipment_id.is_(None))
        assert await connection.scalar(drafts) == len(refused)


async def test_an_order_with_a_sold_out_product_takes_no_stock_at_all(many: Many) -> None:
    """Somebody else was faster between preview and order: it is refused and changes nothing."""
    await set_stock(many, "SOLO-001", 9)
    await set_stock(many, "SOLO-002", 1)
    async with many.db.reading() as connection:
        await many.shop.refresh(connection)
    first, second = (many.shop.catalogue.by_sku[sku].id for sku in ("SOLO-001", "SOLO-002"))

    async def work(db: AsyncSession) -> None:
        with pytest.raises(OutOfStock):
            await stock.reserve(db, {first: 3, second: 2})

    await many.in_turn(work)
    assert (await stock_of(many, "SOLO-001"), await stock_of(many, "SOLO-002")) == (9, 1)


async def test_concurrent_placing_and_cancelling_returns_each_piece_once(many: Many) -> None:
    carts = await many.customers({"SOLO-001": 2, "SOLO-021": 3})
    before = [await stock_of(many, sku) for sku in ("SOLO-001", "SOLO-021")]
    await asyncio.gather(*(many.place(*cart) for cart in carts))
    twice = [many.cancel(who, order_id) for who, order_id, _seal in carts[:8] for _ in range(2)]
    random.Random(4).shuffle(twice)
    await asyncio.gather(*twice)
    after = [await stock_of(many, sku) for sku in ("SOLO-001", "SOLO-021")]
    assert after == [before[0] - 2 * 8, before[1] - 3 * 8]
    async with many.db.reading() as connection:
        cancelled = select(func.count()).where(OrderHistory.what == "cancelled")
        assert await connection.scalar(cancelled) == 8


async def test_concurrent_amending_and_cancelling_never_takes_more_than_the_stock(many: Many) -> None:
    """All customers want more of one product and some of a scarce one: each gets both or neither."""
    carts = await many.customers({"SOLO-001": 2})
    await asyncio.gather(*(many.place(*cart) for cart in carts))
    for sku, pieces in (("SOLO-001", 40), ("SOLO-002", 5)):
        await set_stock(many, sku, pieces)
    wanted = {"SOLO-001": 3, "SOLO-002": 1}
    work: list[Awaitable[Any]] = [many.amend(*cart[:2], wanted) for cart in carts for _ in range(2)]
    work += [many.cancel(*cart[:2]) for cart in carts[:4] for _ in range(2)]
    random.Random(5).shuffle(work)
    await asyncio.gather(*work)
    lines = select(OrderLine.order_id, Product.sku, OrderLine.reserved).join(Product).join(Order)
    async with many.db.reading() as connection:
        rows = (
            await connection.execute(lines.where(Order.state == OrderState.PLACED, OrderLine.ordered > 0))
        ).all()
    held: dict[int, dict[str, int]] = {}
    for order_id, sku, reserved in rows:
        held.setdefault(order_id, {})[sku] = reserved
    assert len(held) == CUSTOMERS - 4
    assert all(one in (wanted, {"SOLO-001": 2}) for one in held.values()), held
    assert 1 <= list(held.values()).count(wanted) <= 5
    for sku, pieces in (("SOLO-001", 40 + 2 * CUSTOMERS), ("SOLO-002", 5)):
        assert await stock_of(many, sku) == pieces - sum(one.get(sku, 0) for one in held.values())


async def test_placing_while_the_shipment_closes_is_in_the_manifest_or_in_the_next_shipment(
    many: Many,
) -> None:
    carts = await many.customers({"SOLO-001": 1})
    await many.place(*carts[0])
    async with many.db.reading() as connection:
        closing = await connection.scalar(select(Shipment.id).where(Shipment.state == ShipmentState.OPEN))
    now = many.shop.clock.now()

    async def close_soon(wait: float) -> Any:
        await asyncio.sleep(wait)
        return await many.patiently(lambda db: manifests.close(db, closing or 0, many.shop, now))

    made = await asyncio.gather(
        *(many.place(*cart) for cart in carts[1:]), close_soon(0.05), close_soon(0.05), close_soon(0.1)
    )
    assert sum(isinstance(one, Manifest) for one in made) == 1
    async with many.db.reading() as connection:
        frozen = set((await connection.scalars(select(Parcel.order_id))).all())
        rows = (
            await connection.execute(
                select(Order.id, Order.shipment_id).where(Order.state == OrderState.PLACED)
            )
        ).all()
    assert len(rows) == CUSTOMERS
    assert {order_id for order_id, shipment_id in rows if shipment_id == closing} == frozen


@asynccontextmanager
async def two_stands(url: str) -> AsyncIterator[tuple[OneProcess, OneProcess]]:
    async with one_process(url) as one, one_process(url) as other:
        yield one, other


async def test_orders_to_many_destinations_through_two_processes_are_all_placed(shared_url: str) -> None:
    """Batches lock shipments and stock in different orders: they deadlock and are retried."""
    async with two_stands(shared_url) as stands:
        chats = [f"{number}" for number in range(24)]
        ways = {chat: ("TW", "JP", "SG", "OM")[number % 4] for number, chat in enumerate(chats)}
        await stands[0].take(*(tap(chat, f"s{chat}", f"to/{to}") for chat, to in ways.items()))
        rnd = random.Random(7)
        routes = {chat: await stands[0].confirm_route(chat, {rnd.choice(SKUS): 1}) for chat in chats}
        events = [tap(chat, f"c{chat}", route) for chat, route in routes.items()]
        await asyncio.gather(
            *(stands[number % 2].dispatcher.take([event]) for number, event in enumerate(events))
        )
        for process in stands:
            await process.close()
        inbox = await stands[0].inbox()
        assert {error for _answered, error in inbox.values()} == {""}
        assert await stands[0].orders() == len(chats)
        async with stands[0].db.reading() as connection:
            held = select(func.sum(OrderLine.reserved)).join(Order).where(Order.state != OrderState.CANCELLED)
            assert await connection.scalar(held) == len(chats)
