"""Inline mode: product cards that anybody may show in any chat. It knows no person and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice, zip_longest

from bot.catalog import Ware
from bot.conversation.inline_cards import CARD_HINT_LENGTH, Card, Cards
from bot.conversation.screens import TITLE_LENGTH, label, shorten
from bot.conversation.translation import _, language, language_of, speaking
from bot.core.clock import solo_day
from bot.destinations import Action, Verdict
from bot.handlers.customer.product_search import found_in, terms_of
from bot.handlers.customer.product_view import picture_of
from bot.handlers.shared import eligibility, formatting
from bot.ordering.shop import Shop
from bot.understanding import search

PAGE = 20
MOST_WORDS = 3  # of a country's name, with "ke" before it
DESCRIPTION_ROOM = 300
MAKER_ROOM = 60


def cards(shop: Shop, typed: str, client: str, offset: str) -> Cards:
    """The cards that a query finds; if it names a country, those that cannot go there come last, marked.

    An empty query finds some of every shelf. `client` is the language code of the client, `offset` the start
    of the page, as the page before it returned it.
    """
    with speaking(language_of(client)):
        words, to = _split_country(shop, typed)
        found = _sorted(shop, found_in(shop, words) if words.strip() else _of_every_shelf(shop), to)
        start = int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < 6 else 0
        shown = [_card(shop, ware, to) for ware in found[start : start + PAGE]]
        more = str(start + PAGE) if len(found) > start + PAGE else ""
        return Cards(shown, more, _invitation(bool(found), bool(words.strip())) if not start else "")


def _invitation(found: bool, typed: bool) -> str:
    if not found:
        return _("Nothing found. Look into the shop")
    return "" if typed else _("Into the shop")


def _split_country(shop: Shop, typed: str) -> tuple[str, str]:
    """The query without the country that its last words name, and that country; "" if they name none."""
    words = typed.split()
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        name = " ".join(words[-count:])
        country = shop.destinations.find(name)
        goods = search.names(name, shop.catalogue, terms_of(shop))
        if country is not None and country.served and not goods:
            return " ".join(words[:-count]), country.iso2
    return typed, ""


def _of_every_shelf(shop: Shop) -> list[Ware]:
    """The first product of every shelf, then the second ones, and so on."""
    rows = zip_longest(*shop.catalogue.categories.values())
    wares = (ware for ware in chain.from_iterable(rows) if ware is not None)
    return list(islice(wares, search.MOST_FOUND))


def _sorted(shop: Shop, found: Sequence[Ware], to: str) -> list[Ware]:
    return sorted(found, key=lambda ware: (_verdict(shop, ware, to).blocks, ware.sold_out))


def _verdict(shop: Shop, ware: Ware, to: str) -> Verdict:
    return shop.restrictions.verdict_of(to, ware, solo_day(shop.clock.now()))


def _card(shop: Shop, ware: Ware, to: str) -> Card:
    verdict = _verdict(shop, ware, to)
    price = _("{price} a {unit}").format(
        price=formatting.rupiah(ware.price_rupiah), unit=formatting.unit(ware.unit)
    )
    hint = " · ".join(filter(None, [price, _mark(shop, ware, verdict, to)]))
    maker, district = shorten(ware.maker, MAKER_ROOM), shorten(ware.district, MAKER_ROOM)
    lines = [
        shorten(ware.description(language()), DESCRIPTION_ROOM),
        "",
        price,
        _("By {maker}, {district}").format(maker=maker, district=district),
        _("Weight with packing {weight}").format(weight=formatting.weight(ware.gross_grams)),
        eligibility.verdict_text(shop, verdict, to),
    ]
    return Card(
        id=ware.sku,
        title=label(ware.name(language()), TITLE_LENGTH),
        hint=shorten(hint, CARD_HINT_LENGTH),
        body="\n".join(lines).strip(),
        label=_("Look at it in the shop"),
        payload=f"p_{ware.sku}",
        photo=picture_of(ware),
    )


def _mark(shop: Shop, ware: Ware, verdict: Verdict, to: str) -> str:
    if ware.sold_out:
        return _("sold out")
    if verdict.stays_because:
        return _("does not travel")
    if verdict.blocks:
        return _("cannot go to {country}").format(country=shop.destinations.name(to, language()))
    return _("needs a paper") if to and verdict.action is Action.NEEDS_DOCUMENT else ""
