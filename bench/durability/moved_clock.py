"""The clock is moved ahead and back while people order and notices are sent."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bench.durability import small_shop
from bench.durability.fault import Fault, Outcome, Trial
from bench.durability.small_shop import COORDINATOR, MAKER, SmallShop
from bot.channels.base import TryLater

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
MOVES = (HOUR, -HOUR, -HOUR, HOUR, DAY, -DAY, -DAY, DAY, YEAR, -YEAR, -YEAR, YEAR)
SLOW_SECONDS = 0.3


async def run(trial: Trial) -> Outcome:
    """Moves the clock once a try; it is right again after each twelve."""
    late = []
    async with small_shop.opened(trial) as shop:
        for number in range(trial.tries):
            by = MOVES[number % len(MOVES)]
            late += [] if await _moved(shop, by, number) else [f"{by / HOUR:+.0f} h"]
        note = f"something waited over 20 s after a move of {', '.join(late)}" if late else ""
        return await shop.settle_accounts(trial.tries, note)


async def _moved(shop: SmallShop, by: timedelta, number: int) -> bool:
    """Orders, and moves the clock while notices of that are under way; whether all came soon."""
    slow, busy, other = (str(100 + 3 * number + one) for one in range(3))
    shop.channel.plagues(busy, 0.0, TryLater(SLOW_SECONDS, "flood"))
    for chat in (slow, busy):
        await shop.order(chat)
    shop.channel.plagues(slow, SLOW_SECONDS)
    for chat in (MAKER, COORDINATOR):
        shop.channel.plagues(chat, TryLater(SLOW_SECONDS, "flood"))
    await asyncio.sleep(SLOW_SECONDS / 3)
    await shop.move(by)
    await shop.keep_dates()
    await shop.order(other)
    return await shop.is_at_rest()


FAULT = Fault(
    "clock",
    "the clock is moved while people order",
    """An hour, a day and a year ahead and back, and back and ahead, while notices are being sent, held up by
their chat, or put off because the channel is busy; then cut-offs are looked for, and somebody orders at
the moved time. What has not arrived twenty seconds later by a steady clock counts as late. On
PostgreSQL two programs work on the database: a notice that one is sending while the clock is moved may
look abandoned to the other, and come again.""",
    run,
    tries=24,
)
