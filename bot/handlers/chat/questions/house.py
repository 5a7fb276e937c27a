"""What every shop is asked about its papers, wrapping, payment and honesty, each topic on a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen
from bot.conversation.translation import _
from bot.handlers.chat.questions import order_standing
from bot.handlers.chat.questions.at_hand import at_hand
from bot.handlers.chat.questions.country_lines import ways_to
from bot.handlers.chat.questions.question import Question
from bot.handlers.customer.house_facts import FACTS
from bot.handlers.customer.waiting import buttons_on
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn


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
    return [*buttons, *ways_to(turn, turn.person.destination or "")]


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
        return "\n".join(FACTS[topic][1](question.turn))

    return line


ANSWERS: Mapping[str, Callable[[Question], Awaitable[Screen | Redirect]]] = {
    **{topic: _answer(topic) for topic in FACTS},
    "parcel_number": _number,
}
BRIEFLY: Mapping[str, Callable[[Question], Awaitable[str]]] = {topic: _briefly(topic) for topic in FACTS}
