"""Sizes and colours in the catalogue's file: below their product, each with a label of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Product
from bot.documents.imports.catalog_columns import ProductRow

_products = cast(Table, Product.__table__)
Labels = dict[tuple[str, str, str], str]
"""The option that has a label: by its product, the language and the label."""


class OptionsBelow:
    """Finds options that do not stand below a product of their own maker that is none, or share a label."""

    def __init__(self) -> None:
        self._makers: dict[str, str] = {}
        self._labels: Labels = {}

    def faults(self, row: ProductRow) -> list[str]:
        """The faults of this row."""
        if not row.option_of:
            self._makers[row.sku] = row.umkm
            return []
        found = [*_of_labels(self._labels, row.sku, row.option_of, row.option_id, row.option_en)]
        if self._makers.get(row.option_of) != row.umkm:
            found.append(f"option_of: no product {row.option_of!r} of {row.umkm!r} stands above")
        return found


def _of_labels(taken: Labels, sku: str, base: str, *labels: str) -> Iterator[str]:
    """The labels of an option that another one of the product has."""
    for name, label in zip(("option_id", "option_en"), labels, strict=True):
        first = taken.setdefault((base, name, label.casefold()), sku)
        if first != sku:
            yield f"{name}: {label!r} is the label of {first} already"


async def misfits(db: AsyncSession) -> list[str]:
    """What is wrong with the options in the database: their product, its maker, or a label that two have."""
    base = _products.alias("base")
    joined = _products.outerjoin(base, base.c.sku == _products.c.option_of)
    columns: list[ColumnElement[Any]] = [_products.c.sku, _products.c.option_of, _products.c.umkm_id]
    columns += [_products.c.option_id, _products.c.option_en, _products.c.offered]
    columns += [base.c.option_of.label("base_of"), base.c.umkm_id.label("base_umkm")]
    query = select(*columns).select_from(joined).where(_products.c.option_of != "").order_by(_products.c.id)
    found: list[str] = []
    taken: Labels = {}
    for row in await db.execute(query):
        if row.base_of is None or row.base_of or row.base_umkm != row.umkm_id:
            found.append(
                f"{row.sku}: option_of: {row.option_of!r} is no product of its maker, or an option itself"
            )
        if row.offered:
            labels = _of_labels(taken, row.sku, row.option_of, row.option_id, row.option_en)
            found += [f"{row.sku}: {fault}" for fault in labels]
    return found


first_options = (
    select(_products.c.option_of.label("sku"), func.min(_products.c.id).label("id"))
    .where(_products.c.option_of != "", _products.c.offered)
    .group_by(_products.c.option_of)
    .subquery()
)
"""The first option of each product that has some."""
ABOVE_OPTIONS = (
    case((first_options.c.id < _products.c.id, first_options.c.id), else_=_products.c.id),
    case((_products.c.option_of == "", 0), else_=1),
    _products.c.id,
)
"""The catalogue's own order, with each product above its first option."""
