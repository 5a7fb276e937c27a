"""For whom a message wants goods, beside what others have of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.ordering.proposal_parts import Change, ProposedShare
from bot.ordering.proposals import Proposal
from bot.orders import MOST_PIECES
from bot.people.friends import FriendShare, cleaned
from bot.understanding import Interpretation

Known = Callable[[str], int | None]
"""Gives the id of the product of a SKU; None when it is no longer on offer."""
Whose = Mapping[int, Sequence[FriendShare]]
"""For whom the held pieces of each product are."""
NOBODYS: Whose = {}


@dataclass(frozen=True, slots=True)
class Said:
    """A change as a message says it: with a number or not, and that there be more."""

    change: Change
    counted: bool
    more: bool


def one_for(one: Said, others: Sequence[ProposedShare]) -> Said:
    """Goods that others have, named without a number for somebody: one of them is for that one too."""
    theirs = any(other.product_id == one.change.product_id for other in others)
    if one.counted or not theirs or not _may_tell_whose(one):
        return one
    return replace(one, change=replace(one.change, op="add"), counted=True)


def of_others(shares: Sequence[ProposedShare], whose: Whose) -> list[ProposedShare]:
    """What others than those whom a message names have of the goods that it shares."""
    named = {(one.product_id, one.name.casefold()) for one in shares}
    return [
        ProposedShare(one.name, product_id, one.pieces)
        for product_id in dict.fromkeys(one.product_id for one in shares)
        for one in whose.get(product_id, ())
        if one.pieces and (product_id, one.name.casefold()) not in named
    ]


def kept_of(
    said: Sequence[Said], shares: Sequence[ProposedShare], held: Mapping[int, int], whose: Whose
) -> dict[int, int]:
    """How many of the held pieces of the goods that a message shares belong to none whom it names.

    Where it is not known how many each has, none: the number of the message is all there is.
    """
    found: dict[int, int] = {}
    wanted = {one.change.product_id: one.change.pieces for one in said}
    for product_id in dict.fromkeys(one.product_id for one in shares):
        mine = [one for one in shares if one.product_id == product_id]
        has, names = whose.get(product_id, ()), {one.name.casefold() for one in mine}
        all_named = wanted.get(product_id) == sum(one.pieces for one in mine)
        if all_named and all(one.pieces for one in has):
            theirs = sum(one.pieces for one in has if one.name.casefold() in names)
            found[product_id] = max(held.get(product_id, 0) - theirs, 0)
    return found


def so_many(one: Said, held: Mapping[int, int], kept: Mapping[int, int]) -> Said:
    """Goods of the cart that are named again with a number are so many, as a tap sets them, and not more.

    What is for somebody is so many beside what others have.
    """
    product_id = one.change.product_id
    again = one.change.op == "add" and one.counted and not one.more and held.get(product_id)
    pieces = min(one.change.pieces + kept.get(product_id, 0), MOST_PIECES)
    return replace(one, change=Change(product_id, "set", pieces)) if again else one


def is_whole(
    product_id: int,
    many: int,
    said: Sequence[Said],
    shares: Sequence[ProposedShare],
    others: Sequence[ProposedShare],
) -> bool:
    """Whether a message only says whose all the held pieces of a product are: `semprong buat Siti`.

    Without a number that is one person; with numbers they come to as many as there are, and nobody else has
    any.
    """
    of_it = [one for one in said if one.change.product_id == product_id and _may_tell_whose(one)]
    names = {one.name: one.pieces for one in shares if one.product_id == product_id}
    if not names or len(of_it) != 1:
        return False
    alone = all(one.product_id != product_id for one in others)
    if not of_it[0].counted:
        return alone and len(names) == 1
    return alone and of_it[0].change.pieces == many == sum(names.values())


def _may_tell_whose(one: Said) -> bool:
    return not one.more and (one.change.op == "add" or (one.change.op == "set" and not one.counted))


def set_shares(
    proposal: Proposal,
    shares: Sequence[ProposedShare],
    whole: Mapping[int, int],
    others: Sequence[ProposedShare],
    more: Collection[int],
) -> None:
    """Adds the shares of a message in place of earlier ones of these goods; one person has all of `whole`.

    `others` keep theirs, and so does everybody where there is only to be `more`.
    """
    told = {one.product_id for one in shares} - {*more}
    alone = {one for one in whole if len([other for other in shares if other.product_id == one]) == 1}
    fresh = [replace(one, pieces=whole[one.product_id]) if one.product_id in alone else one for one in shares]
    kept = [one for one in proposal.shares if one.product_id not in told]
    proposal.set_shares([*kept, *(one for one in others if one.product_id in told), *fresh])


def shares_of(message: Interpretation, known: Known) -> Iterable[ProposedShare]:
    """The shares of a message, of the products on offer."""
    for one in message.shares:
        if (product_id := known(one.sku)) is not None:
            yield ProposedShare(cleaned(one.name), product_id, one.quantity)
