"""Customers who order one thing after the other, while the program is killed and restarted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.bot_api import BotApi, Person, Seen

PATIENCE = 120.0  # repeated starts on a busy machine are slow
LOOK_AGAIN = 0.02
GOODS = ("karak", "intip manis", "rengginang")
ANSWERS = {
    "Nama penerima": "Siti Aminah",
    "Nomor HP": "0912345678",
    "Kota besar": "Taipei City",
    "Distrik": "Xinyi District",
    "Jalan": "No. 7, Section 5, Xinyi Road",
    "Kode pos": "110",
    "Sudah pakai EZ WAY": "sudah",
}
CHECK_OUT, SAME, SKIP, ORDER_NOW, HISTORY = "Lanjut pesan", "Ya, sama", "Lewati", "Pesan sekarang", "Riwayat"

SORRY = "ada gangguan di sistem kami"


@dataclass
class Customer:
    """One customer, who counts the orders that were confirmed."""

    api: BotApi
    person: Person
    chance: random.Random
    confirmed: int = 0

    async def order(self, times: int) -> None:
        """Orders so many times, each time another product."""
        await self._say("/start")
        await self._tap("Taiwan")
        while self.confirmed < times:
            await self._next_step()

    @property
    def screen(self) -> Seen | None:
        """The last screen, skipping notices, whose only button opens their order."""
        screens = [
            one for one in self.person.messages if one.labels and not one.labels[0].startswith("Pesanan TW")
        ]
        return screens[-1] if screens else None

    async def _next_step(self) -> None:
        """Does what the screen asks for, whatever came before, as screens may be drawn again."""
        screen = self.screen
        assert screen is not None
        assert SORRY not in screen.text, "the shop could not handle what was said"
        for label in (ORDER_NOW, SAME, SKIP, CHECK_OUT):
            if label in screen.labels:
                await self._tap(label)
                if label == ORDER_NOW and HISTORY in self._labels():
                    self.confirmed += 1
                return
        if "Mau berapa?" in screen.text:
            await self._say(str(self.chance.randint(1, 3)))
            return
        answer = next((one for title, one in ANSWERS.items() if screen.text.startswith(title)), None)
        await self._say(answer or self.chance.choice(GOODS))

    def _labels(self) -> list[str]:
        return self.screen.labels if self.screen else []

    async def _say(self, text: str) -> None:
        before = self.screen
        await self.person.say(text, wait=0)
        await self._until(lambda: self.screen != before)

    async def _tap(self, label: str) -> None:
        before = self.screen
        taps = [self.person.tap(label, before, wait=0) for _ in range(self.chance.choice((1, 1, 2)))]
        for tap in taps:
            await tap
        await self._until(lambda: self.screen != before and not self._open_taps())

    def _open_taps(self) -> bool:
        return any(chat is self.person.chat for chat in self.api.world.taps.values())

    async def _until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                if holds():
                    return
                await asyncio.sleep(LOOK_AGAIN)
