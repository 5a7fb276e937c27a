"""What a cart would be with the changes of a reading: nothing of it is kept."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, utils

from bot.catalog import Ware
from bot.ordering import carts, proposals
from bot.ordering.carts import Cart, CartLine, Trouble
from bot.ordering.proposals import Proposal
from bot.ordering.shop import Shop
from bot.orders import Order, OrderLine, OrderState
from bot.people import recipients
from bot.people.recipients import RecipientShare

SURE = 80.0


@dataclass(frozen=True, slots=True)
class ProposedCart:
    """A cart as it would stand. `left_out` are lines of the reading that cannot be ordered and stay out.

    `before` are the pieces of each product that are in the cart now; `capped` are products of which less
    than was wanted is left.
    """

    cart: Cart
    left_out: Sequence[CartLine]
    before: Mapping[int, int]
    capped: frozenset[int]

    @property
    def seal(self) -> str:
        """A short mark of all that was shown; it differs as soon as any of it has changed."""
        facts = [(one.ware.id, one.trouble) for one in self.left_out]
        return f"{zlib.crc32(repr((self.cart.seal, facts, sorted(self.capped))).encode()):08x}"


def suppose(
    reading: Proposal, draft: Order | None, destination: str | None, shop: Shop, day: date
) -> ProposedCart:
    """The customer's cart, as it would stand after the reading."""
    before = {line.product_id: line.ordered for line in draft.lines} if draft else {}
    wanted = proposals.would_be(before, reading.changes)
    wanted = {one: pieces for one, pieces in wanted.items() if one in shop.catalogue.by_id}
    capped = {one: _left(shop.catalogue.by_id[one], pieces) for one, pieces in wanted.items()}
    touched = set(reading.touched)
    for_whom = shares_of(reading, draft)
    whole = _draft(draft, destination, {one: pieces for one, pieces in capped.items() if pieces}, for_whom)
    lines = carts.read(whole, shop, day).lines
    out = [one for one in lines if one.trouble in (Trouble.GONE, Trouble.REFUSED) and one.ware.id in touched]
    away = {one.ware.id for one in out}
    whole.lines = [line for line in whole.lines if line.product_id not in away]
    fewer = frozenset(one for one in touched & set(capped) - away if capped[one] < wanted[one])
    return ProposedCart(carts.read(whole, shop, day), out, before, fewer)


def _left(ware: Ware, pieces: int) -> int:
    """Not more than is left; what is sold out stays as it was wanted, and is named as gone."""
    return pieces if not ware.stock else min(pieces, ware.stock)


def _draft(
    draft: Order | None,
    destination: str | None,
    wanted: Mapping[int, int],
    for_whom: Mapping[int, Sequence[RecipientShare]],
) -> Order:
    lines = [
        OrderLine(product_id=one, ordered=pieces, choice="", shares=recipients.to_rows(for_whom.get(one, ())))
        for one, pieces in wanted.items()
    ]
    revision = draft.revision if draft else 0
    return Order(
        state=OrderState.DRAFT, destination=destination, revision=revision, commercial=False, lines=lines
    )


def shares_of(reading: Proposal, order: Order | None) -> dict[int, Sequence[RecipientShare]]:
    """For whom the pieces of each product are, those said before and those of the reading."""
    known = {line.product_id: list(line.stated_shares) for line in order.lines} if order else {}
    renewed = {one.product_id for one in reading.changes if one.op == "set"}
    for product_id in renewed & {one.product_id for one in reading.shares}:
        known[product_id] = []
    for one in reading.shares:
        known.setdefault(one.product_id, []).append(RecipientShare(one.name, one.pieces))
    return {product_id: recipients.merged(said) for product_id, said in known.items()}


def picked(text: str, options: Sequence[Ware]) -> Ware | None:
    """The one of several products that a short answer names (`yang sapi`); None when it is not clear."""
    said = [word for word in utils.default_process(text).split() if len(word) > 2]
    counted = sorted(((_named(said, one), one.id, one) for one in options), key=lambda one: -one[0])
    if not counted or not counted[0][0]:
        return None
    ahead = len(counted) == 1 or counted[0][0] > counted[1][0]
    return counted[0][2] if ahead else None


def _named(said: Sequence[str], ware: Ware) -> int:
    """How many of the words stand in one of the product's names, well or badly spelt."""
    names = (ware.name_id, ware.name_en, *ware.aliases)
    return max(_in_name(said, utils.default_process(name).split()) for name in names)


def _in_name(said: Sequence[str], name: Sequence[str]) -> int:
    return sum(any(fuzz.ratio(word, one) >= SURE for one in name) for word in said)
