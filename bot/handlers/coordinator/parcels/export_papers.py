"""What the export papers of a frozen shipment still need, one by one. Hints, no legal advice."""

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
    """Parcels that are too heavy, goods without their numbers, lines that wait for a document."""
    found = await frozen(turn, shipment_id)
    left = await ordering.papers_missing(turn.db, shipment_id)
    goods = await food_permits.unnumbered_goods(turn.db, found.consignment.manifest_id)
    lines = [*await _heavy(turn, found), *(_without(one) for one in goods), *_waiting(left)]
    buttons = [Button(_("Waiting lines"), f"c/papers/{shipment_id}/1")] if left else []
    title = _("Export papers of {code}").format(code=found.shipment.code)
    hint = _("Hints from what we know, no legal advice; the carrier has the last word.")
    complete = _("Nothing is missing as far as we know.")
    route = f"c/export/{shipment_id}/{{page}}"
    return leaf(title, lines or [complete], page, route, [*buttons, back(f"c/shipment/{shipment_id}")], hint)


async def _heavy(turn: Turn, found: Frozen) -> list[str]:
    limit = min(CONSIGNMENT_NOTE_GRAMS, found.destination.max_piece_grams)
    those = consignment.heavier(limit)
    words = _("{parcel}: {measured}")
    lines = []
    for one in await consignment.cartons(turn.db, found.consignment, those, limit=MOST_NAMED):
        lines.append(words.format(parcel=name(one), measured=measured(one, found.measure)))
        lines += warnings(one, found.destination)
    return lines


def _without(one: Unnumbered) -> str:
    if one.halal and one.pirt_md:
        words = _("{name} ({sku}): no halal number, no P-IRT or BPOM number")
    elif one.halal:
        words = _("{name} ({sku}): no halal number")
    else:
        words = _("{name} ({sku}): no P-IRT or BPOM number")
    called = one.name_en if language() == "en" else one.name_id
    return words.format(name=shorten(called, 60), sku=one.sku)


def _waiting(left: int) -> list[str]:
    if not left:
        return []
    words = ngettext("{count} line waits for a document.", "{count} lines wait for a document.", left)
    return [words.format(count=left)]
