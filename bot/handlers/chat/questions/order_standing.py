"""A customer's own orders: which one a question is about, how far it is, what is still to be paid."""

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
    """The customer's placed orders that are not delivered yet, newest first."""
    found = await placed_by(turn.db, turn.person.id)
    return [one for one in found if one.state == OrderState.PLACED and one.delivered_at is None]


async def named(turn: Turn) -> Order | None:
    """The customer's own order whose number is in the text; None without one."""
    typed = "".join(one for one in turn.text.upper() if one.isascii() and one.isalnum())
    mine = await placed_by(turn.db, turn.person.id)
    return next((one for one in mine if one.number and one.number.replace("-", "") in typed), None)


async def meant(turn: Turn, to: str | None) -> Order | None:
    """The order whose number is in the text, else the newest open one, to the country `to` if given."""
    open_orders = [one for one in await standing_open(turn) if to in (None, one.destination)]
    return await named(turn) or next(iter(open_orders), None)


async def status(turn: Turn) -> Redirect:
    """The redirect to the named order's way, else to the only open order's, else to the list."""
    order = await named(turn)
    if order is not None:
        return Redirect(f"order/{order.id}/way")
    still_open = await standing_open(turn)
    if len(still_open) == 1:
        return Redirect(f"order/{still_open[0].id}/way")
    return Redirect("ways") if still_open else await _none_open(turn)


async def _none_open(turn: Turn) -> Redirect:
    ordered_before = await placed_by(turn.db, turn.person.id)
    none_under_way = _("None of your orders is on its way at the moment.")
    return Redirect("orders", none_under_way if ordered_before else "")


async def standing(turn: Turn, order: Order) -> list[str]:
    """How far an order is, from what is recorded only."""
    if order.state == OrderState.CANCELLED:
        return [_("It was cancelled.")]
    if order.delivered_at is not None:
        return [_("It was delivered on {day}.").format(day=formatting.day_of(order.delivered_at))]
    if not order.pieces:
        return [_("Sorry, the makers could not make any of it. Nothing is owed for it.")]
    shipment = await turn.db.get_one(Shipment, order.shipment_id)
    if shipment.state == ShipmentState.OPEN:
        to = turn.shop.destinations[order.destination or ""]
        closes = formatting.moment_there(shipment.cutoff_at, to.time_zone, to.name(language()))
        words = _("It is noted and can still be changed; orders close {when}.")
        return [words.format(when=closes), _leaves(shipment)]
    return await _under_way(turn, order, shipment)


def _leaves(shipment: Shipment) -> str:
    words = _("Shipment {code} leaves about {day}.")
    return words.format(code=shipment.code, day=formatting.day_of(shipment.departs_at))


async def _under_way(turn: Turn, order: Order, shipment: Shipment) -> list[str]:
    frozen = await consignment.of(turn.db, shipment.id)
    flight = frozen.handled if frozen else HandlingState()
    if flight.flight_no and flight.flight_on:
        words = _("Orders are closed. The flight of your goods is {flight} on {day}.")
        first = words.format(flight=flight.flight_no, day=formatting.day(flight.flight_on))
    elif shipment.departs_at < turn.now:
        words = _("Shipment {code} was to leave about {day}; its flight is not noted here yet.")
        first = words.format(code=shipment.code, day=formatting.day_of(shipment.departs_at))
    elif shipment.state == ShipmentState.FORWARDED:
        words = _(
            "Orders are closed and your goods are with the carrier. Shipment {code} leaves about {day}."
        )
        first = words.format(code=shipment.code, day=formatting.day_of(shipment.departs_at))
    else:
        words = _("Orders are closed and your goods are being prepared. Shipment {code} leaves about {day}.")
        first = words.format(code=shipment.code, day=formatting.day_of(shipment.departs_at))
    return [first, *await _numbers(turn, frozen, order)]


async def _numbers(turn: Turn, frozen: Consignment | None, order: Order) -> list[str]:
    """The numbers of the customer's own parcels; customers do not see the master waybill."""
    numbers = await _parcels(turn, frozen, order)
    if not numbers:
        return [_("Your parcel has no number yet.")]
    words = _("Number of the parcel: {number}")
    return [words.format(number=number) for number in numbers]


async def _parcels(turn: Turn, frozen: Consignment | None, order: Order) -> list[str]:
    cartons = await consignment.of_order(turn.db, frozen, order.number or "") if frozen else []
    return [carton.known.hawb for carton in cartons if carton.known.hawb][:MOST_NUMBERS]


async def parcel_numbers(turn: Turn, order: Order) -> list[str]:
    """The numbers of the parcels of an order under way, as `standing` names them; none before that."""
    if order.state != OrderState.PLACED or order.delivered_at is not None or not order.pieces:
        return []
    return await _parcels(turn, await consignment.of(turn.db, order.shipment_id or 0), order)


async def owed(turn: Turn) -> list[str]:
    """What is still to be paid for each open order: its goods, and the real freight once known."""
    lines = []
    for order in (await standing_open(turn))[:MOST]:
        open_sum = order.goods_rupiah - order.paid_rupiah
        if order.paid_at is not None:
            lines.append(_("Order {number}: the goods are paid, thank you.").format(number=order.number))
        elif open_sum > 0:
            words = _("Order {number}: {sum} for the goods is still open.")
            lines.append(words.format(number=order.number, sum=formatting.rupiah(open_sum)))
        if settled := await freight_share.settled(turn.db, order.id):
            lines.append(_("Order {number}: {freight}").format(number=order.number, freight=settled))
    return lines
