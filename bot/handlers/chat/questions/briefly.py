"""Answers in a line or two, told above another answer or above an order that a message also gives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.conversation.translation import _, language
from bot.handlers.chat.questions import arrival, border, country_lines, house, order_standing, product_lines
from bot.handlers.chat.questions.question import Question
from bot.handlers.chat.questions.shop_questions import discount_briefly
from bot.handlers.customer.destination_view import joining_line

Brief = Callable[[Question], Awaitable[str]]


def _of_goods(topic: str) -> Brief:
    async def line(question: Question) -> str:
        return product_lines.line(question, topic)

    return line


async def _may_go(question: Question) -> str:
    return product_lines.line(question, "may_go") if question.served else ""


async def _freight(question: Question) -> str:
    to = question.turn.shop.destinations.get(question.to)
    if to is None or not to.open:
        return ""
    return "\n".join(await country_lines.freight_lines(question.turn, to))


async def _cutoff(question: Question) -> str:
    return await joining_line(question.turn, question.to) if question.served else ""


async def _arrival(question: Question) -> str:
    """When it leaves, about when it is there, and whether that is before the day that is asked."""
    turn = question.turn
    if not question.served:
        return ""
    order = await order_standing.meant(turn, question.to)
    leaves = (await country_lines.dates(turn, question.to))[1:] if order is None else []
    told = await arrival.expected(turn, question.to, order)
    unknown = [] if told else [_("How long the way takes from there, I cannot say.")]
    return "\n".join([*leaves, *told, *unknown])


async def _payment(question: Question) -> str:
    """How to pay in the shop's own words, else when it is told."""
    if "pay_ways" in question.interpretation.topics:
        return ""  # it tells when as well
    how = question.turn.shop.profile.how_to_pay(language())
    if not how and (owed := await order_standing.owed(question.turn)):
        return "\n".join([*owed, _("We will tell you how to pay.")])
    return how or _("You pay after the order is placed; we tell you here how.")


async def _tax(question: Question) -> str:
    to = question.turn.shop.destinations.get(question.to)
    return "\n".join(border.briefly(question.turn, to)) if to is not None else ""


BRIEFLY: Mapping[str, Brief] = {
    "price": _of_goods("price"),
    "stock": _of_goods("stock"),
    "content": _of_goods("content"),
    "may_go": _may_go,
    "freight": _freight,
    "cutoff": _cutoff,
    "time_to_arrive": _arrival,
    "payment": _payment,
    "tax": _tax,
    "discount": discount_briefly,
    **house.BRIEFLY,
}
SHOWN_BY_SUMS = frozenset({"price", "stock", "may_go", "freight", "total", "content"})
"""What an order that is shown tells anyway, or in lines of its own."""
