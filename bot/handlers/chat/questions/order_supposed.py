"""What the order at hand would cost with other quantities, reckoned without changing it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import ROUTE_BYTES, Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.proposal_state import begun, onward
from bot.handlers.chat.questions.at_hand import AtHand, at_hand, supposed
from bot.handlers.customer import cart_view, destination_view
from bot.handlers.shared import eligibility, formatting, reckoning
from bot.handlers.shared.quantities import not_a_quantity
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.orders import MOST_PIECES, QuantityRefused

PIECES = re.compile(r"(\d{1,9})-(\d{1,5})")
TAKE = "/take"
NAME_ROOM = 60
REMARK_ROOM = 110


def route_of(to: str, pieces: Mapping[int, int]) -> str:
    """The route of what these pieces (by product id) would cost in a country; "" where it has no room."""
    code = ".".join(f"{product_id}-{many}" for product_id, many in pieces.items())
    route = f"hand/if/{to}/{code}"
    return route if pieces and len(route) + len(TAKE) <= ROUTE_BYTES else ""


def _pieces_in(turn: Turn, code: str) -> dict[int, int]:
    """The pieces by product id in a route; only of products that are on offer or were."""
    found = {int(match[1]): int(match[2]) for match in PIECES.finditer(code)}
    return {one: min(many, MOST_PIECES) for one, many in found.items() if one in turn.shop.catalogue.by_id}


@place("hand/if/{iso2}/{code}")
async def reckoned(turn: Turn, iso2: str, code: str) -> Screen | Redirect:
    """What it would cost with these pieces; nothing is changed by it."""
    found, pieces = await at_hand(turn), _pieces_in(turn, code)
    if not pieces or turn.shop.destinations.get(iso2) is None:
        return Redirect(found.route if found else "cart")
    try:
        after = await supposed(turn, found, pieces, iso2)
    except QuantityRefused:
        return Redirect(found.route if found else "cart", not_a_quantity())
    title, sums = (
        _("What it would be"),
        reckoning.of_quote(after.goods_rupiah, after.grams, after.quote, turn.shop.rates),
    )
    lines = [*_changes(turn, found, after, pieces), *_troubles(turn, after), "", *_freight(found, after)]
    tail = [*sums.remarks, _("This is only reckoned: nothing has changed yet.")]
    body = formatting.fitted(title, lines, tail, sums.room if after.goods else 0)
    buttons = [
        *([Button(_("Take it so"), f"hand/if/{iso2}/{code}{TAKE}", kind="on")] if after.goods else []),
        Button(_("Leave it as it is"), found.route if found else "browse", kind="back"),
    ]
    return Screen(title, body, buttons, sums=sums.sums if after.goods else ())


def _changes(turn: Turn, found: AtHand | None, after: AtHand, pieces: Mapping[int, int]) -> list[str]:
    wares, before = turn.shop.catalogue.by_id, found.pieces if found else {}
    words = _("{product}: {before} → {after}")
    return [
        words.format(
            product=shorten(wares[one].name(language()), NAME_ROOM),
            before=before.get(one, 0),
            after=after.pieces.get(one, 0),
        )
        for one in pieces
    ]


def _troubles(turn: Turn, after: AtHand) -> list[str]:
    to = after.quote.destination.iso2 if after.quote else ""
    return [cart_view.trouble_text(turn, line, REMARK_ROOM, to) for line in after.troubled]


def _freight(found: AtHand | None, after: AtHand) -> list[str]:
    """The freight before and after."""
    quote, before = after.quote, found.freight_rupiah if found else None
    if not after.goods or quote is None:
        return [_("Nothing would be left of the order.")] if found else []
    if quote.freight_rupiah is None or before is None:
        return eligibility.freight(quote)
    weight, now = formatting.weight(quote.chargeable_grams), formatting.rupiah(quote.freight_rupiah)
    if quote.freight_rupiah == before:
        return [_("The freight stays the same: about {sum}, for {weight}.").format(sum=now, weight=weight)]
    less = before - quote.freight_rupiah
    words = _("Freight {before} → about {now}, for {weight}: {less} less.")
    if less < 0:
        words = _("Freight {before} → about {now}, for {weight}: {less} more.")
    facts = {"before": formatting.rupiah(before), "now": now, "less": formatting.rupiah(abs(less))}
    return [words.format(weight=weight, **facts)]


@action("hand/if/{iso2}/{code}/take")
async def take(turn: Turn, iso2: str, code: str) -> Redirect:
    """Takes these pieces into a proposal, which is shown before anything of it holds."""
    found, pieces = await at_hand(turn), _pieces_in(turn, code)
    if not pieces:
        return Redirect(found.route if found else "cart")
    refusal = ""
    proposal = await begun(turn)
    if found is not None and found.order is not None and found.waiting is None:
        proposal.order_id = found.order.id
    elif proposal.order_id is None and iso2 != turn.person.destination:
        refusal = await destination_view.set_destination(turn, iso2)
    for product_id, many in pieces.items():
        proposals.put(proposal, product_id, many)
    await turn.db.flush()
    return Redirect(onward(proposal).route, refusal)
