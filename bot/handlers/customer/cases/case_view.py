"""A case as its customer sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.acceptance import SEVERAL
from bot.conversation.routing import Redirect
from bot.conversation.screens import Ask, Button, Screen, shorten
from bot.conversation.translation import _, later, ngettext
from bot.handlers.customer.orders.order_view import summary
from bot.handlers.shared import formatting
from bot.handlers.shared.case_words import KINDS, OUTCOMES, WISHES, state_words, wish_words
from bot.handlers.shared.notice import WordedNotice
from bot.handlers.shared.paging import leaf
from bot.handlers.shared.turn import Turn
from bot.ordering import cases, kept_files
from bot.ordering.case_tables import Case, CaseEntry, CaseKind, What
from bot.ordering.cases import NoSuchCase
from bot.ordering.shop import Shop
from bot.orders import Order, OrderState, placed_by
from bot.people.outbox import Notice
from bot.shipments import Shipment, ShipmentState

ACCEPTED = frozenset({"text", "photo", "document", SEVERAL})
MOST_ORDERS = 6
QUOTED = 200
SORRY: Mapping[str, str] = {
    CaseKind.DAMAGED: later("Oh no, we are sorry that it did not arrive in good order."),
    CaseKind.MISSING: later("We are sorry that something is missing."),
    CaseKind.WRONG: later("We are sorry that something else came than was ordered."),
    CaseKind.NOT_ARRIVED: later("We are sorry that you wait so long. We look into where it is."),
    CaseKind.REFUND: later("We are sorry. The coordinator looks at it with you."),
    CaseKind.OTHER: later("We are sorry that you are not happy with it."),
}


async def orders_to_choose(turn: Turn, case: Case) -> Sequence[Order]:
    """The orders that the case may be about; none once that is known, or when there are none."""
    if case.order_id is not None or case.order_asked or case.is_settled:
        return ()
    return await candidates(turn.db, turn.person.id)


async def candidates(db: AsyncSession, customer_id: int) -> Sequence[Order]:
    """The customer's newest orders that can have gone wrong: those that have left, else all."""
    placed = [one for one in await placed_by(db, customer_id, 20) if one.state == OrderState.PLACED]
    left = [one for one in placed if await _has_left(db, one)]
    return (left or placed)[:MOST_ORDERS]


async def _has_left(db: AsyncSession, order: Order) -> bool:
    shipment = await db.get(Shipment, order.shipment_id) if order.shipment_id else None
    return shipment is not None and shipment.state != ShipmentState.OPEN


def which_order(case: Case, orders: Sequence[Order]) -> Screen:
    """Asks which order the case is about."""
    buttons = [
        Button(one.number or "–", f"case/{case.number}/of/{one.id}", hint=shorten(summary(one), 72))
        for one in orders
    ]
    none = Button(_("None of these"), f"case/{case.number}/of/0")
    body = "\n\n".join([_(SORRY[case.kind]), _("Which order is it about?")])
    return Screen(_title(case), body, [*buttons, none, _no_complaint(case)], _asks(case))


def what_is_wanted(case: Case, order: Order | None) -> Screen:
    """Asks for photos and for what is wanted; the case is open already."""
    buttons = [Button(_(label), f"case/{case.number}/wish/{wish}") for wish, label in WISHES.items()]
    parts = [
        _(SORRY[case.kind]),
        _noted(case, order),
        _("Send photos of it here if you can, as many as you like, or type what happened."),
        *_photos(case),
        _("What would you like?"),
    ]
    return Screen(_title(case), "\n\n".join(parts), [*buttons, _no_complaint(case)], _asks(case))


def _noted(case: Case, order: Order | None) -> str:
    if order is None:
        return _("It is noted as case {number}; the coordinator is told.").format(number=case.number)
    words = _("It is noted as case {number} about order {order}; the coordinator is told.")
    return words.format(number=case.number, order=order.number)


def _photos(case: Case) -> list[str]:
    count = len(case.files)
    words = ngettext("{count} photo is there already.", "{count} photos are there already.", count)
    return [words.format(count=count)] if count else []


def _title(case: Case) -> str:
    return _("Case {number}").format(number=case.number)


def _asks(case: Case) -> Ask | None:
    return None if case.is_settled else Ask(f"case/{case.number}/say", ACCEPTED)


def _no_complaint(case: Case) -> Button:
    return Button(_("It is no complaint"), f"case/{case.number}/drop")


def how_far(case: Case, order: Order | None, page: int) -> Screen:
    """The whole case: its state, the wish, and each step."""
    lines = [
        *([] if case.answers else [_(SORRY[case.kind]), ""]),
        _("State: {state}").format(state=state_words(case)),
        _("About: {kind}").format(kind=_(KINDS[case.kind])),
        *([_("Order: {number}").format(number=order.number)] if order else []),
        _("Wanted: {wish}").format(wish=wish_words(case)),
        "",
        *map(entry_words, case.entries),
        "",
        *([] if case.is_settled else [_("Type or send photos here to add to it.")]),
    ]
    to_order = [Button(order.number or "–", f"order/{order.id}")] if order else []
    take_back = [] if case.answers else [_no_complaint(case)]
    buttons = [
        *to_order,
        *take_back,
        Button(_("Talk to a person"), "person"),
        Button(_("Home"), "home", beside=True),
    ]
    return leaf(_title(case), lines, page, f"case/{case.number}/{{page}}", buttons, asks=_asks(case))


def entry_words(entry: CaseEntry) -> str:
    """One step of a case as its customer reads it."""
    who = _("coordinator") if entry.what in (What.ANSWERED, What.SETTLED) else _("you")
    words = _("{who}, {moment}: {text}")
    return words.format(who=who, moment=formatting.moment(entry.at), text=said(entry))


def said(entry: CaseEntry) -> str:
    """What an entry says: words, a photo, a wish or an outcome."""
    if entry.what == What.WISHED:
        return _(WISHES[entry.text])
    if entry.what == What.SETTLED:
        return _(OUTCOMES[entry.text])
    return " ".join(filter(None, [entry.text, _("(a photo or file)") if entry.file else ""]))


def full() -> str:
    """That a case takes nothing more."""
    return _("That is a lot already: please talk to a person about the rest.")


def no_such_case() -> Redirect:
    """The redirect for a case that does not exist, or is somebody else's."""
    return Redirect("cases", _("That case is no longer here."))


async def step(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The notice that a coordinator has answered or settled; None once the case is erased."""
    number, _sign, nth = notice.subject.partition("/")
    try:
        case = await cases.named(db, number)
    except NoSuchCase:
        return None
    entry = next((one for one in case.entries if one.number == int(nth)), None)
    if entry is None:
        return None
    title = _("Answer to case {number}").format(number=case.number)
    outcome = _("Your case is settled: {outcome}.").format(outcome=said(entry).casefold())
    text = outcome if entry.what == What.SETTLED else said(entry)
    see = Button(_("See the case"), f"case/{case.number}")
    files = [kept_files.reference(entry)] if entry.file else []
    return WordedNotice(Screen(title, formatting.fitted(title, [text]), [see], files=files))
