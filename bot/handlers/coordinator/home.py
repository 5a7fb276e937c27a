"""Home of the coordinator: what is open, and the ways to everything."""

from __future__ import annotations

from bot import shipments
from bot.conversation.routing import place
from bot.conversation.screens import Button, Screen
from bot.conversation.translation import _, ngettext
from bot.handlers.coordinator.people import case_view, enquiry_view, handover_view
from bot.handlers.coordinator.rules import affected_view
from bot.handlers.shared.turn import Turn
from bot.people import Role, undelivered
from bot.shipments import ShipmentState
from bot.shipping.reports import Summaries


@place("c", role=Role.COORDINATOR)
async def home(turn: Turn) -> Screen:
    """What is open, and what the coordinator can do."""
    buttons = [
        Button(_("Totals"), "c/totals"),
        Button(_("Shipments"), "c/shipments", beside=True),
        Button(_("Invites"), "c/invites"),
        Button(_("Not reached"), "c/unreached/0/1", beside=True),
        Button(_("Destinations"), "c/destinations/1"),
        Button(_("Menu"), "menu"),
    ]
    affected = await affected_view.affected_today(turn)
    people = [way for view in (case_view, handover_view, enquiry_view) for way in await view.way_in(turn)]
    buttons[-1:-1] = [*affected_view.way_in(affected), *people]
    open_work = [*await _open_work(turn), *filter(None, [affected_view.count_words(affected)])]
    any_order = _("An order number, for example TW-4K7M, opens that order.")
    lines = [*_nothing_open(turn), *open_work, "", any_order]
    return Screen(_("Coordinator"), "\n".join(lines), buttons)


def _nothing_open(turn: Turn) -> list[str]:
    if any(one.open for one in turn.shop.destinations):
        return []
    return [_("⚠ No destination is open yet, so nobody can order. Open one: /tujuan_buka"), ""]


async def _open_work(turn: Turn) -> list[str]:
    open_ids = [one.id for one in await shipments.newest(turn.db) if one.state == ShipmentState.OPEN]
    sums = (await turn.read_beside(Summaries(tuple(open_ids)))).values()
    count, unanswered = sum(one.orders for one in sums), sum(one.unacknowledged for one in sums)
    unreached = len(await undelivered.unreached(turn.db))
    lines = [
        _("Open shipments: {shipments}, with orders: {orders}").format(shipments=len(open_ids), orders=count),
        _("Lines without an answer: {count}").format(count=unanswered),
    ]
    if unreached:
        lines.append(
            ngettext("{count} notice reached nobody.", "{count} notices reached nobody.", unreached).format(
                count=unreached
            )
        )
    return lines
