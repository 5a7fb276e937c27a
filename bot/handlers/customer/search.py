"""Typed text that is nothing else is a search."""

from __future__ import annotations

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, paged
from bot.conversation.translation import _, ngettext
from bot.handlers.customer import destination_view
from bot.handlers.customer.orders.order_view import own_by_number
from bot.handlers.customer.product_search import LONGEST_TEXT, as_seen, hits, shelf_names, slug_of, too_long
from bot.handlers.customer.product_view import shelf
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.understanding import search


@action("search")
async def typed(turn: Turn) -> Screen | Redirect:
    """Looks for what was typed; an SKU opens its product, the number of one's own order that order."""
    if (own := await own_by_number(turn)) is not None:
        return Redirect(f"order/{own.id}")
    if len(turn.text) > LONGEST_TEXT:
        return Redirect("home", too_long())
    named = turn.shop.catalogue.by_sku.get(turn.text.strip().upper())
    if named is not None and named.offered:
        return Redirect(f"product/{named.id}")
    country = turn.shop.destinations.find(turn.text)
    # A country's name may be one slip from a product's: then only that product's own name means it.
    if country is not None and not search.names(turn.text, turn.shop.catalogue, shelf_names()):
        return destination_view.offer(turn, country.iso2)
    slug = slug_of(turn.shop, turn.text)
    if not slug or not hits(turn, slug.replace("-", " ")):
        nothing = _("I found nothing for “{text}”. Try one word, or look into the catalogue.")
        return Redirect("home", nothing.format(text=as_seen(turn.text) or "…"))
    return await results(turn, slug, 1)


@place("find/{slug}/{page}")
async def results(turn: Turn, slug: str, page: int) -> Screen | Redirect:
    """What a search found, in pages."""
    found = hits(turn, slug.replace("-", " "))
    if len(found) == 1:
        return Redirect(f"product/{found[0].id}")
    shown = paged(found, page)
    title = ngettext("{count} product found", "{count} products found", len(found)).format(count=len(found))
    more = [*formatting.turning(shown, f"find/{slug}/{{page}}"), Button(_("Home"), "home")]
    return Screen(title, formatting.on_page(shown), [*shelf(turn, shown.items), *more])
