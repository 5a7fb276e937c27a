"""What the program cannot answer is offered to the coordinator as a message; the customer's tap decides."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.conversation.routing import action, place
from bot.conversation.screens import Ask, Button, Screen, noted, shorten
from bot.conversation.translation import _
from bot.core.redaction import readable
from bot.handlers.shared import formatting
from bot.handlers.shared.notice import WordedNotice
from bot.handlers.shared.turn import Turn
from bot.ordering.shop import Shop
from bot.people import enquiries
from bot.people.enquiries import Enquiry, NobodyToAsk, NoSuchEnquiry, TooManyEnquiries
from bot.people.outbox import Notice

QUOTED = 300


async def offer(turn: Turn, text: str) -> Screen:
    """That is not known here: shall the coordinator be asked? Nothing is told to anyone without a tap."""
    shown = await _offered(turn, text)
    return noted(shown, _("That I do not know.")) if shown.route.startswith("enquiry/") else shown


async def _offered(turn: Turn, text: str) -> Screen:
    if not (asked := readable(text)):
        return await ask(turn)
    if not await people.chats_of_coordinators(turn.db):
        return await _home(turn, nobody(turn))
    if await enquiries.too_many(turn.db, turn.person.id, turn.now):
        return await _home(turn, too_many())
    kept = await enquiries.note(turn.db, turn.person.id, turn.session.id, asked, turn.now)
    return await enquiry(turn, kept.code)


async def _home(turn: Turn, note: str) -> Screen:
    from bot.handlers.customer import home

    return noted(await home.home(turn), note)


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


@place("ask")
async def ask(turn: Turn) -> Screen:
    """A message for the coordinator is to be typed; it is shown again before it goes."""
    if not await people.chats_of_coordinators(turn.db):
        return await _home(turn, nobody(turn))
    body = _("Type your message. I show it to you once more before I pass it on.")
    return Screen(_("Ask the coordinator"), body, [Button(_("Home"), "home")], Ask("enquiry/typed"))


@action("enquiry/typed")
async def typed(turn: Turn) -> Screen:
    """A message for the coordinator was typed."""
    return await _offered(turn, turn.text)


@place("enquiry/{code}")
async def enquiry(turn: Turn, code: str) -> Screen:
    """The customer's own enquiry: to be sent or not, on its way, or answered."""
    try:
        found = await enquiries.of(turn.db, turn.person.id, code)
    except NoSuchEnquiry:
        return await _home(turn, gone())
    if found.sent_at is None:
        return _asking(found)
    if not found.answers:
        return _on_its_way(found)
    return _told(found, [one.text for one in reversed(found.answers)])


def gone() -> str:
    """That an enquiry is not there any more, or never was this customer's."""
    return _("That message is no longer here. Just type your question again.")


def _asking(found: Enquiry) -> Screen:
    body = _(
        "Shall I pass this on to the coordinator?\n\n“{text}”\n\nThe answer comes to you here."
        " Without your tap nobody reads it."
    )
    buttons = [
        Button(_("Yes, pass it on"), f"enquiry/{found.code}/send"),
        Button(_("No, thanks"), f"enquiry/{found.code}/no", beside=True),
    ]
    return Screen(_("To the coordinator?"), body.format(text=shorten(found.text, QUOTED)), buttons)


def _on_its_way(found: Enquiry) -> Screen:
    body = _("“{text}”\n\nThe coordinator has it. The answer comes to you here.")
    return Screen(_("Message passed on"), body.format(text=shorten(found.text, QUOTED)), _ways())


async def answered(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A coordinator has answered; None once the question is erased."""
    code, _sign, number = notice.subject.partition("/")
    try:
        found = await enquiries.sent(db, code)
    except NoSuchEnquiry:
        return None
    given = next((one.text for one in found.answers if one.number == int(number)), None)
    return WordedNotice(_told(found, [given])) if given else None


def _told(found: Enquiry, answers: Sequence[str]) -> Screen:
    title = _("Answer from the coordinator")
    quoted = _("You asked: “{text}”").format(text=shorten(found.text, 160))
    return Screen(title, formatting.fitted(title, [quoted, "", *answers]), _ways())


def _ways() -> list[Button]:
    return [Button(_("My orders"), "orders"), Button(_("Home"), "home", beside=True)]


@action("enquiry/{code}/send")
async def send(turn: Turn, code: str) -> Screen:
    """The customer wants it passed on; a second tap tells nobody twice."""
    try:
        await enquiries.send(turn.db, turn.person.id, code, turn.now)
    except NobodyToAsk:
        return await _home(turn, nobody(turn))
    except TooManyEnquiries:
        return noted(await enquiry(turn, code), too_many())
    except NoSuchEnquiry:
        return await _home(turn, gone())
    return await enquiry(turn, code)


@action("enquiry/{code}/no")
async def drop(turn: Turn, code: str) -> Screen:
    """The customer does not want it passed on; what was passed on before stays so."""
    try:
        await enquiries.drop(turn.db, turn.person.id, code)
        found = await enquiries.of(turn.db, turn.person.id, code)
    except NoSuchEnquiry:
        return await _home(turn, _("All right, I have passed nothing on."))
    return await enquiry(turn, found.code)
