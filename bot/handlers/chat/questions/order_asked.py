"""Answers what is asked of the order at hand: by a place, or the order itself with a word above it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.destinations.prices.rate_cards import estimate
from bot.handlers.chat.proposal_state import product_id
from bot.handlers.chat.questions import conversions, country_lines, order_standing
from bot.handlers.chat.questions.at_hand import at_hand, changed
from bot.handlers.chat.questions.briefly import BRIEFLY
from bot.handlers.chat.questions.order_supposed import route_of
from bot.handlers.chat.questions.question import on_screen, question_of
from bot.handlers.customer import destination_view
from bot.handlers.customer.remarks import remarked
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering.proposal_parts import Change
from bot.understanding import Interpretation, OrderQuestion
from bot.understanding.decide.topics import HOUSE

BESIDE = frozenset({"payment", "discount", "time_to_arrive", "cutoff", *HOUSE}) - {"final_price"}
"""Topics that are answered above an answer about the order."""
ASKED_BESIDE = {"placed": BESIDE - {"time_to_arrive", "cutoff"}, "where": BESIDE - {"time_to_arrive"}}


async def answered(turn: Turn, read: Interpretation) -> Screen | Redirect | None:
    """The answer to what a message asks of the order at hand; None when it asks nothing, or there is none."""
    if read.of_order is None:
        return None
    answer = await ANSWERS[read.of_order.asks](turn, read, read.of_order)
    return remarked(answer, await _beside(turn, read, read.of_order)) if answer is not None else None


async def _beside(turn: Turn, read: Interpretation, asked: OrderQuestion) -> str:
    """Brief answers to what else is asked in the message."""
    question = question_of(turn, read)
    topics = [one for one in read.topics if one in BRIEFLY and one in ASKED_BESIDE.get(asked.asks, BESIDE)]
    return "\n".join(filter(None, [await BRIEFLY[one](question) for one in topics]))


async def _why(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect:
    found = await at_hand(turn)
    if found is not None and found.goods:
        return Redirect("hand/why")
    question = question_of(turn, read)
    question = question.of(turn.person.destination or question.to)  # a country beside it is only compared
    return country_lines.no_destination(question) or Redirect(f"cost/{question.to}/step")


async def _supposed(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect | None:
    """What it would cost with the changes, in the country that is named or chosen."""
    found = await at_hand(turn)
    if found is not None and found.is_closed:
        return Redirect(found.route, _("This order is closed: it cannot change any more."))
    known = [(product_id(turn, one.sku), one) for one in asked.supposed]
    pieces = changed(found, [Change(one, edit.op, edit.quantity) for one, edit in known if one])
    question = question_of(turn, read)
    if found is not None and found.order is not None:
        to = found.order.destination or ""
    elif (elsewhere := country_lines.no_destination(question)) is not None:
        return elsewhere
    else:
        to = question.to
    if not any(pieces.values()) and found is None:
        return None
    before = found.pieces if found else {}
    other = {one: many for one, many in pieces.items() if many != before.get(one, 0)}
    if found is not None and not other and to == (turn.person.destination or to):
        return Redirect(found.route, _("That is how your order is now."))
    taken = await destination_view.taken_in_passing(turn, to) if found is None else ""
    if route := route_of(to, other or pieces):
        return Redirect(route, taken)
    return Redirect(found.route if found else "cart", _("That is a lot at once. Please ask me bit by bit."))


async def _share(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect | None:
    found = await at_hand(turn)
    if found is None or not found.goods:
        return None
    return Redirect(f"hand/share/{asked.people}" if asked.people else "hand/share")


async def _weight(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect | None:
    """What the goods at hand weigh with their packing, and as what the freight counts them."""
    found = await at_hand(turn)
    if found is None or not found.goods or on_screen(turn):
        return None
    told = _("All of it weighs {weight} with its packing.").format(weight=formatting.weight(found.grams))
    if found.quote is not None and found.quote.chargeable_grams:
        words = _("The freight counts {weight}.")
        told += " " + words.format(weight=formatting.weight(found.quote.chargeable_grams))
    return Redirect(found.route, told)


async def _fits(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect | None:
    """What one more of the goods named would cost; without such goods, what is free in the step."""
    found = await at_hand(turn)
    if found is None or not found.goods or found.quote is None or found.is_closed:
        return None
    to, wares = found.quote.destination.iso2, question_of(turn, read).wares
    if len(wares) == 1:
        more = found.pieces.get(wares[0].id, 0) + 1
        return Redirect(route_of(to, {wares[0].id: more}) or found.route)
    return Redirect(f"cost/{to}/step") if found.order is None else Redirect("hand/why")


async def _included(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect:
    """Whether tax is part of the sums, above what is known of it."""
    question = question_of(turn, read)
    if not question.known:
        return country_lines.no_destination(question) or Redirect("to")
    words = _("No: our sums and the freight are without tax and duty there.")
    if turn.shop.profile.exporter.incoterm == "DDP":
        words = _("Yes: tax and duty there are on us.")
    return Redirect(f"tax/{question.to}", words)


async def _carrying(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect | None:
    """What a parcel of a weight costs in the country that is named or chosen; else in each that is open."""
    grams = country_lines.weight_in(turn.text)
    if not 0 < grams <= country_lines.MOST_GRAMS:
        return None
    question = question_of(turn, read)
    if (elsewhere := country_lines.no_destination(question)) is not None:
        return Redirect(elsewhere.route, "\n".join(filter(None, [elsewhere.note, _everywhere(turn, grams)])))
    taken = await destination_view.taken_in_passing(turn, read.destination or "")
    told = await country_lines.weight_line(turn, question.to, turn.text)
    return Redirect(f"cost/{question.to}", "\n\n".join(filter(None, [taken, told])))


def _everywhere(turn: Turn, grams: int) -> str:
    """What a parcel of this weight costs in the countries that are open."""
    day = solo_day(turn.now)
    cards = [(to, turn.shop.freight.card(to.iso2, day)) for to in turn.shop.destinations if to.open]
    words = _("{country} about {sum}")
    each = [
        words.format(country=to.name(language()), sum=formatting.rupiah(estimate(card, grams)))
        for to, card in cards
        if card is not None
    ]
    if not each:
        return ""
    head = _("A parcel of {weight} costs now (estimates):").format(weight=formatting.weight(grams))
    return "\n".join([head, *(f"• {one}" for one in each)])


async def placed(turn: Turn) -> Redirect:
    """Whether the order at hand is placed: not while it is read or in the cart; else how far it is."""
    found = await at_hand(turn)
    if found is None:
        return Redirect("orders")
    if found.waiting is not None:
        words = _("Not yet: this waits for your answer first. It is placed once you have checked out.")
    elif found.order is not None:
        words = _("Yes, order {number} is placed.").format(number=found.order.number)
        return Redirect(f"order/{found.order.id}/way", words)
    else:
        words = _("Not yet: the goods are only in the cart. Tap Check out to place the order.")
    if found.order is not None and found.waiting is not None:
        words = _("Order {number} is placed; this change of it waits for your answer.").format(
            number=found.order.number
        )
    return Redirect(found.route, words)


async def _placed(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect:
    return await placed(turn)


async def _shown(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect | None:
    """The order at hand as it is noted, for who wants to see it again."""
    found = await at_hand(turn)
    return Redirect(found.route, _("This is what is noted:")) if found is not None else None


async def _where(turn: Turn, read: Interpretation, asked: OrderQuestion) -> Redirect | None:
    """The order at hand itself, so that nobody believes it lost."""
    found = await at_hand(turn)
    if found is None:
        return None
    if found.waiting is not None:
        return Redirect(
            found.route, _("Your order is still here and waits for your answer; then it goes into the cart.")
        )
    return Redirect("cart") if found.order is None else await order_standing.status(turn)


Answer = Callable[[Turn, Interpretation, OrderQuestion], Awaitable[Screen | Redirect | None]]
ANSWERS: Mapping[str, Answer] = {
    "share": _share,
    "supposed": _supposed,
    "convert": conversions.converted,
    "included": _included,
    "why": _why,
    "weight": _weight,
    "fits": _fits,
    "carrying": _carrying,
    "placed": _placed,
    "shown": _shown,
    "where": _where,
}
