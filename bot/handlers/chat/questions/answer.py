"""Questions are answered from what the program knows; the rest is offered to the coordinator.

A topic is a line of `ANSWERS`; one that can be told in a line beside another answer is in `BRIEFLY` too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen
from bot.conversation.translation import _, language
from bot.handlers.chat.enquiry_view import offer
from bot.handlers.chat.questions import country_lines, order_standing, product_answer, product_lines
from bot.handlers.chat.questions.question import Asked, asked_of
from bot.handlers.customer import cart_view
from bot.handlers.customer.destination_view import joining_line
from bot.handlers.customer.remarks import remarked
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation

Answer = Callable[[Asked], Awaitable[Screen | Redirect]]
Brief = Callable[[Asked], Awaitable[str]]


async def reply(turn: Turn, understood: Interpretation) -> Screen | Redirect:
    """The answer to a question as it was understood; what nobody here knows is offered to the coordinator."""
    asked = asked_of(turn, understood)
    topics = [one for one in understood.topics if one in ANSWERS]
    if not topics:
        return await offer(turn, turn.text)
    # One that lacks its product is asked back only where nothing else can be told.
    topic = next((one for one in topics if asked.wares or one not in product_lines.LINES), topics[0])
    shown = await ANSWERS[topic](asked)
    beside = "\n".join([line async for line in _beside(asked, topic)])
    return remarked(shown, beside)


async def _beside(asked: Asked, answered: str) -> AsyncIterator[str]:
    """What can be told in a line: the question's other topics, and the other countries that it names."""
    for topic in asked.understood.topics:
        if topic != answered and topic in BRIEFLY and (line := await BRIEFLY[topic](asked)):
            yield line
    for iso2 in asked.understood.either[1:]:
        if answered in BRIEFLY and (line := await BRIEFLY[answered](asked.of(iso2))):
            yield line


def _of_goods(topic: str) -> Answer:
    async def answer(asked: Asked) -> Screen | Redirect:
        return await product_answer.answer(asked, topic)

    return answer


async def _content(asked: Asked) -> Screen | Redirect:
    """What is in a product; without one it is a wish that only a person can answer."""
    if not asked.wares and not asked.unknown:
        return await offer(asked.turn, asked.turn.text)
    return await product_answer.answer(asked, "content")


async def _may_go(asked: Asked) -> Screen | Redirect:
    refused = country_lines.unknown(asked)
    if refused is not None:
        return remarked(refused, product_lines.line(asked, "may_go") if asked.known else "")
    if asked.wares:
        return await product_answer.answer(asked, "may_go")
    return Redirect(f"going/{asked.to}", product_lines.not_ours(asked) if asked.unknown else "")


async def _freight(asked: Asked) -> Redirect:
    """What carrying costs; for a weight that is named, if its page does not tell that anyway."""
    refused, to = country_lines.unknown(asked), asked.turn.shop.destinations.get(asked.to)
    if refused is not None or to is None:
        return refused or Redirect("to")
    told = country_lines.for_weight(asked.turn, asked.to, country_lines.weight_in(asked.turn.text))
    if told and told in "\n".join(await country_lines.freight_lines(asked.turn, to)):
        told = ""
    return Redirect(f"cost/{asked.to}", told)


async def _cutoff(asked: Asked) -> Redirect:
    return country_lines.unknown(asked) or Redirect(f"when/{asked.to}")


async def _arrival(asked: Asked) -> Screen | Redirect:
    """What is recorded; how long the way takes is told only where a carrier has stated it."""
    turn, order = asked.turn, await order_standing.meant(asked.turn, asked.understood.destination)
    if order is not None:
        to, known = order.destination or "", await order_standing.standing(turn, order)
    elif (refused := country_lines.unknown(asked)) is not None:
        return refused
    else:
        to, known = asked.to, await country_lines.dates(turn, asked.to)
    if told := country_lines.transit(turn, to):
        return Redirect(f"when/{to}", "\n".join([*known, told]))
    unsure = _("How long the way takes from there, I cannot say.")
    return remarked(await offer(turn, turn.text), "\n".join([*known, unsure]))


async def _status(asked: Asked) -> Redirect:
    return await order_standing.status(asked.turn)


async def _payment(asked: Asked) -> Screen | Redirect:
    turn = asked.turn
    if turn.shop.profile.how_to_pay(language()):
        return Redirect("pay")
    known = [*await order_standing.owed(turn), _("We will tell you how to pay.")]
    return remarked(await offer(turn, turn.text), "\n".join(known))


async def _catalogue(asked: Asked) -> Redirect:
    return Redirect("browse")


async def _total(asked: Asked) -> Screen | Redirect:
    """The cart with its sums, or what it would be elsewhere; while it is empty, the open order.

    A product that is named, or looked at with an empty cart, is told with its price.
    """
    found = await cart_view.read(asked.turn)
    filled = found is not None and len(found.lines) > 0
    if asked.understood.about or (asked.wares and not filled):
        return await product_answer.answer(asked, "price")
    if asked.understood.destination and asked.elsewhere:
        return await _freight(asked)
    still_open = await order_standing.standing_open(asked.turn)
    if filled or not still_open:
        return Redirect("cart")
    return Redirect(f"order/{still_open[0].id}" if len(still_open) == 1 else "orders")


async def _how_to(asked: Asked) -> Redirect:
    return Redirect("help")


def _of_goods_briefly(topic: str) -> Brief:
    async def line(asked: Asked) -> str:
        return product_lines.line(asked, topic)

    return line


async def _may_go_briefly(asked: Asked) -> str:
    return product_lines.line(asked, "may_go") if asked.served else ""


async def _freight_briefly(asked: Asked) -> str:
    to = asked.turn.shop.destinations.get(asked.to)
    if to is None or not to.open:
        return ""
    return "\n".join(await country_lines.freight_lines(asked.turn, to))


async def _cutoff_briefly(asked: Asked) -> str:
    return await joining_line(asked.turn, asked.to) if asked.served else ""


ANSWERS: Mapping[str, Answer] = {
    "price": _of_goods("price"),
    "stock": _of_goods("stock"),
    "content": _content,
    "may_go": _may_go,
    "freight": _freight,
    "cutoff": _cutoff,
    "time_to_arrive": _arrival,
    "order_status": _status,
    "payment": _payment,
    "catalogue": _catalogue,
    "total": _total,
    "how_to": _how_to,
}
BRIEFLY: Mapping[str, Brief] = {
    "price": _of_goods_briefly("price"),
    "stock": _of_goods_briefly("stock"),
    "content": _of_goods_briefly("content"),
    "may_go": _may_go_briefly,
    "freight": _freight_briefly,
    "cutoff": _cutoff_briefly,
}
