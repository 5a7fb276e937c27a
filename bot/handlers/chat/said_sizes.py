"""Sizes that were said of a kind of goods, taken up once it is known which goods: `3 batik, ukuran M, L`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.handlers.chat.proposal_state import product_id
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.ordering.proposal_parts import Word
from bot.ordering.proposals import Proposal
from bot.understanding import Interpretation, Known

MOST_OF_A_KIND = 3
"""The most words that name a kind of goods."""


def narrowed(turn: Turn, proposal: Proposal, word: Word, wares: Sequence[Ware]) -> None:
    """Leaves these sizes for a word to mean, and takes those that its text names, where it is one of each."""
    ids = tuple(ware.id for ware in wares if ware.offered)
    proposals.narrow_to(proposal, word, ids)
    read = _read(turn, word, wares)
    left = proposal.word(word.id)
    if read is None or left is None or word.pieces is None:
        return
    found = (product_id(turn, line.sku) for line in read.lines)
    said = {known for known in found if known is not None and known in ids}
    unoffered = [one for one in read.doubts if one.kind == "size"]
    if word.pieces != len(said) + len(unoffered):
        return
    proposals.settle(proposal, left, dict.fromkeys(sorted(said), 1), len(unoffered))
    for one in unoffered:
        proposals.doubt(proposal, "size", one.text, ids)


def _read(turn: Turn, word: Word, wares: Sequence[Ware]) -> Interpretation | None:
    """The sizes behind the words that name the kind; None where there are none."""
    known, words = Known(choices=tuple(ware.sku for ware in wares)), word.text.split()
    for at in range(1, min(MOST_OF_A_KIND, len(words) - 1) + 1):
        read = turn.shop.reader().read(" ".join(words[at:]), known)
        if read.lines and not any(one.counted for one in read.lines):
            return read
    return None
