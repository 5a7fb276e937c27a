"""Answers questions from what the program knows, and offers the others to the coordinator.

Each topic is a line of `ANSWERS`; those of `BRIEFLY` also fit in a line above another answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace

from bot import people
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen
from bot.conversation.translation import _, language
from bot.handlers.chat.enquiry_view import offer
from bot.handlers.chat.questions import (
    arrival,
    compare,
    country_lines,
    house,
    looking,
    meant,
    order_asked,
    order_standing,
    product_answer,
    product_lines,
    shop_questions,
    what_is_known,
)
from bot.handlers.chat.questions.at_hand import at_hand
from bot.handlers.chat.questions.briefly import BRIEFLY
from bot.handlers.chat.questions.question import Question, question_of
from bot.handlers.chat.wording import asks_to_enter
from bot.handlers.customer import cart_view
from bot.handlers.customer.destination_view import closed_page, not_open, talk_of
from bot.handlers.customer.remarks import remarked
from bot.handlers.customer.waiting import PREFIX, pending, way_on
from bot.handlers.shared.turn import Turn
from bot.orders import placed_by
from bot.understanding import Interpretation

Answer = Callable[[Question], Awaitable[Screen | Redirect]]


async def reply(turn: Turn, interpretation: Interpretation) -> Screen | Redirect:
    """The answer to a question; one that the program cannot answer is offered to the coordinator."""
    question = question_of(turn, interpretation)
    topics = [one for one in interpretation.topics if one in ANSWERS]
    if not question.wares and not question.unknown and turn.shop.reader().hears(turn.text, "content"):
        question = replace(question, wares=await meant.goods(question, topics))
        topics = ["content"] if question.wares else topics
    if not question.wares and not question.unknown and (cheapest := looking.superlative(question)):
        return cheapest
    names_goods = question.wares and question.known
    named = interpretation.destination or interpretation.either or names_goods
    if "pay_ways" in topics and "payment" in topics:
        topics.remove("payment")
    if looking.looks_only(topics) and (elsewhere := looking.without(question) or looking.others(question)):
        return elsewhere
    if not topics and named and question.to and not question.served:
        topics = ["may_go"]  # whatever is asked of it, nothing goes there yet
    if not topics:
        return await of_goods(question) or await offer(turn, turn.text)
    # A topic that lacks its product comes first only when no other can be answered.
    topic = next((one for one in topics if question.wares or one not in product_lines.LINES), topics[0])
    answer = await ANSWERS[topic](question)
    brief_answers = "\n".join([line async for line in _beside(question, topic)])
    return remarked(answer, brief_answers)


async def of_goods(question: Question) -> Screen | Redirect | None:
    """The order that something is missed in, goods that are looked for, or what is known of those named."""
    turn = question.turn
    if turn.shop.reader().of_an_order(turn.text) and (onward := await way_on(turn)):
        return await _not_yet(turn, onward)
    return (
        looking.without(question)
        or looking.found(question)
        or meant.of_others_too(question)
        or await what_is_known.told(question)
    )


async def _not_yet(turn: Turn, onward: str) -> Redirect:
    """Where an order goes on; who has none besides is told that it is not placed yet."""
    has_ordered = await placed_by(turn.db, turn.person.id, 1)
    return Redirect(onward, "" if has_ordered else _("It is not ordered yet. It goes on here:"))


def agreeing(turn: Turn, interpretation: Interpretation) -> str:
    """A plain yes to whether orders go to a country at all; "" for any other question."""
    question = question_of(turn, interpretation)
    of_country = interpretation.topics[:1] == ("may_go",) and interpretation.destination
    of_goods = question.wares or question.unknown or asks_to_enter(turn)
    if not of_country or not question.served or of_goods:
        return ""
    words = _("Yes, we send to {country}.")
    return words.format(country=turn.shop.destinations.name(question.to, language()))


async def _beside(question: Question, topic_answered: str) -> AsyncIterator[str]:
    """Brief answers, a line each: to the question's other topics, and for the other countries it names."""
    for topic in question.interpretation.topics:
        if topic != topic_answered and topic in BRIEFLY and (line := await BRIEFLY[topic](question)):
            yield line
    for iso2 in question.interpretation.either[1:]:
        if topic_answered in BRIEFLY and (line := await BRIEFLY[topic_answered](question.of(iso2))):
            yield line


def _of_goods(topic: str) -> Answer:
    async def answer(question: Question) -> Screen | Redirect:
        return await product_answer.answer(question, topic)

    return answer


async def _content(question: Question) -> Screen | Redirect:
    """What is in a product; without a product, the goods that are like that, or the coordinator."""
    if question.wares or question.unknown:
        return await product_answer.answer(question, "content")
    if (found := await of_goods(question)) is not None:
        return found
    asking = await offer(question.turn, question.turn.text)
    hint = _("If it is about one product, type its name with it: its page says what is in it.")
    return Redirect(asking.route, f"{asking.note} {hint}".strip())


async def _may_go(question: Question) -> Screen | Redirect:
    redirect = country_lines.no_destination(question)
    if redirect is not None and question.known and question.wares:
        return await _rule_of_closed(question)
    if redirect is not None:
        return redirect
    if question.wares:
        return await product_answer.answer(question, "may_go")
    return Redirect(f"going/{question.to}", product_lines.not_ours(question) if question.unknown else "")


async def _rule_of_closed(question: Question) -> Screen | Redirect:
    """What the rules of a country that is not open yet say to goods."""
    if line := product_lines.line(question, "may_go"):
        return closed_page(question.turn, question.to, note=line)
    turn, country = question.turn, question.turn.shop.destinations.get(question.to)
    talk_of(turn, question.to)
    return remarked(await product_answer.answer(question, "may_go"), not_open(turn, country, question.to))


async def _freight(question: Question) -> Redirect:
    """What freight costs, with the sum for a named weight unless the page states it anyway."""
    redirect = country_lines.no_destination(question, "freight")
    if redirect is not None:
        return redirect
    told = await country_lines.weight_line(question.turn, question.to, question.turn.text)
    return Redirect(f"cost/{question.to}", told)


async def _cutoff(question: Question) -> Redirect:
    return country_lines.no_destination(question, "when") or Redirect(f"when/{question.to}")


async def _arrival(question: Question) -> Screen | Redirect:
    """What is recorded about the way; its duration only where a carrier has stated it."""
    turn, order = (
        question.turn,
        await order_standing.meant(question.turn, question.interpretation.destination),
    )
    if order is not None:
        to, facts = order.destination or "", await order_standing.standing(turn, order)
    elif (redirect := country_lines.no_destination(question, "when")) is not None:
        return redirect
    else:
        to, facts = question.to, await country_lines.dates(turn, question.to)
    if told := await arrival.expected(turn, to, order):
        facts = facts if order is not None else []  # the page itself states the dates
        return Redirect(f"when/{to}", "\n".join([*facts, *told]))
    unsure = _("How long the way takes from there, I cannot say.")
    return await offer(turn, turn.text, "\n".join([*facts, unsure]))


async def _status(question: Question) -> Screen | Redirect:
    """How far the orders are; of goods that are only read or in the cart, that they are not placed yet."""
    turn = question.turn
    found = await at_hand(turn)
    if found is None or await order_standing.standing_open(turn):
        return await order_standing.status(turn)
    if turn.shop.reader().hears(turn.text, "time_to_arrive"):
        return await _arrival(question)
    return await order_asked.placed(turn)


async def _payment(question: Question) -> Screen | Redirect:
    turn = question.turn
    if turn.shop.profile.how_to_pay(language()):
        return Redirect("pay")
    owed = await order_standing.owed(turn)
    if not owed and (onward := await way_on(turn)):
        return Redirect(onward, _("You pay after the order is placed; we tell you here how."))
    if not await people.chats_of_coordinators(turn.db):
        return Redirect("house/pay_ways", "\n".join(owed))
    facts = [*owed, _("We will tell you how to pay.")]
    return await offer(turn, turn.text, "\n".join(facts))


async def _catalogue(question: Question) -> Screen | Redirect:
    """All shelves; of goods that are named, those."""
    if question.interpretation.about:
        return await product_answer.answer(question, "stock")
    return Redirect("browse")


async def _total(question: Question) -> Screen | Redirect:
    """The order being read, or the cart, with its sums, or its freight elsewhere; else the open orders.

    For a named product, or the product on the screen with an empty cart, it is the price.
    """
    waiting, cart = await pending(question.turn), await cart_view.read(question.turn)
    has_goods = waiting is not None or (cart is not None and len(cart.lines) > 0)
    if question.interpretation.about or (question.wares and not has_goods):
        return await product_answer.answer(question, "price")
    orders = await order_standing.standing_open(question.turn)
    nothing_there = not has_goods and not orders
    if question.interpretation.destination and (question.elsewhere or nothing_there):
        return await _freight(question)
    if waiting is not None:
        return Redirect(f"{PREFIX}{waiting.code}")
    if has_goods or not orders:
        return Redirect("cart")
    return Redirect(f"order/{orders[0].id}" if len(orders) == 1 else "orders")


async def _how_to(question: Question) -> Redirect:
    return Redirect("help")


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
    **shop_questions.ANSWERS,
    **compare.ANSWERS,
    **house.ANSWERS,
}
