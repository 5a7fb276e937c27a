"""The words by which goods are looked for, as a language's file holds them."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from bot.catalog import Allergen
from bot.core.plain_text import plain_word
from bot.understanding.lexicon.word_lists import NONE, Part, Phrases, Words


class CriteriaWords(Part):
    """Words by which goods are looked for, and those that measure them.

    `lists` ask for several goods, `negates` takes back what follows, `free_of` stands beside what somebody
    must not eat. `days` is how many days a word for a time is, `millions` the words for a million of money,
    `under` bounds a price. `DOLLAR` of `currencies` is the dollar of the country that goods are sent to.
    """

    spicy: Phrases = ()
    very: Phrases = ()
    slightly: Phrases = ()
    negates: Phrases = ()
    keeps: Phrases = ()
    halal: Phrases = ()
    vegetarian: Phrases = ()
    vegan: Phrases = ()
    gift: Phrases = ()
    sweet: Phrases = ()
    light: Phrases = ()
    cheap: Phrases = ()
    under: Phrases = ()
    budget: Phrases = ()
    lists: Phrases = ()
    free_of: Phrases = ()
    shelves: dict[str, Phrases] = Field(default_factory=dict)
    allergic: Phrases = ()
    allergens: dict[Allergen, Phrases] = Field(default_factory=dict)
    days: dict[int, Words] = Field(default_factory=dict)
    millions: Words = NONE
    currencies: dict[str, Words] = Field(default_factory=dict)

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The first words of all phrases that goods are looked for by: without one of them nothing is."""
        told = (self.spicy, self.keeps, self.halal, self.vegetarian, self.vegan, self.gift, self.sweet)
        more = (self.light, self.cheap, self.budget, self.under, self.lists, self.free_of)
        listed = (*told, *more, *self.shelves.values(), *self.allergens.values())
        return frozenset(plain_word(phrase.split()[0]) for phrases in listed for phrase in phrases)
