"""The search for products by typed text, and its results."""

from __future__ import annotations

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, paged
from bot.conversation.translation import _, ngettext
from bot.handlers.customer import destination_view
from bot.handlers.customer.orders.order_view import own_by_number
from bot.handlers.customer.product_search import LONGEST_TEXT, as_seen, hits, slug_of, terms_of, too_long
from bot.handlers.customer.product_view import shelf
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.understanding import search


@action("search")
async def typed(turn: Turn) -> Screen | Redirect:
    """Searches for the typed text; an SKU opens its product, an order number the customer's own order."""
    if (own := await own_by_number(turn)) is not None:
        return Redirect(f"order/{own.id}")
    if len(turn.text) > LONGEST_TEXT:
        return Redirect("home", too_long())
    named = turn.shop.catalogue.by_sku.get(turn.text.strip().upper())
    if named is not None and named.offered:
        return Redirect(f"product/{named.id}")
    country = turn.shop.destinations.find(turn.text)
    # A country's name may be one typo away from a product's: then it counts only if it names no product.
    if country is not None and not search.names(turn.text, turn.shop.catalogue, terms_of(turn.shop)):
        return destination_view.offer(turn, country.iso2)
    slug = slug_of(turn.shop, turn.text)
    if not slug or not hits(turn, slug.replace("-", " ")):
        nothing = _("I found nothing for “{text}”. Try one word, or look into the catalogue.")
        return Redirect("home", nothing.format(text=as_seen(turn.text) or "…"))
    return await results(turn, slug, 1)


@place("find/{slug}/{page}")
async def results(turn: Turn, slug: str, page: int) -> Screen | Redirect:
    """The results of a search, page by page."""
    found = hits(turn, slug.replace("-", " "))
    if len(found) == 1:
        return Redirect(f"product/{found[0].id}")
    shown = paged(found, page)
    title = ngettext("{count} product found", "{count} products found", len(found)).format(count=len(found))
    more = [*formatting.page_buttons(shown, f"find/{slug}/{{page}}"), Button(_("Home"), "home", kind="back")]
    return Screen(title, formatting.on_page(shown), [*shelf(turn, shown.items), *more])
