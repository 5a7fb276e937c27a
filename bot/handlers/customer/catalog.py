"""The catalogue: categories, their products, and one product with everything a customer asks about it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.routing import action, place
from bot.conversation.screens import HINT_LENGTH, Ask, Button, Screen, label, labels, noted, paged, shorten
from bot.conversation.translation import _, language, later, ngettext
from bot.destinations import Action
from bot.handlers.customer import destination
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.quantities import not_a_quantity, whole_number
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.orders import MOST_PIECES

QUICK_QUANTITIES = (1, 2, 3, 5, 10)
CATEGORY_NAMES = {
    "food-snack": later("Snacks"),
    "food-meat": later("Meat floss and jerky"),
    "food-fish": later("Fish"),
    "food-condiment": later("Seasonings"),
    "food-nut": later("Nuts"),
    "food-sweet": later("Sweets and honey"),
    "food-ready": later("Ready meals"),
    "food-spice": later("Spices"),
    "drink": later("Tea, coffee, drinks"),
    "health": later("Jamu"),
    "batik": later("Batik"),
    "apparel": later("Clothing"),
    "craft": later("Crafts"),
    "sport": later("Sports"),
    "care": later("Body care"),
}
HALAL = {"yes": later("halal"), "no": later("not halal"), "na": ""}


def category_name(code: str) -> str:
    """What a category is called; an unknown one by its own code."""
    return _(CATEGORY_NAMES[code]) if code in CATEGORY_NAMES else code.replace("-", " ").capitalize()


@place("browse")
async def categories(turn: Turn) -> Screen:
    """The shelves of the shop."""
    return await more_categories(turn, 1)


@place("browse/page/{page}")
async def more_categories(turn: Turn, page: int) -> Screen:
    """The shelves, page by page."""
    shelves = list(turn.shop.catalogue.categories.items())
    shown = paged(shelves, page)
    names = labels([category_name(code) for code, _wares in shown.items])
    buttons = [
        Button(
            name,
            f"shelf/{code}/1",
            hint=ngettext("{count} product", "{count} products", len(wares)).format(count=len(wares)),
        )
        for name, (code, wares) in zip(names, shown.items, strict=True)
    ]
    to = destination.name_of(turn)
    sent = _("Sent to {country}.").format(country=to) if to else ""
    body = "\n".join(
        filter(None, [sent, _("Tap a shelf, or type what you are looking for."), formatting.on_page(shown)])
    )
    return Screen(
        _("Catalogue"),
        body,
        [*buttons, *formatting.turning(shown, "browse/page/{page}"), Button(_("Home"), "home")],
    )


@place("shelf/{category}/{page}")
async def category(turn: Turn, category: str, page: int) -> Screen:
    """The products of a category, in pages."""
    wares = turn.shop.catalogue.categories.get(category, [])
    if not wares:
        return noted(await categories(turn), _("There is nothing on that shelf at the moment."))
    shown = paged(wares, page)
    more = [*formatting.turning(shown, f"shelf/{category}/{{page}}"), Button(_("Back"), "browse")]
    return Screen(
        shorten(category_name(category), 60), formatting.on_page(shown), [*shelf(turn, shown.items), *more]
    )


def shelf(turn: Turn, wares: Sequence[Ware], route: str = "product/{product_id}") -> list[Button]:
    """A button for each product, with its price and whether it can go."""
    full_names = [ware.name(language()) for ware in wares]
    return [
        Button(
            name,
            route.format(product_id=ware.id),
            hint=_on_label(turn, ware, "" if name == full else full),
        )
        for name, full, ware in zip(labels(full_names), full_names, wares, strict=True)
    ]


def _on_label(turn: Turn, ware: Ware, full_name: str) -> str:
    parts = [formatting.rupiah(ware.price_rupiah)]
    if ware.sold_out:
        parts.append(_("sold out"))
    elif (found := eligibility.verdict(turn, ware)).stays_because:
        parts.append(_("does not travel"))
    elif found.blocks:
        parts.append(_("cannot go to {country}").format(country=destination.name_of(turn)))
    elif found.action is Action.NEEDS_DOCUMENT:
        parts.append(_("needs a paper"))
    # A name that was cut for its label stands in full, as far as there is room.
    room = HINT_LENGTH - len(" · ".join(parts)) - 3
    return " · ".join([shorten(full_name, room), *parts] if full_name and room > 20 else parts)


@place("product/{product_id}")
async def product(turn: Turn, product_id: int) -> Screen:
    """One product: what it is, what it costs, and whether it may go where the customer is."""
    ware = turn.shop.catalogue.by_id.get(product_id)
    if ware is None or not ware.offered:
        return noted(await categories(turn), _("That product is no longer on offer."))
    in_cart = await carts.in_cart(turn.db, turn.person.id, ware.id)
    title = shorten(ware.name(language()), 60)
    can_order = not ware.sold_out and not eligibility.verdict(turn, ware).blocks
    facts = [*_facts(turn, ware, in_cart), *_asking(can_order)]
    body = formatting.fitted(title, [shorten(ware.description(language()), 300)], facts)
    asks = Ask(f"product/{ware.id}/typed") if can_order else None
    buttons = _quantities(ware, in_cart) if can_order else []
    if in_cart:
        buttons.append(Button(_("Take out"), f"cart/set/{ware.id}/0"))
    buttons += _instead(turn, ware)
    buttons += [Button(_("Cart"), "cart"), Button(_("Back"), f"shelf/{ware.category}/1", beside=True)]
    photo = f"product/{ware.sku}" if turn.shop.photo(f"product/{ware.sku}") else ""
    return Screen(title, body, buttons, asks, photo)


def _quantities(ware: Ware, in_cart: int) -> list[Button]:
    most = MOST_PIECES if ware.stock is None else ware.stock
    offered = [one for one in QUICK_QUANTITIES if one <= most]
    return [
        Button(f"✓ {one}" if one == in_cart else str(one), f"cart/set/{ware.id}/{one}", beside=one > 1)
        for one in offered
    ]


def _instead(turn: Turn, ware: Ware) -> list[Button]:
    other = eligibility.instead(turn, ware)
    if other is None:
        return []
    to = destination.name_of(turn)
    hint = _("can go to {country}").format(country=to) if to else formatting.rupiah(other.price_rupiah)
    return [Button(label(other.name(language())), f"product/{other.id}", hint=shorten(hint, HINT_LENGTH))]


def _facts(turn: Turn, ware: Ware, in_cart: int) -> list[str]:
    to = turn.person.destination
    currency = turn.shop.destinations[to].currency if to else "IDR"
    price = _("{price} a {unit}").format(
        price=formatting.rupiah(ware.price_rupiah), unit=formatting.unit(ware.unit)
    )
    facts = [
        " ".join(filter(None, [price, formatting.about(ware.price_rupiah, currency, turn.shop.rates)])),
        _("By {maker}, {district}").format(
            maker=shorten(ware.maker, 60), district=shorten(ware.district, 60)
        ),
        _("Weight with packing {weight}").format(weight=formatting.weight(ware.gross_grams)),
        keeps(ware),
        _availability(ware),
        eligibility.may_go(turn, ware),
        *eligibility.below(turn, ware),
        eligibility.instead_text(turn, ware),
    ]
    if in_cart:
        facts.append(_("In your cart: {count}").format(count=in_cart))
    return facts


def _asking(can_order: bool) -> list[str]:
    return [_("How many? Tap or type a number.")] if can_order else []


def keeps(ware: Ware) -> str:
    """How long it keeps, and whether it is halal, as far as the seller says."""
    halal = _(HALAL[ware.halal]) if HALAL.get(ware.halal) else ""
    if ware.shelf_life_days is None:
        return halal.capitalize()
    days = ngettext("Keeps {count} day", "Keeps {count} days", ware.shelf_life_days)
    return " · ".join(filter(None, [days.format(count=ware.shelf_life_days), halal]))


def _availability(ware: Ware) -> str:
    if ware.stock is None:
        return _("Made to order")
    return _("Sold out") if ware.sold_out else _("In stock: {count}").format(count=ware.stock)


@action("product/{product_id}/typed")
async def typed_quantity(turn: Turn, product_id: int) -> Screen:
    """A number typed on a product is its quantity; words are one more message."""
    from bot.handlers.chat import free_text
    from bot.handlers.customer import cart

    wanted = whole_number(turn.text)
    if wanted is None:
        ware = turn.shop.catalogue.by_id.get(product_id)
        wanted = turn.shop.reader().amount(turn.text, ware.sku if ware else None)
    if wanted is not None and 1 <= wanted <= MOST_PIECES:
        return await cart.set_quantity(turn, product_id, wanted)
    if any(map(str.isalpha, turn.text)):
        return await free_text.said(turn)
    return noted(await product(turn, product_id), not_a_quantity())
