"""The cart: what is in it, what it comes to, which shipment it joins, and what keeps it from going."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import OutOfStock
from bot.conversation.routing import action, place
from bot.conversation.screens import TEXT_LENGTH, Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.destinations import Action
from bot.destinations.rules.limits import Frequent
from bot.handlers.customer import catalog, destination
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.ordering.carts import GONE, REFUSED, SHORT, Cart, CartLine
from bot.ordering.earlier_orders import placed_for
from bot.orders import Order, QuantityRefused

LINES_A_PAGE = 4
REMARK_ROOM = 110  # a remark above it, and the number of the page
MOST_WARNINGS = 2
WARNING_ROOM = 130


async def read(turn: Turn) -> Cart | None:
    """The customer's cart against today's catalogue and rules; None while nothing was ever put in."""
    draft = await carts.find(turn.db, turn.person.id)
    return carts.read(draft, turn.shop, solo_day(turn.now)) if draft else None


@place("cart")
async def cart(turn: Turn) -> Screen:
    """The cart, from its first line on."""
    return await cart_page(turn, 1)


@place("cart/page/{page}")
async def cart_page(turn: Turn, page: int) -> Screen:
    """The cart, page by page."""
    return await _shown(turn, await read(turn), page)


async def _shown(turn: Turn, found: Cart | None, page: int) -> Screen:
    if found is None or not found.lines:
        return await _empty(turn)
    title, tail = _("Your cart"), await totals(turn, found)
    told = [(line, line_text(turn, line)) for line in found.lines]
    shown = paged(_pages(told, TEXT_LENGTH - len(title) - len("\n".join(tail)) - REMARK_ROOM), page, 1)
    (on_it,) = shown.items
    body = formatting.fitted(title, [*(text for _line, text in on_it), formatting.on_page(shown)], tail)
    names = labels([line.ware.name(language()) for line, _text in on_it])
    buttons = [
        Button(name, f"product/{line.ware.id}", hint=_hint(line))
        for name, (line, _text) in zip(names, on_it, strict=True)
    ]
    return Screen(
        title,
        body,
        [*buttons, *formatting.turning(shown, "cart/page/{page}"), *_ways_on(turn, found, len(buttons))],
    )


def _pages(told: Sequence[tuple[CartLine, str]], room: int) -> list[list[tuple[CartLine, str]]]:
    """The lines with their texts, page by page: at most a few on each, and none that is cut for another."""
    pages: list[list[tuple[CartLine, str]]] = [[]]
    for line, text in told:
        used = sum(len(other) + 1 for _line, other in pages[-1])
        if pages[-1] and (len(pages[-1]) == LINES_A_PAGE or used + len(text) > room):
            pages.append([])
        pages[-1].append((line, text))
    return pages


async def _empty(turn: Turn) -> Screen:
    body = "\n".join([_("Your cart is still empty."), await destination.joining_line(turn)])
    return Screen(_("Your cart"), body.strip(), [Button(_("Catalogue"), "browse"), Button(_("Home"), "home")])


def _hint(line: CartLine) -> str:
    each = _("{count} × {price}").format(count=line.quantity, price=formatting.rupiah(line.ware.price_rupiah))
    return each if not line.trouble else shorten(f"✖ {each}", 72)


def line_text(turn: Turn, line: CartLine, room: int = 110) -> str:
    """A line of the cart, for whom it is, and what keeps it from going or makes it risky."""
    text = _("{count} × {product}: {sum}").format(
        count=line.quantity,
        product=shorten(line.ware.name(language()), 60),
        sum=formatting.rupiah(line.rupiah),
    )
    return "\n   ".join(
        filter(None, [text, formatting.for_whom(line.for_whom), trouble_text(turn, line, room)])
    )


def trouble_text(turn: Turn, line: CartLine, room: int, to: str = "") -> str:
    """What keeps a line from going, or its risk; empty when nothing does.

    To the customer's destination, if none is named.
    """
    to = to or turn.person.destination or ""
    if line.trouble == GONE:
        return _("✖ no longer available")
    if line.trouble == SHORT:
        return _("✖ only {left} left").format(left=line.ware.stock)
    if line.trouble == REFUSED:
        why = eligibility.told(turn.shop, line.verdict, to, room)
        told = [why, *eligibility.below_of(line.verdict), eligibility.instead_text(turn, line.ware, to)]
        return "\n   ".join(filter(None, told))
    if line.verdict.action is Action.ALLOW:
        return ""
    return eligibility.told(turn.shop, line.verdict, to, room)


async def totals(turn: Turn, found: Cart) -> list[str]:
    """Sum, weight, freight, what may come on top at the border, and shipment of a cart; in short."""
    lines = [*sums(turn, found), *_short_warnings(found)]
    if found.waiting:
        lines.append(eligibility.waits_for_paper())
    lines.append(await destination.joining_line(turn) or _("Where to? Please choose a destination."))
    if found.troubled:
        lines.append(
            ngettext(
                "✖ {count} line cannot be ordered; take it out to go on.",
                "✖ {count} lines cannot be ordered; take them out to go on.",
                len(found.troubled),
            ).format(count=len(found.troubled))
        )
    return lines


def sums(turn: Turn, found: Cart) -> list[str]:
    """Goods, weight and freight; the last sum also as about how much in the destination's money."""
    goods = _("Goods {sum}").format(sum=formatting.rupiah(found.rupiah))
    weight = _("Weight with packing {weight}").format(weight=formatting.weight(found.grams))
    if found.quote is None:
        return [goods, weight]
    currency, rates = found.quote.destination.currency, turn.shop.rates
    about = formatting.about(found.quote.total_rupiah, currency, rates)
    carrying = eligibility.freight(found.quote)
    if found.quote.freight_rupiah is None:
        return [" ".join(filter(None, [goods, about])), weight, *carrying]
    return [goods, weight, *carrying[:-1], " ".join(filter(None, [carrying[-1], about]))]


async def totals_in_full(turn: Turn, found: Cart) -> list[str]:
    """The same with every warning in full, and how often its recipient has received; for the review."""
    told = list(eligibility.warnings(found.quote)) if found.quote else []
    told += [eligibility.frequent(one) for one in await _frequent(turn, found.order)]
    return [*sums(turn, found), *told, await destination.joining_line(turn)]


async def _frequent(turn: Turn, draft: Order) -> list[Frequent]:
    to, limits, day = draft.destination or "", turn.shop.limits, solo_day(turn.now)
    since = limits.looks_back_to(to, day)
    if since is None:
        return []
    earlier = await placed_for(turn.db, to, draft.mobile, since)
    return limits.frequent(to, map(solo_day, earlier), day)


def accepting(found: Cart) -> list[str]:
    """What a customer takes on by confirming: the risks, and that a line waits for its paper."""
    risks = [_("By confirming you accept the ⚠ risks named above.")] if found.risky else []
    papers = [f"📄 {eligibility.waits_for_paper()}"] if found.waiting else []
    return ["", *risks, *papers] if risks or papers else []


def _short_warnings(found: Cart) -> list[str]:
    told = list(eligibility.warnings(found.quote)) if found.quote else []
    lines = [shorten(one, WARNING_ROOM) for one in told[:MOST_WARNINGS]]
    return lines if len(told) <= MOST_WARNINGS else [*lines, _("⚠ More on this before you order.")]


def _ways_on(turn: Turn, found: Cart, taken: int) -> list[Button]:
    ways = []
    if found.troubled:
        ways.append(Button(_("Take out ✖ lines"), f"cart/clean/{found.seal}"))
    elif turn.person.destination and not destination.closed(turn):
        ways.append(Button(_("Check out"), "checkout"))
    ways.append(Button(_("Destination"), "to"))
    ways.append(Button(_("Shop on"), "browse", beside=True))
    return ways


@action("cart/set/{product_id}/{quantity}")
async def set_quantity(turn: Turn, product_id: int, quantity: int) -> Screen:
    """The customer wants this many of a product; none takes it out."""
    ware = turn.shop.catalogue.by_id.get(product_id)
    if ware is None or (not ware.offered and quantity):
        return noted(await catalog.categories(turn), _("That product is no longer on offer."))
    if quantity and eligibility.verdict(turn, ware).blocks:
        return await catalog.product(turn, product_id)
    try:
        carts.check(ware, quantity)
        draft = await carts.draft_of(turn.db, turn.person, turn.now)
        await carts.set_line(turn.db, draft, ware, quantity)
    except OutOfStock as short:
        return noted(await catalog.product(turn, product_id), _("Only {left} left.").format(left=short.left))
    except QuantityRefused:
        return noted(await catalog.product(turn, product_id), catalog.not_a_quantity())
    found = carts.read(draft, turn.shop, solo_day(turn.now))
    return (await _shown(turn, found, 1)).at("cart")


@action("cart/clean/{seal}")
async def clean(turn: Turn, seal: str) -> Screen:
    """Takes out what cannot be ordered, if the cart is still the one that was seen."""
    found = await read(turn)
    if found is not None and found.seal == seal:
        await carts.drop_troubled(turn.db, found)
    return await cart(turn)
