"""Goods that are looked for in words that no topic knows: `ada gantinya yang gurih?`, `yang bukan daging`."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.routing import Redirect
from bot.handlers.chat.questions import shop_questions
from bot.handlers.chat.questions.question import Question
from bot.handlers.customer import goods_found, product_search
from bot.handlers.shared.turn import Turn
from bot.understanding import search
from bot.understanding.criteria import Order

ORDERS: dict[str, Order] = {"cheapest": "cheap", "lightest": "light"}
MOST_LETTERS = 20
"""What the words of a filter may take of its route."""


def found(question: Question) -> Redirect | None:
    """The goods that meet what was typed; None for a text that looks for none, or finds none."""
    turn, asked = question.turn, question.interpretation.criteria
    if not turn.shop.reader().seeks(turn.text):
        is_asked = asked and question.interpretation.intent == "question"
        return shop_questions.find(question) if is_asked else None
    with_words = replace(asked, words=asked.words or _words(turn))
    for one in (with_words, replace(asked, words="")):
        if (one or one.words) and goods_found.found(turn, one):
            looked_for = replace(question.interpretation, criteria=one)
            return shop_questions.find(replace(question, interpretation=looked_for))
    return None


def superlative(question: Question) -> Redirect | None:
    """The goods, the cheapest or the lightest first, for who asks for those of all; None for other texts."""
    way = question.turn.shop.reader().superlative(question.turn.text)
    if way is None or question.interpretation.criteria:
        return None
    asked = replace(question.interpretation.criteria, order=ORDERS[way])
    looked_for = replace(question.interpretation, criteria=asked)
    return shop_questions.find(replace(question, interpretation=looked_for))


def _words(turn: Turn) -> str:
    """The words of the text that the catalogue has, as a part of a route; not those that are negated."""
    terms, vocabulary = product_search.terms_of(turn.shop), turn.shop.vocabulary
    small = vocabulary.words("talk") - vocabulary.words("describe") - vocabulary.words("goods")
    chosen = ""
    for word in terms.query_words(_affirmed(turn)).split():
        longer = f"{chosen}-{word}".strip("-")
        is_said = word not in small and search.names(word, turn.shop.catalogue, terms)
        chosen = longer if is_said and len(longer) <= MOST_LETTERS else chosen
    return chosen


def _affirmed(turn: Turn) -> str:
    """The text without what stands behind a "not" in its sentence."""
    negates = {one for phrase in turn.shop.vocabulary.criteria.negates for one in phrase.split()}
    kept = []
    for sentence in turn.text.casefold().replace("?", ".").replace(",", ".").split("."):
        words = sentence.split()
        ends = next((at for at, one in enumerate(words[:-1]) if one in negates), len(words))
        kept.append(" ".join(words[:ends]))
    return ". ".join(kept)
