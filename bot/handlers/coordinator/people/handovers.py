"""Customers who talk with a person: the list, one conversation, answering, taking over, ending."""

from __future__ import annotations

from bot.conversation.acceptance import SEVERAL
from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import HINT_LENGTH, Ask, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _
from bot.core.redaction import readable_lines
from bot.handlers.coordinator.people.handover_view import (
    lines_before,
    order_of,
    order_words,
    said_words,
    standing,
)
from bot.handlers.coordinator.people.numbers import names_something
from bot.handlers.shared import formatting
from bot.handlers.shared.names import names_of
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.people import Role, handovers
from bot.people.enquiries import LONGEST_ANSWER
from bot.people.handovers import EndedBy, Handover, HandoverEnded, NoSuchHandover, TakenByAnother

LAST = 999
"""The page that is shown first: what was said last stands there."""
ACCEPTED = frozenset({"text", "photo", "document", SEVERAL})


@place("c/handovers/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """The handovers: first those that are open, then those that ended."""
    shown = paged(await handovers.listed(turn.db), page)
    names = await names_of(turn.db, {one.customer_id for one in shown.items})
    shown_labels = labels([names[one.customer_id] for one in shown.items])
    buttons = [
        Button(name, f"c/handover/{one.code}", hint=shorten(_hint(one), HINT_LENGTH))
        for name, one in zip(shown_labels, shown.items, strict=True)
    ]
    body = _("Tap a name to read along and to answer.") if buttons else _("Nobody wanted to talk lately.")
    text = "\n".join(filter(None, [body, formatting.on_page(shown)]))
    more = formatting.page_buttons(shown, "c/handovers/{page}")
    return Screen(_("Conversations"), text, [*buttons, *more, back("c")])


def _hint(found: Handover) -> str:
    words = _("open since {moment}") if found.is_open else _("✓ begun {moment}")
    return words.format(moment=formatting.moment(found.opened_at))


async def _named(turn: Turn, code: str) -> Handover:
    """The handover. Raises Redirect to the list when it no longer exists."""
    try:
        return await handovers.named(turn.db, code)
    except NoSuchHandover:
        raise not_there() from None


def not_there() -> Redirect:
    """The redirect to the list for a handover that does not exist."""
    return Redirect("c/handovers/1", _("That conversation is no longer here."))


@place("c/handover/{code}", role=Role.COORDINATOR)
async def handover(turn: Turn, code: str) -> Screen:
    """The end of a handover, where what was said last stands; typed text is the answer."""
    return await handover_page(turn, code, LAST)


@place("c/handover/{code}/{page}", role=Role.COORDINATOR)
async def handover_page(turn: Turn, code: str, page: int) -> Screen:
    """The handover, page by page: the order, the last lines of the chat before it, what was said since."""
    found = await _named(turn, code)
    order = await order_of(turn.db, found.customer_id)
    head = "\n".join(
        [*await order_words(turn.db, order, turn.now), await standing(turn.db, found, turn.person.id)]
    )
    lines = [*lines_before(found), "", *await said_words(turn.db, found)]
    names = await names_of(turn.db, {found.customer_id})
    title = _("Conversation with {name}").format(name=names[found.customer_id])
    mine = found.is_open and found.taken_by_id in (None, turn.person.id)
    asks = Ask(f"c/talk/{code}/say", ACCEPTED) if mine else None
    to_order = [Button(order.number or "–", f"c/order/{order.id}")] if order else []
    buttons = [*_ways(found, turn.person.id), *to_order, back("c/handovers/1")]
    return leaf(title, lines, page, f"c/handover/{code}/{{page}}", buttons, head, asks)


def _ways(found: Handover, me: int) -> list[Button]:
    if not found.is_open:
        return []
    ending = Button(_("End it"), f"c/talk/{found.code}/end")
    taken = found.taken_by_id not in (None, me)
    return [ending, *([Button(_("Take over"), f"c/talk/{found.code}/take")] if taken else [])]


@action("c/talk/{code}/say", role=Role.COORDINATOR)
async def say(turn: Turn, code: str) -> Redirect | NotAnAnswer:
    """Passes the typed text or the sent file on to the customer; a number alone opens what it names."""
    text, sent = readable_lines(turn.event.text), turn.event.attachment
    if sent is None and await names_something(turn, text):
        return NotAnAnswer()
    if len(text) > LONGEST_ANSWER or not (text or sent):
        return Redirect(
            f"c/handover/{code}", _("At most {most} letters, please.").format(most=LONGEST_ANSWER)
        )
    try:
        await handovers.answer(turn.db, code, turn.person.id, text, sent.ref if sent else "", turn.now)
    except NoSuchHandover:
        return not_there()
    except HandoverEnded:
        return Redirect(f"c/handover/{code}", _("It has ended meanwhile, so this was not passed on."))
    except TakenByAnother:
        return Redirect(f"c/handover/{code}", _("Somebody else has it by now, so this was not passed on."))
    return Redirect(f"c/handover/{code}", _("Passed on ✓"))


@action("c/talk/{code}/take", role=Role.COORDINATOR)
async def take(turn: Turn, code: str) -> Redirect:
    """Takes an open handover from another coordinator."""
    try:
        await handovers.take_over(turn.db, code, turn.person.id)
    except NoSuchHandover:
        return not_there()
    except HandoverEnded:
        return Redirect(f"c/handover/{code}")
    return Redirect(f"c/handover/{code}", _("It is yours now."))


@action("c/talk/{code}/end", role=Role.COORDINATOR)
async def end(turn: Turn, code: str) -> Redirect:
    """Ends the handover and tells the customer; a second tap does nothing."""
    try:
        found = await handovers.named(turn.db, code, lock=True)
    except NoSuchHandover:
        return not_there()
    if not found.is_open:
        return Redirect(f"c/handover/{code}", _("It had ended already."))
    await handovers.end(turn.db, found, EndedBy.COORDINATOR, turn.person.id, turn.now)
    return Redirect(f"c/handover/{code}", _("Ended. The customer is told that the bot is back."))
