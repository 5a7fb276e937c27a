"""The stock of the products: pieces are taken when an order is placed and given back when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Product, next_version
from bot.core.errors import RantauError


class OutOfStock(RantauError):
    """The stock holds fewer pieces than wanted; `left` remain."""

    def __init__(self, product_id: int, left: int) -> None:
        super().__init__(f"product {product_id}: {left} left")
        self.product_id = product_id
        self.left = left


async def reserve(db: AsyncSession, pieces: Mapping[int, int]) -> set[int]:
    """Takes pieces of products from the stock; negative counts give pieces back.

    Returns the ids of the products that have a stock figure; products made to order have none and always
    suffice. Raises OutOfStock, and then takes nothing.
    """
    wanted = {product_id: count for product_id, count in sorted(pieces.items()) if count}
    if not wanted:
        return set()
    # The locked counter keeps everybody else from changing a stock: what is read now can be taken.
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
    """The pieces left of the products that have a stock figure, by id, in key order."""
    stocks = select(Product.id, Product.stock).where(Product.id.in_(list(product_ids))).order_by(Product.id)
    rows = await db.execute(stocks.with_for_update(key_share=True))
    return {row.id: row.stock for row in rows if row.stock is not None}
