"""A shipment for the coordinator's screens and notices: loading it; its state, sums and dates in words."""

from __future__ import annotations

from datetime import datetime

from bot.conversation.routing import Redirect
from bot.conversation.translation import _, ngettext
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.shipments import Shipment, ShipmentState
from bot.shipping.reports import ShipmentSummary


async def load(turn: Turn, shipment_id: int) -> Shipment:
    """The shipment as the database has it now. Raises Redirect home when there is no such shipment."""
    shipment = await turn.db.get(Shipment, shipment_id, populate_existing=True)
    if shipment is None:
        raise no_such_shipment()
    return shipment


def no_such_shipment() -> Redirect:
    """The redirect home for a shipment that does not exist."""
    return Redirect("c", _("There is no such shipment."))


def to_shipment(shipment_id: int, note: str = "") -> Redirect:
    """The redirect to a shipment's page, with a note above it."""
    return Redirect(f"c/shipment/{shipment_id}", note)


def standing(shipment: Shipment, now: datetime) -> str:
    """The state of a shipment, with the moment that matters in it."""
    if shipment.state == ShipmentState.OPEN and shipment.cutoff_at > now:
        return _("open until {moment}").format(moment=formatting.moment(shipment.cutoff_at))
    if shipment.state == ShipmentState.OPEN:
        return _("past its cut-off, closing now")
    if shipment.state == ShipmentState.FORWARDED and shipment.forwarded_at:
        return _("forwarded {moment}").format(moment=formatting.moment(shipment.forwarded_at))
    return _("closed {moment}").format(moment=formatting.moment(shipment.closed_at or shipment.cutoff_at))


def sums_words(sums: ShipmentSummary) -> str:
    """Orders, pieces, kilograms and rupiah of a shipment."""
    return ngettext(
        "{orders} order, {pieces} pcs, {weight}, {rupiah}",
        "{orders} orders, {pieces} pcs, {weight}, {rupiah}",
        sums.orders,
    ).format(
        orders=sums.orders,
        pieces=sums.pieces,
        weight=formatting.weight(sums.grams),
        rupiah=formatting.rupiah(sums.rupiah),
    )


def dates_words(cutoff_at: datetime, hand_in_at: datetime, departs_at: datetime) -> list[str]:
    """The three dates of a shipment, as Solo's clocks show them."""
    return [
        _("Cut-off: {moment}").format(moment=formatting.moment(cutoff_at)),
        _("Hand-in: {moment}").format(moment=formatting.moment(hand_in_at)),
        _("Departure: {moment}").format(moment=formatting.moment(departs_at)),
    ]


def dates_hint() -> str:
    """The hint at how to type a date."""
    return _("I could not read that date. Day/month/year and a time, please: 4/12/2026 20:00")
