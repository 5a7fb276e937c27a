"""The search for products: its hits, its slug in a route, and its answers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from bot.catalog import Ware
from bot.conversation.screens import shorten
from bot.conversation.translation import LANGUAGES, _, speaking
from bot.core.redaction import without_numbers
from bot.handlers.customer.product_view import CATEGORY_NAMES, category_name
from bot.handlers.shared import eligibility
from bot.handlers.shared.turn import Turn
from bot.ordering.shop import Shop
from bot.understanding import search
from bot.understanding.search.terms import NEGATED

SLUG_LENGTH = 40
LONGEST_TEXT = search.LONGEST


@cache
def shelf_names() -> Mapping[str, Sequence[str]]:
    """The names of each category, in every language."""
    found: dict[str, list[str]] = {code: [] for code in CATEGORY_NAMES}
    for spoken in LANGUAGES:
        with speaking(spoken):
            for code, names in found.items():
                names.append(category_name(code))
    return found


def terms_of(shop: Shop) -> search.Terms:
    """What a search of this shop knows of the languages."""
    return search.Terms.of(shop.vocabulary, shelf_names())


def ready(shop: Shop) -> None:
    """Builds the search index, so that nobody waits for it at the first search."""
    search.prepare(shop.catalogue, terms_of(shop))


def found_in(shop: Shop, text: str) -> list[Ware]:
    """The products on offer that a text may mean, best first."""
    return search.find(text, shop.catalogue, terms_of(shop))


def left_out(shop: Shop, text: str) -> set[str]:
    """The words of a text that stand behind "without"."""
    words = (one.removeprefix(NEGATED) for one in terms_of(shop).words_of(text) if one.startswith(NEGATED))
    return {one for one in words if one}


def slug_of(shop: Shop, text: str) -> str:
    """What a text looks for, as a part of a route."""
    return search.gist(text, shop.catalogue, SLUG_LENGTH, terms_of(shop)).replace(" ", "-")


def hits(turn: Turn, text: str) -> Sequence[Ware]:
    """The products a text may mean: sold out ones after the others, those that cannot go there last."""
    found = found_in(turn.shop, text)
    return sorted(found, key=lambda ware: (eligibility.verdict(turn, ware).blocks, ware.sold_out))


def as_seen(text: str) -> str:
    """The typed text as our own sentence may quote it."""
    # Marks that reverse or hide the letters around them would do so to our sentence too.
    visible = "".join(one for one in " ".join(text.split()) if one.isprintable())
    return shorten(without_numbers(visible), 40)


def too_long() -> str:
    """The answer to a text that is too long to search for."""
    return _("That is a long text! A few words are enough to find something.")
