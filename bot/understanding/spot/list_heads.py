"""Goods that a list names in two parts: the kind in its heading, the rest in each item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.understanding.annotate.message import Message
from bot.understanding.layout.blocks import Group
from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.spot.products import Mention, meanings

SURE = 0.8


def under_heads(
    message: Message, lexicon: Lexicon, mentions: Sequence[Mention]
) -> tuple[list[Mention], set[int]]:
    """`Keripik: / - tempe 2 / - pisang 1`: each item with its heading.

    Returns the mentions, and the tokens of headings that are no goods, and nobody's names, by themselves.
    """
    found, heads = list(mentions), set[int]()
    for group in message.layout.groups:
        head = _head(found, message.tokens_in(*group.head))
        if head is None:
            continue
        named = [_item(message, lexicon, found, head, message.tokens_in(*item)) for item in group.items]
        whole = [one for one in named if one is not None]
        if not whole:
            if _only_names_the_list(message, found, group):
                found.remove(head)
            continue
        heads.update(message.tokens_in(*group.head))
        covered = {at for one in whole for at in range(one.start, one.end)}
        found = [one for one in found if one is not head and covered.isdisjoint(range(one.start, one.end))]
        found = sorted([*found, *whole], key=lambda one: one.start)
    return found, heads


def _only_names_the_list(message: Message, mentions: Sequence[Mention], group: Group) -> bool:
    """`Belanjaan: / - gula semut 2 / - madu 1`: with a colon, and goods in every item."""
    items = [message.tokens_in(*item) for item in group.items]
    named = all(any(one.start in item and one.skus for one in mentions) for item in items)
    return len(items) > 1 and named and message.plain(message.tokens_in(*group.head).stop) == ":"


def _head(mentions: Sequence[Mention], inside: range) -> Mention | None:
    """The goods in a heading."""
    within = [one for one in mentions if one.start in inside and one.end <= inside.stop and one.words]
    return within[0] if len(within) == 1 else None


def _item(
    message: Message, lexicon: Lexicon, mentions: Sequence[Mention], head: Mention, inside: range
) -> Mention | None:
    """The one product that heading and item name together; None if there is none, or several."""
    if head.sure:
        return None
    for one in mentions:
        if one.start in inside and one.words and (sku := _together(lexicon, head, one.words)):
            words = (*head.words, *one.words)
            return replace(one, skus=(sku,), whole=True, words=words)
    for start, end, words in _words(message, lexicon, inside):
        if sku := _together(lexicon, head, words):
            return Mention(start, end, (sku,), True, (*head.words, *words), SURE)
    return None


def _words(message: Message, lexicon: Lexicon, inside: range) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    for at in inside:
        if message.kind(at) == "word":
            for meant, certainty in meanings(message, lexicon, at):
                if certainty > SURE:
                    yield at, at + 1, meant


def _together(lexicon: Lexicon, head: Mention, words: Sequence[str]) -> str | None:
    key = frozenset((*head.words, *words))
    if key == frozenset(head.words):
        return None
    skus = set().union(*lexicon.full.get(key, {}).values())
    skus = skus or lexicon.fitting.get(key, set())
    return next(iter(skus)) if len(skus) == 1 else None
