"""Complaints of customers: the list, one case, answering, settling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.acceptance import SEVERAL
from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import HINT_LENGTH, Ask, Button, Screen, paged, shorten
from bot.conversation.translation import _, later
from bot.core.redaction import readable_lines
from bot.handlers.coordinator.people.case_view import facts, steps
from bot.handlers.coordinator.people.numbers import names_something
from bot.handlers.shared import formatting
from bot.handlers.shared.case_words import KINDS, OUTCOMES, state_words
from bot.handlers.shared.names import names_of, speakers
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.ordering import cases, kept_files
from bot.ordering.case_tables import Case, CaseState, Outcome, What
from bot.ordering.cases import CaseFull, CaseSettled, NoSuchCase
from bot.orders import Order
from bot.people import Role
from bot.people.enquiries import LONGEST_ANSWER

LAST = 999
"""The page that is shown first: what was said last stands there."""
ALL = "all"
FILTERS: Mapping[str, str] = {
    CaseState.OPEN: later("Waiting"),
    CaseState.ANSWERED: later("Answered"),
    CaseState.SETTLED: later("Settled"),
    ALL: later("All"),
}
LIST_LENGTH = 4
MOST_FILES = 10


@place("c/cases/{which}/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, which: str, page: int) -> Screen:
    """The cases in a state, or all of them, with a button for each other state."""
    which = which if which in FILTERS else ALL
    found = await cases.listed(turn.db, None if which == ALL else CaseState(which))
    shown = paged(found, page, LIST_LENGTH)
    names = await names_of(turn.db, {one.customer_id for one in shown.items})
    buttons = [
        Button(one.number, f"c/case/{one.number}", hint=shorten(_hint(one, names), HINT_LENGTH))
        for one in shown.items
    ]
    others = [(state, label) for state, label in FILTERS.items() if state != which]
    filters = [
        Button(_(label), f"c/cases/{state}/1", beside=at > 0) for at, (state, label) in enumerate(others)
    ]
    more = formatting.page_buttons(shown, f"c/cases/{which}/{{page}}")
    which_words = _("Shown: {which}").format(which=_(FILTERS[which]))
    none = "" if buttons else _("There is none.")
    text = "\n".join(filter(None, [which_words, formatting.on_page(shown), none]))
    return Screen(_("Complaints"), text, [*buttons, *more, *filters, back("c")])


def _hint(case: Case, names: Mapping[int, str]) -> str:
    words = _("{name}: {kind}, {state}")
    return words.format(name=names[case.customer_id], kind=_(KINDS[case.kind]), state=state_words(case))


async def _named(turn: Turn, number: str) -> Case:
    """The case. Raises Redirect to the list when it no longer exists."""
    try:
        return await cases.named(turn.db, number)
    except NoSuchCase:
        raise not_there() from None


def not_there() -> Redirect:
    """The redirect to the list for a case that does not exist."""
    return Redirect("c/cases/open/1", _("That case is no longer here."))


@place("c/case/{number}", role=Role.COORDINATOR)
async def case(turn: Turn, number: str) -> Screen:
    """The end of a case, where what was said last stands; typed text is the answer."""
    return await case_page(turn, number, LAST)


@place("c/case/{number}/{page}", role=Role.COORDINATOR)
async def case_page(turn: Turn, number: str, page: int) -> Screen:
    """A case, page by page, with what settles it in one tap."""
    found = await _named(turn, number)
    names = await names_of(turn.db, {found.customer_id})
    order = await turn.db.get(Order, found.order_id) if found.order_id else None
    head = "\n".join(await facts(turn.db, found, turn.now))
    hint = _("Type your answer, or send a photo: it goes to the customer's chat.")
    lines = [*await steps(turn.db, found, found.entries), "", hint]
    title = _("{number}, {name}").format(number=found.number, name=names[found.customer_id])
    to_order = [Button(order.number or "–", f"c/order/{order.id}")] if order else []
    buttons = [*_outcomes(found), *_photos(found), *to_order, back("c/cases/open/1")]
    asks = Ask(f"c/case/{number}/say", frozenset({"text", "photo", "document", SEVERAL}))
    return leaf(title, lines, page, f"c/case/{number}/{{page}}", buttons, head, asks)


def _outcomes(case: Case) -> list[Button]:
    if case.is_settled:
        return []
    return [
        Button(_(label), f"c/case/{case.number}/settle/{outcome}", beside=at % 2 == 1)
        for at, (outcome, label) in enumerate(OUTCOMES.items())
    ]


def _photos(case: Case) -> list[Button]:
    count = len(case.files)
    return (
        [Button(_("Photos ({count})").format(count=count), f"c/case/{case.number}/photos")] if count else []
    )


@place("c/case/{number}/photos", role=Role.COORDINATOR)
async def photos(turn: Turn, number: str) -> Screen:
    """The case, with its newest photos sent behind it."""
    found = await _named(turn, number)
    refs = [kept_files.reference(one) for one in found.files[-MOST_FILES:]]
    return replace(await case(turn, number), files=refs)


@action("c/case/{number}/say", role=Role.COORDINATOR)
async def say(turn: Turn, number: str) -> Redirect | NotAnAnswer:
    """Passes the typed answer or the photo on to the customer; a number alone opens what it names."""
    text, sent = readable_lines(turn.event.text), turn.event.attachment
    if sent is None and await names_something(turn, text):
        return NotAnAnswer()
    if len(text) > LONGEST_ANSWER or not (text or sent):
        return Redirect(f"c/case/{number}", _("At most {most} letters, please.").format(most=LONGEST_ANSWER))
    try:
        await cases.answer(turn.db, number, turn.person.id, text, sent.ref if sent else "", turn.now)
    except NoSuchCase:
        return not_there()
    except CaseFull:
        return Redirect(f"c/case/{number}", _("Nothing more fits into this case: please settle it."))
    return Redirect(f"c/case/{number}", _("Your answer is on its way to the customer."))


@action("c/case/{number}/settle/{outcome}", role=Role.COORDINATOR)
async def settle(turn: Turn, number: str, outcome: str) -> Redirect:
    """Settles the case in one tap and tells the customer; a word may be typed afterwards."""
    if outcome not in set(Outcome):
        return Redirect(f"c/case/{number}")
    try:
        await cases.settle(turn.db, number, Outcome(outcome), turn.person.id, turn.now)
    except NoSuchCase:
        return not_there()
    except CaseSettled:
        return Redirect(f"c/case/{number}", await _settled_already(turn, number, outcome))
    return Redirect(f"c/case/{number}", _settled_now())


def _settled_now() -> str:
    return _("Settled; the customer is told. Type a word to it, if you like.")


async def _settled_already(turn: Turn, number: str, outcome: str) -> str:
    found = await _named(turn, number)
    by = next((one.by_id for one in reversed(found.entries) if one.what == What.SETTLED), turn.person.id)
    if (by, outcome) == (turn.person.id, found.outcome):
        return _settled_now()
    names = await speakers(turn.db, found.customer_id, {by})
    words = _("{name} has settled it already: {outcome}. Nothing has changed.")
    return words.format(name=names[by], outcome=_(OUTCOMES[found.outcome]).casefold())
