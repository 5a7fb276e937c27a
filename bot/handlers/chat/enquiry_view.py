"""Enquiries in words, and noting one down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.conversation.routing import Redirect, is_private
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _
from bot.core.redaction import readable
from bot.handlers.shared import formatting
from bot.handlers.shared.notice import WordedNotice
from bot.handlers.shared.turn import Turn
from bot.ordering.shop import Shop
from bot.people import enquiries
from bot.people.enquiries import Enquiry, NoSuchEnquiry
from bot.people.outbox import Notice

PLACE = "enquiry/"
OFFERED = re.compile(r"enquiry/(q\w+)(/send)?")
"""The button that passes an enquiry on, and the one that leads to where it is offered."""


async def offer(turn: Turn, text: str, told: str = "") -> Redirect:
    """Offers to ask the coordinator, under what is `told`, or a word that nothing is known."""
    redirect = await note_down(turn, text)
    is_offered = redirect.route.startswith(PLACE)
    notes = [told, redirect.note] if told or not is_offered else [_("That I do not know.")]
    return Redirect(redirect.route, "\n\n".join(filter(None, notes)))


async def note_down(turn: Turn, text: str) -> Redirect:
    """Stores an enquiry until the customer's tap and leads to it, or leads elsewhere and says why not."""
    if not (readable_text := readable(text)):
        return Redirect("ask")
    if not await people.chats_of_coordinators(turn.db):
        return Redirect("home", nobody(turn))
    if await enquiries.too_many(turn.db, turn.person.id, turn.now):
        return Redirect("home", too_many())
    enquiry = await enquiries.note(turn.db, turn.person.id, turn.session.id, readable_text, turn.now)
    return Redirect(f"{PLACE}{enquiry.code}")


def answer_to_offer(turn: Turn) -> str:
    """The route of a typed yes or no to the offer on the screen; "" for a text about anything else.

    Where the offer only stands beside an answer, a yes must say that it is to be passed on.
    """
    found = [one for route in turn.session.labels.values() if (one := OFFERED.fullmatch(route))]
    if not found or is_private(turn.session.asks):
        return ""
    said, is_asked = turn.shop.reader().passing_on(turn.text), bool(found[0][2])
    if said is None or not (is_asked or (said.by_verb and said.answer == "yes")):
        return ""
    return f"{PLACE}{found[0][1]}/answer"


def nobody(turn: Turn) -> str:
    """Says that nobody can be asked by chat yet, and how else to reach the shop."""
    contact = turn.shop.profile.coordinator_contact
    if not contact:
        return _("That I do not know, sorry, and nobody is here yet whom I could ask for you.")
    words = _("That I do not know, sorry. Please ask a person: {contact}")
    return words.format(contact=shorten(contact, 200))


def passed_on() -> str:
    """Says that the message is with the coordinator."""
    return _("I have passed it on to the coordinator. The answer comes to you here.")


def too_many() -> str:
    """Says that enough enquiries wait for now."""
    return _("Your questions are with the coordinator already. Please wait a little for the answers.")


def gone() -> str:
    """Says that an enquiry does not exist, or is not this customer's."""
    return _("That message is no longer here. Just type your question again.")


async def answered(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The notice that a coordinator has answered; None once the enquiry is erased."""
    code, _sign, number = notice.subject.partition("/")
    try:
        found = await enquiries.sent(db, code)
    except NoSuchEnquiry:
        return None
    answer = next((one.text for one in found.answers if one.number == int(number)), None)
    return WordedNotice(answer_page(found, [answer])) if answer else None


def answer_page(found: Enquiry, answers: Sequence[str]) -> Screen:
    """The page of an enquiry with its answers."""
    title = _("Answer from the coordinator")
    quoted = _("You asked: “{text}”").format(text=shorten(found.text, 160))
    return Screen(title, formatting.fitted(title, [quoted, "", *answers]), ways())


def ways() -> list[Button]:
    """The buttons of an enquiry that was passed on; a typed no leads home."""
    return [
        Button(_("My orders"), "orders"),
        Button(_("Home"), "home", beside=True, kind="back", answers="no"),
    ]
