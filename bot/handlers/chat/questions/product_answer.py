"""Answers about products: on the page of one product, or in a list of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import MOST_BUTTONS, Screen, noted
from bot.conversation.translation import _, ngettext
from bot.handlers.chat.enquiry_view import offer
from bot.handlers.chat.questions import what_is_known
from bot.handlers.chat.questions.product_lines import MOST, line, measures, not_ours
from bot.handlers.chat.questions.product_list import ids_of
from bot.handlers.chat.questions.question import Question
from bot.handlers.chat.wording import has_few_words
from bot.handlers.customer.product_view import product_page
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.turn import Turn

SHORT_QUESTION = 5  # words
NOWHERE = "-"
TELLING = 5
"""Letters of a word that may say what a question is about."""


async def answer(question: Question, topic: str) -> Screen | Redirect:
    """The answer about one product on its page; about several, or another country, in a list."""
    wares: Sequence[Ware] = question.wares
    if not wares:
        return await _which(question)
    if len(wares) == 1 and not (topic == "may_go" and question.elsewhere):
        return await _one(question, topic, wares[0])
    if topic == "content":
        wares = _speaking_of(question, wares)
    more = _more(len(wares) - MOST) if len(wares) > MOST else ""
    return Redirect(f"goods/{topic}/{question.to or NOWHERE}/{ids_of(wares)}", more)


async def _one(question: Question, topic: str, ware: Ware) -> Screen | Redirect:
    if topic == "may_go":
        return Redirect(f"product/{ware.id}")  # the page itself says whether it may go
    words = measures(ware) if topic == "content" else line(question, topic)
    unsure = what_is_known.unsure(question.turn, [ware])
    if topic not in ("content", "price") and not unsure:
        return Redirect(f"product/{ware.id}", words)
    told = "\n".join(filter(None, [unsure, words]))
    return await with_a_person(question.turn, noted(await product_page(question.turn, ware), told))


async def with_a_person(turn: Turn, shown: Screen) -> Screen:
    """Adds a button to the coordinator, who knows sizes, colours and discounts."""
    return (
        replace(shown, buttons=[*shown.buttons, *await ask_button(turn)])
        if len(shown.buttons) < MOST_BUTTONS
        else shown
    )


def _speaking_of(question: Question, wares: Sequence[Ware]) -> Sequence[Ware]:
    """First those whose description has words of the question: `ukuran`, `bahan`."""
    words = [word for word in question.turn.text.casefold().split() if len(word) >= TELLING]

    def silent(ware: Ware) -> int:
        described = f"{ware.description_id} {ware.description_en}".casefold()
        return -sum(word in described for word in words)

    return sorted(wares, key=silent)


def _more(count: int) -> str:
    words = ngettext(
        "There is {count} more of that name. Type a little more of it.",
        "There are {count} more of that name. Type a little more of it.",
        count,
    )
    return words.format(count=count)


async def _which(question: Question) -> Screen | Redirect:
    """Answers a question without a known product: asks for it, and offers the coordinator for a long one."""
    if question.unknown:
        return Redirect("browse", not_ours(question))
    which = _("Which product do you mean? Type its name.")
    if has_few_words(question.turn.text, SHORT_QUESTION):
        return Redirect("browse", which)
    return await offer(question.turn, question.turn.text, which)
