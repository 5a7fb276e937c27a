"""What a customer wants to ask the coordinator: noting it down, and the words for it and its answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.conversation.routing import Redirect
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


async def offer(turn: Turn, text: str) -> Redirect:
    """That is not known here: shall the coordinator be asked? Nothing is told to anyone without a tap."""
    way = await note_down(turn, text)
    return Redirect(way.route, _("That I do not know.")) if way.route.startswith(PLACE) else way


async def note_down(turn: Turn, text: str) -> Redirect:
    """Keeps a message for the coordinator until its customer's tap; why not, where that cannot be."""
    if not (asked := readable(text)):
        return Redirect("ask")
    if not await people.chats_of_coordinators(turn.db):
        return Redirect("home", nobody(turn))
    if await enquiries.too_many(turn.db, turn.person.id, turn.now):
        return Redirect("home", too_many())
    kept = await enquiries.note(turn.db, turn.person.id, turn.session.id, asked, turn.now)
    return Redirect(f"{PLACE}{kept.code}")


def nobody(turn: Turn) -> str:
    """That nobody can be asked by chat yet, and how else the shop can be reached."""
    contact = turn.shop.profile.coordinator_contact
    if not contact:
        return _("That I do not know, sorry, and nobody is here yet whom I could ask for you.")
    told = _("That I do not know, sorry. Please ask a person: {contact}")
    return told.format(contact=shorten(contact, 200))


def too_many() -> str:
    """That enough was passed on for now."""
    return _("Your questions are with the coordinator already. Please wait a little for the answers.")


def gone() -> str:
    """That an enquiry is not there any more, or never was this customer's."""
    return _("That message is no longer here. Just type your question again.")


async def answered(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A coordinator has answered; None once the question is erased."""
    code, _sign, number = notice.subject.partition("/")
    try:
        found = await enquiries.sent(db, code)
    except NoSuchEnquiry:
        return None
    given = next((one.text for one in found.answers if one.number == int(number)), None)
    return WordedNotice(answer_page(found, [given])) if given else None


def answer_page(found: Enquiry, answers: Sequence[str]) -> Screen:
    """A question with its answers."""
    title = _("Answer from the coordinator")
    quoted = _("You asked: “{text}”").format(text=shorten(found.text, 160))
    return Screen(title, formatting.fitted(title, [quoted, "", *answers]), ways())


def ways() -> list[Button]:
    """The ways on from a question that is with the coordinator; a typed no means home there."""
    return [Button(_("My orders"), "orders"), Button(_("Home"), "home", beside=True, kind="no")]
