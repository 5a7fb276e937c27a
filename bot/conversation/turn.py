"""The turn: what a handler works with while it answers an event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.conversation.events import Event
from bot.conversation.long_readings import Answer, LongReading, OutsideQuestion, ReadFirst, Result
from bot.conversation.screens import Screen
from bot.conversation.sessions import Session
from bot.core.typed_signs import keyed_name
from bot.people import ChatPerson, HeldRole, Role


@dataclass
class Turn:
    """An event, its session, and the database. The handlers' own turn adds the shop.

    `draw` draws a place by its route; the engine sets it. It takes the turn rather than holding it: a turn
    that referred to itself would keep its session in memory until the collector comes.

    `readings` are the long readings done for it, None if it reads all itself; `has_acted` says that it may
    have changed what they read.
    """

    event: Event
    session: Session
    db: AsyncSession
    now: datetime
    draw: Callable[[Any, str], Awaitable[Screen]] | None = field(default=None, repr=False, kw_only=True)
    readings: Mapping[LongReading[Any], Any] | None = field(default=None, repr=False, kw_only=True)
    has_acted: bool = field(default=False, kw_only=True)
    _roles: Sequence[HeldRole] | None = field(default=None, repr=False, kw_only=True)

    @property
    def person(self) -> ChatPerson:
        """The person whose event it is."""
        return self.session.person

    @property
    def language(self) -> str:
        """The language of the person."""
        return self.session.person.language

    @property
    def text(self) -> str:
        """The typed text with plain digits and blanks, stripped."""
        return keyed_name(self.event.text).strip()

    @property
    def argument(self) -> str:
        """The text after a command."""
        return self.text.partition(" ")[2].strip()

    @property
    def typed_answer(self) -> str:
        """The argument of a command, or the text that answers the command's question."""
        return self.argument if self.text.startswith("/") else self.text

    async def current(self) -> Screen:
        """The screen that the person is looking at, drawn anew."""
        assert self.draw is not None, "only the engine sets `draw`"
        return await self.draw(self, self.session.screen)

    async def read_beside(self, reading: LongReading[Result]) -> Result:
        """The result of a long reading. Raises ReadFirst, for the engine, while it is not done."""
        if self.has_acted or self.readings is None:
            return await reading.read(self.db)
        if reading not in self.readings:
            raise ReadFirst(reading)
        result: Result = self.readings[reading]
        return result

    async def ask_outside(self, question: OutsideQuestion[Answer]) -> Answer | None:
        """The answer to an outside question; None if there is none.

        Raises ReadFirst, for the engine, until it was asked: whatever the turn has done is undone then.
        """
        if self.readings is None:
            return None
        if question not in self.readings:
            raise ReadFirst(question)
        answer: Answer | None = self.readings[question]
        return answer

    async def roles(self) -> Sequence[HeldRole]:
        """The roles that the person holds, read once."""
        if self._roles is None:
            self._roles = await people.roles_of(self.db, self.person.id)
        return self._roles

    def forget_roles(self) -> None:
        """Has the roles read again, after a change in this turn."""
        self._roles = None

    async def may(self, role: Role) -> bool:
        """Whether the person may use what needs this role; an owner may do all that a coordinator may."""
        if role is Role.CUSTOMER:
            return True
        held = {one.role for one in await self.roles()}
        return role in held or (role is Role.COORDINATOR and Role.OWNER in held)
