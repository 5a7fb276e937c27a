"""What every shop is asked about its papers, wrapping, payment and honesty: what is so here, and what is not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language, later
from bot.handlers.chat.questions import order_standing
from bot.handlers.chat.questions.at_hand import at_hand
from bot.handlers.chat.questions.country_lines import ways_to
from bot.handlers.chat.questions.question import Question
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation
from bot.understanding.decide.topics import HOUSE

PAYMENT_ROOM = 400


def _wish() -> str:
    return _("Write the wish into the note to the seller when you check out: it is read with the order.")


def _invoice(turn: Turn) -> list[str]:
    return [
        _("An order's page here shows its number, goods, prices and freight, and what is paid."),
        _("A receipt of its own, or in another name, is no service that we have yet."),
        _wish(),
    ]


def _gift_wrap(turn: Turn) -> list[str]:
    return [
        _("Gift wrapping, ribbons and cards are no service that we have yet, so we cannot promise them."),
        _wish(),
    ]


def _no_price(turn: Turn) -> list[str]:
    return [
        _("The papers for customs must state the value of the goods; that cannot be left out."),
        _("Whether a maker puts its own price label on a piece is not recorded here."),
        _wish(),
    ]


def _parcel_number(turn: Turn) -> list[str]:
    return [
        _("Yes: once the parcel has its number, the order's page here shows it. Before that there is none."),
        _("You can also ask here at any time where your order is."),
    ]


def _final_price(turn: Turn) -> list[str]:
    """What of the sums may still change."""
    tax = _("Tax and duty of the country are not in it; what is due the recipient pays there.")
    if turn.shop.profile.exporter.incoterm == "DDP":
        tax = _("Yes: tax and duty there are on us.")
    return [
        _("The prices of the goods stay as they are in your order; other fees of ours are not noted."),
        _("The freight is an estimate until the parcel is weighed; you read the real sum here then."),
        tax,
    ]


def _pay_there(turn: Turn) -> list[str]:
    told = _("Paying when the parcel arrives is not among our ways to pay.")
    how = shorten(turn.shop.profile.how_to_pay(language()), PAYMENT_ROOM)
    return [told, how or _("You pay after the order is placed; we tell you here how.")]


def _if_broken(turn: Turn) -> list[str]:
    return [
        _(
            "Then type here what is wrong, with photos: it becomes a case that the coordinator settles with you."
        ),
        _(
            "You can say whether you want your money back or the goods once more; the coordinator decides on it."
        ),
    ]


def _trust(turn: Turn) -> list[str]:
    words = _(
        "This is the automatic assistant of {shop}; small makers of Solo and a coordinator stand behind it."
    )
    return [
        words.format(shop=turn.shop.profile.name),
        _("You pay nothing before an order is placed, and how to pay you read only here, with its number."),
        _("If in doubt, talk to a person first."),
    ]


def _contact(turn: Turn) -> list[str]:
    if contact := turn.shop.profile.coordinator_contact:
        return [_("To talk to a person: {contact}").format(contact=shorten(contact, 200))]
    return [_("No telephone number is noted here: everything goes by this chat, also talking to a person.")]


FACTS: Mapping[str, tuple[str, Callable[[Turn], list[str]]]] = {
    "invoice": (later("Receipt"), _invoice),
    "gift_wrap": (later("Wrapped as a present"), _gift_wrap),
    "no_price": (later("Prices on the parcel"), _no_price),
    "parcel_number": (later("Number of the parcel"), _parcel_number),
    "final_price": (later("Is the sum final?"), _final_price),
    "pay_there": (later("Paying on arrival"), _pay_there),
    "if_broken": (later("If something is wrong with it"), _if_broken),
    "trust": (later("Who we are"), _trust),
    "contact": (later("Reaching us"), _contact),
}
"""The title and the facts of each topic."""


@place("house/{topic}")
async def told(turn: Turn, topic: str) -> Screen | Redirect:
    """What is so in this shop about one of these topics."""
    if topic not in FACTS:
        return Redirect("home")
    title, facts = FACTS[topic]
    return Screen(_(title), formatting.fitted(_(title), facts(turn)), [*await _ways(turn, topic)])


async def _ways(turn: Turn, topic: str) -> list[Button]:
    found = await at_hand(turn)
    buttons = [Button(_("Cart"), "cart")] if found and found.route == "cart" else []
    if topic == "trust":
        buttons.append(Button(_("Where it comes from"), "origin"))
    if topic in ("trust", "contact"):
        buttons.append(Button(_("Talk to a person"), "person"))
    return [*buttons, *ways_to(turn, turn.person.destination or "")]


def beside(turn: Turn, read: Interpretation) -> str:
    """What is so about such topics that an order or a change asks of as well; "" for none."""
    if read.intent not in ("order", "edit"):
        return ""
    return "\n".join(line for topic in read.topics if topic in HOUSE for line in FACTS[topic][1](turn))


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
