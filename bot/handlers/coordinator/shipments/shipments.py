"""Shipments: the list, one of them, and its orders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from bot import ordering, orders, shipments
from bot.conversation.routing import place
from bot.conversation.screens import PAGE_LENGTH, Button, Page, Screen, labels, paged
from bot.conversation.translation import _, language, ngettext
from bot.handlers.coordinator.parcels.consignment import handled_words
from bot.handlers.coordinator.shipment_view import dates_words, load, standing, sums_words
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipments import Shipment, ShipmentState
from bot.shipping import manifests, reports
from bot.shipping.reports import ShipmentSummary


@place("c/shipments", role=Role.COORDINATOR)
async def listed(turn: Turn) -> Screen:
    """All shipments; those that hold orders to send come first."""
    return await listed_page(turn, 1)


@place("c/shipments/{page}", role=Role.COORDINATOR)
async def listed_page(turn: Turn, page: int) -> Screen:
    """All shipments, page by page."""
    newest = await shipments.newest(turn.db)
    here = [one.id for one in newest if one.state != ShipmentState.FORWARDED]
    filled = await reports.with_orders(turn.db, here)
    shown = paged(sorted(newest, key=lambda one: _rank(one, filled)), page, length=6)
    sums = await turn.read_beside(reports.Summaries(tuple(one.id for one in shown.items)))
    names = labels([one.code for one in shown.items])
    buttons = [Button(name, f"c/shipment/{one.id}") for name, one in zip(names, shown.items, strict=True)]
    lines = [_row(one, sums[one.id], turn.now) for one in shown.items]
    body = "\n".join([*lines, formatting.on_page(shown)]).strip() or _("There is no shipment yet.")
    page_buttons = formatting.page_buttons(shown, "c/shipments/{page}")
    opening = Button(_("Open a new one"), "c/opening/1")
    return Screen(_("Shipments"), body, [*buttons, *page_buttons, opening, back("c")])


def _rank(one: Shipment, filled: Collection[int]) -> int:
    """The rank in the list: with orders to forward 0, open 1, the rest 2."""
    if one.id in filled:
        return 0
    return 1 if one.state == ShipmentState.OPEN else 2


def _row(one: Shipment, sums: ShipmentSummary, now: datetime) -> str:
    return _("{code}, {standing}: {sums}").format(
        code=one.code, standing=standing(one, now), sums=sums_words(sums)
    )


@place("c/shipment/{shipment_id}", role=Role.COORDINATOR)
async def shipment(turn: Turn, shipment_id: int) -> Screen:
    """One shipment: its sums, dates and handling, and what can be done with it."""
    found = await load(turn, shipment_id)
    sums = (await reports.shipment_summaries(turn.db, [found.id]))[found.id]
    manifest = await manifests.newest(turn.db, found.id)
    handled = await handled_words(turn.db, turn.shop, found) if manifest else []
    missing = await ordering.papers_missing(turn.db, found.id)
    lines = [*_facts(turn, found, sums), *_papers(missing), *_manifest(manifest), *handled]
    needed = [Button(_("Papers needed"), f"c/papers/{found.id}/1")] if missing else []
    buttons = [
        *_view_buttons(found.id, manifest),
        *needed,
        *_action_buttons(found, manifest),
        back("c/shipments"),
    ]
    title = _("Shipment {code}").format(code=found.code)
    return Screen(title, formatting.fitted(title, lines), buttons)


def _facts(turn: Turn, found: Shipment, sums: ShipmentSummary) -> list[str]:
    return [
        _("To {country}, {standing}").format(
            country=turn.shop.destinations.name(found.destination, language()),
            standing=standing(found, turn.now),
        ),
        sums_words(sums),
        _("Paid: {paid} of {all}").format(
            paid=formatting.rupiah(sums.paid_rupiah), all=formatting.rupiah(sums.rupiah)
        ),
        _("Lines without an answer: {count}").format(count=sums.unacknowledged),
        "",
        *dates_words(found.closed_at or found.cutoff_at, found.hand_in_at, found.departs_at),
    ]


def _papers(missing: int) -> list[str]:
    """The line about papers still missing; empty when none is."""
    if not missing:
        return []
    words = ngettext(
        "{count} line waits for its paper.", "{count} lines wait for their papers.", missing
    ).format(count=missing)
    return ["", words]


def _manifest(manifest: manifests.Manifest | None) -> list[str]:
    if manifest is None:
        return []
    words = _("Manifest {number}, frozen {moment}")
    return ["", words.format(number=manifest.number, moment=formatting.moment(manifest.frozen_at))]


def _view_buttons(shipment_id: int, manifest: manifests.Manifest | None) -> list[Button]:
    buttons = [
        Button(_("Its orders"), f"c/shipment/{shipment_id}/orders/1"),
        Button(_("Not reached"), f"c/unreached/{shipment_id}/1", beside=True),
    ]
    if manifest is not None:
        buttons.append(Button(_("Documents"), f"c/documents/{shipment_id}/{manifest.version}"))
    return buttons


def _action_buttons(found: Shipment, manifest: manifests.Manifest | None) -> list[Button]:
    if found.state == ShipmentState.OPEN:
        return [
            Button(_("Change cut-off"), f"c/cutoff/{found.id}"),
            Button(_("Close now"), f"c/close/{found.id}", beside=True),
        ]
    if manifest is None:
        return []
    again = _("Forward again") if found.state == ShipmentState.FORWARDED else _("Forward")
    return [
        Button(_("Weigh parcels"), f"c/weigh/{found.id}/1"),
        Button(_("Waybills"), f"c/waybill/{found.id}", beside=True),
        Button(_("Export papers"), f"c/export/{found.id}/1"),
        Button(_("Freight"), f"c/bill/{found.id}/1", beside=True),
        Button(again, f"c/forward/{found.id}/{manifest.version}"),
    ]


@place("c/shipment/{shipment_id}/orders/{page}", role=Role.COORDINATOR)
async def orders_of(turn: Turn, shipment_id: int, page: int) -> Screen:
    """The orders of a shipment, page by page."""
    found = await load(turn, shipment_id)
    shown = await _orders_page(turn, shipment_id, page)
    lines = [_order_row(one) for one in shown.items]
    names = labels([str(one.number) for one in shown.items])
    buttons = [Button(name, f"c/order/{one.id}") for name, one in zip(names, shown.items, strict=True)]
    body = "\n".join([*lines, formatting.on_page(shown)]).strip() or _("No order stands in it.")
    page_buttons = formatting.page_buttons(shown, f"c/shipment/{shipment_id}/orders/{{page}}")
    title = _("Orders of {code}").format(code=found.code)
    return Screen(title, body, [*buttons, *page_buttons, back(f"c/shipment/{shipment_id}")])


async def _orders_page(turn: Turn, shipment_id: int, number: int) -> Page[orders.Order]:
    placed = (orders.Order.shipment_id == shipment_id, orders.Order.state == orders.OrderState.PLACED)
    count = await turn.db.scalar(select(func.count(orders.Order.id)).where(*placed)) or 0
    pages = max(1, -(-count // PAGE_LENGTH))
    number = min(max(number, 1), pages)
    query = select(orders.Order).where(*placed).order_by(orders.Order.id)
    window = query.limit(PAGE_LENGTH).offset((number - 1) * PAGE_LENGTH)
    return Page((await turn.db.scalars(window)).all(), number, pages)


def _order_row(order: orders.Order) -> str:
    words = _("{number}, {name}: {pieces} pcs, {rupiah}, {paid}")
    return words.format(
        number=order.number,
        name=formatting.consignee(order.consignee_name, 40),
        pieces=order.pieces,
        rupiah=formatting.rupiah(order.goods_rupiah),
        paid=_("paid") if order.paid_at else _("not paid"),
    )
