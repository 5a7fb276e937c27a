"""What the export papers of a frozen shipment still need. Hints, no legal advice."""

from __future__ import annotations

from bot import ordering
from bot.conversation.routing import place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.coordinator.parcels.access import frozen
from bot.handlers.coordinator.parcels.consignment import Frozen, measured, name, warnings
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipping import consignment, food_permits
from bot.shipping.food_permits import Unnumbered
from bot.shipping.measurements import CONSIGNMENT_NOTE_GRAMS

MOST_NAMED = 200


@place("c/export/{shipment_id}/{page}", role=Role.COORDINATOR)
async def papers(turn: Turn, shipment_id: int, page: int) -> Screen:
    """Lists parcels that are too heavy, goods without numbers, and lines that wait for a document."""
    shipment = await frozen(turn, shipment_id)
    missing = await ordering.papers_missing(turn.db, shipment_id)
    goods = await food_permits.unnumbered_goods(turn.db, shipment.consignment.manifest_id)
    lines = [*await _heavy(turn, shipment), *(_unnumbered(one) for one in goods), *_waiting(missing)]
    buttons = [Button(_("Waiting lines"), f"c/papers/{shipment_id}/1")] if missing else []
    title = _("Export papers of {code}").format(code=shipment.shipment.code)
    hint = _("Hints from what we know, no legal advice; the carrier has the last word.")
    complete = _("Nothing is missing as far as we know.")
    route = f"c/export/{shipment_id}/{{page}}"
    return leaf(title, lines or [complete], page, route, [*buttons, back(f"c/shipment/{shipment_id}")], hint)


async def _heavy(turn: Turn, shipment: Frozen) -> list[str]:
    limit = min(CONSIGNMENT_NOTE_GRAMS, shipment.destination.max_piece_grams)
    heavier = consignment.heavier(limit)
    words = _("{parcel}: {measured}")
    lines = []
    for carton in await consignment.cartons(turn.db, shipment.consignment, heavier, limit=MOST_NAMED):
        lines.append(words.format(parcel=name(carton), measured=measured(carton, shipment.measure)))
        lines += warnings(carton, shipment.destination)
    return lines


def _unnumbered(goods: Unnumbered) -> str:
    if goods.halal and goods.pirt_md:
        words = _("{name} ({sku}): no halal number, no P-IRT or BPOM number")
    elif goods.halal:
        words = _("{name} ({sku}): no halal number")
    else:
        words = _("{name} ({sku}): no P-IRT or BPOM number")
    called = goods.name_en if language() == "en" else goods.name_id
    return words.format(name=shorten(called, 60), sku=goods.sku)


def _waiting(count: int) -> list[str]:
    if not count:
        return []
    words = ngettext("{count} line waits for a document.", "{count} lines wait for a document.", count)
    return [words.format(count=count)]
