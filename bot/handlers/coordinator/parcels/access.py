"""Where the screens of a frozen shipment begin: the shipment, and its parcels page by page."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from bot.conversation.screens import Page
from bot.conversation.translation import _
from bot.handlers.coordinator.parcels.consignment import Frozen, look
from bot.handlers.coordinator.shipment_view import load, to_shipment
from bot.handlers.shared.turn import Turn
from bot.ordering import Actor
from bot.people import Role
from bot.shipping import consignment
from bot.shipping.consignment import Carton


async def frozen(turn: Turn, shipment_id: int) -> Frozen:
    """The frozen shipment. Raises Redirect to the shipment while it has no manifest."""
    goods = await look(turn.db, turn.shop, await load(turn, shipment_id))
    if goods is None:
        raise to_shipment(shipment_id, _("There is no manifest yet."))
    return goods


def actor(turn: Turn) -> Actor:
    """This coordinator as the one who records something."""
    return Actor(turn.person.id, Role.COORDINATOR, turn.now)


async def parcels_page(
    turn: Turn, found: Frozen, number: int, length: int, first: ColumnElement[bool]
) -> Page[Carton]:
    """A page of the cartons, those first for which something still is to be done."""
    of = max(1, -(-found.tally.cartons // length))
    number = min(max(number, 1), of)
    window = {"limit": length, "offset": (number - 1) * length}
    return Page(await consignment.cartons(turn.db, found.consignment, first=first, **window), number, of)
