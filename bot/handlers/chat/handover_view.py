"""A handover as its customer sees it: connected, passed on, answered, ended."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.acceptance import listener_of
from bot.conversation.routing import Redirect
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.enquiry_view import gone
from bot.handlers.shared import formatting
from bot.handlers.shared.names import speakers
from bot.handlers.shared.notice import WordedNotice
from bot.handlers.shared.turn import Turn
from bot.ordering import kept_files
from bot.ordering.shop import Shop
from bot.people import handovers
from bot.people.handovers import EndedBy, Handover, HandoverLine, NoSuchHandover
from bot.people.outbox import Notice

PLACE = "person/"


async def listener(turn: Turn) -> str:
    """The route that passes on what this customer types or sends; "" when the shop itself is to read it.

    Commands, the button of the handover and what a private question asks for stay with the shop.
    """
    session = turn.session
    if not listener_of(session) or turn.text.startswith("/"):
        return ""
    if session.screen.startswith(PLACE) and turn.text.casefold() in map(str.casefold, session.labels):
        return ""
    found = await handovers.listens(turn.db, session.id, turn.now)
    session.listener = f"{PLACE}{found.code}/say" if found is not None else ""
    return session.listener


def done_button(found: Handover) -> Button:
    """The button with which the customer returns to the shop."""
    return Button(_("I am done"), f"{PLACE}{found.code}/end")


async def standing(db: AsyncSession, found: Handover) -> str:
    """Who has the handover, or how it ended, in a sentence."""
    if not found.is_open:
        return _back(found)
    if found.taken_by_id is None:
        return _("A coordinator will answer here.")
    names = await speakers(db, found.customer_id, {found.taken_by_id})
    return _("You are talking with {name}.").format(name=names[found.taken_by_id])


def _back(found: Handover) -> str:
    if found.ended_how == EndedBy.HOUR:
        return _("An hour has passed without an answer from the coordinator, so I read along again.")
    if found.ended_how == EndedBy.COORDINATOR:
        return _("The coordinator has ended the conversation, so I read along again.")
    return _("The conversation with the coordinator is over, so I read along again.")


def silence(turn: Turn, found: Handover) -> str:
    """How long the bot keeps out, in Solo's time and the customer's."""
    words = _(
        "Just type, or send photos: it goes to the coordinator. Until the conversation is ended, or an hour"
        " has passed without an answer ({until}), I do not read along. Buttons still work."
    )
    to = turn.shop.destinations.get(turn.person.destination or "")
    if to is None:
        return words.format(until=formatting.moment(found.until_at))
    return words.format(until=formatting.moment_there(found.until_at, to.time_zone, to.name(language())))


def nobody(turn: Turn) -> str:
    """Says that nobody can be talked to by chat yet, and how else to reach the shop."""
    contact = turn.shop.profile.coordinator_contact
    if not contact:
        return _("Sorry, nobody is here yet to talk to. Please try again later.")
    return _("Sorry, nobody is here yet to talk to. Please write to {contact}.").format(
        contact=shorten(contact, 200)
    )


def no_such_handover() -> Redirect:
    """The redirect home for a handover that does not exist, or is somebody else's."""
    return Redirect("home", gone())


async def answered(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The notice with a coordinator's words; None once the handover is erased."""
    found, line = await said(db, notice)
    if found is None or line is None:
        return None
    names = await speakers(db, found.customer_id, {line.by_id})
    title = _("From {name}").format(name=names[line.by_id])
    text = formatting.fitted(title, [line.text or _("(a photo or file)")])
    buttons = [done_button(found)] if found.is_open else [Button(_("Home"), "home")]
    return WordedNotice(Screen(title, text, buttons, files=files_of(line)))


async def ended(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The notice that the bot is back; None once the handover is erased."""
    try:
        found = await handovers.named(db, notice.subject)
    except NoSuchHandover:
        return None
    body = "\n\n".join(
        [_back(found), _("If something is still open, type that you want to talk to a person.")]
    )
    return WordedNotice(Screen(_("The shop is back"), body, [Button(_("Home"), "home")]))


async def said(db: AsyncSession, notice: Notice) -> tuple[Handover | None, HandoverLine | None]:
    """The handover and the line that a notice is about."""
    code, _sign, number = notice.subject.partition("/")
    try:
        found = await handovers.named(db, code)
    except NoSuchHandover:
        return None, None
    return found, next((one for one in found.lines if one.number == int(number)), None)


def files_of(line: HandoverLine) -> list[str]:
    """The references of the files of a line."""
    return [kept_files.reference(line)] if line.file else []
