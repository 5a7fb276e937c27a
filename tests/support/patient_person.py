"""A person who waits for each answer, however often the program is killed meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.bot_api import BotApi, Person, Seen
from tests.support.bot_api.person import seen

PATIENCE = 120.0  # repeated starts on a busy machine are slow
SORRY = "ada gangguan di sistem kami"


@dataclass
class PatientPerson:
    """Types and taps, and waits until the screen has changed; now and then taps twice."""

    api: BotApi
    person: Person
    chance: random.Random
    expects_trouble: bool = False
    """Whether an apology of the shop is no failure; what was parked is counted otherwise then."""
    patience: float = PATIENCE

    def is_notice(self, message: Seen) -> bool:
        """Whether a message is a notice, and not the answer to what was typed or tapped."""
        raise NotImplementedError

    @property
    def screen(self) -> Seen | None:
        """The last screen, skipping notices."""
        screens = (one for one in map(seen, reversed(self.person.chat.from_bot)) if one.labels)
        return next((one for one in screens if not self.is_notice(one)), None)

    @property
    def shown(self) -> Seen:
        """The last screen, which must be there and mostly must not be an apology."""
        screen = self.screen
        assert screen is not None
        assert self.expects_trouble or SORRY not in screen.text, "the shop could not handle what was said"
        return screen

    async def say(self, text: str) -> None:
        before = self.screen
        await self.person.say(text, wait=0)
        await self._until(lambda: self.screen != before)

    async def tap(self, label: str) -> None:
        before = self.screen
        taps = [self.person.tap(label, before, wait=0) for _ in range(self.chance.choice((1, 1, 2)))]
        for tap in taps:
            await tap
        await self._until(lambda: self.screen != before and not self._open_taps())

    def _open_taps(self) -> bool:
        return any(chat is self.person.chat for chat in self.api.world.taps.values())

    async def _until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(self.patience):
            while not holds():
                await self.person.chat.moved.wait()
