"""The program is asked to stop (SIGTERM) in the middle of everything, and started again."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import func, select

from bench.durability import rounds, trading_shop
from bench.durability.fault import Fault, Outcome, Trial
from bench.durability.findings import NOTICES
from bench.durability.trading_shop import Crowd, TradingShop
from bot.core.clock import Clock
from bot.people.outbox import Notice, NoticeState
from tests.support.bot_api.troubles import Troubles

CUSTOMERS, MOST_CALLS = 12, 60
SLOW_SECONDS, HANGING_SECONDS = (3.0, 30.0), 30.0
MOST_SECONDS = 10.0
"""What a container is given before it is killed."""


@dataclass
class Stops:
    """How long each stop took, and with which codes the programs ended."""

    seconds: list[float] = field(default_factory=list)
    codes: set[int | None] = field(default_factory=set)

    def __str__(self) -> str:
        middle, longest = statistics.median(self.seconds), max(self.seconds)
        ended = ", ".join(map(str, self.codes))
        return f"stopped after {middle:.1f} s in the median and {longest:.1f} s at most, with code {ended}"


async def run(trial: Trial) -> Outcome:
    """Stops in rounds."""
    stops = Stops()
    async with trading_shop.opened(trial, Crowd(min(CUSTOMERS, 3 * trial.tries)), killed=False) as shop:
        shop.api.troubles = Troubles(shop.api.world.chats)
        done = await rounds.in_rounds(shop, trial, partial(_stop, stops))
        return await rounds.outcome(shop, done, str(stops))


async def _stop(stops: Stops, shop: TradingShop) -> None:
    """Stops one program while the UMKM's chat is slow and one customer's hangs; then starts it again."""
    assert shop.api.troubles is not None
    hanging = shop.chance.choice(shop.customers).person.id
    shop.api.troubles.slow = {
        str(shop.maker.person.id): shop.chance.choice(SLOW_SECONDS),
        str(hanging): HANGING_SECONDS,
    }
    await rounds.some_calls(shop, MOST_CALLS)
    program, begun = shop.chance.choice(shop.programs), time.monotonic()
    await program.stop()
    stops.seconds.append(time.monotonic() - begun)
    stops.codes.add(program.process.returncode if program.process else None)
    shop.api.troubles.slow = {}
    if len(shop.programs) == 1:
        await _nothing_is_held(shop)
    shop.cut(await shop.books())
    await program.start()


async def _nothing_is_held(shop: TradingShop) -> None:
    """A notice that is still claimed would wait for the end of its lease."""
    claimed = (Notice.state == NoticeState.QUEUED) & (Notice.due_at > Clock().now()) & (Notice.error == "")
    async with shop.db.reading() as connection:
        held = await connection.scalar(select(func.count()).where(claimed)) or 0
    if held:
        shop.findings.lose(NOTICES, f"{held} notices still held after stop", held)


FAULT = Fault(
    "stops",
    "SIGTERM in the middle of everything",
    f"""After 1 to {MOST_CALLS} calls to Telegram one program is asked to stop and then started again,
while the calls of the UMKM's chat take {SLOW_SECONDS[0]:.0f} or {SLOW_SECONDS[1]:.0f} s and those
of one customer {HANGING_SECONDS:.0f} s, so that messages are under way. It must end by itself with
code 0 within {MOST_SECONDS:.0f} s, which is what containers are given; where it works alone
(SQLite), no notice may still be claimed afterwards. Trade and comparison are those of
[kills](#kills).""",
    run,
    tries=40,
)
