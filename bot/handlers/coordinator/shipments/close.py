"""Moving a shipment's cut-off, closing it, forwarding its manifest."""

from __future__ import annotations

from bot import ordering, shipments
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen
from bot.conversation.translation import _
from bot.core.clock import WIB
from bot.handlers.coordinator.shipment_view import dates_hint, dates_words, load, to_shipment
from bot.handlers.shared import formatting, typed_dates
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipments import DatesRefused, Shipment, ShipmentClosed, ShipmentState
from bot.shipping import manifests, reports
from bot.shipping.manifests import NotFrozen


def closed_already() -> str:
    """Says that the shipment is closed already."""
    return _("This shipment is closed already, so nothing has changed.")


async def _open_one(turn: Turn, shipment_id: int) -> Shipment:
    """The open shipment. Raises Redirect to the shipment once it is closed."""
    shipment = await load(turn, shipment_id)
    if shipment.state != ShipmentState.OPEN:
        raise to_shipment(shipment_id, closed_already())
    return shipment


@place("c/cutoff/{shipment_id}", role=Role.COORDINATOR)
async def cutoff(turn: Turn, shipment_id: int) -> Screen:
    """Asks for a new cut-off."""
    shipment = await _open_one(turn, shipment_id)
    question = _("Type the new cut-off in WIB, for example {example}. Hand-in and departure move along.")
    example = f"{shipment.cutoff_at.astimezone(WIB):%d/%m/%Y %H:%M}"
    now = dates_words(shipment.cutoff_at, shipment.hand_in_at, shipment.departs_at)
    body = "\n".join([*now, "", question.format(example=example)])
    title = _("Cut-off of {code}").format(code=shipment.code)
    leave = [back(f"c/shipment/{shipment_id}")]
    return Screen(title, body, leave, asks=Ask(f"c/cutoff/{shipment_id}/typed"))


@action("c/cutoff/{shipment_id}/typed", role=Role.COORDINATOR)
async def typed_cutoff(turn: Turn, shipment_id: int) -> Redirect:
    """Sets the typed cut-off, which must lie in the future, and tells everybody in the shipment."""
    shipment = await _open_one(turn, shipment_id)
    usual = shipment.cutoff_at.astimezone(WIB).time()
    wanted = typed_dates.moment_typed(turn.text, turn.now.astimezone(WIB).date(), usual)
    if wanted is None:
        return Redirect(f"c/cutoff/{shipment_id}", dates_hint())
    try:
        async with turn.db.begin_nested():
            await shipments.change_dates(turn.db, shipment, wanted, turn.now)
            await ordering.tell_dates(turn.db, shipment.id, turn.now)
    except DatesRefused:
        return Redirect(f"c/cutoff/{shipment_id}", _("The cut-off must lie in the future."))
    except ShipmentClosed:
        return to_shipment(shipment_id, closed_already())
    changed = _("The cut-off is now {moment}. Everybody in it is told.").format(
        moment=formatting.moment(wanted)
    )
    return to_shipment(shipment_id, changed)


def nothing_to_forward() -> str:
    """Says that there is no manifest to forward."""
    return _("There is no manifest to forward.")


def closed_and_coming() -> str:
    """Says that a big shipment is closed and its manifest is being made."""
    return _("Closed. The manifest is being made; it comes as a message with its documents.")


def coming() -> str:
    """Says that a newer manifest is still being made."""
    return _("A newer manifest is being made; it comes as a message with its documents.")


@place("c/close/{shipment_id}", role=Role.COORDINATOR)
async def close(turn: Turn, shipment_id: int) -> Screen:
    """Asks for confirmation, as closing cannot be undone."""
    shipment = await _open_one(turn, shipment_id)
    sums = (await reports.shipment_summaries(turn.db, [shipment.id]))[shipment.id]
    body = _(
        "Customers and UMKM can change nothing any more, and the manifest is frozen. "
        "Orders: {orders}. Lines without an answer: {count}; they count as ordered. "
        "This cannot be undone."
    ).format(orders=sums.orders, count=sums.unacknowledged)
    yes = Button(
        _("Yes, close it"), f"c/close/{shipment_id}/{shipment.state}", kind="irreversible", answers="tap"
    )
    title = _("Close {code} now?").format(code=shipment.code)
    return Screen(title, body, [yes, back(f"c/shipment/{shipment_id}", "no")])


@action("c/close/{shipment_id}/{state}", role=Role.COORDINATOR)
async def close_now(turn: Turn, shipment_id: int, state: str) -> Redirect:
    """Closes the shipment and freezes its manifest, once; `state` is the one that was shown."""
    shipment = await _open_one(turn, shipment_id)
    if state != shipment.state:
        return to_shipment(shipment_id)
    manifest = await manifests.close(turn.db, shipment_id, turn.shop, turn.now, turn.person.id)
    if manifest is not None:
        done = _("Closed. Manifest {number} is frozen; the documents are on their way to every coordinator.")
        return to_shipment(shipment_id, done.format(number=manifest.number))
    if await manifests.is_due(turn.db, shipment_id):
        return to_shipment(shipment_id, closed_and_coming())
    return to_shipment(shipment_id, _("Closed. There were no orders in it."))


@action("c/forward/{shipment_id}/{version}", role=Role.COORDINATOR)
async def forward(turn: Turn, shipment_id: int, version: int) -> Redirect:
    """Sends this version of the manifest to every coordinator, again if it was sent before."""
    await load(turn, shipment_id)
    newest = await manifests.newest(turn.db, shipment_id)
    if newest is not None and newest.version != version:
        moved_on = _("There is a newer version of the manifest. Please look, then forward that one.")
        return to_shipment(shipment_id, moved_on)
    try:
        manifest = await manifests.forward(turn.db, shipment_id, turn.now)
    except NotFrozen:
        due = await manifests.is_due(turn.db, shipment_id)
        return to_shipment(shipment_id, coming() if due else nothing_to_forward())
    done = _("Manifest {number} is on its way to every coordinator.").format(number=manifest.number)
    return to_shipment(shipment_id, done)
