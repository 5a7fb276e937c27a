"""What is typed about a country that takes no orders yet: when, why not, and to be told of it."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.handlers.customer import destination_view
from bot.handlers.customer.closed_country import wait_for, wait_for_none
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation
from bot.understanding.result import OpeningAsk


async def asked(turn: Turn, read: Interpretation) -> Redirect | None:
    """The answer about each closed country that a text asks about; None when it asks none of it."""
    ask, countries = what_of(turn, read), closed_ones(turn, read)
    if ask is None:
        return None
    if ask == "leave":
        return await wait_for_none(turn, countries)
    if ask != "tell":
        return destination_view.closed_page(turn, countries[0], ask)
    return await wait_for(turn, *countries)


def what_of(turn: Turn, read: Interpretation) -> OpeningAsk | None:
    """What a text asks of the closed country that it names, or that is talked of; None for anything else."""
    named = [*filter(None, [read.destination]), *read.either]
    countries = closed_ones(turn, read)
    if not countries or read.lines or read.edits:
        return None
    near = bool(named) or countries == [destination_view.looked_at(turn)]
    reader = turn.shop.reader()
    ask = reader.opening(turn.text, near)
    has_rules = turn.shop.destinations.get(countries[0]) is not None
    asks_of_goods = has_rules and bool(read.about or read.unclear)
    asks_more = asks_of_goods or "freight" in read.topics  # "buka dong, ongkirnya berapa"
    speaks_of_opening = reader.opening(turn.text, near=False) is not None
    return None if asks_more and ask != "leave" and not (ask == "tell" and speaks_of_opening) else ask


def closed_ones(turn: Turn, read: Interpretation) -> list[str]:
    """The closed countries that a text names, else the one that is talked of; none if it names open ones."""
    named = list(dict.fromkeys([*filter(None, [read.destination]), *read.either]))
    if not named:
        return [*filter(None, [destination_view.talked_of(turn)])]
    ours = turn.shop.destinations
    return [iso2 for iso2 in named if (found := ours.get(iso2)) is None or not found.open]
