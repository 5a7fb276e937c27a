"""The cart with the changes of a proposal laid over it; nothing is stored."""

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
from bot.people import friends
from bot.people.friends import FriendShare

SURE = 80.0


@dataclass(frozen=True, slots=True)
class ProposedCart:
    """A cart as a proposal would make it. `left_out` are proposed lines that cannot be ordered.

    `before` are the pieces of each product in the cart now; `capped` are the products whose stock is less
    than wanted.
    """

    cart: Cart
    left_out: Sequence[CartLine]
    before: Mapping[int, int]
    capped: frozenset[int]

    @property
    def seal(self) -> str:
        """A checksum of everything that is shown; it changes whenever any of that changes."""
        facts = [(line.ware.id, line.trouble) for line in self.left_out]
        return f"{zlib.crc32(repr((self.cart.seal, facts, sorted(self.capped))).encode()):08x}"


def build(
    proposal: Proposal, draft: Order | None, destination: str | None, shop: Shop, day: date
) -> ProposedCart:
    """The customer's cart with the proposal laid over it."""
    before = {line.product_id: line.ordered for line in draft.lines} if draft else {}
    wanted = proposals.would_be(before, proposal.changes)
    wares = shop.catalogue.by_id
    wanted = {product_id: pieces for product_id, pieces in wanted.items() if product_id in wares}
    capped = {product_id: _capped(wares[product_id], pieces) for product_id, pieces in wanted.items()}
    changed = set(proposal.product_ids)
    for_whom = shares_of(proposal, draft)
    pieces_in = {product_id: pieces for product_id, pieces in capped.items() if pieces}
    proposed = _draft(draft, destination, pieces_in, for_whom)
    lines = carts.read(proposed, shop, day).lines
    impossible = (Trouble.GONE, Trouble.REFUSED)
    left_out = [line for line in lines if line.trouble in impossible and line.ware.id in changed]
    out_ids = {line.ware.id for line in left_out}
    proposed.lines = [line for line in proposed.lines if line.product_id not in out_ids]
    fewer = frozenset(one for one in changed & set(capped) - out_ids if capped[one] < wanted[one])
    return ProposedCart(carts.read(proposed, shop, day), left_out, before, fewer)


def _capped(ware: Ware, pieces: int) -> int:
    """At most the stock; the pieces of a sold-out product stay, so that the cart names it as gone."""
    return pieces if not ware.stock else min(pieces, ware.stock)


def _draft(
    draft: Order | None,
    destination: str | None,
    wanted: Mapping[int, int],
    for_whom: Mapping[int, Sequence[FriendShare]],
) -> Order:
    lines = [
        OrderLine(
            product_id=product_id,
            ordered=pieces,
            choice="",
            shares=friends.to_rows(for_whom.get(product_id, ())),
        )
        for product_id, pieces in wanted.items()
    ]
    revision = draft.revision if draft else 0
    return Order(
        state=OrderState.DRAFT, destination=destination, revision=revision, commercial=False, lines=lines
    )


def shares_of(proposal: Proposal, order: Order | None) -> dict[int, Sequence[FriendShare]]:
    """For whom the pieces of each product are: the shares of the order and those of the proposal.

    Where a number is set, the proposal's take their place; a share of no pieces only says that.
    """
    known = {line.product_id: list(line.stated_shares) for line in order.lines} if order else {}
    replaced = {change.product_id for change in proposal.changes if change.op == "set"}
    for product_id in replaced & {share.product_id for share in proposal.shares}:
        known[product_id] = []
    for share in filter(lambda one: one.pieces, proposal.shares):
        known.setdefault(share.product_id, []).append(FriendShare(share.name, share.pieces))
    return {product_id: friends.merged(shares) for product_id, shares in known.items()}


def picked(text: str, options: Sequence[Ware]) -> Ware | None:
    """The product of several that a short answer names (`yang sapi`); None when it is not clear."""
    words = [word for word in utils.default_process(text).split() if len(word) > 2]
    counted = sorted(((_named(words, ware), ware.id, ware) for ware in options), key=lambda one: -one[0])
    if not counted or not counted[0][0]:
        return None
    ahead = len(counted) == 1 or counted[0][0] > counted[1][0]
    return counted[0][2] if ahead else None


def _named(words: Sequence[str], ware: Ware) -> int:
    """How many of the words one of the product's names has, well or badly spelt."""
    names = (ware.name_id, ware.name_en, *ware.aliases)
    return max(_in_name(words, utils.default_process(name).split()) for name in names)


def _in_name(words: Sequence[str], name: Sequence[str]) -> int:
    return sum(any(fuzz.ratio(word, part) >= SURE for part in name) for word in words)
