"""A product in words: its shelf, its button, and its page with everything a customer asks about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.catalog import Allergen, Ware
from bot.conversation.screens import HINT_LENGTH, Ask, Button, Screen, label, labels, shorten
from bot.conversation.translation import _, language, later, ngettext
from bot.destinations import Action
from bot.handlers.customer import destination_view
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.quantities import QUICK_QUANTITIES
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.orders import MOST_PIECES

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
HEAT = (later("not hot"), later("a little hot"), later("hot"), later("very hot"))
ALLERGENS = {
    Allergen.GLUTEN: later("gluten"),
    Allergen.CRUSTACEAN: later("shrimp and crab"),
    Allergen.EGG: later("egg"),
    Allergen.FISH: later("fish"),
    Allergen.PEANUT: later("peanut"),
    Allergen.SOY: later("soy"),
    Allergen.MILK: later("milk"),
    Allergen.NUT: later("tree nuts"),
    Allergen.SESAME: later("sesame"),
}
INGREDIENTS_ROOM = 200


def category_name(code: str) -> str:
    """What a category is called; an unknown one by its own code."""
    return _(CATEGORY_NAMES[code]) if code in CATEGORY_NAMES else code.replace("-", " ").capitalize()


def shelf(
    turn: Turn, wares: Sequence[Ware], route: str = "product/{product_id}", to: str = ""
) -> list[Button]:
    """A button for each product, with its price and whether it can go: to the destination if `to` is ""."""
    of_one = len({ware.option_of for ware in wares}) == 1 and bool(wares[0].option_of)
    full_names = [ware.option(language()) if of_one else ware.name(language()) for ware in wares]
    return [
        Button(
            name,
            route.format(product_id=ware.id),
            hint=_hint(turn, ware, "" if name == full else full, to),
            photo=picture_of(ware),
        )
        for name, full, ware in zip(labels(full_names), full_names, wares, strict=True)
    ]


def picture_of(ware: Ware) -> str:
    """The reference of a product's picture; channels leave out one that the shop does not have."""
    return f"product/{ware.option_of or ware.sku}"


def _hint(turn: Turn, ware: Ware, full_name: str, to: str) -> str:
    parts = [formatting.rupiah(ware.price_rupiah)]
    if ware.sold_out:
        parts.append(_("sold out"))
    elif (verdict := eligibility.verdict(turn, ware, to)).stays_because:
        parts.append(_("does not travel"))
    elif verdict.blocks:
        country = turn.shop.destinations.name(to, language()) if to else destination_view.name_of(turn)
        parts.append(_("cannot go to {country}").format(country=country))
    elif verdict.action is Action.NEEDS_DOCUMENT:
        parts.append(_("needs a paper"))
    # A name that was cut on its label is repeated in full, as far as there is room.
    room = HINT_LENGTH - len(" · ".join(parts)) - 3
    return " · ".join([shorten(full_name, room), *parts] if full_name and room > 20 else parts)


async def product_page(turn: Turn, ware: Ware) -> Screen:
    """One product: what it is, what it costs, and whether it may go to the customer's destination."""
    if ware.options:
        return _with_options(turn, ware)
    in_cart = await carts.in_cart(turn.db, turn.person.id, ware.id)
    title = shorten(ware.name(language()), 60)
    can_order = not ware.sold_out and not eligibility.verdict(turn, ware).blocks
    facts = [*_facts(turn, ware, in_cart), *_quantity_question(can_order)]
    body = formatting.fitted(title, [shorten(ware.description(language()), 300), *holds(ware)], facts)
    asks = Ask(f"product/{ware.id}/typed") if can_order else None
    buttons = _quantities(ware, in_cart) if can_order else []
    if in_cart:
        buttons.append(Button(_("Take out"), f"cart/set/{ware.id}/0"))
    buttons += [*_others(turn, ware), *_alternative_button(turn, ware)]
    buttons += [
        Button(_("Cart"), "cart"),
        Button(_("Back"), f"shelf/{ware.category}/1", beside=True, kind="back"),
    ]
    return Screen(title, body, buttons, asks, picture_of(ware)).at(f"product/{ware.id}")


def _with_options(turn: Turn, ware: Ware) -> Screen:
    """A product that is ordered in one of its sizes or colours: the card with all of them."""
    title, options = shorten(ware.name(language()), 60), turn.shop.catalogue.options(ware)
    question = [_("Which one? Tap or type it.")] if options else []
    facts = [*_facts(turn, ware, 0), *question]
    body = formatting.fitted(title, [shorten(ware.description(language()), 300), *holds(ware)], facts)
    names = labels([one.option(language()) for one in options])
    buttons = [
        Button(name, f"product/{one.id}", hint=_hint(turn, one, "", ""))
        for name, one in zip(names, options, strict=True)
    ]
    back = Button(_("Back"), f"shelf/{ware.category}/1", beside=True, kind="back")
    asks = Ask(f"product/{ware.id}/typed") if options else None
    screen = Screen(title, body, [*buttons, Button(_("Cart"), "cart"), back], asks, picture_of(ware))
    return screen.at(f"product/{ware.id}")


def _others(turn: Turn, ware: Ware) -> list[Button]:
    """The way from a size or colour to the others."""
    whole = turn.shop.catalogue.by_sku.get(ware.option_of)
    return [Button(_("Other choices"), f"product/{whole.id}")] if whole is not None else []


def _quantities(ware: Ware, in_cart: int) -> list[Button]:
    most = MOST_PIECES if ware.stock is None else ware.stock
    offered = [one for one in QUICK_QUANTITIES if one <= most]
    return [
        Button(f"✓ {one}" if one == in_cart else str(one), f"cart/set/{ware.id}/{one}", beside=one > 1)
        for one in offered
    ]


def _alternative_button(turn: Turn, ware: Ware) -> list[Button]:
    alternative = eligibility.alternative(turn, ware)
    if alternative is None:
        return []
    to = destination_view.name_of(turn)
    hint = _("can go to {country}").format(country=to) if to else formatting.rupiah(alternative.price_rupiah)
    return [
        Button(
            label(alternative.name(language())), f"product/{alternative.id}", hint=shorten(hint, HINT_LENGTH)
        )
    ]


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
        *eligibility.explanation(turn, ware),
        eligibility.alternative_text(turn, ware),
    ]
    if in_cart:
        facts.append(_("In your cart: {count}").format(count=in_cart))
    return facts


def _quantity_question(can_order: bool) -> list[str]:
    return [_("How many? Tap or type a number.")] if can_order else []


def keeps(ware: Ware) -> str:
    """How long a product keeps, whether it is halal and how hot it is, as far as the seller says."""
    halal = _(HALAL[ware.halal]) if HALAL.get(ware.halal) else ""
    hot = heat(ware)
    if ware.shelf_life_days is None:
        return " · ".join(filter(None, [halal.capitalize(), hot]))
    days = ngettext("Keeps {count} day", "Keeps {count} days", ware.shelf_life_days)
    return " · ".join(filter(None, [days.format(count=ware.shelf_life_days), halal, hot]))


def heat(ware: Ware) -> str:
    """How hot it is; "" where nobody has said."""
    return "" if ware.spicy is None else _(HEAT[ware.spicy])


def holds(ware: Ware, room: int = INGREDIENTS_ROOM) -> list[str]:
    """What is in it, and its allergens, as the maker states them; empty where nobody has said."""
    lines = []
    if ware.ingredients:
        words = _("Ingredients: {ingredients}")
        lines.append(words.format(ingredients=shorten(ware.ingredients, room)))
    if ware.allergens:
        lines.append(_("Allergens: {allergens}").format(allergens=allergen_names(ware.allergens)))
    return lines


def kitchens() -> str:
    """How far a maker's word on what is in the goods goes."""
    return _(
        "By the ingredients that the makers state; their kitchens may handle other things too."
        " With a strong allergy please ask the coordinator first."
    )


def allergen_names(allergens: Iterable[str]) -> str:
    """Allergens by name, with commas."""
    return ", ".join(_(ALLERGENS[Allergen(one)]) for one in allergens)


def _availability(ware: Ware) -> str:
    if ware.stock is None:
        return _("Made to order")
    return _("Sold out") if ware.sold_out else _("In stock: {count}").format(count=ware.stock)
