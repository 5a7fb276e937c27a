"""Follows every button of every screen: none fails, and all lead home."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import people
from bot.conversation import sessions
from bot.conversation.engine import Conversation
from bot.conversation.events import Address, Event
from bot.conversation.screens import Screen
from bot.conversation.sessions import Session
from bot.core.database import Database, session_on
from bot.handlers import ROUTES, serving
from bot.ordering.shop import Shop
from bot.people import ChatPerson, Role
from tests.support import placed_orders
from tests.support.running_shop import fresh_shop, opened

SEED = 4
STEPS = 900
MOST_OF_A_PATTERN = 9
HOMES = {"home", "shop", "welcome", "menu", "u", "c"}
TYPED = (
    "2",
    "Siti Aminah",
    "0912345678",
    "Taipei City",
    "karak",
    "4/12/2031 20:00",
    "1/1/2024 - 2/2/2024",
    "?",
)


@dataclass
class Walk:
    """Somebody who taps every button in the order they appear, and types now and then."""

    connection: AsyncConnection
    shop: Shop
    session: Session
    chance: random.Random
    seen: set[str] = field(default_factory=set)
    patterns: Counter[str] = field(default_factory=Counter)
    ways: dict[str, set[str]] = field(default_factory=dict)
    waiting: deque[str] = field(default_factory=deque)
    events: int = 0

    async def go(self, steps: int) -> None:
        await self._look(await self._do(Event(self.session.address, "start", "text", text="/start")), "home")
        while self.waiting and self.events < steps:
            route = self.waiting.popleft()
            screen = await self._do(Event(self.session.address, f"tap-{self.events}", "tap", route=route))
            await self._look(screen, route)
            if screen.asks:
                await self._type_something(screen.asks.route)

    async def _type_something(self, asked: str) -> None:
        text = self.chance.choice(TYPED)
        typed = Event(self.session.address, f"text-{self.events}", "text", text=text)
        await self._look(await self._do(typed), asked)

    async def _do(self, event: Event) -> Screen:
        self.events += 1
        conversation = Conversation(serving(self.shop))
        await self.shop.refresh(self.connection)
        now = self.shop.clock.now()
        screen, error = await conversation.answer(self.connection, event, self.session, now)
        assert not error, f"{event.route or event.text}: {error}"
        assert screen is not None
        return screen

    async def _look(self, screen: Screen, came_by: str) -> None:
        assert screen.buttons or screen.asks, f"no way on from {came_by}: {screen.title}"
        routes = {button.route for button in screen.buttons if button.route}
        self.ways.setdefault(screen.route or came_by, set()).update(routes)
        self.ways.setdefault(came_by, set()).update({screen.route} if screen.route else routes)
        for route in sorted(routes - self.seen):
            line, _params = ROUTES.match(route)
            self.seen.add(route)
            self.patterns[line.pattern] += 1
            if self.patterns[line.pattern] <= MOST_OF_A_PATTERN:
                self.waiting.append(route)

    def homeless(self) -> list[str]:
        """The places from which no chain of buttons leads home."""
        leads_home = set(HOMES)
        while True:
            further = {place for place, ways in self.ways.items() if ways & leads_home} - leads_home
            if not further:
                return sorted(set(self.ways) - leads_home)
            leads_home |= further


@pytest.fixture
async def trading(sqlite_url: str, filled_database: Path) -> AsyncIterator[tuple[Database, Shop]]:
    """A shop with a few placed orders."""
    shop = fresh_shop()
    async with opened(sqlite_url, filled_database) as db:
        async with db.writing() as connection, session_on(connection) as objects:
            await shop.refresh(connection)
            for wanted in ({1: 3, 2: 2}, {1: 1}, {2: 1}):
                who = await placed_orders.customer(objects, shop.clock.now())
                await placed_orders.place(objects, shop, who, wanted, shop.clock.now())
            await objects.commit()
        yield db, shop


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.UMKM, Role.COORDINATOR])
async def test_every_button_works_and_every_place_leads_home(
    trading: tuple[Database, Shop], role: Role, language: str
) -> None:
    db, shop = trading
    async with db.writing() as connection:
        session = await _somebody(connection, shop, role, language)
        walk = Walk(connection, shop, session, random.Random(SEED))
        await walk.go(STEPS)
        assert walk.homeless() == []
        assert walk.events > 100


async def _somebody(connection: AsyncConnection, shop: Shop, role: Role, language: str) -> Session:
    now = shop.clock.now()
    event = Event(Address("browser", "web", f"walker-{role}"), "1", "text", language=language, name="Wati")
    session = (await sessions.open_chats(connection, [event], now))[event.address]
    async with session_on(connection) as objects:
        if role is not Role.CUSTOMER:
            await people.grant(objects, session.person.id, role, now, 1 if role is Role.UMKM else None)
        await placed_orders.place(objects, shop, _taipei(session.person), {1: 2, 2: 2}, now)
        await objects.commit()
    session.role = role
    return session


def _taipei(person: ChatPerson) -> ChatPerson:
    person.destination = "TW"
    return person
