"""The Telegram channel in tests, with a receiver of its events that fails on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.channels.base import Draw, Shown
from bot.channels.telegram import PollingTimes, Telegram
from bot.channels.telegram.polling import RETRIES
from bot.conversation.events import Address, Event
from bot.conversation.screens import Button, Screen
from bot.core.retry import doubling
from tests.support.bot_api import PNG, BotApi, Person

QUICK = PollingTimes(poll=1, conflict=0.2, retries=replace(RETRIES, rests=doubling(0.01, 0.03)))
MENU = Screen("Menu", "Mau apa?", [Button("Katalog", "catalog"), Button("Keranjang", "cart", beside=True)])
CART = Screen("Keranjang", "Masih kosong.", [Button("Menu", "menu")])
INTIP = Screen("Intip manis", "Rp12.000", [Button("Tambah", "cart/set/42/1")], photo="product/42")
KARAK = Screen("Karak", "Rp9.000", [Button("Tambah", "cart/set/43/1")], photo="product/43")


@dataclass
class EventSink:
    """Records the events it takes; while `broken` is set, raises that instead."""

    batches: list[list[Event]] = field(default_factory=list)
    broken: Exception | None = None
    asked: int = 0
    _coming: asyncio.Queue[Event] = field(default_factory=asyncio.Queue)

    async def take(self, events: Sequence[Event]) -> None:
        self.asked += 1
        if self.broken:
            raise self.broken
        self.batches.append(list(events))
        for event in events:
            self._coming.put_nowait(event)

    async def next(self) -> Event:
        async with asyncio.timeout(60):
            return await self._coming.get()

    @property
    def event_ids(self) -> list[str]:
        return [event.event_id for batch in self.batches for event in batch]


@asynccontextmanager
async def channel_at(api: BotApi, **more: Any) -> AsyncIterator[Telegram]:
    channel = Telegram(api.token, api.url, **{"times": QUICK, **more})
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def running(channel: Telegram, sink: EventSink) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(channel.run(sink.take))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@dataclass
class Talk:
    """Ani talks with the bot; the test answers in the bot's place."""

    api: BotApi
    channel: Telegram
    sink: EventSink
    ani: Person
    current: Shown | None = None

    @property
    def address(self) -> Address:
        return Address("telegram", "4242", str(self.ani.id))

    async def says(self, text: str) -> Event:
        await self.ani.say(text, wait=0)
        return await self.sink.next()

    async def taps(self, label: str) -> Event:
        await self.ani.tap(label, wait=0)
        return await self.sink.next()

    async def answer(self, screen: Screen, event: Event | None, in_place: bool = True) -> Shown:
        asked = Draw(self.address, "id", screen, event, self.current, in_place)
        self.current = await self.channel.answer(asked)
        await self.channel.tidied(60)
        return self.current

    async def opened(self, screen: Screen) -> Shown:
        """Brings the chat to this screen."""
        return await self.answer(screen, await self.says("/start"))

    def called(self, *but: str) -> list[str]:
        """The methods called, in order, without those that concern no chat."""
        quiet = {"getMe", "getUpdates", "deleteWebhook", *but}
        return [method for method, _ in self.api.calls if method not in quiet]


@asynccontextmanager
async def talking(**more: Any) -> AsyncIterator[Talk]:
    sink = EventSink()
    async with BotApi() as api, channel_at(api, **more) as channel, running(channel, sink):
        yield Talk(api, channel, sink, api.person("Ani", last_name="Wulandari"))


def pictures(folder: Path) -> Callable[[str], Path | None]:
    """Pictures of the products 42 and 43 in a folder."""
    for number in ("42", "43"):
        (folder / f"{number}.png").write_bytes(PNG + number.encode())

    def path_of(reference: str) -> Path | None:
        path = folder / f"{reference.rpartition('/')[2]}.png"
        return path if path.exists() else None

    return path_of


async def until(holds: Callable[[], object]) -> None:
    """Waits until a condition holds that nothing signals."""
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
