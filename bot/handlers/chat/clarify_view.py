"""The question which product a word means, or how many of it: one a screen, never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.screens import Ask, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.customer.product_view import shelf
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.ordering.carts import CartLine
from bot.ordering.proposals import Proposal, Word

QUICK_QUANTITIES = (0, 1, 2, 3, 5, 10)
MOST_SWAPS = 2


def word(turn: Turn, found: Proposal, asked: Word, page: int) -> Screen:
    """Which product is meant, or how many of it."""
    wares = options(turn, asked)
    if len(wares) == 1:
        return _how_many(found, asked, wares[0])
    leaf, route = paged(wares, page), f"reading/{found.code}"
    told = [_pieces(asked), _("Which one do you mean? Tap or type it."), formatting.on_page(leaf)]
    buttons = shelf(turn, leaf.items, f"{route}/pick/{asked.id}/{{product_id}}")
    more = [
        *formatting.turning(leaf, f"{route}/word/{asked.id}/{{page}}"),
        Button(_("None of these"), f"{route}/skip/{asked.id}"),
    ]
    title = shorten(_("“{text}”: which one?").format(text=shorten(asked.text, 40)), 60)
    asks = Ask(f"{route}/answer/{asked.id}")
    return Screen(title, "\n".join(filter(None, told)), [*buttons, *more], asks)


def options(turn: Turn, asked: Word) -> list[Ware]:
    """What may be meant, what cannot go where the goods go last."""
    known = [one for one in map(turn.shop.catalogue.by_id.get, asked.any_of) if one is not None]
    return sorted(known, key=lambda one: eligibility.verdict(turn, one).blocks or one.sold_out)


def _pieces(asked: Word) -> str:
    if not asked.pieces:
        return ""
    return ngettext("{count} piece", "{count} pieces", asked.pieces).format(count=asked.pieces)


def _how_many(found: Proposal, asked: Word, ware: Ware) -> Screen:
    """A product is meant, the number is not clear: “half a kilo” of packs of 200 g."""
    route = f"reading/{found.code}"
    told = _("I am not sure how many you want. One {unit} is {weight} net.").format(
        unit=formatting.unit(ware.unit), weight=formatting.weight(ware.net_grams)
    )
    buttons = [
        Button(str(one), f"{route}/count/{asked.id}/{one}", beside=one > 1) for one in QUICK_QUANTITIES[1:]
    ]
    leave = Button(_("None of it"), f"{route}/skip/{asked.id}")
    body = f"{told}\n{_('How many? Tap or type a number.')}"
    asks = Ask(f"{route}/answer/{asked.id}")
    return Screen(shorten(ware.name(language()), 60), body, [*buttons, leave], asks)


def swaps(turn: Turn, found: Proposal, left_out: Sequence[CartLine]) -> list[Button]:
    """What may go in place of goods that cannot."""
    pairs = [
        (one, other) for one in left_out if (other := eligibility.alternative(turn, one.ware)) is not None
    ]
    names = labels([_("Take {product}").format(product=other.name(language())) for _line, other in pairs])
    route = f"reading/{found.code}/swap"
    return [
        Button(name, f"{route}/{one.ware.id}/{other.id}/{one.quantity}")
        for name, (one, other) in zip(names[:MOST_SWAPS], pairs, strict=False)
    ]
