"""What a customer types to complain, to ask how far a complaint is, or to talk with a person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.routing import Redirect
from bot.conversation.translation import _
from bot.core.typed_signs import keyed
from bot.handlers.chat.questions.order_standing import named
from bot.handlers.customer.cases.case_view import candidates, full
from bot.handlers.customer.orders.order_view import ORDER_NUMBER
from bot.handlers.customer.waiting import pending
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, cases
from bot.ordering.case_tables import CaseKind, Wish
from bot.ordering.cases import CaseFull, NoSuchCase
from bot.orders import Order, placed_by
from bot.shipments import Shipment, ShipmentState
from bot.understanding import Interpretation

RECENT = 20


async def asked_for(turn: Turn, read: Interpretation) -> Redirect | None:
    """Where a text leads that wants a person, complains, or asks how far a complaint is; None for others."""
    if read.wants_person:
        return Redirect("person")
    if read.asks_of_complaint and (not read.complaint or await cases.of_customer(turn.db, turn.person.id)):
        return Redirect("cases")
    if not read.complaint or await _is_none(turn, read):
        return None
    return await complained(turn, read, read.complaint)


async def _is_none(turn: Turn, read: Interpretation) -> bool:
    """Whether what sounds like a complaint is none: it is denied, or a cart is filled and no goods left."""
    reader = turn.shop.reader()
    if reader.denies_complaint(turn.text) or (
        read.complaint in ("other", "refund", "not_arrived") and reader.mentions_no_complaint(turn.text)
    ):
        return True
    placed = await placed_by(turn.db, turn.person.id, RECENT)
    if not placed and read.complaint in ("refund", "not_arrived") and reader.supposes(turn.text):
        return True  # "if I pay and it does not arrive, do I get my money back?" before anything is ordered
    is_of_placed = read.complaint == "refund" or (placed and read.complaint == "not_arrived")
    if is_of_placed or await departed(turn.db, placed):
        return False
    draft = await carts.find(turn.db, turn.person.id)
    return bool(draft and draft.lines) or await pending(turn) is not None


async def departed(db: AsyncSession, orders: Sequence[Order]) -> bool:
    """Whether the shipment of one of these orders is closed, so that its goods may have arrived."""
    ids = {one.shipment_id for one in orders if one.shipment_id is not None}
    still = select(Shipment.id).where(Shipment.id.in_(ids), Shipment.state == ShipmentState.OPEN)
    return bool(ids - {*await db.scalars(still)})


async def own_number(turn: Turn) -> str | None:
    """The number of the customer's own case that is the whole text; None for any other text."""
    if not ORDER_NUMBER.fullmatch(keyed(turn.text)):
        return None
    try:
        return (await cases.of(turn.db, turn.person.id, turn.text)).number
    except NoSuchCase:
        return None


def heard_beside(read: Interpretation) -> str:
    """A word on a complaint beside an order, as only the order is taken; "" without one."""
    if not read.complains_beside:
        return ""
    return _("(If something of an earlier order was wrong, type just that: we note it as a complaint.)")


async def complained(turn: Turn, read: Interpretation, kind: str) -> Redirect:
    """Opens a case with the typed text, or adds the text to the open one."""
    order = await _order_meant(turn, read)
    order_id = order.id if order else None
    case = await cases.open_case(turn.db, turn.person.id, turn.session.id, CaseKind(kind), order_id, turn.now)
    try:
        await cases.tell(turn.db, case, turn.text, "", turn.now)
        if wish := read.wanted or (Wish.REFUND if kind == CaseKind.REFUND else ""):
            await cases.wish_for(turn.db, case, Wish(wish), turn.now)
    except CaseFull:
        return Redirect(f"case/{case.number}", full())
    return Redirect(f"case/{case.number}")


async def _order_meant(turn: Turn, read: Interpretation) -> Order | None:
    """The order whose number is typed, the only one there is, or the only one with the goods named."""
    if (order := await named(turn)) is not None:
        return order
    orders = await candidates(turn.db, turn.person.id)
    if len(orders) > 1 and (skus := _skus(read)):
        orders = [one for one in orders if skus & {line.sku for line in one.lines}]
    return orders[0] if len(orders) == 1 else None


def _skus(read: Interpretation) -> set[str]:
    return {sku for skus in read.about for sku in skus}
