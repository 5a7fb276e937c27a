"""Carts and receipts pasted back: the prices and sums of their rows count nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations

from bot.understanding.layout.blocks import Block, BlockKind, Layout
from bot.understanding.layout.forms import label_of
from bot.understanding.layout.rows import Row, figure, grouped, money
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

BEFORE_PRICE = frozenset("=@")
BETWEEN = frozenset("=@x×*:")
MOST_NUMBERS = 5
_CLOCK = re.compile(r"[0-2]?\d\.[0-5]\d")


def take_receipts(layout: Layout, rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    """Takes prices and sums out of rows that have goods, how many, and what they cost."""
    prices = [_prices(row, vocabulary) for row in rows]
    priced = [bool(found) and _counts(row, found) for row, found in zip(rows, prices, strict=True)]
    reckoned = any(_reckons(row) for row, one in zip(rows, priced, strict=True) if one)
    if sum(priced) < 2 and not reckoned:
        return
    for row, found, one in zip(rows, prices, priced, strict=True):
        if one:
            _take(layout, row, found, vocabulary)
    _take_sums(layout, rows, priced, prices, vocabulary)


def _prices(row: Row, vocabulary: Vocabulary) -> set[int]:
    """The places of the numbers of a row that are money."""
    tokens = row.tokens
    if any(one.text == "?" for one in tokens) or label_of(row, vocabulary) - {"order_label"}:
        return set()
    found = set()
    for at, token in enumerate(tokens):
        before = tokens[at - 1].plain if at else ""
        after = tokens[at + 1].plain if at + 1 < len(tokens) else ""
        is_price = (
            grouped(token) or before in vocabulary.before_money or after in vocabulary.numbers.thousands
        )
        is_price = is_price or (before in BETWEEN and money(token))
        if token.kind == "number" and (is_price or (before in BEFORE_PRICE and _has_price(row, token))):
            found.add(at)
    return found


def _has_price(row: Row, but: Token) -> bool:
    return any(money(one) for one in row.tokens if one is not but)


def _counts(row: Row, prices: set[int]) -> bool:
    """Whether a row has a word and a number beside its prices."""
    others = [one for at, one in enumerate(row.tokens) if at not in prices]
    words = any(one.kind == "word" and one.plain not in BETWEEN for one in others)
    return words and any(one.kind == "number" for one in others)


def _reckons(row: Row) -> bool:
    """Whether one number of a row, times another, is a third."""
    numbers = [value for one in row.tokens if (value := figure(one)) is not None and value > 0]
    return any(a * b == c and b > 1 for a, b, c in permutations(numbers[:MOST_NUMBERS], 3))


def _take(layout: Layout, row: Row, prices: set[int], vocabulary: Vocabulary) -> None:
    """Takes the prices out, with the signs and units beside them."""
    out, between, thousands = set(prices), BETWEEN | vocabulary.before_money, vocabulary.numbers.thousands
    for at in range(len(row.tokens)):
        if row.tokens[at].plain in between and (at - 1 in out or at + 1 in out):
            out.add(at)
    for at in reversed(range(len(row.tokens))):
        if row.tokens[at].plain in between and at + 1 in out:
            out.add(at)
    out |= {at + 1 for at in prices if at + 1 < len(row.tokens) and row.tokens[at + 1].plain in thousands}
    taken = [row.tokens[at] for at in sorted(out)]
    layout.blocks += [Block(BlockKind.RECEIPT, one.start, one.end) for one in taken if one.kind == "number"]
    row.tokens, row.marked = [one for at, one in enumerate(row.tokens) if at not in out], True


def _take_sums(
    layout: Layout,
    rows: Sequence[Row],
    priced: Sequence[bool],
    prices: Sequence[set[int]],
    vocabulary: Vocabulary,
) -> None:
    """Rows that begin with a word for a sum and have a number, and remarks in brackets below a line.

    Below the sums stands until when one may order: a time of day (`20.00`) looks like a quantity.
    """
    below = summed = False
    for row, is_line, found in zip(rows, priced, prices, strict=True):
        words = row.words()
        is_sum = bool(words) and words[0].plain in vocabulary.layout.sum and bool(row.numbers())
        aside = below and bool(row.tokens) and row.tokens[0].text == "(" and row.tokens[-1].text == ")"
        if row.tokens and (aside or (is_sum and (not is_line or found))):
            layout.blocks.append(Block(BlockKind.RECEIPT_SUM, row.start, row.end))
            row.tokens = []
        elif summed and not row.parted:
            row.tokens = [one for one in row.tokens if not _CLOCK.fullmatch(one.plain)]
        summed = is_sum or (summed and not row.parted)
        below = is_line or (below and aside)
