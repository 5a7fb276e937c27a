"""The customer talks with a person: connected at once, passed on, ended."""

from __future__ import annotations

from bot.conversation import last_lines
from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Button, Screen
from bot.conversation.translation import _
from bot.core.redaction import as_kept, readable, readable_lines
from bot.handlers.chat.enquiry_view import too_many
from bot.handlers.chat.handover_view import (
    PLACE,
    done_button,
    no_such_handover,
    nobody,
    silence,
    standing,
)
from bot.handlers.shared.turn import Turn
from bot.people import handovers
from bot.people.enquiries import NobodyToAsk, TooManyEnquiries
from bot.people.handovers import EndedBy, NoSuchHandover


@action("person")
async def begin(turn: Turn) -> Redirect:
    """Connects with the coordinators at once; they see the last lines of the chat."""
    lines = last_lines.read(turn.session.last_lines)
    typed = as_kept(readable(turn.event.text), private=False)
    before = [*lines, [last_lines.PERSON, typed]] if typed else lines
    try:
        found = await handovers.begin(
            turn.db, turn.person.id, turn.session.id, before[-last_lines.MOST :], turn.now
        )
    except NobodyToAsk:
        return Redirect("home", nobody(turn))
    except TooManyEnquiries:
        return Redirect("home", too_many())
    turn.session.listener = f"{PLACE}{found.code}/say"
    return Redirect(f"{PLACE}{found.code}")


@place("person/{code}")
async def handover(turn: Turn, code: str) -> Screen | Redirect:
    """The customer's own handover: who has it, and until when the bot keeps out."""
    try:
        found = await handovers.of(turn.db, turn.person.id, code)
    except NoSuchHandover:
        return no_such_handover()
    words = await standing(turn.db, found)
    if not found.is_open:
        return Screen(_("The shop is back"), words, [Button(_("Home"), "home")])
    return Screen(_("You are connected"), "\n\n".join([words, silence(turn, found)]), [done_button(found)])


@action("person/{code}/say", moves_sums=False)
async def say(turn: Turn, code: str) -> Screen | Redirect | NotAnAnswer:
    """Passes on what the customer types or sends; once it has ended, the shop itself reads the text."""
    found = await handovers.listens(turn.db, turn.session.id, turn.now)
    sent = turn.event.attachment
    if found is None or found.code != code:
        return no_such_handover() if sent else NotAnAnswer()
    text = readable_lines(turn.event.text)
    if text or sent:
        await handovers.say(turn.db, found, text, sent.ref if sent else "", turn.now)
    screen = Screen(_("Passed on ✓"), await standing(turn.db, found), [done_button(found)])
    return screen.at(f"{PLACE}{code}")


@action("person/{code}/end")
async def end(turn: Turn, code: str) -> Redirect:
    """The customer returns to the shop; a second tap does nothing."""
    try:
        found = await handovers.of(turn.db, turn.person.id, code, lock=True)
    except NoSuchHandover:
        return no_such_handover()
    await handovers.end(turn.db, found, EndedBy.CUSTOMER, turn.person.id, turn.now)
    turn.session.listener = ""
    return Redirect("home", _("All right, I read along again. What would you like?"))
