"""Quantities before and after a change: `keripik pisang 2 → 5`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.layout.blocks import Block, BlockKind, Layout
from bot.understanding.layout.rows import Row
from bot.understanding.text.tokens import Token

ARROWS = frozenset("→➡⇒")


def take_earlier_quantities(layout: Layout, rows: Sequence[Row]) -> None:
    """Takes out the number before an arrow to another number; the arrow stays, and says "becomes"."""
    for row in rows:
        for at in range(1, len(row.tokens)):
            end, earlier = _end_of_arrow(row.tokens, at), row.tokens[at - 1]
            after = row.tokens[end] if at < end < len(row.tokens) else None
            if after is not None and earlier.kind == after.kind == "number":
                layout.blocks.append(Block(BlockKind.BEFORE, earlier.start, earlier.end))
                del row.tokens[at - 1 : end - 1]
                break


def _end_of_arrow(tokens: Sequence[Token], at: int) -> int:
    """Behind an arrow in one sign or two; `at` itself where none is."""
    if tokens[at].text in ARROWS:
        return at + 1
    pair = "".join(one.text for one in tokens[at : at + 2])
    return at + 2 if pair in ("->", "=>") and tokens[at + 1].glued else at
