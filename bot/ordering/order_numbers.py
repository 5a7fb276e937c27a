"""The number that people call an order by: `TW-4K7M`."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.typed_signs import keyed
from bot.orders import Order

NUMBER_LETTERS = "234679CDFGHJKMNPQRTVWXY"  # no two look or sound alike, and no vowels
NUMBER_LENGTH = 4


async def new_number(db: AsyncSession, destination: str) -> str:
    """A number that no order has yet, short enough to say on the phone: `TW-4K7M`."""
    length = NUMBER_LENGTH
    while True:
        tail = "".join(secrets.choice(NUMBER_LETTERS) for _ in range(length))
        number = f"{destination}-{tail}"
        if not await db.scalar(select(func.count()).where(Order.number == number)):
            return number
        length = min(length + 1, NUMBER_LENGTH + 4)


async def by_number(db: AsyncSession, number: str) -> Order | None:
    """The order of this number, however it is typed: `tw 4k7m` is `TW-4K7M`."""
    plain = "".join(sign for sign in keyed(number).upper() if sign.isascii() and sign.isalnum())
    return await db.scalar(select(Order).where(Order.number == f"{plain[:2]}-{plain[2:]}"))
