"""Builders of rows: makers, products, shipments and orders."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Product, Umkm
from bot.core.database import Base, Database, session_on
from bot.orders import Order, OrderLine, OrderState
from bot.people import Person
from bot.shipments import Shipment

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
"""Noon in Solo."""

COUNTRIES = {"TW": ("Taiwan", "Taiwan"), "JP": ("Jepang", "Japan")}


def country_name(code: str, language: str) -> str:
    return COUNTRIES[code][language == "en"]


@asynccontextmanager
async def fresh_session(url: str) -> AsyncIterator[AsyncSession]:
    """A session on an empty database with all tables; the database is removed afterwards."""
    database = Database(url)
    async with database.engine.connect() as connection, connection.begin() as transaction:
        await connection.run_sync(Base.metadata.create_all)
        async with session_on(connection) as db:
            yield db
        await transaction.rollback()
    await database.close()


async def people_and_makers(db: AsyncSession, umkm: int = 2) -> None:
    """One customer (1) and UMKM 1, 2, …: `maker-1`, "Dapur 1"."""
    db.add(Person(id=1, created_at=NOON, name="Sari"))
    db.add_all(Umkm(id=one, code=f"maker-{one}", name=f"Dapur {one}") for one in range(1, umkm + 1))
    await db.flush()


async def product(db: AsyncSession, product_id: int, umkm_id: int, **other: Any) -> Product:
    """A product with price and weight derived from its number: 1 costs Rp1,000 and weighs 110 g gross."""
    facts: dict[str, Any] = {
        "sku": f"SOLO-{product_id:03}",
        "name_id": f"Barang {product_id}",
        "name_en": f"Goods {product_id}",
        "category": "food-snack",
        "unit": "bungkus",
        "price_rupiah": 1000 * product_id,
        "net_grams": 100 * product_id,
        "gross_grams": 110 * product_id,
        "length_millimetres": 200,
        "width_millimetres": 150,
        "height_millimetres": 50,
        "hs_code": "190490",
        "classes": "snack_dry",
        "halal": "yes",
    }
    row = Product(id=product_id, umkm_id=umkm_id, **(facts | other))
    db.add(row)
    await db.flush()
    return row


async def shipment(db: AsyncSession, shipment_id: int, code: str = "TW-261204", **other: Any) -> Shipment:
    """A shipment two weeks after NOON."""
    cutoff = other.pop("cutoff_at", NOON + timedelta(days=14, hours=8))
    row = Shipment(
        id=shipment_id,
        code=code,
        destination=code[:2],
        cutoff_at=cutoff,
        hand_in_at=cutoff + timedelta(days=4),
        departs_at=cutoff + timedelta(days=7),
        opened_at=NOON,
        **other,
    )
    db.add(row)
    await db.flush()
    return row


async def product_or_new(db: AsyncSession, product_id: int, umkm_id: int) -> Product:
    return await db.get(Product, product_id) or await product(db, product_id, umkm_id)


async def shipment_or_new(db: AsyncSession, shipment_id: int, code: str) -> Shipment:
    return await db.get(Shipment, shipment_id) or await shipment(db, shipment_id, code)


@dataclass(frozen=True)
class Wanted:
    """A line of an order: ordered pieces, the maker's answer, the customer's choice."""

    product: Product
    ordered: int
    confirmed: int | None = None
    choice: str = ""

    def row(self) -> OrderLine:
        of = self.product
        return OrderLine(
            product_id=of.id,
            ordered=self.ordered,
            confirmed=self.confirmed,
            choice=self.choice,
            sku=of.sku,
            umkm_id=of.umkm_id,
            name_id=of.name_id,
            name_en=of.name_en,
            unit=of.unit,
            unit_rupiah=of.price_rupiah,
            net_grams=of.net_grams,
            gross_grams=of.gross_grams,
            length_millimetres=of.length_millimetres,
            width_millimetres=of.width_millimetres,
            height_millimetres=of.height_millimetres,
            hs_code=of.hs_code,
            classes=of.classes,
            action="allow",
        )


async def order(db: AsyncSession, into: Shipment, wanted: Sequence[Wanted], **other: Any) -> Order:
    """A placed order of the customer, unless `state` says otherwise."""
    state = other.pop("state", OrderState.PLACED)
    placed_at = None if state == OrderState.DRAFT else other.pop("placed_at", NOON)
    row = Order(
        customer_id=1,
        state=state,
        destination=into.destination,
        shipment_id=into.id,
        made_at=NOON,
        placed_at=placed_at,
        cancelled_at=NOON if state == OrderState.CANCELLED else None,
        consignee_name=other.pop("consignee_name", "Sari Wulandari"),
        mobile=other.pop("mobile", "+886912345678"),
        lines=[one.row() for one in wanted],
        **other,
    )
    db.add(row)
    await db.flush()
    return row
