"""Takes a message into a proposal: what it adds to, restates, refuses and leaves open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.ordering.proposal_parts import Change, OpenDoubt, ProposedShare, Word
from bot.ordering.proposals import Proposal, would_be
from bot.orders import MOST_PIECES
from bot.people.friends import FriendShare, cleaned
from bot.understanding import Interpretation, Unclear

MOST_PASSED = 2
"""So many messages about other goods close an open question about a word: it is told, and asked no more."""
OF_A_MESSAGE = ("intent", "cue", "there")
"""The doubts about a whole message: who goes on with another one has seen them."""
Known = Callable[[str], int | None]
"""Gives the id of the product of a SKU; None when it is no longer on offer."""
Whose = Mapping[int, Sequence[FriendShare]]
"""For whom the held pieces of each product are."""
NOBODYS: Whose = {}


@dataclass(frozen=True, slots=True)
class _Said:
    """A change as a message says it: with a number or not, and that there be more."""

    change: Change
    counted: bool
    more: bool


def take_in(
    proposal: Proposal, message: Interpretation, known: Known, held: Mapping[int, int], whose: Whose = NOBODYS
) -> None:
    """Takes a message into a proposal; `held` are the pieces of each product as the customer last saw them.

    `whose` says for whom they are. What is wanted for somebody joins what others have, and what has no name.

    Goods of the proposal or the cart that are named again with a number are so many from now on, as a tap
    sets them, unless there is to be more. Held goods without a number stay as they are, and it is told
    (`there`): somebody speaks of them, and seldom wants one more. With a person's name all of them are for
    that one. What a message refuses goes.
    """
    proposal.before = proposal.standing if proposal.changes or proposal.words else None
    proposed = {one for one, many in would_be({}, proposal.changes).items() if many}
    said = [*_said(message, known), *_meant(message, known, held)]
    doubted, shares = _doubted(message, known), list(_shares(message, known))
    others = _of_others(shares, whose)
    said = [_one_for(one, others) for one in said]
    whole = (one for one, many in held.items() if many and _is_whole(one, many, said, shares, others))
    theirs = {*whole}
    if proposal.order_id is None:
        kept = _kept(said, shares, held, whose)
        said = [_so_many(one, held, kept) if one.change.product_id not in theirs else one for one in said]
    there = {one.change.product_id for one in said if _only_named(one, held)} - theirs
    beside = {one.change.product_id for one in said if _is_beside(one, said, doubted)}
    told = there | beside | theirs
    fresh = [one.change for one in said if one.change.product_id not in told and not _sets_nothing(one)]
    fresh += [Change(one, "set", held[one]) for one in sorted(theirs)]
    fresh += [Change(one, "remove", 0) for sku in message.unwanted if (one := known(sku)) is not None]
    again = {one.change.product_id for one in said if _restates(one, proposed)} - there | theirs
    again |= {one.product_id for one in fresh if one.op == "set"}
    proposal.set_changes([*(one for one in proposal.changes if one.product_id not in again), *fresh])
    meant = [one for one in message.unclear if _of_held(one, known, held) is None]
    words = _words(meant, known, proposal.last_word)
    passed = _set_words(proposal, message, [one for one in words if not _is_there(one, held)])
    touched = again | {one.product_id for one in fresh}
    restated = {one.change.product_id for one in said if one.counted and held.get(one.change.product_id)}
    _set_doubts(proposal, message, known, touched, there)
    unsettled = [one for one in proposal.doubts if not _is_settled(one, restated, held)]
    proposal.set_doubts([*unsettled, *(OpenDoubt("goods", one.text, ()) for one in passed)])
    joined = [one for one in others if one.product_id in kept] if proposal.order_id is None else []
    more = {one.change.product_id for one in said if one.change.op == "add"} & held.keys() - theirs
    _set_shares(proposal, shares, {one: held[one] for one in theirs}, joined, more)


def _one_for(one: _Said, others: Sequence[ProposedShare]) -> _Said:
    """Goods that others have, named without a number for somebody: one of them is for that one too."""
    theirs = any(other.product_id == one.change.product_id for other in others)
    if one.counted or not theirs or not _may_tell_whose(one):
        return one
    return replace(one, change=replace(one.change, op="add"), counted=True)


def _of_others(shares: Sequence[ProposedShare], whose: Whose) -> list[ProposedShare]:
    """What others than those whom a message names have of the goods that it shares."""
    named = {(one.product_id, one.name.casefold()) for one in shares}
    return [
        ProposedShare(one.name, product_id, one.pieces)
        for product_id in dict.fromkeys(one.product_id for one in shares)
        for one in whose.get(product_id, ())
        if one.pieces and (product_id, one.name.casefold()) not in named
    ]


def _kept(
    said: Sequence[_Said], shares: Sequence[ProposedShare], held: Mapping[int, int], whose: Whose
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


def _so_many(one: _Said, held: Mapping[int, int], kept: Mapping[int, int]) -> _Said:
    """Goods of the cart that are named again with a number are so many, as a tap sets them, and not more.

    What is for somebody is so many beside what others have.
    """
    product_id = one.change.product_id
    again = one.change.op == "add" and one.counted and not one.more and held.get(product_id)
    pieces = min(one.change.pieces + kept.get(product_id, 0), MOST_PIECES)
    return replace(one, change=Change(product_id, "set", pieces)) if again else one


def _is_whole(
    product_id: int,
    many: int,
    said: Sequence[_Said],
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


def _may_tell_whose(one: _Said) -> bool:
    return not one.more and (one.change.op == "add" or (one.change.op == "set" and not one.counted))


def _set_shares(
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


def _of_held(one: Unclear, known: Known, held: Mapping[int, int]) -> int | None:
    """The only held product that a word means which speaks of it as known: `intipnya 2 aja`."""
    there = [
        product_id for sku in one.any_of if (product_id := known(sku)) is not None and held.get(product_id)
    ]
    return there[0] if one.definite and len(there) == 1 and one.op in ("add", "set") else None


def _meant(message: Interpretation, known: Known, held: Mapping[int, int]) -> Iterator[_Said]:
    for one in message.unclear:
        if (product_id := _of_held(one, known, held)) is not None and one.quantity is not None:
            yield _Said(Change(product_id, "set", min(one.quantity, MOST_PIECES)), counted=True, more=False)


def _restates(one: _Said, pieces: Collection[int]) -> bool:
    return one.change.op == "add" and not one.more and one.change.product_id in pieces


def _only_named(one: _Said, held: Mapping[int, int]) -> bool:
    return one.change.op in ("add", "set") and not one.counted and bool(held.get(one.change.product_id))


def _sets_nothing(one: _Said) -> bool:
    """Whether a number is to be set, and none was said."""
    return one.change.op == "set" and not one.counted


def _doubted(message: Interpretation, known: Known) -> set[int]:
    """The products that may not be wanted as they were read."""
    skus = (sku for one in message.doubts if one.kind == "goods" for sku in one.skus)
    return {one for sku in skus if (one := known(sku)) is not None}


def _is_beside(one: _Said, said: Sequence[_Said], doubted: Collection[int]) -> bool:
    """Whether goods without a number are only spoken of, beside others that are counted.

    `jahe kok masuk pedes, itu minuman. keripik 5`: they are named as not put in, with the way to have them.
    """
    counted = any(other.counted for other in said if other.change.op == "add")
    return one.change.op == "add" and not one.counted and counted and one.change.product_id in doubted


def _is_there(word: Word, held: Mapping[int, int]) -> bool:
    """Whether a word can only mean held goods, and no other number of them."""
    there = [one for one in word.any_of if held.get(one)]
    return word.op == "add" and len(there) == 1 and word.pieces in (None, held[there[0]])


def _set_words(proposal: Proposal, message: Interpretation, unclear: list[Word]) -> Sequence[Word]:
    """Adds the unclear words of a message; what nobody makes goes once it was told below the order.

    Returns those that go because several messages since were about other goods.
    """
    was_read_out = proposal.open_word is None
    asked_again = {one.any_of for one in unclear if one.any_of} if message.intent == "order" else set()
    kept = (one for one in proposal.words if not (one.unknown and was_read_out))
    about_others = bool(message.lines or message.edits or unclear)
    left = [_passed(one) if about_others else one for one in kept if one.any_of not in asked_again]
    words = [*(one for one in left if one.passed < MOST_PASSED), *unclear]
    proposal.last_word = max((word.id for word in words), default=proposal.last_word)
    proposal.set_words(words)
    return [one for one in left if one.passed >= MOST_PASSED and not one.unknown]


def _passed(word: Word) -> Word:
    return replace(word, passed=word.passed + 1)


def _set_doubts(
    proposal: Proposal,
    message: Interpretation,
    known: Known,
    touched: Collection[int],
    there: Collection[int],
) -> None:
    """Keeps the doubts about goods that are there as they were, and adds those of the message."""
    left = would_be({}, proposal.changes)
    unmoved = {one for one, many in left.items() if many} - {*touched}
    kept = [one for one in proposal.doubts if one.kind not in OF_A_MESSAGE and unmoved & {*one.product_ids}]
    fresh = [one for one in _doubts(message, known) if not {*one.product_ids} & {*there}]
    named = [OpenDoubt("there", "", tuple(sorted(there)))] if there else []
    proposal.set_doubts([*kept, *fresh, *named])


def _is_settled(doubt: OpenDoubt, restated: Collection[int], held: Mapping[int, int]) -> bool:
    """Whether a doubt is none any more: held goods got a number, and the other one is what there was."""
    if not restated:
        return False
    of_them = bool(doubt.product_ids) and {*doubt.product_ids} <= {*restated}
    was_there = doubt.text in {str(held[one]) for one in restated}
    if doubt.kind == "number":
        return of_them and was_there
    return doubt.kind == "cue" or (doubt.kind == "goods" and of_them)


def _shares(message: Interpretation, known: Known) -> Iterable[ProposedShare]:
    for one in message.shares:
        if (product_id := known(one.sku)) is not None:
            yield ProposedShare(cleaned(one.name), product_id, one.quantity)


def _doubts(message: Interpretation, known: Known) -> Iterable[OpenDoubt]:
    for one in message.doubts:
        product_ids = (product_id for sku in one.skus if (product_id := known(sku)) is not None)
        yield OpenDoubt(one.kind, one.text, tuple(product_ids))


def _said(message: Interpretation, known: Known) -> Iterator[_Said]:
    """The changes of the products on offer."""
    if message.intent == "edit":
        wanted = [
            (edit.sku, edit.op, edit.quantity, edit.counted, edit.more or message.more)
            for edit in message.edits
        ]
    else:
        wanted = [(line.sku, "add", line.quantity, line.counted, message.more) for line in message.lines]
    for sku, op, pieces, counted, more in wanted:
        product_id = known(sku)
        if product_id is not None:
            yield _Said(Change(product_id, op, min(pieces, MOST_PIECES)), counted or more, more)


def _words(unclear: Sequence[Unclear], known: Known, last: int) -> Iterable[Word]:
    """What is to be asked of a message."""
    for number, one in enumerate(unclear, start=last + 1):
        any_of = tuple(product_id for sku in one.any_of if (product_id := known(sku)) is not None)
        for_whom = tuple((cleaned(name), pieces) for name, pieces in one.for_whom)
        yield Word(number, one.text, one.quantity, any_of, one.op, for_whom)
