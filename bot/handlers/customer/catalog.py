"""The catalogue: categories, their products, and one product."""

from __future__ import annotations

from bot.catalog import Ware
from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.customer import sizes
from bot.handlers.customer.destination_view import name_of
from bot.handlers.customer.product_view import category_name, product_page, shelf
from bot.handlers.shared import formatting
from bot.handlers.shared.quantities import not_a_quantity, whole_number
from bot.handlers.shared.turn import Turn
from bot.orders import MOST_PIECES

SHELVES = 6


@place("browse")
async def categories(turn: Turn) -> Screen:
    """The shelves of the shop."""
    return await more_categories(turn, 1)


@place("browse/page/{page}")
async def more_categories(turn: Turn, page: int) -> Screen:
    """The shelves, page by page."""
    shelves = list(turn.shop.catalogue.categories.items())
    shown = paged(shelves, page, SHELVES)
    names = labels([category_name(code) for code, _wares in shown.items])
    buttons = [
        Button(
            name,
            f"shelf/{code}/1",
            hint=ngettext("{count} product", "{count} products", len(wares)).format(count=len(wares)),
        )
        for name, (code, wares) in zip(names, shown.items, strict=True)
    ]
    to = name_of(turn)
    sent = _("Sent to {country}.").format(country=to) if to else ""
    body = "\n".join(
        filter(None, [sent, _("Tap a shelf, or type what you are looking for."), formatting.on_page(shown)])
    )
    return Screen(
        _("Catalogue"),
        body,
        [
            *buttons,
            *formatting.page_buttons(shown, "browse/page/{page}"),
            Button(_("Look for goods"), "filter/-"),
            Button(_("Home"), "home", beside=True, kind="back"),
        ],
    )


@place("shelf/{category}/{page}")
async def category(turn: Turn, category: str, page: int) -> Screen:
    """The products of a category, page by page."""
    wares = turn.shop.catalogue.categories.get(category, [])
    if not wares:
        return noted(await categories(turn), _("There is nothing on that shelf at the moment."))
    shown = paged(wares, page)
    more = [
        *formatting.page_buttons(shown, f"shelf/{category}/{{page}}"),
        Button(_("Back"), "browse", kind="back"),
    ]
    return Screen(
        shorten(category_name(category), 60), formatting.on_page(shown), [*shelf(turn, shown.items), *more]
    )


@place("product/{product_id}")
async def product(turn: Turn, product_id: int) -> Screen:
    """One product: what it is, what it costs, and whether it may go to the customer's destination."""
    ware = turn.shop.catalogue.by_id.get(product_id)
    if ware is None or not ware.offered:
        return noted(await categories(turn), _("That product is no longer on offer."))
    return await product_page(turn, ware)


@action("product/{product_id}/typed")
async def typed_quantity(turn: Turn, product_id: int) -> Screen | Redirect | NotAnAnswer:
    """A number typed on a product's page is its quantity; words are free text."""
    wanted, ware = whole_number(turn.text), turn.shop.catalogue.by_id.get(product_id)
    if ware is not None and ware.options:
        return await _which_size(turn, ware)
    if wanted is None:
        wanted = turn.shop.reader().amount(turn.text, ware.sku if ware else None)
    if wanted is not None and 1 <= wanted <= MOST_PIECES:
        return Redirect(f"cart/set/{product_id}/{wanted}")
    if any(map(str.isalpha, turn.text)):
        return NotAnAnswer()
    return noted(await product(turn, product_id), not_a_quantity())


async def _which_size(turn: Turn, ware: Ware) -> Screen | Redirect | NotAnAnswer:
    """The page of the largest, or cheapest, size; the product again for who leaves the choice to us."""
    how = turn.shop.reader().choosing(turn.text, ware.name(language()))
    if how is not None and how.way in ("biggest", "lightest", "cheapest", "dearest", "any"):
        found = sizes.meant([one for one in turn.shop.catalogue.options(ware) if not one.sold_out], how)
        if found is not None:
            return Redirect(f"product/{found.id}")
        return noted(await product(turn, ware.id), sizes.asked(how))
    if any(map(str.isalpha, turn.text)):
        return NotAnAnswer()
    return noted(await product(turn, ware.id), _("Which one? Tap it first."))
