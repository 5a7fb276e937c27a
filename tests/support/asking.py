"""Somebody who asks the shop, without a program around it: interpretations in, screens out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import people
from bot.conversation import sessions
from bot.conversation.events import Address, Event
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted
from bot.conversation.sessions import Session
from bot.conversation.translation import speaking
from bot.core.database import session_on
from bot.core.deployment import Deployment
from bot.handlers import ROUTES
from bot.handlers.chat.questions import answer
from bot.handlers.shared.turn import Turn
from bot.ordering.shop import Shop
from bot.people import Role
from bot.people.enquiries import Enquiry
from bot.understanding import Interpretation
from tests.support.following_redirects import screen_behind
from tests.support.running_shop import fresh_shop, opened


async def shown(turn: Turn, answered: Screen | Redirect) -> Screen:
    """The screen that an answer leads to, with its note above it."""
    if isinstance(answered, Screen):
        return answered
    screen = await screen_behind(turn, answered.route)
    return noted(screen, answered.note) if answered.note else screen


@dataclass
class Asking:
    """Somebody with questions, in a shop with goods and shipments."""

    connection: AsyncConnection
    shop: Shop
    session: Session
    language: str = "en"

    async def turn(self, text: str) -> Turn:
        event = Event(self.session.address, "1", "text", text=text)
        db = session_on(self.connection)
        return Turn(event, self.session, db, self.shop.clock.now(), self.shop, Deployment())

    async def ask(self, *topics: str, text: str = "?", **more: object) -> Screen:
        interpretation = Interpretation("question", topics=topics, **more)
        with speaking(self.language):
            turn = await self.turn(text)
            screen = await shown(turn, await answer.reply(turn, interpretation))
            await turn.db.commit()
        return screen

    async def go(self, route: str) -> Screen:
        with speaking(self.language):
            turn = await self.turn("")
            assert await turn.may(ROUTES.match(route)[0].role)
            screen = await screen_behind(turn, route)
            await turn.db.commit()
        return screen

    async def coordinator(self) -> None:
        async with session_on(self.connection) as db:
            who = await self.somebody("Wati")
            await people.grant(db, who.person.id, Role.COORDINATOR, self.shop.clock.now())
            await db.commit()

    async def somebody(self, name: str) -> Session:
        event = Event(Address("browser", "web", name), "1", "text", language="en", name=name)
        now = self.shop.clock.now()
        return (await sessions.open_chats(self.connection, [event], now))[event.address]

    async def enquiry_count(self) -> int:
        return await self.connection.scalar(select(func.count()).select_from(Enquiry)) or 0


@asynccontextmanager
async def asking(database_url: str, template: Path) -> AsyncIterator[Asking]:
    """Siti, in a shop with the goods and shipments of the demo."""
    shop = fresh_shop()
    async with opened(database_url, template) as db, db.writing() as connection:
        await shop.refresh(connection)
        somebody = Asking(connection, shop, Session(0, Address("", "", ""), None, Role.CUSTOMER))
        somebody.session = await somebody.somebody("Siti")
        yield somebody
