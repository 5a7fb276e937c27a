"""What a customer's typed text says, read with what the conversation knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot import ordering
from bot.core.plain_text import plain_word
from bot.handlers.customer.orders.order_view import mine, open_orders
from bot.handlers.customer.waiting import PREFIX, options, pending
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals
from bot.ordering.proposals import Proposal
from bot.understanding import Interpretation, Known, Line

MOST_WORDS = 50
WONDERED_AT = re.compile(r"[^\W\d_]+\s*\?+")
"""A word that is asked back."""
PAPER_FOR = re.compile(
    r"\b(?:nota|kuitansi|kwitansi|invoice|faktur|bon|receipt)\w*\s+(?:\S+\s+){0,3}?"
    r"(?:atas nama|a\.?/?n\.?|for)\b",
    re.IGNORECASE,
)
"""A paper in somebody's name, who is no recipient."""
HOW_MANY_OF = re.compile(r"product/(\d+)/typed")
"""The question of a product's page, which only goods have that can be ordered."""
IN_LIST = re.compile(r"product/(\d+)")


async def understood(turn: Turn) -> Interpretation:
    """The interpretation of the typed text, read at most once in a turn.

    The checkout's form judges a text without the cart (`checkout/not_an_answer.py`), and a language model is
    asked with the whole reading; both read for themselves.
    """
    if turn.interpretation is None:
        read = turn.shop.reader().read(turn.text, await known(turn))
        read = replace(read, contact=()) if PAPER_FOR.search(turn.text) else read
        turn.interpretation = at_own_destination(turn, read)
    return turn.interpretation


def at_own_destination(turn: Turn, read: Interpretation) -> Interpretation:
    """The reading without a foreign town whose name stands beside that of the customer's own destination.

    `Al Mansoura, Doha, Qatar` is no place in Egypt. Another country that is named itself still counts, unless
    the name is only wondered at (`mesir?? itu di doha`).
    """
    own = turn.shop.destinations.get(turn.person.destination or "")
    others = {*read.either, read.destination} - {None, turn.person.destination}
    if own is None or not others:
        return read
    atlas, text = turn.shop.destinations.atlas, WONDERED_AT.sub(" ", turn.text)
    names = list(_names_in(text))
    calls = own.entry.calling_code or ""
    of_own = own.iso2 in {*map(atlas.answer, names), *map(atlas.country, names)}
    if not (of_own or (calls and calls in turn.text)) or others & {*map(atlas.country, names)}:
        return read
    return replace(read, destination=own.iso2, either=())


def _names_in(text: str) -> Iterator[str]:
    """Every stretch of up to three words, of the first fifty."""
    words = re.findall(r"[^\W\d_]+", text)[:MOST_WORDS]
    for at in range(len(words)):
        for length in (1, 2, 3):
            yield " ".join(words[at : at + length])


async def known(turn: Turn) -> Known:
    """What the conversation knows: the goods as the customer last saw them, what was asked, what is shown."""
    waiting = await pending(turn)
    of_order = waiting is not None and waiting.order_id is not None
    asked = PREFIX in (turn.session.screen[: len(PREFIX)], turn.session.asks[: len(PREFIX)])
    word = waiting.open_word if waiting and asked else None
    shown = HOW_MANY_OF.fullmatch(turn.session.asks)
    ware = turn.shop.catalogue.by_id.get(int(shown[1])) if shown else None
    choices = [one.id for one in options(turn, word)] if word else []
    if ware is not None and not word:
        choices = [one.id for one in turn.shop.catalogue.options(ware)]
    return Known(
        cart=() if of_order else _lines(turn, await _in_cart(turn, waiting)),
        order=_lines(turn, await _in_order(turn, waiting)),
        choices=_skus(turn, choices),
        asked=word.pieces if word else None,
        on_screen=ware.sku if ware is not None and not ware.options else None,
        replied_to=turn.event.replied_to,
        shown=_skus(turn, _listed_on_screen(turn)),
        people=await _people(turn, waiting),
    )


def _listed_on_screen(turn: Turn) -> list[int]:
    """The products of the list on the screen; none where one alone is shown."""
    routes = (IN_LIST.fullmatch(route) for route in turn.session.labels.values())
    found = [int(one[1]) for one in routes if one]
    return found if len(found) > 1 else []


async def _people(turn: Turn, waiting: Proposal | None) -> frozenset[str]:
    """The words of the names for whom goods are, in the cart and in what waits."""
    draft = await carts.find(turn.db, turn.person.id)
    names = [one.name for line in draft.lines for one in line.stated_shares] if draft else []
    names += [one.name for one in waiting.shares] if waiting else []
    return frozenset(plain_word(word) for name in names for word in name.split())


async def _in_cart(turn: Turn, waiting: Proposal | None) -> dict[int, int]:
    draft = await carts.find(turn.db, turn.person.id)
    pieces = {line.product_id: line.ordered for line in draft.lines} if draft else {}
    return proposals.would_be(pieces, waiting.changes if waiting else ())


async def _in_order(turn: Turn, waiting: Proposal | None) -> dict[int, int]:
    """The goods of the order that the proposal would change, as they would be; else of the newest one."""
    if waiting is not None and waiting.order_id is not None:
        order = await mine(turn, waiting.order_id)
        return proposals.would_be(ordering.as_it_stands(order), waiting.changes)
    newest = next(iter(await open_orders(turn)), None)
    return ordering.as_it_stands(newest) if newest else {}


def _lines(turn: Turn, pieces: Mapping[int, int]) -> tuple[Line, ...]:
    offered = turn.shop.catalogue.by_id
    return tuple(Line(offered[one].sku, many) for one, many in pieces.items() if many and one in offered)


def _skus(turn: Turn, product_ids: Iterable[int]) -> tuple[str, ...]:
    offered = turn.shop.catalogue.by_id
    return tuple(offered[one].sku for one in product_ids if one in offered)
