"""Goods that are looked for in words that no topic knows: `ada gantinya yang gurih?`, `yang bukan daging`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.translation import _
from bot.handlers.chat.questions import shop_questions
from bot.handlers.chat.questions.product_list import ids_of
from bot.handlers.chat.questions.question import Question
from bot.handlers.customer import goods_found, product_search
from bot.handlers.shared import eligibility
from bot.handlers.shared.turn import Turn
from bot.understanding import search
from bot.understanding.criteria import Order, is_food

ORDERS: dict[str, Order] = {"cheapest": "cheap", "lightest": "light"}
ASKED_OF_GOODS = frozenset({"stock", "content", "catalogue"})
WORD = re.compile(r"\w+")
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


def looks_only(topics: Sequence[str]) -> bool:
    """Whether what is asked may as well be asked of goods that are looked for."""
    return ASKED_OF_GOODS.issuperset(topics)


def others(question: Question) -> Redirect | None:
    """The shelf that is named beside goods of which others are looked for: `kerajinan wayang lainnya`."""
    asks_others = question.interpretation.criteria.shelf and question.turn.shop.reader().seeks(
        question.turn.text
    )
    return shop_questions.find(question) if asks_others else None


def without(question: Question) -> Redirect | None:
    """Food of whose ingredients its makers name none that is to be left out: `adakah yang tanpa gula`.

    None for a text that looks for no such goods, or leaves out what no maker names.
    """
    turn, read = question.turn, question.interpretation
    if read.lines or read.edits or not turn.shop.reader().seeks(turn.text):
        return None
    avoided = product_search.left_out(turn.shop, turn.text)
    food = [one for one in turn.shop.catalogue.goods() if is_food(one) and one.ingredients]
    avoided &= frozenset[str]().union(*map(_words_of, food))
    held = [one for one in food if avoided & _words_of(one)]
    if not held:
        return None
    to = question.to if question.served else ""
    kept = [one for one in food if one not in held and not one.sold_out and _may_enter(turn, one, to)]
    words = _("Without {what}, as far as their makers state; there are {count} in all.")
    told = words.format(what=", ".join(sorted(avoided)), count=len(kept))
    if not kept:
        return Redirect("browse", told)
    return Redirect(f"goods/content/{to or shop_questions.NOWHERE}/{ids_of(kept)}", told)


def _words_of(ware: Ware) -> set[str]:
    """The words of its name and its ingredients."""
    return set(WORD.findall(f"{ware.name_id} {ware.name_en} {ware.ingredients}".casefold()))


def _may_enter(turn: Turn, ware: Ware, to: str) -> bool:
    return not to or not eligibility.verdict(turn, ware, to).blocks


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
