"""Enquiries: a message to the coordinator, which goes only after the customer's tap."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from bot import people
from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, shorten
from bot.conversation.translation import _
from bot.handlers.chat import complaints
from bot.handlers.chat.enquiry_view import (
    PLACE,
    answer_page,
    gone,
    nobody,
    note_down,
    passed_on,
    too_many,
    ways,
)
from bot.handlers.chat.questions.answer import ANSWERS
from bot.handlers.customer.understood import known, understood
from bot.handlers.customer.waiting import buttons_on, way_on
from bot.handlers.shared.turn import Turn
from bot.people import enquiries
from bot.people.enquiries import Enquiry, NobodyToAsk, NoSuchEnquiry, TooManyEnquiries

QUOTED = 300


@place("ask")
async def ask(turn: Turn) -> Screen | Redirect:
    """Asks for a message to the coordinator; who types it here wants it passed on, and is not asked again."""
    if not await people.chats_of_coordinators(turn.db):
        return Redirect("home", nobody(turn))
    body = _("Type your message: I pass it on to the coordinator. The answer comes to you here.")
    return Screen(
        _("Ask the coordinator"), body, [Button(_("Home"), "home", kind="back")], Ask("enquiry/typed")
    )


@action("enquiry/typed")
async def typed(turn: Turn) -> Redirect:
    """Passes the typed message on to the coordinator; a complaint becomes a case."""
    if (opened := await complaints.asked_for(turn, await understood(turn))) is not None:
        return opened
    redirect = await note_down(turn, turn.text)
    code = redirect.route.removeprefix(PLACE)
    if code != redirect.route:
        await enquiries.send(turn.db, turn.person.id, code, turn.now)
    return redirect


@place("enquiry/{code}")
async def enquiry(turn: Turn, code: str) -> Screen | Redirect:
    """The customer's own enquiry: waiting for the tap, passed on, or answered."""
    try:
        found = await enquiries.of(turn.db, turn.person.id, code)
    except NoSuchEnquiry:
        return Redirect("home", gone())
    if found.sent_at is None:
        return _asking(found, await buttons_on(turn))
    if not found.answers:
        return _on_its_way(found, await buttons_on(turn))
    return answer_page(found, [one.text for one in reversed(found.answers)])


def _asking(found: Enquiry, ways_on: Sequence[Button]) -> Screen:
    body = _(
        "Shall I pass this on to the coordinator?\n\n“{text}”\n\nThe answer comes to you here."
        " Without your tap nobody reads it."
    )
    buttons = [
        *ways_on,
        Button(_("Yes, pass it on"), f"{PLACE}{found.code}/send", kind="on"),
        Button(_("No, thanks"), f"{PLACE}{found.code}/no", beside=True),
    ]
    return Screen(_("To the coordinator?"), body.format(text=shorten(found.text, QUOTED)), buttons)


def _on_its_way(found: Enquiry, ways_on: Sequence[Button]) -> Screen:
    body = _("“{text}”\n\nThe coordinator has it. The answer comes to you here.")
    text = body.format(text=shorten(found.text, QUOTED))
    return Screen(_("Message passed on"), text, [*ways_on, *ways()])


@action("enquiry/{code}/answer")
async def answered(turn: Turn, code: str) -> Screen | Redirect | NotAnAnswer:
    """Takes a typed yes or no to the offer, and whatever else was said with it.

    What the shop can do something with is read as free text; anything else joins the message.
    """
    said = turn.shop.reader().passing_on(turn.text)
    if said is None:
        return NotAnAnswer()
    if said.answer == "no":
        return await _read_rest(turn, said.rest) or await drop(turn, code)
    if said.rest and not await _knows(turn, said.rest):
        await _join(turn, code, said.rest)
        said = replace(said, rest="")
    sent = await send(turn, code)
    if isinstance(sent, Redirect):
        return sent
    return await _read_rest(turn, said.rest, passed_on()) or await _back(turn, passed_on()) or sent


async def _join(turn: Turn, code: str, text: str) -> None:
    """Adds what was said with the yes to the message; one that is gone is told when it is sent."""
    with suppress(NoSuchEnquiry):
        await enquiries.add(turn.db, turn.person.id, code, text)


async def _read_rest(turn: Turn, rest: str, note: str = "") -> Redirect | None:
    """Has the rest of the text read as if it were all of it; None without one."""
    if not rest:
        return None
    turn.reads_only(rest)
    return Redirect("said", note)


async def _back(turn: Turn, note: str) -> Redirect | None:
    """Where the order goes on that is open; None without one."""
    route = await way_on(turn)
    return Redirect(route, note) if route else None


async def _knows(turn: Turn, text: str) -> bool:
    """Whether the shop can do something with this: an order, a question it can answer, going on."""
    reader = turn.shop.reader()
    if reader.goes_on(text) or reader.going(text) is not None:
        return True
    read = reader.read(text, await known(turn))
    named = read.lines or read.edits or any(one.any_of for one in read.unclear) or read.criteria
    return bool(named or read.is_for_people or not ANSWERS.keys().isdisjoint(read.topics))


@action("enquiry/{code}/send")
async def send(turn: Turn, code: str) -> Screen | Redirect:
    """Passes the enquiry on; a second tap does nothing."""
    try:
        await enquiries.send(turn.db, turn.person.id, code, turn.now)
    except NobodyToAsk:
        return Redirect("home", nobody(turn))
    except TooManyEnquiries:
        return Redirect(f"enquiry/{code}", too_many())
    except NoSuchEnquiry:
        return Redirect("home", gone())
    return await enquiry(turn, code)


@action("enquiry/{code}/no")
async def drop(turn: Turn, code: str) -> Screen | Redirect:
    """Drops an enquiry that was not passed on yet."""
    try:
        await enquiries.drop(turn.db, turn.person.id, code)
        found = await enquiries.of(turn.db, turn.person.id, code)
    except NoSuchEnquiry:
        return Redirect(await way_on(turn) or "home", _("All right, I have passed nothing on."))
    return await enquiry(turn, found.code)
