"""Typed text that is nothing else is a search."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.catalog import Ware
from bot.conversation.routing import action, place
from bot.conversation.screens import Button, Screen, noted, paged, shorten
from bot.conversation.translation import LANGUAGES, _, ngettext, speaking
from bot.core.redaction import without_numbers
from bot.handlers.customer import catalog, destination
from bot.handlers.customer.orders import orders
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.ordering.order_numbers import by_number
from bot.ordering.shop import Shop
from bot.understanding import search

SLUG_LENGTH = 40
LONGEST_TEXT = search.LONGEST
ORDER_NUMBER = re.compile(r"[A-Za-z]{2}[ -]?[0-9A-Za-z]{4,8}")


@cache
def shelf_names() -> Mapping[str, Sequence[str]]:
    """What the categories are called, in every language."""
    found: dict[str, list[str]] = {code: [] for code in catalog.CATEGORY_NAMES}
    for spoken in LANGUAGES:
        with speaking(spoken):
            for code, names in found.items():
                names.append(catalog.category_name(code))
    return found


def ready(shop: Shop) -> None:
    """Reads the catalogue for the first search, so that nobody waits for it."""
    search.prepare(shop.catalogue, shelf_names())


def found_in(shop: Shop, text: str) -> list[Ware]:
    """The products on offer that a text may mean, best first."""
    return search.find(text, shop.catalogue, shelf_names())


def slug_of(shop: Shop, text: str) -> str:
    """What a text looks for, as a part of a route."""
    return search.gist(text, shop.catalogue, SLUG_LENGTH, shelf_names()).replace(" ", "-")


def hits(turn: Turn, text: str) -> Sequence[Ware]:
    """The products that a text may mean; sold out ones, and then those that cannot go there, come last."""
    found = found_in(turn.shop, text)
    return sorted(found, key=lambda ware: (eligibility.verdict(turn, ware).blocks, ware.sold_out))


@action("search")
async def typed(turn: Turn) -> Screen:
    """Looks for what was typed; an SKU opens its product, the number of one's own order that order."""
    from bot.handlers.customer import home

    if ORDER_NUMBER.fullmatch(turn.text):
        own = await by_number(turn.db, turn.text)
        if own is not None and own.customer_id == turn.person.id:
            return await orders.order(turn, own.id)
    if len(turn.text) > LONGEST_TEXT:
        return noted(await home.home(turn), too_long())
    named = turn.shop.catalogue.by_sku.get(turn.text.strip().upper())
    if named is not None and named.offered:
        return await catalog.product(turn, named.id)
    country = turn.shop.destinations.find(turn.text)
    # A country's name may be one slip from a product's: then only that product's own name means it.
    if country is not None and not search.names(turn.text, turn.shop.catalogue, shelf_names()):
        return await destination.offer(turn, country.iso2)
    slug = slug_of(turn.shop, turn.text)
    if not slug or not hits(turn, slug.replace("-", " ")):
        nothing = _("I found nothing for “{text}”. Try one word, or look into the catalogue.")
        return noted(await home.home(turn), nothing.format(text=as_seen(turn.text) or "…"))
    return await results(turn, slug, 1)


def as_seen(text: str) -> str:
    """What was typed, as our own sentence may quote it."""
    # Marks that turn or hide the letters around them would do so to our sentence too.
    visible = "".join(one for one in " ".join(text.split()) if one.isprintable())
    return shorten(without_numbers(visible), 40)


def too_long() -> str:
    """What is said to a text that is too long to be searched for."""
    return _("That is a long text! A few words are enough to find something.")


@place("find/{slug}/{page}")
async def results(turn: Turn, slug: str, page: int) -> Screen:
    """What a search found, in pages."""
    found = hits(turn, slug.replace("-", " "))
    if len(found) == 1:
        return await catalog.product(turn, found[0].id)
    shown = paged(found, page)
    title = ngettext("{count} product found", "{count} products found", len(found)).format(count=len(found))
    more = [*formatting.turning(shown, f"find/{slug}/{{page}}"), Button(_("Home"), "home")]
    return Screen(title, formatting.on_page(shown), [*catalog.shelf(turn, shown.items), *more])
