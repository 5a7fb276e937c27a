"""A button for goods whose words are typed in part: `ya pake yg vegan aja` for [Take Gudeg vegan…]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.typed_signs import keyed
from bot.handlers.shared.turn import Turn
from bot.orders import MOST_PIECES

GOODS = re.compile(r"(?P<before>product/|reading/\w+/(?:swap/\d+|pick/\d+)/)(?P<id>\d+)(?:/(?P<pieces>\d+))?")
"""The buttons that choose or show goods: none of them places, pays, cancels or erases."""
BESIDE = ("address", "leave_out", "replaced_by", "change", "becomes", "instead", "order")
"""What words may say that stand beside those of a button."""
REFUSING = ("exclude", "refused", "not_this", "remove", "no_or", "question")
"""What words say that choose nothing; `instead` is of those that come before the new goods."""
LONGEST = 8
"""The most words of such a text."""


@dataclass(frozen=True, slots=True)
class Named:
    """The button that is meant: its route, its product, and the pieces that were typed with it."""

    route: str
    product_id: int
    pieces: int | None


def named_in(turn: Turn) -> Named | None:
    """The only button for goods on the screen whose words are typed; None for any other text."""
    goods, is_short = list(_goods(turn)), len(turn.text.split()) <= LONGEST
    if not goods or turn.event.forwarded or "?" in turn.text or not is_short or _refuses(turn):
        return None
    said, numbers = _said(turn)
    if not said or len(numbers) > 1:
        return None
    pieces = numbers[0] if numbers else None
    fitting = [one for one in goods if all(words & _words(turn, one) for words in said)]
    if len(fitting) != 1 or not (pieces is None or 0 < pieces <= MOST_PIECES):
        return None
    only = fitting[0]
    route = only[0] if pieces is None or only["pieces"] is None else f"{only['before']}{only['id']}/{pieces}"
    return Named(route, int(only["id"]), pieces)


def _refuses(turn: Turn) -> bool:
    """Whether a word of the text asks, or says what is not wanted."""
    vocabulary = turn.shop.vocabulary
    refusing = frozenset[str]().union(*map(vocabulary.words, REFUSING)) - vocabulary.words("becomes")
    return not refusing.isdisjoint(re.findall(r"\w+", turn.text.casefold()))


def _goods(turn: Turn) -> Iterator[re.Match[str]]:
    found = (GOODS.fullmatch(route) for route in turn.session.labels.values())
    return (one for one in found if one is not None)


def _said(turn: Turn) -> tuple[list[frozenset[str]], list[int]]:
    """Each word that may name a button, in all its forms, and the numbers beside."""
    vocabulary = turn.shop.vocabulary
    choosing = vocabulary.choosing
    small = choosing.beside | choosing.sure | choosing.pointing | vocabulary.answers.yes
    small |= vocabulary.search.fillers | vocabulary.clauses.beside
    small = small.union(*map(vocabulary.words, BESIDE))
    said, numbers = [], []
    for token in vocabulary.tokens(keyed(turn.text)):
        if token.kind == "number" or (token.plain in vocabulary.value and token.plain not in small):
            digits = token.plain.isdecimal() and len(token.plain) <= len(str(MOST_PIECES))
            numbers.append(int(token.plain) if digits else vocabulary.value.get(token.plain, 0))
        elif token.kind == "word" and token.plain not in small:
            said.append(frozenset({token.plain, *vocabulary.forms.stems(token.plain)}))
    return said, numbers


def _words(turn: Turn, button: re.Match[str]) -> set[str]:
    """The words of the product that a button is for, in every language, and of the button itself."""
    ware = turn.shop.catalogue.by_id.get(int(button["id"]))
    label = next(one for one, route in turn.session.labels.items() if route == button[0])
    texts = [label] if ware is None else [label, ware.name("id"), ware.name("en"), *ware.aliases]
    return {token.plain for one in texts for token in turn.shop.vocabulary.tokens(keyed(one))}
