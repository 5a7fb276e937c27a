"""The customer's own orders: the list, one of them, its history, and the same again."""

from __future__ import annotations

from bot import ordering, shipments
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, noted, paged, shorten, text_pages
from bot.conversation.translation import _, language, ngettext
from bot.handlers.customer import cart
from bot.handlers.shared import eligibility, formatting, freight_share
from bot.handlers.shared.order_history import entry
from bot.handlers.shared.paging import TEXT_ROOM
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.ordering.order_numbers import by_number
from bot.orders import CANCELLED, DRAFT, PLACED, NoSuchOrder, Order, OrderLine, history, of, placed_by
from bot.people import Role


async def mine(turn: Turn, order_id: int) -> Order:
    """The customer's own order. Raises NoSuchOrder for anybody else's."""
    return await of(turn.db, turn.person.id, order_id)


def mover(turn: Turn) -> ordering.Actor:
    """The customer, as the one who changes an order."""
    return ordering.Actor(turn.person.id, Role.CUSTOMER, turn.now)


async def may_change(turn: Turn, found: Order) -> bool:
    """Whether the customer may still change the order."""
    if found.state != PLACED or found.shipment_id is None:
        return False
    shipment = await turn.db.get_one(shipments.Shipment, found.shipment_id)
    return shipments.takes_changes(shipment, turn.now)


def state_name(found: Order) -> str:
    """How an order stands, in one word."""
    if found.state == CANCELLED:
        return _("cancelled")
    return _("paid") if found.paid_at else _("ordered")


@place("orders")
async def orders(turn: Turn) -> Screen:
    """The customer's orders, newest first."""
    return await orders_page(turn, 1)


@place("orders/{page}")
async def orders_page(turn: Turn, page: int) -> Screen:
    """The customer's orders, page by page."""
    found = await placed_by(turn.db, turn.person.id)
    if not found:
        return Screen(_("My orders"), _("You have not ordered yet."), [Button(_("Catalogue"), "browse")])
    shown = paged(found, page)
    buttons = [
        Button(one.number or "–", f"order/{one.id}", hint=shorten(summary(one), 72)) for one in shown.items
    ]
    more = [*formatting.turning(shown, "orders/{page}"), Button(_("Home"), "home")]
    return Screen(_("My orders"), formatting.on_page(shown), [*buttons, *more])


def summary(found: Order) -> str:
    """An order in one line: how it stands, pieces, goods."""
    pieces = ngettext("{count} piece", "{count} pieces", found.pieces).format(count=found.pieces)
    return " · ".join([state_name(found), pieces, formatting.rupiah(found.goods_rupiah)])


@place("order/{order_id}")
async def order(turn: Turn, order_id: int) -> Screen:
    """One order, from its first line on."""
    return await order_page(turn, order_id, 1)


@place("order/{order_id}/page/{page}")
async def order_page(turn: Turn, order_id: int, page: int) -> Screen:
    """One order: lines, sum, where it goes, and what can still be done."""
    try:
        found = await mine(turn, order_id)
    except NoSuchOrder:
        return noted(await orders(turn), _("I do not know that order of yours."))
    if found.state == DRAFT:
        return await cart.cart(turn)
    title = _("Order {number}: {state}").format(number=found.number, state=state_name(found))
    kept = [line for line in found.lines if line.ordered] or found.lines
    told = [part for line in kept for part in line_text(line).split("\n")]
    lines = [*told, "", *await facts(turn, found)]
    shown = paged(text_pages(lines, TEXT_ROOM), page, 1)
    body = "\n\n".join(filter(None, [shown.items[0].strip(), formatting.on_page(shown)]))
    buttons = formatting.turning(shown, f"order/{order_id}/page/{{page}}")
    return Screen(title, body, [*buttons, *await _ways(turn, found)])


async def _ways(turn: Turn, found: Order) -> list[Button]:
    ways = []
    if await may_change(turn, found):
        if any(line.short for line in found.lines):
            ways.append(Button(_("Not enough: choose"), f"order/{found.id}/short"))
        ways.append(Button(_("Change"), f"order/{found.id}/change/1"))
        ways.append(Button(_("Cancel order"), f"order/{found.id}/cancel", beside=True))
    ways.append(Button(_("Order again"), f"order/{found.id}/again"))
    ways.append(Button(_("History"), f"order/{found.id}/history/1", beside=True))
    ways.append(Button(_("Where is it"), f"order/{found.id}/way"))
    return [*ways, Button(_("My orders"), "orders", beside=True)]


def line_text(line: OrderLine) -> str:
    """A line of a placed order: what was ordered, what the UMKM answered, and for whom it is."""
    text = _("{count} × {product}: {sum}").format(
        count=line.due,
        product=shorten(line.name(language()), 60),
        sum=formatting.rupiah(line.due * line.unit_rupiah),
    )
    if line.due != line.ordered:
        text = _("{line} (ordered {ordered})").format(line=text, ordered=line.ordered)
    elif line.confirmed is not None:
        text = f"{text} ✓"
    paper = eligibility.paper_text(line) if line.ordered else ""
    return "\n   ".join(filter(None, [text, formatting.for_whom(line.for_whom), paper]))


async def facts(turn: Turn, found: Order) -> list[str]:
    """Sum, weight, shipment and consignee of a placed order; of a cancelled one, whom it was for."""
    to = turn.shop.destinations[found.destination or ""]
    consignee = _("To {name}, {country}").format(
        name=shorten(found.consignee_name, 80), country=to.name(language())
    )
    if found.state == CANCELLED:
        return [consignee]
    lines = [
        _("Goods {sum}").format(sum=formatting.rupiah(found.goods_rupiah)),
        _("Weight with packing {weight}").format(weight=formatting.weight(found.gross_grams)),
        await freight_share.settled(turn.db, found.id) or eligibility.estimated(found),
        consignee,
    ]
    paid, due = found.paid_rupiah, found.goods_rupiah
    if open_sum := formatting.still_open(paid, due) or formatting.too_much(paid, due):
        lines.insert(1, open_sum)
    if found.shipment_id is not None:
        shipment = await turn.db.get_one(shipments.Shipment, found.shipment_id)
        when = formatting.moment_there(shipment.cutoff_at, to.time_zone, to.name(language()))
        lines.append(_("Shipment {code}, orders close {when}").format(code=shipment.code, when=when))
    return lines


@place("order/{order_id}/history/{page}")
async def order_history(turn: Turn, order_id: int, page: int) -> Screen:
    """Everything that happened to an order."""
    try:
        found = await mine(turn, order_id)
    except NoSuchOrder:
        return noted(await orders(turn), _("I do not know that order of yours."))
    lines = [line for row in await history(turn.db, found.id) for line in entry(row, {}, {})]
    shown = paged(text_pages(lines, 900), page, 1)
    more = formatting.turning(shown, f"order/{order_id}/history/{{page}}")
    title = _("History of {number}").format(number=found.number)
    return Screen(title, shown.items[0], [*more, Button(_("Back"), f"order/{order_id}")])


@action("order/{order_id}/again")
async def again(turn: Turn, order_id: int) -> Screen:
    """Puts the same goods for the same people into the cart; what cannot be had any more is named."""
    try:
        found = await mine(turn, order_id)
    except NoSuchOrder:
        return noted(await orders(turn), _("I do not know that order of yours."))
    draft = await carts.draft_of(turn.db, turn.person, turn.now)
    missing = []
    for line in found.lines:
        ware = turn.shop.catalogue.by_id.get(line.product_id)
        if not line.ordered or ware is None:
            continue
        left = line.ordered if ware.stock is None else min(line.ordered, ware.stock)
        if not ware.offered or left < line.ordered:
            missing.append(shorten(line.name(language()), 40))
        if ware.offered and left:
            await carts.set_line(turn.db, draft, ware, left)
            await carts.share(turn.db, draft, ware.id, line.shares_said)
    shown = await cart.cart(turn)
    if missing:
        return noted(shown, _("Not available as before: {products}").format(products=", ".join(missing)))
    return shown


@action("find_order")
async def find(turn: Turn) -> Screen | Redirect:
    """`/pesanan`, with a number or without; the coordinator finds anybody's."""
    if turn.session.role is Role.COORDINATOR and await turn.may(Role.COORDINATOR):
        return Redirect("c/find")
    found = await by_number(turn.db, turn.argument) if turn.argument else None
    if found is not None and found.customer_id == turn.person.id:
        return await order(turn, found.id)
    shown = await orders(turn)
    return noted(shown, _("I do not know that order of yours.")) if turn.argument else shown
