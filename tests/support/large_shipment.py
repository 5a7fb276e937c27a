"""A shop with one big open shipment, for tests of what is done in portions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.consignment import Crowd, fill, somebody
from bot.catalog import Catalogue
from bot.core.database import Base, Database, session_on
from bot.documents.imports import catalog
from bot.ordering.shop import Shop, open_shop
from bot.orders import Order, OrderState
from bot.people import Role
from bot.shipping import manifests
from bot.shipping.manifests import Manifest
from tests.support.rows import NOON

CONFIG = Path(__file__).parents[2] / "config"
HOUSE = open_shop(CONFIG)


def own_house() -> Shop:
    """The shop of a database that it has not read yet."""
    return replace(HOUSE, catalogue=Catalogue())


CROWD = Crowd("browser", "shop")
Result = TypeVar("Result")


@dataclass
class BigShipment:
    """The database and the shipment's id; `write` and `read` are transactions of their own."""

    database: Database
    id: int

    async def write(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        async with self.database.writing() as connection, session_on(connection) as db:
            result = await work(db)
            await db.commit()
            return result

    async def read(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        async with self.database.reading() as connection, session_on(connection) as db:
            return await work(db)

    async def close(self) -> Manifest | None:
        return await self.write(lambda db: manifests.close(db, self.id, HOUSE, NOON))

    async def keep_up(self, reason: str = "") -> Manifest | None:
        return await self.write(lambda db: manifests.keep_up(db, self.id, HOUSE, NOON, reason))

    async def make(self) -> list[int]:
        return await manifests.make_due(self.database, HOUSE, lambda: NOON)

    async def newest(self) -> Manifest | None:
        """The newest version with its parcels and lines."""

        async def whole(db: AsyncSession) -> Manifest | None:
            found = await manifests.newest(db, self.id)
            return await manifests.whole(db, found.id) if found else None

        return await self.read(whole)

    async def standing(self) -> tuple[int, int, int]:
        """Pieces, grams and rupiah of the orders in it."""

        async def summed(db: AsyncSession) -> tuple[int, int, int]:
            orders = (
                await db.scalars(
                    select(Order).where(Order.shipment_id == self.id, Order.state == OrderState.PLACED)
                )
            ).all()
            return (
                sum(one.pieces for one in orders),
                sum(one.gross_grams for one in orders),
                sum(one.goods_rupiah for one in orders),
            )

        return await self.read(summed)


def figures(manifest: Manifest) -> tuple[int, int, int]:
    """Pieces, grams and rupiah of a manifest's lines."""
    lines = [line for parcel in manifest.parcels for line in parcel.lines]
    return (
        sum(line.quantity for line in lines),
        sum(line.quantity * line.gross_grams for line in lines),
        sum(line.quantity * line.unit_rupiah for line in lines),
    )


@asynccontextmanager
async def big_shipment(url: str, count: int) -> AsyncIterator[BigShipment]:
    """A shop with `count` orders of as many customers, a coordinator and a person of the first UMKM."""
    database = Database(url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
    shop = BigShipment(database, 0)
    try:
        shop.id = await shop.write(lambda db: _filled(db, count))
        yield shop
    finally:
        await database.close()


async def _filled(db: AsyncSession, count: int) -> int:
    await catalog.seed(db, CONFIG, HOUSE.restrictions.known_classes)
    shipment = await fill(db, count, NOON, CROWD)
    for number, role in enumerate((Role.COORDINATOR, Role.UMKM), start=1):
        await somebody(db, role, number, NOON, CROWD)
    return shipment.id
