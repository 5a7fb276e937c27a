"""What can be bought and who makes it: the UMKM and their products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Index, String, Table, Text, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base, insert_or_leave

PRODUCT_VERSION = "catalogue_version"
NO_ALLERGENS = "none"
HOTTEST = 3
"""The hottest that food is: 0 is not hot at all, 1 mild, 2 hot, 3 very hot."""


class Allergen(StrEnum):
    """What food may hold that some must not eat: the code in the catalogue."""

    GLUTEN = "gluten"
    CRUSTACEAN = "crustacean"
    EGG = "egg"
    FISH = "fish"
    PEANUT = "peanut"
    SOY = "soy"
    MILK = "milk"
    NUT = "nut"
    SESAME = "sesame"


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
    `stays_because` is the seller's reason not to send it anywhere; empty for products that travel.
    `spicy` is how hot it is, from 0 to 3; None where nobody has said. `ingredients` stand as on the label,
    `allergens` are codes of `Allergen`, or `none`; empty where nobody has said.
    `option_of` is the SKU of the product that this one is a size or a colour of, with its label in
    `option_id` and `option_en`; its names hold the label, so that every paper shows it.
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
    spicy: Mapped[int | None]
    ingredients: Mapped[str] = mapped_column(Text, default="", server_default="")
    allergens: Mapped[str] = mapped_column(String(200), default="", server_default="")
    option_of: Mapped[str] = mapped_column(String(24), default="", server_default="")
    option_id: Mapped[str] = mapped_column(String(40), default="", server_default="")
    option_en: Mapped[str] = mapped_column(String(40), default="", server_default="")
    stock: Mapped[int | None]
    aliases: Mapped[str] = mapped_column(Text, default="")
    offered: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(BigInteger, default=1)


class Counter(Base):
    """A named number that only grows. Its row lock also serialises the changes that it counts."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True)
class Ware:
    """A product as the catalogue in memory holds it, with its maker beside it.

    `allergens` is empty where there are none, and None where nobody has said. `options` are the SKUs of its
    sizes or colours: such a product is ordered as one of them, and its stock is what they have together.
    """

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
    spicy: int | None = None
    ingredients: str = ""
    allergens: tuple[str, ...] | None = None
    option_of: str = ""
    option_id: str = ""
    option_en: str = ""
    options: tuple[str, ...] = ()

    def option(self, language: str) -> str:
        """The label of the size or colour; "" for a product that is none."""
        return self.option_en if language == "en" else self.option_id

    @property
    def sellable(self) -> bool:
        """On offer, and to be ordered as it is: not as one of its options."""
        return self.offered and not self.options

    def name(self, language: str) -> str:
        """The seller's name for the product; English for `en`, else Indonesian."""
        return self.name_en if language == "en" else self.name_id

    def description(self, language: str) -> str:
        """The seller's description; English for `en`, else Indonesian."""
        return self.description_en if language == "en" else self.description_id

    @property
    def sold_out(self) -> bool:
        """The stock is empty. A product without a stock figure is made to order and never sold out."""
        return self.stock == 0


@dataclass(slots=True)
class Catalogue:
    """The whole catalogue in memory; `refresh` reads what has changed since."""

    version: int = 0
    by_id: dict[int, Ware] = field(default_factory=dict)
    by_sku: dict[str, Ware] = field(default_factory=dict)
    categories: dict[str, list[Ware]] = field(default_factory=dict)
    own_stock: dict[int, int | None] = field(default_factory=dict)
    """The stock of each product by itself, whatever its options have."""

    @classmethod
    def of(cls, wares: Iterable[Ware]) -> Catalogue:
        """A catalogue of these products, without a database behind it."""
        by_id = {ware.id: ware for ware in wares}
        found = cls(by_id=by_id, by_sku={ware.sku.upper(): ware for ware in by_id.values()})
        found.own_stock = {ware.id: ware.stock for ware in by_id.values()}
        found._order()
        return found

    async def refresh(self, db: AsyncConnection | AsyncSession) -> bool:
        """Reads the products changed since the last refresh; returns whether there were any."""
        rows = (await db.execute(_CHANGED, {"known": self.version})).all()
        if not rows:
            return False
        for row in rows:
            ware = ware_of(row)
            self.by_id[ware.id] = self.by_sku[ware.sku.upper()] = ware
            self.own_stock[ware.id] = ware.stock
        self.version = max(row.version for row in rows)
        self._order()
        return True

    def _order(self) -> None:
        """Puts the products on their shelves; those with options have what these have together."""
        options: dict[str, list[Ware]] = {
            ware.sku.upper(): [] for ware in self.by_id.values() if ware.options
        }
        for ware in self.by_id.values():
            if ware.option_of.upper() in self.by_sku and ware.offered:
                options.setdefault(ware.option_of.upper(), []).append(ware)
        for sku, found in options.items():
            base = self.by_sku[sku]
            stock = _stock_of(found) if found else self.own_stock.get(base.id, base.stock)
            ware = replace(base, options=tuple(one.sku for one in found), stock=stock)
            self.by_id[ware.id] = self.by_sku[sku] = ware
        self.categories = _by_category(self.goods())

    def offered(self) -> list[Ware]:
        """Everything on offer with all sizes and colours, in the catalogue's own order."""
        return [ware for ware in self.by_id.values() if ware.offered]

    def goods(self) -> list[Ware]:
        """Everything that stands on a shelf: a product with options once, and none of these."""
        return [ware for ware in self.by_id.values() if ware.offered and not ware.option_of]

    def options(self, ware: Ware) -> list[Ware]:
        """The sizes or colours of a product that are on offer, in the catalogue's own order."""
        return [self.by_sku[sku.upper()] for sku in ware.options]


def _stock_of(options: Sequence[Ware]) -> int | None:
    """What the options have together; None where one is made to order."""
    counted = [one.stock for one in options if one.stock is not None]
    return sum(counted) if len(counted) == len(options) else None


def _by_category(wares: Iterable[Ware]) -> dict[str, list[Ware]]:
    shelves: dict[str, list[Ware]] = {}
    for ware in sorted(wares, key=lambda ware: ware.id):
        shelves.setdefault(ware.category, []).append(ware)
    return shelves


_SAME = (
    *("id", "sku", "umkm_id", "umkm_code", "maker", "district", "name_id", "name_en", "category"),
    *("description_id", "description_en", "unit", "price_rupiah", "net_grams", "gross_grams"),
    *("shelf_life_days", "hs_code", "halal", "stock", "offered", "halal_no", "pirt_md_no", "stays_because"),
    *("spicy", "ingredients", "option_of", "option_id", "option_en"),
)
"""The fields of a product that stand in its row as they are."""


def ware_of(row: Any) -> Ware:
    """A product from a row of its columns with `umkm_code`, `maker` and `district`."""
    same = {name: getattr(row, name) for name in _SAME}
    return Ware(
        **same,
        size_millimetres=(row.length_millimetres, row.width_millimetres, row.height_millimetres),
        classes=tuple(filter(None, row.classes.split(";"))),
        aliases=tuple(filter(None, row.aliases.split("|"))),
        allergens=_allergens(row.allergens),
    )


def _allergens(listed: str) -> tuple[str, ...] | None:
    if not listed:
        return None
    return () if listed == NO_ALLERGENS else tuple(listed.split(";"))


_products = cast(Table, Product.__table__)
_CHANGED = (
    select(_products, Umkm.code.label("umkm_code"), Umkm.name.label("maker"), Umkm.district)
    .join(Umkm, Umkm.id == _products.c.umkm_id)
    .where(_products.c.version > bindparam("known"))
    .order_by(_products.c.id)
)


async def next_version(db: AsyncSession, name: str = PRODUCT_VERSION) -> int:
    """Raises the counter of this name, by default the catalogue's, and returns its value.

    The counter's row stays locked until the change is committed.
    """
    raise_counter = (
        update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    )
    version = await db.scalar(raise_counter)
    if version is None:
        insert = insert_or_leave(db.get_bind().dialect.name, cast(Table, Counter.__table__))
        await db.execute(insert.values(name=name, value=0))
        return await next_version(db, name)
    return version


async def makers(db: AsyncSession, umkm_ids: Iterable[int]) -> Sequence[Umkm]:
    """The UMKM with these ids."""
    return (await db.scalars(select(Umkm).where(Umkm.id.in_(list(umkm_ids))).order_by(Umkm.id))).all()
