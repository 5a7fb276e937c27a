"""The cart: its pages, and the actions that change a quantity or take lines out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import TEXT_LENGTH, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.handlers.customer import cart_view, destination_view
from bot.handlers.customer.product_view import picture_of
from bot.handlers.customer.waiting import PREFIX, pending
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.quantities import not_a_quantity
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.ordering.carts import Cart, CartLine
from bot.ordering.stock import OutOfStock
from bot.orders import QuantityRefused

LINES_A_PAGE = 4
REMARK_ROOM = 110  # for a remark above the cart and the page number below it


@place("cart")
async def cart(turn: Turn) -> Screen:
    """The cart, from its first line on."""
    return await cart_page(turn, 1)


@place("cart/page/{page}")
async def cart_page(turn: Turn, page: int) -> Screen:
    """The cart, page by page."""
    return await _shown(turn, await cart_view.read(turn), page)


async def _shown(turn: Turn, found: Cart | None, page: int) -> Screen:
    if found is None or not found.lines:
        return await _empty(turn)
    title, tail, sums = _("Your cart"), await cart_view.totals(turn, found), cart_view.sums(turn, found)
    told = [(line, cart_view.line_text(turn, line)) for line in found.lines]
    taken = len(title) + len("\n".join(tail)) + sums.room + REMARK_ROOM
    shown = paged(_pages(told, TEXT_LENGTH - taken), page, 1)
    (on_it,) = shown.items
    texts = [*(text for _line, text in on_it), formatting.on_page(shown)]
    body = formatting.fitted(title, texts, tail, sums.room)
    names = labels([line.ware.name(language()) for line, _text in on_it])
    buttons = [
        Button(name, f"product/{line.ware.id}", hint=_hint(line), photo=picture_of(line.ware))
        for name, (line, _text) in zip(names, on_it, strict=True)
    ]
    return Screen(
        title,
        body,
        [*buttons, *formatting.page_buttons(shown, "cart/page/{page}"), *_ways_on(turn, found, len(buttons))],
        sums=sums.sums,
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
    """That nothing is in the cart; what is still being read is named, so that nobody believes it lost."""
    waiting = await pending(turn)
    told = _("Your cart is still empty.")
    if waiting is not None:
        told = _("Your order waits for your answer; after that its goods stand here.")
    go_on = [Button(_("Go on ordering"), f"{PREFIX}{waiting.code}", kind="on")] if waiting is not None else []
    body = "\n".join([told, await destination_view.joining_line(turn)])
    return Screen(
        _("Your cart"),
        body.strip(),
        [*go_on, Button(_("Catalogue"), "browse"), Button(_("Home"), "home", kind="back")],
    )


def _hint(line: CartLine) -> str:
    each = _("{count} × {price}").format(count=line.quantity, price=formatting.rupiah(line.ware.price_rupiah))
    return each if not line.trouble else shorten(f"✖ {each}", 72)


def _ways_on(turn: Turn, found: Cart, taken: int) -> list[Button]:
    ways = []
    if found.troubled:
        ways.append(Button(_("Take out ✖ lines"), f"cart/clean/{found.seal}"))
    elif turn.person.destination and not destination_view.closed(turn):
        ways.append(Button(_("Check out"), "checkout", kind="on"))
    ways.append(Button(_("Destination"), "to"))
    ways.append(Button(_("Shop on"), "browse", beside=True))
    return ways


@action("cart/set/{product_id}/{quantity}")
async def set_quantity(turn: Turn, product_id: int, quantity: int) -> Screen | Redirect:
    """Sets the quantity of a product in the cart; 0 takes it out."""
    ware = turn.shop.catalogue.by_id.get(product_id)
    if ware is None or (not ware.offered and quantity):
        return Redirect("browse", _("That product is no longer on offer."))
    if quantity and (ware.options or eligibility.verdict(turn, ware).blocks):
        return Redirect(f"product/{product_id}")
    try:
        carts.check(ware, quantity)
        draft = await carts.draft_of(turn.db, turn.person, turn.now)
        await carts.set_line(turn.db, draft, ware, quantity)
    except OutOfStock as short:
        return Redirect(f"product/{product_id}", _("Only {left} left.").format(left=short.left))
    except QuantityRefused:
        return Redirect(f"product/{product_id}", not_a_quantity())
    found = carts.read(draft, turn.shop, solo_day(turn.now))
    return (await _shown(turn, found, 1)).at("cart")


@action("cart/clean/{seal}")
async def clean(turn: Turn, seal: str) -> Screen:
    """Takes out the lines that cannot be ordered, if the cart is still as the customer saw it."""
    found = await cart_view.read(turn)
    if found is not None and found.seal == seal:
        await carts.drop_troubled(turn.db, found)
    return await cart(turn)
