"""A placed order before and after a change of several of its lines, and the change itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import ordering, shipments
from bot.conversation.routing import Redirect
from bot.conversation.screens import Ask, Button, Screen, shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.core.errors import RantauError
from bot.handlers.customer import cart_view
from bot.handlers.customer.orders.order_view import may_change, refusal_text
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.paging import text_page
from bot.handlers.shared.quantities import not_a_quantity
from bot.handlers.shared.turn import Turn
from bot.ordering import Amended, AmendedLine, GoodsRefused
from bot.ordering.stock import OutOfStock
from bot.orders import MOST_PIECES, NoSuchOrder, Order, QuantityRefused, TooLate

REMARK_ROOM = 110
NAME_ROOM = 60


async def before_and_after(
    turn: Turn,
    found: Order,
    wanted: Mapping[int, int],
    route: str,
    ways: Sequence[Button] = (),
    page: int = 1,
    asks: Ask | None = None,
) -> Screen | Redirect:
    """What the order would be with these quantities (product id → pieces), and the button that does it.

    `{route}/right/{seal}` does it, `{route}/page/{page}` shows another page; `ways` are the other ways on.
    """
    if not await may_change(turn, found):
        return Redirect(f"order/{found.id}", refusal_text(TooLate()))
    try:
        seen = ordering.preview(found, wanted, turn.shop, solo_day(turn.now))
    except QuantityRefused:
        return Redirect(f"order/{found.id}", not_a_quantity())
    if seen.changes_nothing:
        return Redirect(f"order/{found.id}", _("The order is like that already."))
    shown = text_page(await _told(turn, seen), page, f"{route}/page/{{page}}")
    title = _("Order {number}: before → after").format(number=found.number)
    return Screen(title, shown.body, [*shown.page_buttons, *_doing(seen, route), *ways], asks)


def _doing(seen: Amended, route: str) -> list[Button]:
    """The button that changes the order, or cancels it where nothing would be left; none where neither is."""
    if not seen.leaves_goods:
        return [Button(_("Cancel order"), f"order/{seen.order.id}/cancel", answers="yes")]
    change = Button(_("Yes, change it"), f"{route}/right/{seen.seal}", kind="on", answers="tap")
    return [change] if seen.may_be_done else []


async def _told(turn: Turn, seen: Amended) -> list[str]:
    lines = [_line_text(turn, seen, one) for one in seen.lines]
    kept = sum(1 for line in seen.order.lines if line.due) - sum(1 for one in seen.lines if one.before)
    if kept:
        words = ngettext("{count} other line stays as it is", "{count} other lines stay as they are", kept)
        lines.append(words.format(count=kept))
    if not seen.leaves_goods:
        return [*lines, "", _("Nothing would be left of the order. Shall it be cancelled?")]
    if seen.troubled:
        words = _("It cannot be changed like that, because of what is marked ✖. Nothing has changed yet.")
        return [*lines, "", words]
    return [*lines, "", *_sums(turn, seen), *await _conditions(turn, seen)]


def _line_text(turn: Turn, seen: Amended, one: AmendedLine) -> str:
    text = _named(one)
    remark = ""
    if one.new is not None:
        remark = cart_view.trouble_text(turn, one.new, REMARK_ROOM, seen.order.destination or "")
    elif one.trouble:
        remark = _("✖ only {left} more to be had").format(left=one.left or 0)
    return f"{text}\n   {remark}" if remark else text


def _named(one: AmendedLine) -> str:
    name = shorten(one.name(language()), NAME_ROOM)
    facts = {"product": name, "before": one.before, "after": one.after, "sum": formatting.rupiah(one.rupiah)}
    if not one.after:
        return _("Out: {before} × {product}").format(**facts)
    if one.new is not None:
        return _("New: {after} × {product}: {sum}").format(**facts)
    return _("{product}: {before} → {after} ({sum})").format(**facts)


def _sums(turn: Turn, seen: Amended) -> list[str]:
    """Goods, weight and freight, each as it was and as it would be."""
    was, quote = seen.order, seen.quote
    goods = _("Goods {before} → {after}").format(
        before=formatting.rupiah(was.goods_rupiah), after=formatting.rupiah(quote.goods_rupiah)
    )
    weight = _("Weight with packing {before} → {after}").format(
        before=formatting.weight(was.gross_grams), after=formatting.weight(quote.grams)
    )
    paid = was.paid_rupiah
    owed = formatting.still_open(paid, quote.goods_rupiah) or (
        formatting.too_much(paid, quote.goods_rupiah) if paid else ""
    )
    return [goods, *filter(None, [owed]), weight, *_freight(seen)]


def _freight(seen: Amended) -> list[str]:
    """About what carrying would cost, after what was said of it before."""
    was, carrying = seen.order, eligibility.freight(seen.quote)
    if was.freight_estimate_rupiah in (None, seen.quote.freight_rupiah):
        return carrying
    before = _("Freight so far about {sum} for {weight}, now:").format(
        sum=formatting.rupiah(was.freight_estimate_rupiah or 0),
        weight=formatting.weight(was.chargeable_grams_estimate or 0),
    )
    return [before, *carrying]


async def _conditions(turn: Turn, seen: Amended) -> list[str]:
    """What might come on top at the border, what is accepted by it, and until when it can be changed."""
    lines = [*eligibility.warnings(seen.quote), *cart_view.accepting(seen.added)]
    if seen.order.shipment_id is None:
        return lines
    shipment, to = await turn.db.get_one(shipments.Shipment, seen.order.shipment_id), seen.quote.destination
    when = formatting.moment_there(shipment.cutoff_at, to.time_zone, to.name(language()))
    return [*lines, _("You can change or cancel until {when}.").format(when=when)]


def not_amended(turn: Turn, order_id: int, wanted: Mapping[int, int], refused: RantauError) -> Redirect:
    """The way to the order as it stands, with why it could not be changed.

    What is no refusal is raised again.
    """
    if isinstance(refused, QuantityRefused):
        if all(0 <= pieces <= MOST_PIECES for pieces in wanted.values()):
            return Redirect(f"order/{order_id}/cancel", _("That is the last line of the order."))
        return Redirect(f"order/{order_id}", not_a_quantity())
    return Redirect(f"order/{order_id}", _why_not(turn, refused))


def _why_not(turn: Turn, refused: RantauError) -> str:
    if isinstance(refused, OutOfStock):
        name = shorten(turn.shop.catalogue.by_id[refused.product_id].name(language()), NAME_ROOM)
        words = _("Nothing has changed: of {product} only {left} more are to be had.")
        return words.format(product=name, left=refused.left)
    if isinstance(refused, GoodsRefused):
        names = ", ".join(shorten(one.name(language()), 40) for one in refused.lines[:5])
        return _("Nothing has changed: {products} cannot be sent there.").format(products=names)
    if isinstance(refused, NoSuchOrder | TooLate | ordering.OrderMovedOn):
        return refusal_text(refused)
    raise refused
