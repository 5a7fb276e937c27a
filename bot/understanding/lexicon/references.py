"""Words that name goods by what the conversation knows of them."""

from __future__ import annotations

from pydantic import Field

from bot.understanding.lexicon.word_lists import Part, Phrases


class References(Part):
    """By their place in a list (from its end when negative, 0 is its middle), by pointing, all, the others.

    Behind `others`, `stays` says that they are as they shall be (`yang lain sudah betul`).
    `rest` is a quantity: what others leave; `same` is the quantity of what was named before; behind `times`
    stands by how much to multiply.
    """

    places: dict[int, Phrases] = Field(default_factory=dict)
    this: Phrases = ()
    all: Phrases = ()
    both: Phrases = ()
    others: Phrases = ()
    stays: Phrases = ()
    rest: Phrases = ()
    same: Phrases = ()
    times: Phrases = ()
