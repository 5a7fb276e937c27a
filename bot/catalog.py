"""What can be bought and who makes it: the UMKM and their products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    bindparam,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base, insert_or_leave
from bot.core.errors import RantauError

PRODUCT_VERSION = "catalogue_version"


class OutOfStock(RantauError):
    """There is less than wanted; `left` pieces remain."""

    def __init__(self, product_id: int, left: int) -> None:
        super().__init__(f"product {product_id}: {left} left")
        self.product_id = product_id
        self.left = left


class Umkm(Base):
    """A small business of Solo that makes products."""

    __tablename__ = "umkm"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    district: Mapped[str] = mapped_column(String(200), default="")
    hand_in_note_id: Mapped[str] = mapped_column(Text, default="")


class Product(Base):
    """Something to buy, as the catalogue has it today. Grams, millimetres and rupiah are of one piece.

    `halal_no` and `pirt_md_no` (P-IRT or BPOM MD) are the numbers of its papers where known.
    `stays_because` is the seller's reason why it travels nowhere; empty for what travels.
    """

    __tablename__ = "products"
    __table_args__ = (Index("ix_products_version", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(24), unique=True)
    umkm_id: Mapped[int] = mapped_column(ForeignKey("umkm.id"))
    name_id: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(40))
    description_id: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str] = mapped_column(String(24))
    price_rupiah: Mapped[int] = mapped_column(BigInteger)
    net_grams: Mapped[int]
    gross_grams: Mapped[int]
    length_millimetres: Mapped[int]
    width_millimetres: Mapped[int]
    height_millimetres: Mapped[int]
    shelf_life_days: Mapped[int | None]
    hs_code: Mapped[str] = mapped_column(String(6))
    classes: Mapped[str] = mapped_column(String(200))
    halal: Mapped[str] = mapped_column(String(8))
    halal_no: Mapped[str] = mapped_column(String(60), default="", server_default="")
    pirt_md_no: Mapped[str] = mapped_column(String(60), default="", server_default="")
    stays_because: Mapped[str] = mapped_column(String(200), default="", server_default="")
    stock: Mapped[int | None]
    aliases: Mapped[str] = mapped_column(Text, default="")
    offered: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(BigInteger, default=1)


class Counter(Base):
    """A number that only grows, kept by name: it also orders those who change what it counts."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True)
class Ware:
    """A product as the catalogue in memory holds it, with its maker beside it."""

    id: int
    sku: str
    umkm_id: int
    umkm_code: str
    maker: str
    district: str
    name_id: str
    name_en: str
    category: str
    description_id: str
    description_en: str
    unit: str
    price_rupiah: int
    net_grams: int
    gross_grams: int
    size_millimetres: tuple[int, int, int]
    shelf_life_days: int | None
    hs_code: str
    classes: tuple[str, ...]
    halal: str
    stock: int | None
    aliases: tuple[str, ...]
    offered: bool
    halal_no: str = ""
    pirt_md_no: str = ""
    stays_because: str = ""

    def name(self, language: str) -> str:
        """The seller's own name for it, in English where the language is."""
        return self.name_en if language == "en" else self.name_id

    def description(self, language: str) -> str:
        """What it is, in the seller's words."""
        return self.description_en if language == "en" else self.description_id

    @property
    def sold_out(self) -> bool:
        """Nothing is left; no stock figure at all means that it is made to order."""
        return self.stock == 0


@dataclass(slots=True)
class Catalogue:
    """The whole catalogue in memory; `refresh` takes over what has changed since."""

    version: int = 0
    by_id: dict[int, Ware] = field(default_factory=dict)
    by_sku: dict[str, Ware] = field(default_factory=dict)
    categories: dict[str, list[Ware]] = field(default_factory=dict)

    @classmethod
    def of(cls, wares: Iterable[Ware]) -> Catalogue:
        """A catalogue of these products, that no database stands behind."""
        by_id = {ware.id: ware for ware in wares}
        by_sku = {ware.sku.upper(): ware for ware in by_id.values()}
        return cls(by_id=by_id, by_sku=by_sku, categories=_by_category(by_id.values()))

    async def refresh(self, db: AsyncConnection | AsyncSession) -> bool:
        """Reads the products changed since the last time; whether there were any."""
        rows = (await db.execute(_CHANGED, {"known": self.version})).all()
        if not rows:
            return False
        for row in rows:
            ware = ware_of(row)
            self.by_id[ware.id] = self.by_sku[ware.sku.upper()] = ware
        self.version = max(row.version for row in rows)
        self.categories = _by_category(self.by_id.values())
        return True

    def offered(self) -> list[Ware]:
        """Everything on offer, in the catalogue's own order."""
        return [ware for ware in self.by_id.values() if ware.offered]


def _by_category(wares: Iterable[Ware]) -> dict[str, list[Ware]]:
    shelves: dict[str, list[Ware]] = {}
    for ware in sorted(wares, key=lambda one: one.id):
        if ware.offered:
            shelves.setdefault(ware.category, []).append(ware)
    return shelves


def ware_of(row: Any) -> Ware:
    """A product from a row that has its columns and `umkm_code`, `maker` and `district` beside them."""
    return Ware(
        id=row.id,
        sku=row.sku,
        umkm_id=row.umkm_id,
        umkm_code=row.umkm_code,
        maker=row.maker,
        district=row.district,
        name_id=row.name_id,
        name_en=row.name_en,
        category=row.category,
        description_id=row.description_id,
        description_en=row.description_en,
        unit=row.unit,
        price_rupiah=row.price_rupiah,
        net_grams=row.net_grams,
        gross_grams=row.gross_grams,
        size_millimetres=(row.length_millimetres, row.width_millimetres, row.height_millimetres),
        shelf_life_days=row.shelf_life_days,
        hs_code=row.hs_code,
        classes=tuple(filter(None, row.classes.split(";"))),
        halal=row.halal,
        stock=row.stock,
        aliases=tuple(filter(None, row.aliases.split("|"))),
        offered=row.offered,
        halal_no=row.halal_no,
        pirt_md_no=row.pirt_md_no,
        stays_because=row.stays_because,
    )


_products = cast(Table, Product.__table__)
_CHANGED = (
    select(_products, Umkm.code.label("umkm_code"), Umkm.name.label("maker"), Umkm.district)
    .join(Umkm, Umkm.id == _products.c.umkm_id)
    .where(_products.c.version > bindparam("known"))
    .order_by(_products.c.id)
)


async def next_version(db: AsyncSession, name: str = PRODUCT_VERSION) -> int:
    """The number of the next change of the catalogue, or of what else a counter of that name counts.

    The counter's row is held until the change is committed.
    """
    raised = (
        update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    )
    version = await db.scalar(raised)
    if version is None:
        insert = insert_or_leave(db.get_bind().dialect.name, cast(Table, Counter.__table__))
        await db.execute(insert.values(name=name, value=0))
        return await next_version(db, name)
    return version


async def reserve(db: AsyncSession, pieces: Mapping[int, int]) -> set[int]:
    """Takes pieces from the stock, in key order; negative ones are given back.

    Returns the products that have a stock figure: what is made to order has none and always
    suffices. Raises OutOfStock, and has then taken nothing.
    """
    wanted = {product_id: count for product_id, count in sorted(pieces.items()) if count}
    if not wanted:
        return set()
    # Holding the counter, nobody else moves a stock: what is read now is what there will be to take.
    version = await next_version(db)
    counted = await _left_of(db, wanted)
    for product_id, left in counted.items():
        if left < wanted[product_id]:
            raise OutOfStock(product_id, left)
    for product_id in counted:
        await db.execute(
            update(Product)
            .where(Product.id == product_id)
            .values(stock=Product.stock - wanted[product_id], version=version)
            .execution_options(synchronize_session=False)
        )
    return set(counted)


async def _left_of(db: AsyncSession, product_ids: Iterable[int]) -> dict[int, int]:
    """What is left of those that have a stock figure, in key order."""
    held = select(Product.id, Product.stock).where(Product.id.in_(list(product_ids))).order_by(Product.id)
    rows = await db.execute(held.with_for_update())
    return {row.id: row.stock for row in rows if row.stock is not None}


async def makers(db: AsyncSession, umkm_ids: Iterable[int]) -> Sequence[Umkm]:
    """The UMKM with these ids."""
    return (await db.scalars(select(Umkm).where(Umkm.id.in_(list(umkm_ids))).order_by(Umkm.id))).all()
