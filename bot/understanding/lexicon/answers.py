"""Words of short answers, of choosing among products, and of going to a place of the shop."""

from __future__ import annotations

from pydantic import Field

from bot.understanding.lexicon.word_lists import NONE, Part, Phrases, Words


class Answers(Part):
    """Words of short answers: yes, no, words that may accompany them, "that is enough", and "more"."""

    yes: Words = NONE
    no: Words = NONE
    beside: Words = NONE
    enough: Phrases = ()
    more: Words = NONE


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
    correcting: Words = NONE
    beside: Words = NONE
    sure: Words = NONE
    pointing: Words = NONE


class OptionWords(Part):
    """Words of sizes and colours: what they are called, what may stand beside, and those with two names.

    `colours` there may be, whoever has them; a word of `shades` behind one makes it another.
    """

    labels: Words = NONE
    beside: Words = NONE
    same: dict[str, str] = Field(default_factory=dict)
    colours: Words = NONE
    shades: Words = NONE


class Going(Part):
    """Ways to ask for a place of the shop: the cart, the checkout, another language, one's own data."""

    cart: Phrases = ()
    checkout: Phrases = ()
    english: Phrases = ()
    indonesian: Phrases = ()
    erase: Phrases = ()
    own_data: Phrases = ()


class PassingOn(Part):
    """Answers to "shall I pass it on?": `verbs` pass on, `agree` says yes to an offer, `refuse` says no.

    `whom` are those it goes to, `beside` what may stand with all of them and says nothing.
    """

    verbs: Phrases = ()
    agree: Phrases = ()
    refuse: Phrases = ()
    whom: Words = NONE
    beside: Words = NONE


class Clauses(Part):
    """What parts the clauses of a sentence, and clauses that say nothing.

    `between` begins a new clause (`trus`), `sighs` alone say nothing (`haduh masih lama ya`), `beside`
    may stand with a yes (`oke gpp`, `lanjut pesanannya`), `takes_back` undoes what another clause agreed to,
    and `waits`, alone in a clause, puts it off. `about_order` asks where something of an order is. `onwards`
    goes on with what is ordered (`pesan`, `proses`), with words of `of_order` beside (`pesananku yang tadi`).
    """

    between: Phrases = ()
    sighs: Phrases = ()
    beside: Words = NONE
    waits: Phrases = ()
    takes_back: Phrases = ()
    about_order: Phrases = ()
    onwards: Phrases = ()
    of_order: Words = NONE
