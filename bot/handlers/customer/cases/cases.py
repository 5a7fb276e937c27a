"""A customer's own cases: the list, one of them, adding to it, what is wanted."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Button, Screen, labels, paged, shorten
from bot.conversation.translation import _
from bot.core.redaction import readable_lines
from bot.handlers.customer.cases.case_view import (
    candidates,
    full,
    how_far,
    no_such_case,
    orders_to_choose,
    what_is_wanted,
    which_order,
)
from bot.handlers.customer.understood import understood
from bot.handlers.shared import confirmations, formatting
from bot.handlers.shared.case_words import KINDS, state_words
from bot.handlers.shared.turn import Turn
from bot.ordering import cases
from bot.ordering.case_tables import Case, Wish
from bot.ordering.cases import CaseFull, CaseSettled, NoSuchCase
from bot.orders import Order
from bot.people import Role
from bot.understanding import Interpretation

OF_A_CASE = frozenset({"order_status", "time_to_arrive", "cutoff"})
"""Topics of questions that the coordinator answers in the case."""


@action("complaints", moves_sums=False)
async def complaints(turn: Turn) -> Redirect:
    """`/keluhan`: the customer's own cases; the coordinator sees everybody's."""
    if turn.session.role is Role.COORDINATOR and await turn.may(Role.COORDINATOR):
        return Redirect("c/cases/open/1")
    return Redirect("cases")


@place("cases")
async def listed(turn: Turn) -> Screen | Redirect:
    """The customer's cases, newest first."""
    return await listed_page(turn, 1)


@place("cases/{page}")
async def listed_page(turn: Turn, page: int) -> Screen | Redirect:
    """The customer's cases, page by page; a single one is shown at once."""
    found = await cases.of_customer(turn.db, turn.person.id)
    if len(found) == 1:
        return Redirect(f"case/{found[0].number}")
    shown = paged(found, page)
    shown_labels = labels([one.number for one in shown.items])
    buttons = [
        Button(name, f"case/{one.number}", hint=shorten(f"{_(KINDS[one.kind])} · {state_words(one)}", 72))
        for name, one in zip(shown_labels, shown.items, strict=True)
    ]
    none = _("You have no case here. If something is wrong with an order, just type what it is.")
    more = [*formatting.page_buttons(shown, "cases/{page}"), Button(_("Home"), "home")]
    return Screen(_("My cases"), formatting.on_page(shown) if buttons else none, [*buttons, *more])


async def _own(turn: Turn, number: str, lock: bool = False) -> Case:
    """The customer's own case. Raises Redirect to the list for anybody else's."""
    try:
        return await cases.of(turn.db, turn.person.id, number, lock)
    except NoSuchCase:
        raise no_such_case() from None


@place("case/{number}")
async def case(turn: Turn, number: str) -> Screen:
    """A case: which order, then what is wanted, then how far it is."""
    found = await _own(turn, number)
    if orders := await orders_to_choose(turn, found):
        return which_order(found, orders)
    order = await turn.db.get(Order, found.order_id) if found.order_id else None
    if not found.wish and not found.answers:
        return what_is_wanted(found, order)
    return how_far(found, order, 1)


@place("case/{number}/{page}")
async def case_page(turn: Turn, number: str, page: int) -> Screen:
    """How far a case is, page by page."""
    found = await _own(turn, number)
    order = await turn.db.get(Order, found.order_id) if found.order_id else None
    return how_far(found, order, page)


@action("case/{number}/of/{order_id}")
async def of_order(turn: Turn, number: str, order_id: int) -> Redirect:
    """Takes the order that the case is about; 0: none of them."""
    found = await _own(turn, number, lock=True)
    mine = {one.id for one in await candidates(turn.db, turn.person.id)}
    if order_id in mine or order_id == 0:
        await cases.set_order(turn.db, found, order_id or None)
    return Redirect(f"case/{number}")


@action("case/{number}/wish/{wish}")
async def wish_for(turn: Turn, number: str, wish: str) -> Redirect:
    """Takes what the customer wants; the same tap again changes nothing."""
    found = await _own(turn, number, lock=True)
    if wish not in set(Wish):
        return Redirect(f"case/{number}")
    try:
        await cases.wish_for(turn.db, found, Wish(wish), turn.now)
    except CaseSettled:
        return Redirect(f"case/{number}", settled())
    except CaseFull:
        return Redirect(f"case/{number}", full())
    return Redirect(f"case/{number}", _("Thank you. The coordinator is told; the answer comes to you here."))


def settled() -> str:
    """That a settled case takes nothing more."""
    return _("That case is settled. If something is still wrong, just type it: it becomes a new one.")


@action("case/{number}/say")
async def say(turn: Turn, number: str) -> Screen | Redirect | NotAnAnswer:
    """Adds the typed text or the photo to the case; an order or a question is answered as free text."""
    found, sent = await _own(turn, number, lock=True), turn.event.attachment
    read = await understood(turn)
    if sent is None and turn.shop.reader().denies_complaint(turn.text):
        return confirmations.pointed_to(await case(turn, number), f"case/{number}/drop")
    if sent is None and turn.shop.reader().mentions_no_complaint(turn.text):
        return NotAnAnswer(Button(_("It is no complaint"), f"case/{number}/drop"))
    if sent is None and _is_something_else(turn, read):
        return NotAnAnswer()
    text = readable_lines(turn.event.text)
    if not text and sent is None:
        return Redirect(f"case/{number}")
    try:
        await cases.tell(turn.db, found, text, sent.ref if sent else "", turn.now)
        if read.wanted:
            await cases.wish_for(turn.db, found, Wish(read.wanted), turn.now)
    except CaseSettled:
        return Redirect(f"case/{number}", settled())
    except CaseFull:
        return Redirect(f"case/{number}", full())
    return Redirect(f"case/{number}", _("Photo added.") if sent else _("Noted, it is added to the case."))


def _is_something_else(turn: Turn, read: Interpretation) -> bool:
    """Whether it orders, changes, agrees, greets, wants a person or a place, or asks what the shop knows."""
    if read.complaint or read.asks_of_complaint:
        return read.asks_of_complaint
    reader = turn.shop.reader()
    asks = read.intent == "question" and not OF_A_CASE.issuperset(read.topics)
    wants = bool(read.lines or read.edits or read.destination) or read.wants_person
    goes_on = reader.agrees(turn.text) or reader.going(turn.text) is not None or read.all_off
    return asks or wants or goes_on or read.intent == "greeting"


@action("case/{number}/drop")
async def drop(turn: Turn, number: str) -> Redirect:
    """Takes a case back that was none; one that a coordinator has answered stays."""
    found = await _own(turn, number, lock=True)
    if await cases.drop(turn.db, found):
        return Redirect("home", _("All right, nothing is noted as a complaint."))
    return Redirect(f"case/{number}", _("The coordinator has answered already, so the case stays."))
