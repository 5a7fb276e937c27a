"""An UMKM that answers its orders and a coordinator who closes shipments, while the program is killed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zlib import crc32

from tests.support.bot_api import Seen
from tests.support.patient_person import PatientPerson

NUMBER = re.compile(r"TW-\w+")
BACK, ALL, SOME, WAITING = "Kembali", "Bisa semua", "Sebagian", "Perlu dijawab"
ALL_ANSWERED, NOT_ANSWERED, HOW_MANY = "Semua pesanan sudah dijawab", "belum dijawab", "bisa berapa?"
CLOSE, YES_CLOSE = "Tutup sekarang", "Ya, tutup"
OF_NOTICES = {"Lihat pesanan", "Tampilkan pesanan", "Lihat daftar", "Lihat kirimannya"}


@dataclass
class _Member(PatientPerson):
    def is_notice(self, message: Seen) -> bool:
        return bool(OF_NOTICES & {*message.labels})


@dataclass
class Maker(_Member):
    """Somebody of an UMKM, who answers every order: mostly all of it, sometimes one piece only.

    Several may answer the same list.
    """

    async def answer_all(self) -> None:
        """Goes through the list of what waits for an answer until nothing does."""
        await self.say("/start")
        while ALL_ANSWERED not in self.shown.text:
            await self._next_step()

    async def _next_step(self) -> None:
        screen = self.shown
        if HOW_MANY in screen.text:
            await self.tap("1")
        elif NOT_ANSWERED in screen.text and ALL in screen.labels:
            await self.tap(SOME if SOME in screen.labels and _makes_less(screen) else ALL)
        elif WAITING in screen.labels:
            await self.tap(WAITING)
        elif screen.text.startswith("Pesanan perlu dijawab") and NUMBER.match(screen.labels[0]):
            await self.tap(self.chance.choice([one for one in screen.labels if NUMBER.match(one)]))
        else:
            await self.say("/start")


def _makes_less(page: Seen) -> bool:
    """The same for an order whenever it is looked at, also on a page that is drawn again too late."""
    return crc32(page.text.partition("\n")[0].encode()) % 3 == 0


@dataclass
class Coordinator(_Member):
    """A coordinator, who closes shipments by their code."""

    async def close(self, code: str) -> None:
        """Closes an open shipment now."""
        await self.say(code)
        while not self._is_closed(code):
            label = next((one for one in (YES_CLOSE, CLOSE) if one in self.shown.labels), None)
            await (self.tap(label) if label else self.say(code))

    def _is_closed(self, code: str) -> bool:
        text, labels = self.shown.text, self.shown.labels
        return text.startswith(f"Kiriman {code}") and not {CLOSE, YES_CLOSE} & {*labels}
