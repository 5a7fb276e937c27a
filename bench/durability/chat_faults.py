"""Faults of single chats, and of single taps: who is slow or blocks us must cost nobody else anything."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from bench.durability import comparison, rounds, trading_shop
from bench.durability.fault import Fault, Outcome, Trial
from bench.durability.trading_shop import PACED, UMKM, Crowd, TradingShop
from tests.support.bot_api import BotApi, Person
from tests.support.bot_api.troubles import Kind, Troubles

CUSTOMERS, MOST_CALLS = 12, 40
BLOCKED_SECONDS, LOOK_SECONDS = (2.0, 8.0), 0.1
SLOW_CHATS, WATCHERS = 8, 10
SLOW_SECONDS = 30.0
USUAL_SECONDS = 15.0
TAPPERS = 20
SHARE = 0.3
WHEEL_SECONDS = 15.0
"""How long a tap's wheel turns; then the app ends it by itself."""
KINDS = (Kind.FAILED, Kind.NOT_DONE, Kind.CUT_OFF, Kind.HALF, Kind.FLOOD_CHAT)


@dataclass
class Watcher:
    """Somebody who looks at the menu now and then, and notes how long that takes."""

    person: Person
    waits: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        chance = random.Random(self.person.id)
        while True:
            await asyncio.sleep(chance.uniform(1, 3))
            begun = time.monotonic()
            await self.person.say("/start")
            self.waits.append(time.monotonic() - begun)


@asynccontextmanager
async def _watched(api: BotApi) -> AsyncIterator[list[Watcher]]:
    watchers = [Watcher(api.person(f"Wati{number}")) for number in range(WATCHERS)]
    watching = [asyncio.create_task(one.watch()) for one in watchers]
    yield watchers
    for one in watching:
        one.cancel()
    await asyncio.gather(*watching, return_exceptions=True)


def _p99(watchers: list[Watcher]) -> float:
    """What 99 of a hundred looks took at most, since this was asked last."""
    waits = sorted(wait for one in watchers for wait in one.waits)
    for one in watchers:
        one.waits.clear()
    return waits[int(len(waits) * 0.99)] if waits else 0.0


async def _act_slowly(person: Person, over: asyncio.Event) -> None:
    while not over.is_set():
        await person.say("/start", wait=0)
        await asyncio.sleep(SLOW_SECONDS / 3)


async def slow_chats(trial: Trial) -> Outcome:
    """Some chats are slow for a while, and the UMKM's is one of them; others order and watch."""
    async with trading_shop.opened(
        trial, Crowd(min(CUSTOMERS, 3 * trial.tries)), PACED, killed=False
    ) as shop:
        shop.api.troubles = troubles = Troubles(shop.api.world.chats)
        code = await shop.open_shipment()
        async with _watched(shop.api) as watchers:
            await asyncio.sleep(USUAL_SECONDS)
            usual = _p99(watchers)
            async with asyncio.TaskGroup() as closing, shop.at_work():
                closing.create_task(shop.coordinator.close(code))
                await _be_slow(shop, troubles, trial.tries)
                meanwhile = _p99(watchers)
        await comparison.at_rest(shop, await shop.at_rest(), [code])
        note = f"others waited {meanwhile:.2f} s at p99, and {usual:.2f} s before"
        return await rounds.outcome(shop, troubles.slowed, note)


async def _be_slow(shop: TradingShop, troubles: Troubles, calls: int) -> None:
    """Some people write on and on, until so many calls were slow; returns when the last has arrived."""
    slow, over = [shop.api.person(f"Slamet{number}") for number in range(SLOW_CHATS)], asyncio.Event()
    troubles.slow = {str(one.id): SLOW_SECONDS for one in (*slow, shop.maker.person)}
    acting = [asyncio.create_task(_act_slowly(one, over)) for one in slow]
    while troubles.slowed < calls:  # noqa: ASYNC110
        await asyncio.sleep(LOOK_SECONDS)
    over.set()
    troubles.slow = {}
    await asyncio.gather(*acting)
    await asyncio.sleep(SLOW_SECONDS)


async def blocked_chats(trial: Trial) -> Outcome:
    """Somebody of the UMKM blocks the bot again and again, while orders come in."""
    async with trading_shop.opened(
        trial, Crowd(min(CUSTOMERS, 3 * trial.tries)), PACED, killed=False
    ) as shop:
        second = shop.api.person("Tono")
        await second.say(f"/start i_{await shop.programs[0].invited('umkm', UMKM)}")
        done = await rounds.in_rounds(shop, trial, partial(_block_and_return, second))
        return await rounds.outcome(shop, done)


async def _block_and_return(blocking: Person, shop: TradingShop) -> None:
    """Somebody of the UMKM blocks the bot, which hears of it at once or by its next message."""
    await rounds.some_calls(shop, MOST_CALLS)
    if shop.chance.random() < 0.5:
        blocking.block()
    else:
        blocking.chat.blocked = "bot was blocked by the user"
    await asyncio.sleep(shop.chance.uniform(*BLOCKED_SECONDS))
    blocking.unblock()


@dataclass
class Tapper:
    """Somebody who taps what is shown, and notes how long each tap stays open."""

    api: BotApi
    person: Person
    chance: random.Random
    closed: list[float] = field(default_factory=list)
    stayed_open: int = 0

    def __len__(self) -> int:
        return len(self.closed) + self.stayed_open

    async def tap(self, times: int) -> None:
        await self.person.say("/start")
        for _ in range(times):
            message = next(one for one in reversed(self.person.chat.from_bot) if one.rows)
            routes = [
                button["callback_data"] for row in message.rows for button in row if "callback_data" in button
            ]
            await self.person.tap_route(self.chance.choice(routes), message, wait=0)
            await self._note_closed([*self.api.world.taps][-1])

    async def _note_closed(self, receipt: str) -> None:
        begun = time.monotonic()
        while receipt in self.api.world.taps:
            if time.monotonic() - begun > WHEEL_SECONDS:
                self.stayed_open += 1
                self.api.world.taps.pop(receipt, None)
                return
            await asyncio.sleep(0.02)
        self.closed.append(time.monotonic() - begun)
        await asyncio.sleep(self.chance.uniform(0.5, 1.5))


async def open_taps(trial: Trial) -> Outcome:
    """People tap about while calls of all kinds fail."""
    many = min(TAPPERS, trial.tries)
    async with trading_shop.opened(trial, Crowd(1), PACED, killed=False) as shop:
        shop.api.troubles = troubles = Troubles(shop.api.world.chats, KINDS, SHARE, flood_seconds=1)
        tappers = [Tapper(shop.api, shop.api.person(f"Tina{n}"), random.Random(n)) for n in range(many)]
        await asyncio.gather(*(one.tap(trial.tries // many) for one in tappers))
        befallen, troubles.share = troubles.total, 0.0
        await comparison.at_rest(shop, await shop.at_rest(), [])
        return await rounds.outcome(shop, sum(map(len, tappers)), _told(tappers, befallen))


def _told(tappers: list[Tapper], befallen: int) -> str:
    closed, taps = [wait for one in tappers for wait in one.closed], sum(map(len, tappers))
    share, middle = len(closed) / taps, statistics.median(closed)
    return (
        f"{len(closed)} of {taps} taps closed ({share:.1%}), after {middle:.2f} s in the median and"
        f" {max(closed):.1f} s at most; {befallen} calls befallen"
    )


FAULTS = (
    Fault(
        "slow-chats",
        "some chats are slow",
        f"""Each call of {SLOW_CHATS} people who write on and on, and of the UMKM, takes
{SLOW_SECONDS:.0f} s, where the program gives up after ten; {CUSTOMERS} customers order
meanwhile, a coordinator closes their shipment, and {WATCHERS} people open the menu every two
seconds. A try is a call that was slow. The program keeps to Telegram's limits; what arrived
after it had given up counts as cut off. Comparison as under [kills](#kills).""",
        slow_chats,
        tries=200,
    ),
    Fault(
        "blocked-chats",
        "a chat blocks the bot and comes back",
        f"""One of two people of the UMKM blocks the bot for {BLOCKED_SECONDS[0]:.0f} to
{BLOCKED_SECONDS[1]:.0f} s, of which it hears at once or, by chance, only when it sends. What
was to be said meanwhile must arrive afterwards. Trade and comparison are those of
[kills](#kills).""",
        blocked_chats,
        tries=40,
    ),
    Fault(
        "open-taps",
        "taps while 30 % of all calls fail",
        f"""{TAPPERS} people tap about, while {SHARE:.0%} of all calls fail with 5xx, flood control of a
second, a connection cut before or after the call is done, or half an answer. A tap is closed in
time within the {WHEEL_SECONDS:.0f} s in which its wheel turns. Comparison as under
[kills](#kills).""",
        open_taps,
        tries=1000,
    ),
)
