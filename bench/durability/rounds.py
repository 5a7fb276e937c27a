"""Trade under a fault, round by round: a shipment is closed in each, and then all accounts are compared."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bench.durability import comparison
from bench.durability.fault import Counts, Outcome, Trial
from bench.durability.trading_shop import TradingShop
from tests.support.books import DELIVERED
from tests.support.told_notices import repeated, told_in

Disturb = Callable[[TradingShop], Awaitable[None]]
"""Does the fault once."""
LOOK_SECONDS = 0.002


async def in_rounds(shop: TradingShop, trial: Trial, disturb: Disturb, a_round: int = 10) -> int:
    """Does the fault as often as the trial says, while everybody trades; returns how often that was."""
    done = 0
    while done < trial.tries and not (done and trial.is_over):
        times = min(a_round, trial.tries - done)
        code = await _round(shop, times, disturb)
        await comparison.at_rest(shop, await shop.at_rest(), [code])
        done += times
    return done


async def _round(shop: TradingShop, times: int, disturb: Disturb) -> str:
    """Returns the code of the shipment that was closed meanwhile."""
    code = await shop.open_shipment()
    async with asyncio.TaskGroup() as closing, shop.at_work():
        for number in range(times):
            if number == times // 2:
                closing.create_task(shop.coordinator.close(code))
            await disturb(shop)
    return code


async def some_calls(shop: TradingShop, most: int, most_seconds: float = 5.0) -> None:
    """Waits until the program has made so many calls to Telegram at most, by chance, or so many seconds."""
    until = len(shop.api.calls) + shop.chance.randint(1, most)
    with suppress(TimeoutError):
        async with asyncio.timeout(most_seconds):
            while len(shop.api.calls) < until:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)


async def outcome(shop: TradingShop, tries: int, note: str = "") -> Outcome:
    """What came of all rounds."""
    books = await shop.books()
    told = [one for chat in shop.api.world.chats.values() for one in told_in(chat)]
    return Outcome(
        tries,
        Counts(books.updates, len(books.orders), sum(one.state in DELIVERED for one in books.notices)),
        shop.findings.lost,
        shop.findings.doubled,
        len(repeated(told, shop.cuts)[0]),
        note,
    )
