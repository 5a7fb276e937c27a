"""What every shop is asked about its papers, wrapping, payment and honesty, each topic on a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.catalog import Ware
from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.questions import order_standing
from bot.handlers.chat.questions.at_hand import at_hand, wares_at_hand
from bot.handlers.chat.questions.country_lines import dates as country_dates
from bot.handlers.chat.questions.country_lines import no_destination, ways_to
from bot.handlers.chat.questions.question import Question
from bot.handlers.customer.house_facts import FACTS
from bot.handlers.customer.waiting import buttons_on
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.understanding.criteria import is_food

MOST = 6
NAME_ROOM = 60


@place("house/{topic}")
async def told(turn: Turn, topic: str) -> Screen | Redirect:
    """What is so in this shop about one of these topics."""
    if topic not in FACTS:
        return Redirect("home")
    title, facts = FACTS[topic]
    return Screen(_(title), formatting.fitted(_(title), facts(turn)), [*await _ways(turn, topic)])


async def _ways(turn: Turn, topic: str) -> list[Button]:
    buttons = await buttons_on(turn)
    if topic == "trust":
        buttons.append(Button(_("Where it comes from"), "origin"))
    if topic in ("trust", "contact"):
        buttons.append(Button(_("Talk to a person"), "person"))
    return [*buttons, *await ways_to(turn, turn.person.destination or "")]


def _answer(topic: str) -> Callable[[Question], Awaitable[Screen | Redirect]]:
    async def answer(question: Question) -> Screen | Redirect:
        return Redirect(f"house/{topic}")

    return answer


async def _number(question: Question) -> Screen | Redirect:
    """Where the order is that stands open; of one that is still to be placed, that it will have a number."""
    turn = question.turn
    found = await at_hand(turn)
    if found is not None and found.order is not None and found.waiting is None:
        return await order_standing.status(turn)
    return Redirect("house/parcel_number")


def _briefly(topic: str) -> Callable[[Question], Awaitable[str]]:
    async def line(question: Question) -> str:
        goods = await _certificates(question) if topic == "certified" else ""
        return "\n".join(filter(None, [goods, *FACTS[topic][1](question.turn)]))

    return line


async def _tax_basis(question: Question) -> Screen | Redirect:
    """What is known of the limit's basis, above what is noted of the country's tax."""
    if not question.known:
        return no_destination(question) or Redirect("house/tax_basis")
    return Redirect(f"tax/{question.to}", "\n".join(FACTS["tax_basis"][1](question.turn)))


async def _certified(question: Question) -> Screen | Redirect:
    """Whose statement it is, above it what is recorded for each of the goods that are meant."""
    return Redirect("house/certified", await _certificates(question))


async def _certificates(question: Question) -> str:
    """The certificate of each product that is named or at hand, or that none is recorded."""
    wares = question.wares or await wares_at_hand(question.turn)
    return "\n".join(_certificate(one) for one in wares[:MOST] if is_food(one))


def _certificate(ware: Ware) -> str:
    name = shorten(ware.name(language()), NAME_ROOM)
    if ware.halal_no:
        return _("{product}: halal certificate no. {number}").format(product=name, number=ware.halal_no)
    return _("{product}: no halal certificate is recorded").format(product=name)


async def _faster(question: Question) -> Screen | Redirect:
    """That only the joint consignment goes, and when the next one leaves."""
    dates = await country_dates(question.turn, question.to) if question.served else []
    return Redirect("house/faster", "\n".join(dates))


async def _size_chart(question: Question) -> Screen | Redirect:
    """That there is no table of sizes, on the page of the product that is meant."""
    told = "\n".join(FACTS["size_chart"][1](question.turn))
    if len(question.wares) == 1:
        return Redirect(f"product/{question.wares[0].id}", told)
    return Redirect("house/size_chart")


async def _pay_ways(question: Question) -> Screen | Redirect:
    """How to pay where the shop has told it; else what is owed, and that the ways are not noted."""
    if question.turn.shop.profile.how_to_pay(language()):
        return Redirect("pay")
    return Redirect("house/pay_ways", "\n".join(await order_standing.owed(question.turn)))


ANSWERS: Mapping[str, Callable[[Question], Awaitable[Screen | Redirect]]] = {
    **{topic: _answer(topic) for topic in FACTS},
    "parcel_number": _number,
    "tax_basis": _tax_basis,
    "certified": _certified,
    "faster": _faster,
    "size_chart": _size_chart,
    "pay_ways": _pay_ways,
}
BRIEFLY: Mapping[str, Callable[[Question], Awaitable[str]]] = {topic: _briefly(topic) for topic in FACTS}
