"""Pairs quantities with goods: before them or behind them, as the message does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.understanding.annotate.message import Message
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount

Thing = Mention | Amount
ALONE, BARE = 3.8, 1.0
"""The cost of leaving a quantity, or goods, unpaired."""
AGAINST = 1.0
DOUBT = 1.2
SOFT, STRONG, WORD, VERB = 2.5, 3.6, 0.2, 1.2
MOST_THINGS = 120


@dataclass(frozen=True, slots=True)
class Pairs:
    """The goods in order, each with its quantity if it has one, and the quantities left over."""

    of: dict[Mention, Amount | None]
    left: tuple[Amount, ...]


def pairs_of(message: Message, goods: Sequence[Mention], amounts: Sequence[Amount]) -> Pairs:
    """The cheapest pairing of quantities with goods."""
    every: list[Thing] = [*goods, *amounts]
    of: dict[Mention, Amount | None] = {}
    left: list[Amount] = []
    for things in _portions(sorted(every, key=lambda one: one.start)):
        ways = [_cheapest(message, things, before) for before in (False, True)]
        _cost, links = min(ways, key=lambda way: way[0])
        given = {goods_at: things[amount_at] for goods_at, amount_at in links}
        used = {amount_at for _goods_at, amount_at in links}
        for at, one in enumerate(things):
            if isinstance(one, Mention):
                amount = given.get(at)
                of[one] = amount if isinstance(amount, Amount) else None
            elif at not in used:
                left.append(one)
    return Pairs(of, tuple(left))


def _portions(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """Splits a very long list, between pairs where possible."""
    start = 0
    while start < len(things):
        end = start + MOST_THINGS
        cuts = (at for at in range(min(end, len(things) - 1), start + MOST_THINGS // 2, -1))
        cut = next((at for at in cuts if _between_pairs(things, at)), end) if end < len(things) else end
        yield things[start:cut]
        start = cut


def _between_pairs(things: Sequence[Thing], at: int) -> bool:
    same = isinstance(things[at], Mention) == isinstance(things[0], Mention)
    return same and isinstance(things[at - 1], Mention) != isinstance(things[at], Mention)


Way = tuple[float, tuple[tuple[int, int], ...]]


def _cheapest(message: Message, things: Sequence[Thing], before: bool) -> Way:
    """The cheapest pairing of one portion; `before` favours `3 karak` over `karak 3`."""

    @cache
    def rest(at: int, last: int, free: bool) -> Way:
        if at == len(things):
            return (_bare(message, things, last) if free else 0.0), ()
        one = things[at]
        if isinstance(one, Mention):
            cost, links = rest(at + 1, at, True)
            return cost + (_bare(message, things, last) if free else 0.0), links
        ways = [_plus(rest(at + 1, last, free), ALONE)]
        if free and last >= 0:
            cost = gap(message, things[last].end, one.start) + (AGAINST if before else 0)
            cost += _doubt(message, things[last])
            ways.append(_plus(rest(at + 1, last, False), cost, (last, at)))
        if at + 1 < len(things) and isinstance(things[at + 1], Mention):
            cost = gap(message, one.end, things[at + 1].start) + (0 if before else AGAINST)
            cost += _doubt(message, things[at + 1])
            later = _plus(
                rest(at + 2, at + 1, False),
                cost + (_bare(message, things, last) if free else 0.0),
                (at + 1, at),
            )
            ways.append(later)
        return min(ways, key=lambda way: way[0])

    return rest(0, -1, False)


def _bare(message: Message, things: Sequence[Thing], at: int) -> float:
    """The cost of goods without a quantity; none for unknown words, which may be no goods at all."""
    return BARE if not _doubt(message, things[at]) else 0.0


def _doubt(message: Message, one: Thing) -> float:
    """The extra cost of an unknown word: a quantity between it and known goods belongs to the goods."""
    known = isinstance(one, Mention) and one.skus
    goods = any(message.says_at(at, "goods") for at in range(one.start, one.end))
    return 0.0 if known or goods else DOUBT


def _plus(way: Way, cost: float, link: tuple[int, int] | None = None) -> Way:
    return way[0] + cost, (link, *way[1]) if link else way[1]


def gap(message: Message, start: int, end: int) -> float:
    """The cost of the distance between goods and a quantity."""
    strong, soft = message.breaks(start, end)
    words = [at for at in range(start, end) if message.kind(at) == "word" and not message.soft_break(at)]
    numbers = sum(message.kind(at) == "number" for at in range(start, end))
    verbs = sum(message.says_at(at, "order", "to", "for") for at in words)
    return strong * STRONG + soft * SOFT + (len(words) + numbers) * WORD + verbs * VERB
