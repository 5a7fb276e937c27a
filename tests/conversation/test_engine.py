"""How the engine follows redirects with their notes, and whose free text a non-answer becomes."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.engine import Conversation
from bot.conversation.events import Address, Event
from bot.conversation.routing import NotAnAnswer, Redirect, Routes, action, place
from bot.conversation.screens import Screen, noted
from bot.conversation.sessions import Session
from bot.conversation.turn import Turn
from bot.people import ChatPerson, Role


@place("end")
async def end(turn: Turn) -> Screen:
    return noted(Screen("End", "body"), "the place's own")


@place("on")
async def on(turn: Turn) -> Redirect:
    return Redirect("end", "second")


@action("question")
async def question(turn: Turn) -> NotAnAnswer:
    return NotAnAnswer()


@action("said")
async def said(turn: Turn) -> Redirect:
    return Redirect("on", "first")


@action("c/find", role=Role.COORDINATOR)
async def find(turn: Turn) -> Screen:
    return Screen("An order?")


@dataclass
class Replies:
    routes: Routes = field(default_factory=lambda: Routes((end, on, question, said, find)))
    free_text: dict[Role, str] = field(
        default_factory=lambda: {Role.CUSTOMER: "said", Role.COORDINATOR: "c/find"}
    )
    home: str = "end"

    def turn(self, event: Event, session: Session, db: AsyncSession, now: datetime) -> Turn:
        return Turn(event, session, db, now)


def turn_of(role: Role) -> Turn:
    address = Address("browser", "web", "siti")
    session = Session(1, address, ChatPerson(1, "Siti", "en", None), role)
    typed = Event(address, "1", "text", text="2 karak")
    return Turn(typed, session, AsyncSession(), datetime(2026, 11, 24, tzinfo=UTC))


async def test_the_notes_of_redirects_stand_above_the_screen_in_order():
    screen = await Conversation(Replies())._go(turn_of(Role.CUSTOMER), "said")
    laid = noted(noted(await end(turn_of(Role.CUSTOMER)), "second"), "first")
    assert (screen.body, screen.route) == (laid.body, "end")


async def test_a_text_that_is_no_answer_to_a_customers_question_is_a_customers_free_text_in_any_role():
    screen = await Conversation(Replies())._go(turn_of(Role.COORDINATOR), "question")
    assert screen.title == "End"


async def test_a_turn_is_gone_at_once_when_its_event_is_answered():
    one = turn_of(Role.CUSTOMER)
    turn = Conversation(Replies())._turn(one.event, one.session, one.db, one.now)
    assert (await turn.current()).title == "End"
    gone = weakref.ref(turn)
    gc.disable()
    try:
        del turn
        assert gone() is None
    finally:
        gc.enable()
