"""Answers each event with a screen, in a savepoint of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.conversation import last_lines, translation
from bot.conversation.acceptance import (
    accepts,
    answers_by_attachment,
    private_text,
    refusal,
    sent_before,
    wanted,
)
from bot.conversation.events import Event
from bot.conversation.long_readings import LongReading, ReadFirst
from bot.conversation.routing import Kind, NoSuchRoute, NotAnAnswer, Redirect, Routes, is_private
from bot.conversation.screens import LABEL_LENGTH, Screen, noted, still_asking
from bot.conversation.sessions import Session
from bot.conversation.shown import asked_now, listened_to, note_shown
from bot.conversation.turn import Turn
from bot.core.database import session_on
from bot.core.patience import waiting_at_most
from bot.core.redaction import hiding, keeping_out, without_numbers
from bot.people import Role

MOST_HOPS = 3
LONGEST_WAIT_SECONDS = 5.0
"""How long a turn may wait; while it does, nobody else in its batch is answered."""
log = structlog.get_logger(__name__)


class Lost(RuntimeError):
    """A handler led nowhere: too many redirects in a row, or free text that calls itself no answer."""


class CutOff(RuntimeError):
    """A turn was ended in the middle of a statement: with its connection the whole transaction is gone."""

    def __init__(self, event: Event, error: str) -> None:
        super().__init__(error)
        self.event = event


class Replies(Protocol):
    """What the engine needs of the handlers: the table of routes, and answers where no route applies."""

    routes: Routes
    commands: Mapping[str, str]
    free_text: Mapping[Role, str]
    home: str

    def turn(self, event: Event, session: Session, db: AsyncSession, now: datetime) -> Turn:
        """Builds the turn that handlers work with."""

    async def remark(self, turn: Any, screen: Screen) -> Screen:
        """The screen with a note on how a forwarded message was read, or words that came with a file."""

    async def refuse(self, turn: Any, why: str, screen: Screen) -> Screen:
        """The screen with a note that explains, by the code `why`, that the event changed nothing."""

    async def listener(self, turn: Any) -> str:
        """The route that takes the typed text or file, whatever the screen asks; "" if the shop does.

        Asked only while the session names a listener; one that has ended is taken out of the session.
        """

    async def heard(self, turn: Any) -> tuple[str, bool]:
        """Takes over a typed text's language: a note on it, or "", and whether the text says no more."""

    async def on_notices(self, turn: Any, on_screen: str) -> str:
        """The route of a text that is the label of a button of a notice below the screen, else "".

        `on_screen` is the route of the action that has the same label on the screen, if there is one.
        """

    async def on_offer(self, turn: Any) -> str:
        """The route of a text that answers what the screen offers beside its question, else ""."""

    async def in_group(self, turn: Any) -> Screen | None:
        """The one line that a group gets, if any."""

    def sorry(self) -> Screen:
        """The screen for a person whose event could not be handled."""

    def slow_down(self, screen: Screen) -> Screen:
        """The screen with a kind word to somebody who sends more than can be answered."""


class Conversation:
    """Answers events by the handlers' table of routes, each in one savepoint."""

    def __init__(self, replies: Replies) -> None:
        self.replies = replies
        self.under_way: list[str] = []
        """The routes whose handlers run now, for the watchdog."""

    async def answer(
        self,
        connection: AsyncConnection,
        event: Event,
        session: Session,
        now: datetime,
        readings: Mapping[LongReading[Any], Any] | None = None,
    ) -> tuple[Screen | None, str]:
        """The screen that answers the event, and the error, "" if there was none.

        Raises DBAPIError on a database conflict, for the caller to retry, and, unless `readings` is None,
        ReadFirst when a reading is missing there; the turn is undone then. Any other failure, or a wait of
        LONGEST_WAIT_SECONDS, rolls the savepoint back, and the person is told so once. Raises CutOff when
        that wait was for the database: then nothing of the transaction is left.
        """
        before, labels, asked = session.changeable(), session.labels, session.asks
        speaking, private = translation.speaking(session.person.language), private_text(event, session)
        with speaking, hiding(private), keeping_out(event.text):
            async with session_on(connection) as db:
                try:
                    async with waiting_at_most(LONGEST_WAIT_SECONDS):
                        screen = await self._reply(self._turn(event, session, db, now, readings))
                        await db.commit()
                except DBAPIError:
                    raise
                except ReadFirst:
                    await db.rollback()
                    session.undo(before)
                    raise
                except Exception as failure:  # the edge of the turn: parked, never lost, never looping
                    session.undo(before)
                    return self.replies.sorry(), await _undo(connection, db, event, failure)
            if screen is not None and event.private:
                note_shown(session, screen := listened_to(session, screen))
                last_lines.note(session, event, screen, labels, is_private(asked))
        return screen, ""

    async def redraw(
        self,
        connection: AsyncConnection,
        event: Event,
        session: Session,
        now: datetime,
        readings: Mapping[LongReading[Any], Any] | None = None,
    ) -> Screen:
        """Draws the screen that the person is looking at; no event is handled.

        A failure is told to the person, as in `answer`. Raises DBAPIError, CutOff, ReadFirst.
        """
        with translation.speaking(session.person.language):
            async with session_on(connection) as db:
                try:
                    async with waiting_at_most(LONGEST_WAIT_SECONDS):
                        screen = await self._turn(event, session, db, now, readings).current()
                        await db.rollback()
                except (DBAPIError, ReadFirst):
                    raise
                except Exception as failure:  # else the event would come again and again
                    await _undo(connection, db, event, failure)
                    return self.replies.sorry()
        note_shown(session, screen := listened_to(session, screen))
        return screen

    def _turn(
        self,
        event: Event,
        session: Session,
        db: AsyncSession,
        now: datetime,
        readings: Mapping[LongReading[Any], Any] | None = None,
    ) -> Turn:
        turn = self.replies.turn(event, session, db, now)
        turn.readings = readings
        turn.draw = self._place
        return turn

    async def _reply(self, turn: Turn) -> Screen | None:
        event = turn.event
        if not event.private:
            return await self.replies.in_group(turn)
        if event.kind == "tap":
            return await self._go(turn, event.route)
        listener = await self.replies.listener(turn) if turn.session.listener else ""
        if why := refusal(event, turn.session):
            return await self.replies.refuse(turn, why, await turn.current())
        if listener:
            return await self._go(turn, listener)
        if event.attachment is not None and answers_by_attachment(event, turn.session):
            return await self._go(turn, turn.session.asks)
        if event.forwarded or event.attachment is not None:
            return await self.replies.remark(turn, await self._said(turn))
        if turn.text.startswith("/"):
            return await self._command(turn)
        if label := await self._label(turn):
            return await self._go(turn, label)  # a label is a tap, whatever language it names
        note, says_no_more = await self.replies.heard(turn)
        screen = await (turn.current() if says_no_more else self._typed(turn))
        return noted(screen, note) if note else screen

    async def _command(self, turn: Turn) -> Screen:
        command = turn.text[1:].partition(" ")[0].partition("@")[0].lower()
        return await self._go(turn, self.replies.commands.get(command, self.replies.commands["menu"]))

    async def _typed(self, turn: Turn) -> Screen:
        """Takes typed text as answer to an offer or to the open question, else as free text."""
        if not sent_before(turn.event, turn.session) and (offer := await self.replies.on_offer(turn)):
            return await self._go(turn, offer)
        return await self._said(turn)

    async def _said(self, turn: Turn) -> Screen:
        """Takes text as answer to the open question, else as free text."""
        if not turn.session.asks or sent_before(turn.event, turn.session):
            return await self._go(turn, self.replies.free_text[turn.session.role])
        if not accepts(turn.session, "text"):
            return await self.replies.refuse(turn, wanted(turn.session), await turn.current())
        return await self._go(turn, turn.session.asks)

    async def _label(self, turn: Turn) -> str:
        """The route behind a typed label of the screen, or of a notice below it; "" if it is none."""
        if len(turn.text) > LABEL_LENGTH:
            return ""
        by_label = {label.casefold(): route for label, route in turn.session.labels.items()}
        on_screen = by_label.get(turn.text.casefold(), "")
        if on_screen and self.kind(on_screen) != "action":
            return on_screen
        return await self.replies.on_notices(turn, on_screen) or on_screen

    def kind(self, route: str) -> Kind | None:
        """Whether a route shows a place or acts; None when there is no such route."""
        try:
            return self.replies.routes.match(route)[0].kind
        except NoSuchRoute:
            return None

    async def _go(self, turn: Turn, route: str) -> Screen:
        """The screen of a route. On NotAnAnswer the text is taken as free text of the route's role."""
        screen = await self._follow(turn, route)
        if not isinstance(screen, NotAnAnswer):
            return screen
        free_text = self.replies.free_text
        asked_by = self.replies.routes.match(route)[0].role
        said = await self._follow(turn, free_text.get(asked_by, free_text[turn.session.role]))
        if isinstance(said, NotAnAnswer):
            raise Lost(route)
        said = noted(said, screen.note) if screen.note else said
        return still_asking(said, asked_now(turn.session), screen.go_on) if screen.go_on else said

    async def _follow(self, turn: Turn, route: str) -> Screen | NotAnAnswer:
        """Calls the handler of a route and follows its redirects; the role is checked at each hop.

        The redirects' notes stand above the screen, in order. Raises Lost after MOST_HOPS.
        """
        notes: list[str] = []
        for _hop in range(MOST_HOPS + 1):
            answer = await self._answer(turn, route)
            if not isinstance(answer, Redirect):
                note = "\n\n".join(notes)
                return noted(answer, note) if note and isinstance(answer, Screen) else answer
            notes += [answer.note] if answer.note else []
            route = answer.route
        raise Lost(route)

    async def _answer(self, turn: Turn, route: str) -> Screen | Redirect | NotAnAnswer:
        try:
            line, params = self.replies.routes.match(route)
        except NoSuchRoute:
            return await self._refused(turn, "no_such_route")
        if not await turn.may(line.role):
            return await self._refused(turn, "not_yours")
        turn.has_acted |= line.moves_sums
        self.under_way.append(route)
        try:
            with translation.speaking(turn.language):  # an earlier hop may have changed it
                return await line.handler(turn, **params)
        except Redirect as redirect:
            return redirect
        finally:
            self.under_way.remove(route)

    async def _refused(self, turn: Turn, why: str) -> Screen:
        return await self.replies.refuse(turn, why, await self._go(turn, self.replies.home))

    async def _place(self, turn: Turn, route: str) -> Screen:
        """Draws a place; home when the route is no place any more, or not for this person's roles."""
        shown = self.kind(route) == "place" and await turn.may(self.replies.routes.match(route)[0].role)
        return await self._go(turn, route if shown else self.replies.home)


async def _undo(connection: AsyncConnection, db: AsyncSession, event: Event, failure: Exception) -> str:
    """Undoes a turn; returns its error in words. Raises CutOff."""
    await db.rollback()
    log.exception("turn failed", event_id=event.event_id, route=event.route)
    error = without_numbers(f"{type(failure).__name__}: {failure}")
    if connection.invalidated:
        raise CutOff(event, error) from failure
    return error
