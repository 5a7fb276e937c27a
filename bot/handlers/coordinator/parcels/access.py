"""Loading a frozen shipment, and pages of its parcels."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from bot.conversation.screens import Page
from bot.conversation.translation import _
from bot.handlers.coordinator.parcels.consignment import Frozen
from bot.handlers.coordinator.parcels.consignment import load as load_frozen
from bot.handlers.coordinator.shipment_view import load, to_shipment
from bot.handlers.shared.turn import Turn
from bot.ordering import Actor
from bot.people import Role
from bot.shipping import consignment
from bot.shipping.consignment import Carton


async def frozen(turn: Turn, shipment_id: int) -> Frozen:
    """The frozen shipment. Raises Redirect to the shipment while it has no manifest."""
    shipment = await load_frozen(turn.db, turn.shop, await load(turn, shipment_id))
    if shipment is None:
        raise to_shipment(shipment_id, _("There is no manifest yet."))
    return shipment


def actor(turn: Turn) -> Actor:
    """The coordinator as the actor who records something."""
    return Actor(turn.person.id, Role.COORDINATOR, turn.now)


async def parcels_page(
    turn: Turn, shipment: Frozen, number: int, length: int, first: ColumnElement[bool]
) -> Page[Carton]:
    """A page of the cartons; those that match `first` come first."""
    pages = max(1, -(-shipment.tally.cartons // length))
    number = min(max(number, 1), pages)
    window = {"limit": length, "offset": (number - 1) * length}
    return Page(
        await consignment.cartons(turn.db, shipment.consignment, first=first, **window), number, pages
    )
