"""Reads the layout of a message: its typed blocks first, and the tokens that are left as text."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.effort import MOST_TOKENS, TooMuchToRead
from bot.understanding.layout.blocks import Block, BlockKind, Layout
from bot.understanding.layout.changes import take_earlier_quantities
from bot.understanding.layout.forms import take_forms
from bot.understanding.layout.list_numbers import take_list_numbers
from bot.understanding.layout.nesting import find_groups
from bot.understanding.layout.parcels import take_parcels
from bot.understanding.layout.receipts import take_receipts
from bot.understanding.layout.rows import Row, rows_of, tokens_of_rows
from bot.understanding.layout.tables import take_tables
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

LEADERS = frozenset(".…_·")


def laid_out(text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> Layout:
    """The blocks of a text, and what is left of its tokens. Raises TooMuchToRead for too many tokens."""
    if len(tokens) > MOST_TOKENS:
        raise TooMuchToRead
    layout, shop = Layout(), vocabulary.layout.shop
    others = vocabulary.quotes.not_own_words(text, shop)
    layout.blocks += [Block(BlockKind.OTHERS, start, end) for start, end in others]
    rows = rows_of(text, tokens)
    own = [row for row in rows if not _is_others(layout, row)]
    for row in own:
        row.tokens = _without_leaders(row.tokens)
    take_tables(text, layout, own, vocabulary)
    take_list_numbers(layout, own, vocabulary)
    take_earlier_quantities(layout, own)
    take_forms(layout, own, vocabulary)
    take_receipts(layout, own, vocabulary)
    take_parcels(layout, own, vocabulary)
    find_groups(layout, own)
    layout.items = [(row.start, row.end) for row in own if row.tokens and _is_item(row)]
    layout.tokens = tokens_of_rows(rows)
    layout.blocks.sort(key=lambda one: (one.start, one.end))
    return layout


def _without_leaders(tokens: list[Token]) -> list[Token]:
    """`Teh oplosan ..... 3`: without dots that lead to a number or a dash."""
    found: list[Token] = []
    for token in tokens:
        if token.kind == "number" or token.text == "-":
            dots = len(found)
            while dots and found[dots - 1].text in LEADERS:
                dots -= 1
            if len(found) - dots > 1 or (len(found) > dots and found[-1].text == "…"):
                del found[dots:]
        found.append(token)
    return found


def _is_item(row: Row) -> bool:
    """Whether numbers elsewhere have nothing to do with a row."""
    return row.marked or (row.bulleted() and bool(row.numbers()))


def _is_others(layout: Layout, row: Row) -> bool:
    """Whether nothing of a row is its writer's own."""
    return any(
        start <= row.tokens[0].start and row.end <= end for start, end in layout.spans(BlockKind.OTHERS)
    )
