"""Enquiries: a message to the coordinator, which goes only after the customer's tap."""

from __future__ import annotations

from bot import people
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, shorten
from bot.conversation.translation import _
from bot.handlers.chat import complaints
from bot.handlers.chat.enquiry_view import PLACE, answer_page, gone, nobody, note_down, too_many, ways
from bot.handlers.customer.understood import understood
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
        return _asking(found)
    if not found.answers:
        return _on_its_way(found)
    return answer_page(found, [one.text for one in reversed(found.answers)])


def _asking(found: Enquiry) -> Screen:
    body = _(
        "Shall I pass this on to the coordinator?\n\n“{text}”\n\nThe answer comes to you here."
        " Without your tap nobody reads it."
    )
    buttons = [
        Button(_("Yes, pass it on"), f"enquiry/{found.code}/send", kind="on", answers="yes"),
        Button(_("No, thanks"), f"enquiry/{found.code}/no", beside=True, answers="no"),
    ]
    return Screen(_("To the coordinator?"), body.format(text=shorten(found.text, QUOTED)), buttons)


def _on_its_way(found: Enquiry) -> Screen:
    body = _("“{text}”\n\nThe coordinator has it. The answer comes to you here.")
    return Screen(_("Message passed on"), body.format(text=shorten(found.text, QUOTED)), ways())


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
        return Redirect("home", _("All right, I have passed nothing on."))
    return await enquiry(turn, found.code)
