"""Ranks the products that a search finds, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

from bot.understanding.search.index import FIELD_BITS, FIELDS, Field, Index
from bot.understanding.search.spelling import Kind

MOST_FOUND = 140
"""Twenty pages of a list: nobody looks farther."""
POINTS: dict[Kind, tuple[int, int, int, int, int]] = {
    # name, alias, maker, category, description
    Kind.EQUAL: (80, 78, 50, 40, 30),
    Kind.BEGUN: (70, 68, 48, 38, 28),
    Kind.JUST_BEGUN: (70, 68, 46, 36, 0),
    Kind.NEAR: (60, 58, 44, 34, 20),
    Kind.FARTHER: (56, 54, 42, 32, 0),
}
WORD_OF_A_NAME = POINTS[Kind.EQUAL][Field.ALIAS]
LIKE_A_NAME = POINTS[Kind.FARTHER][Field.ALIAS]
SLIPS = frozenset([*POINTS[Kind.NEAR], *POINTS[Kind.FARTHER]])
DISTANT = frozenset(
    [worth[field] for worth in POINTS.values() for field in (Field.MAKER, Field.CATEGORY)]
    + [POINTS[Kind.NEAR][Field.DESCRIPTION]]
)
SURELY, NEARLY = 10, 7
"""The weight of a word found as typed, and of one found misspelt."""
WHOLE = {Field.NAME: 2, Field.ALIAS: 1}

Points = dict[int, int]
_ONE_WORD = 1 << 12
"""More than the points of all words: a sum of points counts the words that gave them in its upper bits."""


def found(index: Index, words: Sequence[str]) -> list[int]:
    """The ids of the products that the words find, best first.

    Products with exactly this name exclude those with a similar one. Products with a similar name exclude
    those that match only by maker, category or a similar word of the description. Products with all words
    exclude those with some of them; a product with some of the words must match one by name.
    """
    each = [_points(index, word, number == len(words)) for number, word in enumerate(words, start=1)]
    total = _added(each)
    if named := index.named(words):
        called = (ware_id for ware_id in total if _has_all(ware_id, each))
        return _ranked(index, {**total, **_upgraded(named, total, len(words))}, {*called, *named})
    with_all = [ware_id for ware_id, points in total.items() if points >= len(each) * _ONE_WORD]
    if with_all:
        return _ranked(index, total, _without_distant(with_all, each))
    some = _some(total, each)
    return _ranked(index, some, some)


def _added(each: Sequence[Points]) -> Points:
    total: Points = {}
    for points in each:
        for ware_id, worth in points.items():
            total[ware_id] = total.get(ware_id, 0) + worth + _ONE_WORD
    return total


def _upgraded(named: Mapping[int, Field], total: Points, words: int) -> Points:
    above = _ONE_WORD * (words + 1)
    return {ware_id: total.get(ware_id, 0) + above * WHOLE[field] for ware_id, field in named.items()}


def _has_all(ware_id: int, each: Sequence[Points]) -> bool:
    return all(points.get(ware_id, 0) >= WORD_OF_A_NAME for points in each)


def _without_distant(with_all: Sequence[int], each: Sequence[Points]) -> Iterable[int]:
    least = {ware_id: min(points[ware_id] for points in each) for ware_id in with_all}
    if max(least.values()) < LIKE_A_NAME:
        return with_all
    return [ware_id for ware_id, points in least.items() if points not in DISTANT]


def _some(total: Points, each: Sequence[Points]) -> Points:
    """Of the products with some of the words, those with the most; a misspelt word counts less."""
    covering = {
        ware_id: sum(NEARLY if points[ware_id] in SLIPS else SURELY for points in each if ware_id in points)
        for ware_id in total
    }
    least = max(covering.values(), default=0) - (SURELY - NEARLY)
    return {
        ware_id: total[ware_id] + covered * _ONE_WORD
        for ware_id, covered in covering.items()
        if covered >= least and any(points.get(ware_id, 0) >= LIKE_A_NAME for points in each)
    }


def _ranked(index: Index, total: Points, ware_ids: Iterable[int]) -> list[int]:
    """The best products: by points, then shorter names first, then by name."""
    scored = [(total[ware_id] * 100 - index.name_words(ware_id), ware_id) for ware_id in ware_ids]
    if len(scored) > MOST_FOUND:
        least = nlargest(MOST_FOUND, (score for score, _ware_id in scored))[-1]
        scored = [one for one in scored if one[0] >= least]
    scored.sort(key=lambda one: (-one[0], index.name(one[1]), one[1]))
    return [ware_id for _score, ware_id in scored[:MOST_FOUND]]


def _points(index: Index, word: str, last: bool) -> Points:
    """The most points that a typed word gives each product."""
    best: Points = {}
    for kind, places in index.reached(word, last):
        worth = POINTS[kind]
        if not best and 0 not in worth:  # a word has each product once
            best = {place >> FIELD_BITS: worth[place & FIELDS] for place in places}
            continue
        for place in places:
            points, ware_id = worth[place & FIELDS], place >> FIELD_BITS
            if points > best.get(ware_id, 0):
                best[ware_id] = points
    return best
