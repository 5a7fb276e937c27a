"""Where the screens of a frozen shipment begin: the shipment, or why there is none to handle."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from bot.conversation.screens import Page, Screen, noted
from bot.conversation.translation import _
from bot.handlers.coordinator.parcels.consignment import Frozen, look
from bot.handlers.coordinator.shipments.shipments import not_there, shipment
from bot.handlers.shared.turn import Turn
from bot.ordering import Actor
from bot.people import Role
from bot.shipments import Shipment
from bot.shipping import consignment
from bot.shipping.consignment import Carton


async def frozen(turn: Turn, shipment_id: int) -> Frozen | Screen:
    """The frozen shipment; else the screen that says why there is nothing to do."""
    found = await turn.db.get(Shipment, shipment_id, populate_existing=True)
    if found is None:
        return await not_there(turn)
    goods = await look(turn.db, turn.shop, found)
    return goods or noted(await shipment(turn, shipment_id), _("There is no manifest yet."))


def mover(turn: Turn) -> Actor:
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
