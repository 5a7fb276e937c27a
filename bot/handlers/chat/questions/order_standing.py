"""A customer's own orders: which one is meant, how far it is, what is still to be paid."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.conversation.translation import _, language
from bot.handlers.shared import formatting, freight_share
from bot.handlers.shared.turn import Turn
from bot.orders import Order, OrderState, placed_by
from bot.shipments import Shipment, ShipmentState
from bot.shipping import consignment
from bot.shipping.consignment import Consignment
from bot.shipping.handling_log import HandlingState

MOST = 4
MOST_NUMBERS = 5


async def standing_open(turn: Turn) -> list[Order]:
    """The customer's orders that are not with their consignee yet, newest first."""
    found = await placed_by(turn.db, turn.person.id)
    return [one for one in found if one.state == OrderState.PLACED and one.delivered_at is None]


async def named(turn: Turn) -> Order | None:
    """The customer's own order whose number stands in the text."""
    typed = "".join(one for one in turn.text.upper() if one.isascii() and one.isalnum())
    mine = await placed_by(turn.db, turn.person.id)
    return next((one for one in mine if one.number and one.number.replace("-", "") in typed), None)


async def meant(turn: Turn, to: str | None) -> Order | None:
    """The order whose number stands in the text, else the newest open one: to that country, if named."""
    found = [one for one in await standing_open(turn) if to in (None, one.destination)]
    return await named(turn) or next(iter(found), None)


async def status(turn: Turn) -> Redirect:
    """To where the order is that was asked for, else the open one; to a list of several."""
    found = await named(turn)
    if found is not None:
        return Redirect(f"order/{found.id}/way")
    still_open = await standing_open(turn)
    if len(still_open) == 1:
        return Redirect(f"order/{still_open[0].id}/way")
    return Redirect("ways") if still_open else await _none_open(turn)


async def _none_open(turn: Turn) -> Redirect:
    ordered_before = await placed_by(turn.db, turn.person.id)
    none_under_way = _("None of your orders is on its way at the moment.")
    return Redirect("orders", none_under_way if ordered_before else "")


async def standing(turn: Turn, found: Order) -> list[str]:
    """How far an order is: what is recorded, and nothing else."""
    if found.state == OrderState.CANCELLED:
        return [_("It was cancelled.")]
    if found.delivered_at is not None:
        return [_("It was delivered on {day}.").format(day=formatting.day_of(found.delivered_at))]
    if not found.pieces:
        return [_("Sorry, the makers could not make any of it. Nothing is owed for it.")]
    shipment = await turn.db.get_one(Shipment, found.shipment_id)
    if shipment.state == ShipmentState.OPEN:
        to = turn.shop.destinations[found.destination or ""]
        closes = formatting.moment_there(shipment.cutoff_at, to.time_zone, to.name(language()))
        told = _("It is noted and can still be changed; orders close {when}.")
        return [told.format(when=closes), _leaves(shipment)]
    return await _under_way(turn, found, shipment)


def _leaves(shipment: Shipment) -> str:
    words = _("Shipment {code} leaves about {day}.")
    return words.format(code=shipment.code, day=formatting.day_of(shipment.departs_at))


async def _under_way(turn: Turn, found: Order, shipment: Shipment) -> list[str]:
    frozen = await consignment.of(turn.db, shipment.id)
    flight = frozen.handled if frozen else HandlingState()
    if flight.flight_no and flight.flight_on:
        words = _("Orders are closed. The flight of your goods is {flight} on {day}.")
        first = words.format(flight=flight.flight_no, day=formatting.day(flight.flight_on))
    elif shipment.departs_at < turn.now:
        words = _("Shipment {code} was to leave about {day}; its flight is not noted here yet.")
        first = words.format(code=shipment.code, day=formatting.day_of(shipment.departs_at))
    else:
        words = _("Orders are closed and your goods are being prepared. Shipment {code} leaves about {day}.")
        first = words.format(code=shipment.code, day=formatting.day_of(shipment.departs_at))
    return [first, *await _numbers(turn, frozen, found)]


async def _numbers(turn: Turn, frozen: Consignment | None, found: Order) -> list[str]:
    """The numbers of the customer's own parcels; a shipment's master waybill is not for customers."""
    cartons = await consignment.of_order(turn.db, frozen, found.number or "") if frozen else []
    numbers = [one.known.hawb for one in cartons if one.known.hawb]
    if not numbers:
        return [_("Your parcel has no number yet.")]
    words = _("Number of the parcel: {number}")
    return [words.format(number=one) for one in numbers[:MOST_NUMBERS]]


async def owed(turn: Turn) -> list[str]:
    """What is still to be paid for the goods of each open order, and the real freight where it is known."""
    lines = []
    for one in (await standing_open(turn))[:MOST]:
        sum_ = one.goods_rupiah - one.paid_rupiah
        if one.paid_at is not None:
            lines.append(_("Order {number}: the goods are paid, thank you.").format(number=one.number))
        elif sum_ > 0:
            words = _("Order {number}: {sum} for the goods is still open.")
            lines.append(words.format(number=one.number, sum=formatting.rupiah(sum_)))
        if settled := await freight_share.settled(turn.db, one.id):
            lines.append(_("Order {number}: {freight}").format(number=one.number, freight=settled))
    return lines
