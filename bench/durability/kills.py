"""`kill -9` at random moments, while everybody trades."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.durability import comparison, rounds, trading_shop
from bench.durability.fault import Fault, Outcome, Trial
from bench.durability.trading_shop import Crowd, TradingShop
from tests.support.told_notices import is_notice

CUSTOMERS = 12
KILLS_A_ROUND = 20
MOST_CALLS, MOST_SECONDS, SHARE_AT_NOTICES = 240, 8.0, 1 / 3
"""A kill comes after so many calls to Telegram at most, or so many seconds; some while a notice is sent."""
LOOK_SECONDS = 0.002
LATENCY_SECONDS, SETTLE_SECONDS = 0.03, 0.1
"""How long Telegram takes for a call; what had left a killed program arrives within the second."""


@dataclass
class Moments:
    """How many kills came while an update was committed and not answered, and while a notice was sent."""

    unanswered: int = 0
    sending: int = 0

    def __str__(self) -> str:
        return (
            f"at {self.unanswered} kills an update was committed and not answered yet, at {self.sending}"
            " a notice was claimed and not written down as sent"
        )


async def run(trial: Trial) -> Outcome:
    """Kills in rounds: during each a shipment is closed, after each all accounts are compared."""
    moments = Moments()
    async with trading_shop.opened(trial, Crowd(min(CUSTOMERS, 3 * trial.tries))) as shop:
        shop.api.hang("*", LATENCY_SECONDS, times=sys.maxsize)
        done = await rounds.in_rounds(shop, trial, partial(_kill, moments), KILLS_A_ROUND)
        last = await shop.open_shipment()
        await shop.coordinator.close(last)
        await comparison.at_rest(shop, await shop.at_rest(), [last])
        manifests = len((await shop.books()).manifests)
        return await rounds.outcome(shop, done, f"{manifests} manifests; {moments}")


async def _kill(moments: Moments, shop: TradingShop) -> None:
    """Kills one program in the middle of something, looks at the books, and starts it again."""
    await _in_the_middle(shop)
    program = shop.chance.choice(shop.programs)
    await program.kill()
    await asyncio.sleep(SETTLE_SECONDS)
    confirmed = {one.person.id: [*one.numbers] for one in shop.customers}
    books = await shop.books()
    shop.cut(books)
    moments.unanswered += bool(books.unanswered)
    moments.sending += any(one.is_being_sent for one in books.notices)
    comparison.while_trading(shop, books, confirmed)
    await program.start()


async def _in_the_middle(shop: TradingShop) -> None:
    """Waits for so many calls, by chance; and in one of three cases until a notice is on its way."""
    until = len(shop.api.calls) + shop.chance.randint(1, MOST_CALLS)
    of_a_notice = shop.chance.random() < SHARE_AT_NOTICES
    with suppress(TimeoutError):
        async with asyncio.timeout(MOST_SECONDS):
            while len(shop.api.calls) < until:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)
            while of_a_notice and not _is_notice(shop.api.calls[-1]):  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)


def _is_notice(call: tuple[str, dict[str, Any]]) -> bool:
    method, arguments = call
    return method == "sendMessage" and is_notice(str(arguments.get("text", "")))


FAULT = Fault(
    "kills",
    "`kill -9` while people order",
    f"""{CUSTOMERS} customers order one thing after the other, some taps come twice, an UMKM answers
(sometimes only one piece), and in each round of {KILLS_A_ROUND} kills a coordinator closes the
shipment that orders join. Telegram takes {LATENCY_SECONDS * 1000:.0f} ms for a call; a kill comes
after 1 to {MOST_CALLS} calls, a third of them when a notice is on its way. On PostgreSQL two programs
take webhooks behind a gate, and one of them, by chance, is killed; on SQLite one polls. After each
kill, before the program is started again, the books must agree: what customers saw confirmed is
placed, nobody has more, every order has its notice to the UMKM, manifests hold what is due, the stock
what was not sold. After each round, when everybody has finished, people's own views are compared too:
customers' pages = the UMKM's notices and pick list = manifest; every update is in the inbox once and
answered; every notice has arrived. Leases of killed programs are ended by moving the notices' time,
once nothing has moved for four seconds.""",
    run,
    tries=200,
)
