"""Words of short answers, of choosing among products, and of going to a place of the shop."""

from __future__ import annotations

from bot.understanding.lexicon.word_lists import NONE, Part, Phrases, Words


class Answers(Part):
    """Words of short answers: yes, no, words that may accompany them, and "that is enough"."""

    yes: Words = NONE
    no: Words = NONE
    beside: Words = NONE
    enough: Phrases = ()


class Choosing(Part):
    """Answers to "which one?" that name no product: by a property, whichever, none, not yet, what differs."""

    cheapest: Phrases = ()
    dearest: Phrases = ()
    lightest: Phrases = ()
    biggest: Phrases = ()
    any: Phrases = ()
    neither: Phrases = ()
    cancel: Phrases = ()
    wait: Phrases = ()
    compare: Phrases = ()
    agree: Phrases = ()
    no_complaint: Phrases = ()
    undo: Phrases = ()
    astonished: Phrases = ()
    wonders: Words = NONE
    beside: Words = NONE
    sure: Words = NONE
    pointing: Words = NONE


class Going(Part):
    """Ways to ask for a place of the shop: the cart, the checkout, another language, one's own data."""

    cart: Phrases = ()
    checkout: Phrases = ()
    english: Phrases = ()
    indonesian: Phrases = ()
    erase: Phrases = ()
    own_data: Phrases = ()
