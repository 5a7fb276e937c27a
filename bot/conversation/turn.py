"""One turn: an event in, the screen that answers it out, within a savepoint of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot import people
from bot.conversation import translation
from bot.conversation.events import FILE_KINDS, Event
from bot.conversation.routing import NoSuchRoute, Routes, is_private
from bot.conversation.screens import LABEL_LENGTH, Screen, labels_of
from bot.conversation.sessions import Session
from bot.core.database import session_on
from bot.core.redaction import hiding, without_numbers
from bot.people import ChatPerson, HeldRole, Role

House = TypeVar("House")
log = structlog.get_logger(__name__)


@dataclass
class Turn(Generic[House]):
    """What a handler works with: the event, whose chat it is, the database and the house."""

    event: Event
    session: Session
    db: AsyncSession
    house: House
    now: datetime
    _roles: Sequence[HeldRole] | None = field(default=None, repr=False)

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


class Replies(Protocol):
    """What the handlers offer besides the table of routes, for what no route says."""

    routes: Routes
    commands: Mapping[str, str]
    free_text: Mapping[Role, str]

    async def home(self, turn: Turn[Any]) -> Screen:
        """Where a person is who is nowhere."""

    async def refuse(self, turn: Turn[Any], why: str, screen: Screen) -> Screen:
        """The screen, with a kind word on why the event changed nothing."""

    async def on_notices(self, turn: Turn[Any], on_screen: str) -> str:
        """The route of a text that is a label of a notice below the screen; "" when it is none.

        `on_screen` is the action that the same label has on the screen, if it has one there.
        """

    async def in_group(self, turn: Turn[Any]) -> Screen | None:
        """The one line that a group gets, if it gets one."""

    def sorry(self) -> Screen:
        """What a person gets whose event could not be handled."""


class Conversation(Generic[House]):
    """Answers events with the handlers' table, one savepoint each."""

    def __init__(self, replies: Replies, house: House) -> None:
        self.replies = replies
        self.house = house

    async def answer(
        self, connection: AsyncConnection, event: Event, session: Session, now: datetime
    ) -> tuple[Screen | None, str]:
        """The screen that answers the event, and what went wrong if anything did.

        A database conflict is raised, to be tried again; any other failure undoes the event's
        savepoint and is told to the person once.
        """
        before = _copy(session)
        with translation.speaking(session.person.language), hiding(private_text(event, session)):
            async with session_on(connection) as db:
                turn = Turn(event, session, db, self.house, now)
                try:
                    screen = await self._reply(turn)
                    await db.commit()
                except DBAPIError:
                    raise
                except Exception as failure:  # the edge of the turn: parked, never lost, never looping
                    await db.rollback()
                    _restore(session, before)
                    log.exception("turn failed", event_id=event.event_id, route=event.route)
                    return self.replies.sorry(), without_numbers(f"{type(failure).__name__}: {failure}")
        if screen is not None and event.private:
            look_at(session, screen)
        return screen, ""

    async def redraw(
        self, connection: AsyncConnection, event: Event, session: Session, now: datetime
    ) -> Screen:
        """The screen that the person is looking at, drawn again; no event is handled."""
        with translation.speaking(session.person.language):
            async with session_on(connection) as db:
                screen = await self._place(Turn(event, session, db, self.house, now), session.screen)
                await db.rollback()
        look_at(session, screen)
        return screen

    async def _reply(self, turn: Turn[House]) -> Screen | None:
        event = turn.event
        if not event.private:
            return await self.replies.in_group(turn)
        if event.kind == "tap":
            return await self._go(turn, event.route)
        refused = _refusal(event, turn.session)
        route = "" if refused else await self._typed(turn)
        if not route:
            current = await self._place(turn, turn.session.screen)
            return await self.replies.refuse(turn, refused or _wanted(turn.session), current)
        return await self._go(turn, route)

    async def _typed(self, turn: Turn[House]) -> str:
        """The route that a typed text goes to: a command, a label, the open question, or free text.

        None when the open question wants no text; a file that was not refused is its answer.
        """
        text = turn.text
        if turn.event.attachment is not None:
            return turn.session.asks
        if text.startswith("/"):
            command = text[1:].partition(" ")[0].partition("@")[0].lower()
            return self.replies.commands.get(command, self.replies.commands["menu"])
        if label := await self._label(turn):
            return label
        if turn.session.asks and not _sent_before(turn.event, turn.session):
            return turn.session.asks if _accepts(turn.session, "text") else ""
        return self.replies.free_text[turn.session.role]

    async def _label(self, turn: Turn[House]) -> str:
        """The route behind a label that was typed: of the screen, or of a notice that came below it."""
        if len(turn.text) > LABEL_LENGTH:
            return ""
        by_label = {name.casefold(): route for name, route in turn.session.labels.items()}
        on_screen = by_label.get(turn.text.casefold(), "")
        if on_screen and not self._is_action(on_screen):
            return on_screen
        return await self.replies.on_notices(turn, on_screen) or on_screen

    def _is_action(self, route: str) -> bool:
        try:
            return self.replies.routes.match(route)[0].kind == "action"
        except NoSuchRoute:
            return False

    async def _go(self, turn: Turn[House], route: str) -> Screen:
        try:
            line, params = self.replies.routes.match(route)
        except NoSuchRoute:
            return await self.replies.refuse(turn, "no_such_route", await self.replies.home(turn))
        if not await turn.may(line.role):
            return await self.replies.refuse(turn, "not_yours", await self.replies.home(turn))
        return await line.handler(turn, **params)

    async def _place(self, turn: Turn[House], route: str) -> Screen:
        try:
            line, params = self.replies.routes.match(route)
        except NoSuchRoute:
            return await self.replies.home(turn)
        if line.kind != "place" or not await turn.may(line.role):
            return await self.replies.home(turn)
        return await line.handler(turn, **params)


def _refusal(event: Event, session: Session) -> str:
    """Why an event can be no answer to anything; empty when it can."""
    if event.edited:
        return "edited"
    if event.attachment is not None and answers_by_attachment(event, session):
        return event.attachment.failed
    if event.forwarded:
        return "forwarded"
    return "" if event.text.strip() and event.attachment is None else _wanted(session)


def answers_by_attachment(event: Event, session: Session) -> bool:
    """Whether what hangs on the event is an answer to the chat's open question."""
    kind = event.attachment.kind if event.attachment else ""
    asked = session.asks and _accepts(session, kind) and not _sent_before(event, session)
    return bool(asked) and event.private and not event.edited


def wants_file(event: Event, session: Session) -> bool:
    """Whether the event's file is to be fetched before the event is handled."""
    sent = event.attachment
    if sent is None or sent.kind not in FILE_KINDS or sent.ref or sent.failed:
        return False
    return answers_by_attachment(event, session)


def _wanted(session: Session) -> str:
    """What to send instead of what came: a file of the accepted kind where one is asked for."""
    kinds = set(FILE_KINDS).intersection(session.accepts.split(","))
    if not session.asks or not kinds:
        return "no_text"
    return "no_file" if len(kinds) > 1 else f"no_{kinds.pop()}"


def _accepts(session: Session, kind: str) -> bool:
    return kind in session.accepts.split(",")


def private_text(event: Event, session: Session) -> str:
    """What was typed to a private question; "" when none is open."""
    return event.text if is_private(session.asks) else ""


def _sent_before(event: Event, session: Session) -> bool:
    """What was sent before the open question was shown is not its answer."""
    sent_at, shown_at = event.sent_at, session.shown_at
    return sent_at is not None and shown_at is not None and sent_at < shown_at.replace(microsecond=0)


def look_at(session: Session, screen: Screen) -> None:
    """The person looks at this screen now."""
    session.screen = screen.route
    session.asks = screen.asks.route if screen.asks else ""
    session.accepts = ",".join(sorted(screen.asks.accepts)) if screen.asks else ""
    session.labels = labels_of(screen)


def _copy(session: Session) -> tuple[Any, ...]:
    return (session.role, session.person.language, session.person.destination)


def _restore(session: Session, before: tuple[Any, ...]) -> None:
    session.role, session.person.language, session.person.destination = before
