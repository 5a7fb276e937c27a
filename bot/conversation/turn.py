"""One turn: what a handler works with while it answers an event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.conversation.events import Event
from bot.conversation.screens import Screen
from bot.conversation.sessions import Session
from bot.people import ChatPerson, HeldRole, Role


@dataclass
class Turn:
    """The event, whose chat it is, and the database. The handlers' own turn adds the shop.

    `draw` draws the place that the person is looking at; the engine sets it.
    """

    event: Event
    session: Session
    db: AsyncSession
    now: datetime
    draw: Callable[[], Awaitable[Screen]] | None = field(default=None, repr=False, kw_only=True)
    _roles: Sequence[HeldRole] | None = field(default=None, repr=False, kw_only=True)

    @property
    def person(self) -> ChatPerson:
        """Who it is."""
        return self.session.person

    @property
    def language(self) -> str:
        """The language of the person."""
        return self.session.person.language

    @property
    def text(self) -> str:
        """What was typed, without the blanks around it."""
        return self.event.text.strip()

    @property
    def argument(self) -> str:
        """What stands behind a command."""
        return self.text.partition(" ")[2].strip()

    @property
    def said(self) -> str:
        """What a command asks for, whether it stands behind it or answers its question."""
        return self.argument if self.text.startswith("/") else self.text

    async def current(self) -> Screen:
        """The screen that the person is looking at, drawn from what holds now."""
        assert self.draw is not None, "only the engine's turns know what is looked at"
        return await self.draw()

    async def roles(self) -> Sequence[HeldRole]:
        """The roles that the person holds."""
        if self._roles is None:
            self._roles = await people.roles_of(self.db, self.person.id)
        return self._roles

    def forget_roles(self) -> None:
        """The roles have changed in this turn."""
        self._roles = None

    async def may(self, role: Role) -> bool:
        """Whether the person may use what needs this role; an owner is a coordinator too."""
        if role is Role.CUSTOMER:
            return True
        held = {one.role for one in await self.roles()}
        return role in held or (role is Role.COORDINATOR and Role.OWNER in held)
