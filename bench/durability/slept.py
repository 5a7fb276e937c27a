"""A worker that slept over three cut-offs wakes: each shipment is closed once, and everybody told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from bench.durability import small_shop
from bench.durability.fault import Fault, Outcome, Trial
from bench.durability.small_shop import SmallShop

CUTOFFS = 3
A_MINUTE = timedelta(minutes=1)


async def run(trial: Trial) -> Outcome:
    """Lets the workers sleep over three cut-offs, and wakes them all at once."""
    async with small_shop.opened(trial, with_workers=False) as shop:
        for number in range(trial.tries):
            for chat in range(CUTOFFS):
                await shop.order(str(100 + CUTOFFS * number + chat), pieces=1 + chat)
                await shop.order(str(100 + chat))
                await _pass_a_cutoff(shop)
            async with awake(shop):
                await shop.is_at_rest()
        async with awake(shop):
            return await shop.settle_accounts(trial.tries)


async def _pass_a_cutoff(shop: SmallShop) -> None:
    await shop.all_answered()
    now = shop.programs[0].shop.clock.now()
    ahead = [one for one in await shop.open_shipments() if one.cutoff_at > now]
    await shop.move(ahead[0].cutoff_at - now + A_MINUTE)


@asynccontextmanager
async def awake(shop: SmallShop) -> AsyncIterator[None]:
    """The workers of all programs work while the block runs."""
    work = [asyncio.create_task(one.worker.run()) for one in shop.programs]
    try:
        await shop.keep_dates()
        yield
    finally:
        for one in work:
            one.cancel()
            with suppress(asyncio.CancelledError):
                await one


FAULT = Fault(
    "slept",
    "a worker slept over three cut-offs",
    """The program answers people while none of its workers works, as if all of them hung. Customers order
before each of three cut-offs, the clock passes them, and then the workers wake, on PostgreSQL two at
once. Each of the three shipments must be closed once, its one manifest must hold what is due in it, and
each notice come once.""",
    run,
    tries=5,
)
