"""Goods side by side, what may go instead of goods that may not, and how much for many guests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.enquiry_view import offer
from bot.handlers.chat.questions import looking, product_answer
from bot.handlers.chat.questions.at_hand import left_out, wares_at_hand
from bot.handlers.chat.questions.product_list import ids_of
from bot.handlers.chat.questions.question import Question, shown
from bot.handlers.customer.product_view import product_page
from bot.handlers.shared import eligibility
from bot.handlers.shared.turn import Turn
from bot.understanding.criteria import Criteria

MOST = 6
NAME_ROOM = 60
NOWHERE = "-"
SNACKS = "food-snack"


async def _compare(question: Question) -> Screen | Redirect:
    """The goods that are named, or shown, or at hand, each with what tells it from the others."""
    wares: Sequence[Ware] = question.wares
    if len(wares) < 2 and not question.interpretation.about:
        wares = shown(question.turn) or await wares_at_hand(question.turn) or wares
    if not wares:
        return looking.found(question) or await product_answer.answer(question, "content")
    topic = "compare" if len(wares) > 1 else "content"
    return Redirect(f"goods/{topic}/{question.to or NOWHERE}/{ids_of(wares[:MOST])}")


async def _instead(question: Question) -> Screen | Redirect:
    """What may go where the goods named, shown or left out may not; else goods that are looked for."""
    turn, to = question.turn, question.to
    for wares in (question.wares, shown(turn), await left_out(turn)):
        blocked = [one for one in wares if eligibility.verdict(turn, one, to).blocks]
        found = [(one, eligibility.alternative(turn, one, to)) for one in blocked]
        told = [(one, instead) for one, instead in found if instead is not None]
        if told:
            return await _substitute(turn, told)
        if blocked:
            return Redirect(f"going/{to}", _("We have nothing quite like that which may go there."))
    return looking.found(question) or await offer(turn, turn.text)


async def _substitute(turn: Turn, found: Sequence[tuple[Ware, Ware]]) -> Screen | Redirect:
    words = _("Instead of {product}: {substitute}.")
    lines = [
        words.format(
            product=shorten(one.name(language()), NAME_ROOM),
            substitute=shorten(other.name(language()), NAME_ROOM),
        )
        for one, other in found[:MOST]
    ]
    if len(found) == 1:
        return noted(await product_page(turn, found[0][1]), lines[0])
    return Redirect(
        f"goods/may_go/{turn.person.destination or NOWHERE}/{ids_of([o for _w, o in found])}",
        "\n".join(lines),
    )


async def guests_briefly(question: Question) -> str:
    """That nobody here knows how much guests eat."""
    return _("How much so many guests eat, we do not know. What is in a pack helps to reckon:")


async def _guests(question: Question) -> Screen | Redirect:
    """What is in a pack of the goods that are named, shown or at hand; else snacks to choose from."""
    turn, words = question.turn, await guests_briefly(question)
    wares = question.wares or shown(turn) or await wares_at_hand(turn)
    if wares:
        return Redirect(f"goods/content/{question.to or NOWHERE}/{ids_of(wares[:MOST])}", words)
    asked = Criteria(to=question.to if question.served else "", shelf=SNACKS)
    return Redirect(
        f"pick/{asked.code}/1",
        _("How much so many guests eat, we do not know. Each of these says what is in a pack:"),
    )


ANSWERS: Mapping[str, Callable[[Question], Awaitable[Screen | Redirect]]] = {
    "compare": _compare,
    "instead": _instead,
    "guests": _guests,
}
