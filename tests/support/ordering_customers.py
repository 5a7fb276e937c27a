"""Customers who order one thing after the other, while the program is killed and restarted."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.bot_api import Seen
from tests.support.patient_person import PatientPerson

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
OPENS_ITS_ORDER, TAKE_LESS = re.compile(r"Pesanan TW-\w+"), "Ambil yang ada"
PLACED = re.compile(r"Pesanan (TW-\w+)")
LOOK_SECONDS = 0.1
LINE = re.compile(r"^(\d+) × (.+?): Rp", re.MULTILINE)


@dataclass
class Customer(PatientPerson):
    """One customer, who keeps the numbers of the orders that were confirmed.

    Between two steps the customer thinks, `thinks` seconds at most, and between two orders rests, `rests`
    seconds at most.
    """

    numbers: list[str] = field(default_factory=list)
    thinks: float = 0.0
    rests: float = 0.0

    @property
    def confirmed(self) -> int:
        """How many orders were confirmed."""
        return len(self.numbers)

    async def order(self, times: int) -> None:
        """Comes, and orders so many times, each time another product."""
        await self.come()
        await self.go_on(lambda: self.confirmed >= times)

    async def come(self) -> None:
        """Opens the shop and chooses Taiwan."""
        await self.say("/start")
        await self.tap("Taiwan")

    async def go_on(self, enough: Callable[[], bool]) -> None:
        """Orders again and again until it is enough, which is asked between two orders."""
        while not enough():
            before = self.confirmed
            while self.confirmed == before:
                await asyncio.sleep(self.chance.uniform(0, self.thinks))
                self._note_confirmed()
                if self.confirmed == before:
                    await self._next_step()
            await self._rest(enough)

    async def _rest(self, enough: Callable[[], bool]) -> None:
        until = time.monotonic() + self.chance.uniform(0, self.rests)
        while time.monotonic() < until and not enough():  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)

    async def looked_at(self, number: str) -> dict[str, int]:
        """The pieces of each product that the customer's own page of an order shows."""
        await self.say(f"/pesanan {number}")
        assert f"Pesanan {number}" in self.shown.text, f"{number} is not shown:\n{self.shown}"
        return {name: int(pieces) for pieces, name in LINE.findall(self.shown.text)}

    def is_notice(self, message: Seen) -> bool:
        """Notices have a button that opens their order, or ask what to do about a shortage."""
        return message.labels[0] == TAKE_LESS or bool(OPENS_ITS_ORDER.match(message.labels[0]))

    async def _next_step(self) -> None:
        """Does what the screen asks for, whatever came before, as screens may be drawn again."""
        screen = self.shown
        for label in (ORDER_NOW, SAME, SKIP, CHECK_OUT):
            if label in screen.labels:
                await self.tap(label)
                return
        if "Mau berapa?" in screen.text:
            await self.say(str(self.chance.randint(1, 3)))
            return
        answer = next((one for title, one in ANSWERS.items() if screen.text.startswith(title)), None)
        await self.say(answer or self.chance.choice(GOODS))

    async def _until(self, holds: Callable[[], bool]) -> None:
        def looked() -> bool:
            self._note_confirmed()
            return holds()

        await super()._until(looked)

    def _note_confirmed(self) -> None:
        """Notes an order once that the screen confirms, whichever step it answers."""
        screen = self.screen
        found = PLACED.match(screen.text) if screen and HISTORY in screen.labels else None
        if found and found[1] not in self.numbers:
            self.numbers.append(found[1])
