"""What the order at hand would cost with other quantities, reckoned without changing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import ROUTE_BYTES, Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.proposal_state import begun, onward
from bot.handlers.chat.questions.at_hand import AtHand, at_hand, supposed
from bot.handlers.customer import cart_view, destination_view
from bot.handlers.shared import formatting, reckoning
from bot.handlers.shared.quantities import not_a_quantity
from bot.handlers.shared.reckoning import Reckoning
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
    return _reckoned(turn, found, after, pieces, f"hand/if/{iso2}/{code}{TAKE}")


def _reckoned(
    turn: Turn, found: AtHand | None, after: AtHand, pieces: Mapping[int, int], take_it: str
) -> Screen:
    title, elsewhere = _("What it would be"), _elsewhere(turn, found, after)
    sums = reckoning.of_quote(after.goods_rupiah, after.grams, after.quote, turn.shop.rates)
    tail = [*sums.remarks, _("This is only reckoned: nothing has changed yet.")]
    if not after.goods:
        sums, tail = Reckoning(()), tail[-1:]
    lines = [*elsewhere, *_changes(turn, found, after, pieces), *_troubles(turn, after), ""]
    body = formatting.fitted(title, [*lines, *_freight(found, after)], tail, sums.room)
    leave = Button(_("Catalogue"), "browse", kind="back")
    if found is not None:
        leave = Button(_("Leave it as it is"), found.route, kind="back")
    would_change = after.goods and (found is None or after.pieces != found.pieces or elsewhere)
    ways_on = [Button(_("Take it so"), take_it, kind="on", answers="yes")] if would_change else []
    return Screen(title, body, [*ways_on, leave], sums=sums.sums)


def _elsewhere(turn: Turn, found: AtHand | None, after: AtHand) -> list[str]:
    """Where it would go, unless that is where it goes now."""
    now = found.quote.destination.iso2 if found and found.quote else turn.person.destination
    if after.quote is None or after.quote.destination.iso2 == now:
        return []
    return [_("Sent to {country}:").format(country=after.quote.destination.name(language()))]


def _changes(turn: Turn, found: AtHand | None, after: AtHand, pieces: Mapping[int, int]) -> Iterator[str]:
    """The goods that are supposed, before and after, and how many there are at most."""
    wares, before = turn.shop.catalogue.by_id, found.pieces if found else {}
    troubled = {line.ware.id for line in after.troubled}
    for one in (one for one in pieces if one not in troubled):
        name, left = shorten(wares[one].name(language()), NAME_ROOM), after.pieces.get(one, 0)
        if left == before.get(one, 0):
            yield _("{count} × {product}").format(count=left, product=name)
        else:
            words = _("{product}: {before} → {after}")
            yield words.format(product=name, before=before.get(one, 0), after=left)
        if left < pieces[one]:
            yield f"   {_('Only {left} left.').format(left=left)}"


def _troubles(turn: Turn, after: AtHand) -> Iterator[str]:
    """The goods that cannot be had so, and why."""
    to = after.quote.destination.iso2 if after.quote else ""
    for line in after.troubled:
        yield _("Not in it: {line}").format(line=shorten(line.ware.name(language()), NAME_ROOM))
        yield f"   {cart_view.trouble_text(turn, line, REMARK_ROOM, to)}"


def _freight(found: AtHand | None, after: AtHand) -> list[str]:
    """The freight before and after; alone it stands among the sums."""
    quote, before = after.quote, found.freight_rupiah if found else None
    if not after.goods or quote is None:
        return [_("Nothing would be left of the order.")] if found else []
    if quote.freight_rupiah is None or before is None:
        return []
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
