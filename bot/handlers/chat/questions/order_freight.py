"""Why the freight of the order at hand is what it is: its weight, its size, what would make it cheaper."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, label, shorten
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.destinations.prices.rate_cards import RateCard, estimate
from bot.handlers.chat.questions.at_hand import AtHand, at_hand
from bot.handlers.chat.questions.order_supposed import route_of
from bot.handlers.shared import formatting
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.turn import Turn
from bot.ordering import quotes
from bot.ordering.quotes import Quote, QuoteLine

MOST_NAMED = 3
NAME_ROOM = 40


@place("hand/why")
async def why(turn: Turn) -> Screen | Redirect:
    """Where the weight and the freight of the order at hand come from."""
    found = await at_hand(turn)
    if found is None or not found.goods:
        return Redirect(f"cost/{turn.person.destination}/step" if turn.person.destination else "to")
    if found.quote is None:
        return Redirect("to", _("That depends on the country."))
    title, fewer = _("Where the freight comes from"), _fewer(turn, found, found.quote)
    if found.is_settled:
        told = [*_sum(found, found.quote), _("That is what the parcel weighed or took up with its carton.")]
        return Screen(title, "\n".join(told), await _ways(turn, found, found.quote, None))
    lines = [*_sum(found, found.quote), *_weight(found.quote), "", *_largest(found.quote)]
    lines += ["", *_cheaper(found.quote, fewer)]
    remark = found.quote.card is not None and found.quote.card.example and not found.is_settled
    tail = [_("These are example rates, not real prices.")] if remark else []
    return Screen(title, formatting.fitted(title, lines, tail), await _ways(turn, found, found.quote, fewer))


def _sum(found: AtHand, quote: Quote) -> list[str]:
    """The freight, and that it is more than the goods where it is."""
    weight = formatting.weight(quote.chargeable_grams)
    if quote.freight_rupiah is None:
        return [_("Freight follows after weighing.")]
    words = _("Freight about {sum} to {country}, for {weight}.")
    if found.is_settled:
        words = _("Freight {sum} to {country}, for {weight} as weighed.")
    told = words.format(
        sum=formatting.rupiah(quote.freight_rupiah),
        country=quote.destination.name(language()),
        weight=weight,
    )
    if quote.freight_rupiah <= found.goods_rupiah:
        return [told]
    more = _("Yes, that is more than the goods ({sum}).").format(sum=formatting.rupiah(found.goods_rupiah))
    return [told, more]


def _weight(quote: Quote) -> list[str]:
    """What it weighs, as what its size counts, and how that is rounded."""
    weighs, step = formatting.weight(quote.grams), formatting.weight(quote.measure.step_grams)
    if quote.goes_by_volume:
        counts = formatting.weight(quote.volumetric_grams(quote.cubic_millimetres))
        words = _(
            "It weighs {weighs} with packing, but is bulky: its size counts as {counts}"
            " (cubic centimetres / {divisor}). Carriers take the larger, rounded up to {step}."
        )
        return [words.format(weighs=weighs, counts=counts, divisor=quote.measure.divisor, step=step)]
    words = _(
        "It weighs {weighs} with packing. Carriers round that up to {step}; its size matters less here."
    )
    return [words.format(weighs=weighs, step=step)]


def _by_size(quote: Quote) -> list[QuoteLine]:
    """The lines, those first that make the most of the freight."""
    if quote.goes_by_volume:
        return sorted(quote.lines, key=lambda one: -one.cubic_millimetres)
    return sorted(quote.lines, key=lambda one: -one.grams)


def _largest(quote: Quote) -> list[str]:
    head = _("What takes the most room:") if quote.goes_by_volume else _("What weighs the most:")
    return [head, *(_line(quote, one) for one in _by_size(quote)[:MOST_NAMED])]


def _line(quote: Quote, line: QuoteLine) -> str:
    facts = {
        "count": line.pieces,
        "product": shorten(line.ware.name(language()), NAME_ROOM),
        "weighs": formatting.weight(line.grams),
        "counts": formatting.weight(quote.volumetric_grams(line.cubic_millimetres)),
    }
    if quote.goes_by_volume:
        return _("• {count} × {product}: counts as {counts}, weighs {weighs}").format(**facts)
    return _("• {count} × {product}: {weighs}").format(**facts)


def _fewer(turn: Turn, found: AtHand, quote: Quote) -> tuple[Ware, int, int] | None:
    """The bulkiest goods, how many of them to keep so that the freight falls, and what it is then.

    None where it does not fall before the order is empty, or is settled.
    """
    if found.is_settled or found.is_closed or quote.freight_rupiah is None:
        return None
    largest, day = _by_size(quote)[0], solo_day(turn.now)
    commercial = found.order.commercial if found.order else False
    for kept in range(largest.pieces - 1, -1, -1):
        goods = [(one.ware, kept if one is largest else one.pieces) for one in quote.lines]
        goods = [(ware, pieces) for ware, pieces in goods if pieces]
        if not goods:
            return None
        after = quotes.quote(turn.shop, quote.destination, goods, day, commercial).freight_rupiah
        if after is not None and after < quote.freight_rupiah:
            return largest.ware, kept, after
    return None


def _cheaper(quote: Quote, fewer: tuple[Ware, int, int] | None) -> list[str]:
    """What makes it cheaper: fewer of the bulkiest goods, or more goods of little volume."""
    if quote.freight_rupiah is None or quote.card is None:
        return []
    lines = [_("What makes it cheaper:")]
    if fewer is not None:
        ware, kept, after = fewer
        words = _("• with {count} × {product} about {sum} ({less} less)")
        if not kept:
            words = _("• without {product} about {sum} ({less} less)")
        lines.append(
            words.format(
                count=kept,
                product=shorten(ware.name(language()), NAME_ROOM),
                sum=formatting.rupiah(after),
                less=formatting.rupiah(quote.freight_rupiah - after),
            )
        )
    return [*lines, *_falling(quote.card, quote)]


def _falling(card: RateCard, quote: Quote) -> list[str]:
    """What a further step costs, and a kilogram now and in a parcel twice as heavy."""
    grams = quote.chargeable_grams
    step, twice = estimate(card, grams + card.step_grams) - estimate(card, grams), estimate(card, 2 * grams)
    words = _("• small goods cost little more: {step} further are {sum}")
    lines = [words.format(step=formatting.weight(card.step_grams), sum=formatting.rupiah(step))]
    now, then = estimate(card, grams) * 1000 // grams, twice * 1000 // (2 * grams)
    if then < now:
        words = _("• together with friends: {now} a kg now, {then} a kg at {weight}")
        lines.append(
            words.format(
                now=formatting.rupiah(now),
                then=formatting.rupiah(then),
                weight=formatting.weight(2 * grams),
            )
        )
    return lines


async def _ways(
    turn: Turn, found: AtHand, quote: Quote, fewer: tuple[Ware, int, int] | None
) -> Sequence[Button]:
    to, buttons = quote.destination.iso2, [Button(back_label(found), found.route)]
    if fewer is not None and (route := route_of(to, {fewer[0].id: fewer[1]})):
        name = shorten(fewer[0].name(language()), 14)
        buttons.append(
            Button(label(_("With {count} × {product}").format(count=fewer[1], product=name), 24), route)
        )
    fits = [] if found.is_closed else [Button(_("What else fits in"), f"cost/{to}/step")]
    return [
        *buttons,
        *fits,
        Button(_("Divide the sum"), "hand/share"),
        *await ask_button(turn),
    ]


def back_label(found: AtHand) -> str:
    """The name of the button that leads back to what is at hand."""
    if found.waiting is not None:
        return _("Go on ordering")
    return _("See order") if found.order is not None else _("Cart")
