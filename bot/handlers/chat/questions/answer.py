"""Questions are answered from what the program knows; the rest is offered to the coordinator.

A topic is a line of `ANSWERS`; one that can be told in a line beside another answer is in `BRIEFLY` too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from bot.conversation.screens import Screen, noted
from bot.conversation.translation import _, language
from bot.handlers.chat import enquiry
from bot.handlers.chat.questions import countries, products
from bot.handlers.chat.questions import orders as order_questions
from bot.handlers.chat.questions.question import Asked, asked_of
from bot.handlers.customer import cart, catalog, destination, home
from bot.handlers.customer.orders import orders
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation

Answer = Callable[[Asked], Awaitable[Screen]]
Brief = Callable[[Asked], Awaitable[str]]


async def reply(turn: Turn, understood: Interpretation) -> Screen:
    """The answer to a question as it was understood; what nobody here knows is offered to the coordinator."""
    asked = asked_of(turn, understood)
    topics = [one for one in understood.topics if one in ANSWERS]
    if not topics:
        return await enquiry.offer(turn, turn.text)
    # One that lacks its product is asked back only where nothing else can be told.
    topic = next((one for one in topics if asked.wares or one not in products.LINES), topics[0])
    shown = await ANSWERS[topic](asked)
    beside = "\n".join([line async for line in _beside(asked, topic)])
    return noted(shown, beside) if beside else shown


async def _beside(asked: Asked, answered: str) -> AsyncIterator[str]:
    """What can be told in a line: the question's other topics, and the other countries that it names."""
    for topic in asked.understood.topics:
        if topic != answered and topic in BRIEFLY and (line := await BRIEFLY[topic](asked)):
            yield line
    for iso2 in asked.understood.either[1:]:
        if answered in BRIEFLY and (line := await BRIEFLY[answered](asked.of(iso2))):
            yield line


def _of_goods(topic: str) -> Answer:
    async def answer(asked: Asked) -> Screen:
        return await products.answer(asked, topic)

    return answer


async def _content(asked: Asked) -> Screen:
    """What is in a product; without one it is a wish that only a person can answer."""
    if not asked.wares and not asked.unknown:
        return await enquiry.offer(asked.turn, asked.turn.text)
    return await products.answer(asked, "content")


async def _may_go(asked: Asked) -> Screen:
    refused = await countries.unknown(asked)
    if refused is not None:
        told = products.line(asked, "may_go") if asked.known else ""
        return noted(refused, told) if told else refused
    if asked.wares:
        return await products.answer(asked, "may_go")
    shown = await countries.going(asked.turn, asked.to)
    return noted(shown, products.not_ours(asked)) if asked.unknown else shown


async def _freight(asked: Asked) -> Screen:
    refused = await countries.unknown(asked)
    if refused is not None:
        return refused
    shown = await countries.cost(asked.turn, asked.to)
    told = countries.for_weight(asked.turn, asked.to, countries.weight_in(asked.turn.text))
    return noted(shown, told) if told and told not in shown.body else shown


async def _cutoff(asked: Asked) -> Screen:
    return await countries.unknown(asked) or await countries.when(asked.turn, asked.to)


async def _arrival(asked: Asked) -> Screen:
    """What is recorded; how long the way takes is told only where a carrier has stated it."""
    turn, order = asked.turn, await order_questions.meant(asked.turn, asked.understood.destination)
    if order is not None:
        to, known = order.destination or "", await order_questions.standing(turn, order)
    elif (refused := await countries.unknown(asked)) is not None:
        return refused
    else:
        to, known = asked.to, await countries.dates(turn, asked.to)
    if told := countries.transit(turn, to):
        return noted(await countries.when(turn, to), "\n".join([*known, told]))
    unsure = _("How long the way takes from there, I cannot say.")
    return noted(await enquiry.offer(turn, turn.text), "\n".join([*known, unsure]))


async def _status(asked: Asked) -> Screen:
    return await order_questions.status(asked.turn)


async def _payment(asked: Asked) -> Screen:
    turn = asked.turn
    if turn.shop.profile.how_to_pay(language()):
        return await order_questions.paying(turn)
    known = [*await order_questions.owed(turn), _("We will tell you how to pay.")]
    return noted(await enquiry.offer(turn, turn.text), "\n".join(known))


async def _catalogue(asked: Asked) -> Screen:
    return await catalog.categories(asked.turn)


async def _total(asked: Asked) -> Screen:
    """The cart with its sums, or what it would be elsewhere; while it is empty, the open order.

    A product that is named, or looked at with an empty cart, is told with its price.
    """
    found = await cart.read(asked.turn)
    filled = found is not None and len(found.lines) > 0
    if asked.understood.about or (asked.wares and not filled):
        return await products.answer(asked, "price")
    if asked.understood.destination and asked.elsewhere:
        return await _freight(asked)
    still_open = await order_questions.standing_open(asked.turn)
    if filled or not still_open:
        return await cart.cart(asked.turn)
    one = len(still_open) == 1
    return await orders.order(asked.turn, still_open[0].id) if one else await orders.orders(asked.turn)


async def _how_to(asked: Asked) -> Screen:
    return await home.help_page(asked.turn)


def _of_goods_briefly(topic: str) -> Brief:
    async def line(asked: Asked) -> str:
        return products.line(asked, topic)

    return line


async def _may_go_briefly(asked: Asked) -> str:
    return products.line(asked, "may_go") if asked.served else ""


async def _freight_briefly(asked: Asked) -> str:
    to = asked.turn.shop.destinations.get(asked.to)
    if to is None or not to.open:
        return ""
    return "\n".join(await countries.freight_lines(asked.turn, to))


async def _cutoff_briefly(asked: Asked) -> str:
    return await destination.joining_line(asked.turn, asked.to) if asked.served else ""


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
