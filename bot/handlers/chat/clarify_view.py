"""The question which product a word means, or how many of it: one question per screen, never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.screens import Ask, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.chat import doubts
from bot.handlers.customer.product_view import shelf
from bot.handlers.customer.waiting import options
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.quantities import QUICK_QUANTITIES
from bot.handlers.shared.turn import Turn
from bot.ordering.carts import CartLine
from bot.ordering.proposal_parts import Word
from bot.ordering.proposals import Proposal

MOST_SWAPS = 2


def word(turn: Turn, proposal: Proposal, open_word: Word, page: int) -> Screen:
    """Asks which product a word means, or how many of it."""
    wares = options(turn, open_word)
    if len(wares) == 1 and open_word.pieces is None:
        return _how_many(turn, proposal, open_word, wares[0])
    leaf, route = paged(wares, page), f"reading/{proposal.code}"
    ask = _("Which one do you mean? Tap or type it.") if len(wares) > 1 else _("If so, tap it.")
    unoffered = doubts.told(turn, proposal, kinds=("size",))
    lines = [_noted(turn, proposal), *unoffered, _pieces(open_word), ask, formatting.on_page(leaf)]
    buttons = shelf(turn, leaf.items, f"{route}/pick/{open_word.id}/{{product_id}}")
    more = [
        *formatting.page_buttons(leaf, f"{route}/word/{open_word.id}/{{page}}"),
        Button(_("None of these"), f"{route}/skip/{open_word.id}"),
    ]
    title = _("“{text}”: which one?") if len(wares) > 1 else _("“{text}”: do you mean this?")
    title = shorten(title.format(text=shorten(open_word.text, 40)), 60)
    asks = Ask(f"{route}/answer/{open_word.id}")
    return Screen(title, "\n".join(filter(None, lines)), [*buttons, *more], asks)


def _noted(turn: Turn, proposal: Proposal) -> str:
    """What of the proposal is clear already, so that nobody types it again."""
    wares = filter(None, map(turn.shop.catalogue.by_id.get, proposal.product_ids))
    names = ", ".join(one.name(language()) for one in wares)
    return _("Noted so far: {products}.").format(products=shorten(names, 120)) if names else ""


def _pieces(open_word: Word) -> str:
    if not open_word.pieces:
        return ""
    return ngettext("{count} piece", "{count} pieces", open_word.pieces).format(count=open_word.pieces)


def _how_many(turn: Turn, proposal: Proposal, open_word: Word, ware: Ware) -> Screen:
    """Asks for the pieces of a known product, as for “half a kilo” of packs of 200 g."""
    route = f"reading/{proposal.code}"
    unsure = _("I am not sure how many you want. One {unit} is {weight} net.").format(
        unit=formatting.unit(ware.unit), weight=formatting.weight(ware.net_grams)
    )
    buttons = [
        Button(str(one), f"{route}/count/{open_word.id}/{one}", beside=one > 1) for one in QUICK_QUANTITIES
    ]
    leave = Button(_("None of it"), f"{route}/skip/{open_word.id}")
    ask = _("How many? Tap or type a number.")
    body = "\n".join(filter(None, [_noted(turn, proposal), unsure, ask]))
    asks = Ask(f"{route}/answer/{open_word.id}")
    return Screen(shorten(ware.name(language()), 60), body, [*buttons, leave], asks)


def swaps(turn: Turn, proposal: Proposal, left_out: Sequence[CartLine]) -> list[Button]:
    """Buttons for products that may go in place of those that cannot, and that are not wanted anyway."""
    instead: dict[int, tuple[CartLine, Ware]] = {}
    for line in left_out:
        substitute = eligibility.alternative(turn, line.ware)
        if substitute is not None and substitute.id not in proposal.product_ids:
            instead.setdefault(substitute.id, (line, substitute))
    pairs = [*instead.values()]
    names = labels(
        [_("Take {product}").format(product=substitute.name(language())) for _refused, substitute in pairs]
    )
    route = f"reading/{proposal.code}/swap"
    return [
        Button(name, f"{route}/{line.ware.id}/{substitute.id}/{line.quantity}")
        for name, (line, substitute) in zip(names[:MOST_SWAPS], pairs, strict=False)
    ]
