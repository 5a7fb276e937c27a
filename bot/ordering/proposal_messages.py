"""Takes a message into a proposal: what it adds to, restates, refuses and leaves open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.ordering.proposal_parts import Change, OpenDoubt, Word
from bot.ordering.proposal_shares import (
    NOBODYS,
    Known,
    Said,
    Whose,
    is_whole,
    kept_of,
    of_others,
    one_for,
    set_shares,
    shares_of,
    so_many,
)
from bot.ordering.proposals import Proposal, would_be
from bot.orders import MOST_PIECES
from bot.people.friends import cleaned
from bot.understanding import Interpretation, Unclear

MOST_PASSED = 2
"""So many messages about other goods close an open question about a word: it is told, and asked no more."""
OF_A_MESSAGE = ("intent", "cue", "there")
"""The doubts about a whole message: who goes on with another one has seen them."""


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
    doubted, shares = _doubted(message, known), list(shares_of(message, known))
    others = of_others(shares, whose)
    said = [one_for(one, others) for one in said]
    whole = (one for one, many in held.items() if many and is_whole(one, many, said, shares, others))
    theirs = {*whole}
    if proposal.order_id is None:
        kept = kept_of(said, shares, held, whose)
        said = [so_many(one, held, kept) if one.change.product_id not in theirs else one for one in said]
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
    unoffered = [one.text for one in message.doubts if one.kind == "size"]
    passed = _set_words(proposal, message, [one for one in words if not _is_there(one, held, unoffered)])
    touched = again | {one.product_id for one in fresh}
    restated = {one.change.product_id for one in said if one.counted and held.get(one.change.product_id)}
    _set_doubts(proposal, message, known, touched, there)
    unsettled = [one for one in proposal.doubts if not _is_settled(one, restated, held)]
    proposal.set_doubts([*unsettled, *(OpenDoubt("goods", one.text, ()) for one in passed)])
    joined = [one for one in others if one.product_id in kept] if proposal.order_id is None else []
    more = {one.change.product_id for one in said if one.change.op == "add"} & held.keys() - theirs
    set_shares(proposal, shares, {one: held[one] for one in theirs}, joined, more)


def _of_held(one: Unclear, known: Known, held: Mapping[int, int]) -> int | None:
    """The only held product that a word means which speaks of it as known: `intipnya 2 aja`."""
    there = [
        product_id for sku in one.any_of if (product_id := known(sku)) is not None and held.get(product_id)
    ]
    return there[0] if one.definite and len(there) == 1 and one.op in ("add", "set") else None


def _meant(message: Interpretation, known: Known, held: Mapping[int, int]) -> Iterator[Said]:
    for one in message.unclear:
        if (product_id := _of_held(one, known, held)) is not None and one.quantity is not None:
            yield Said(Change(product_id, "set", min(one.quantity, MOST_PIECES)), counted=True, more=False)


def _restates(one: Said, pieces: Collection[int]) -> bool:
    return one.change.op == "add" and not one.more and one.change.product_id in pieces


def _only_named(one: Said, held: Mapping[int, int]) -> bool:
    return one.change.op in ("add", "set") and not one.counted and bool(held.get(one.change.product_id))


def _sets_nothing(one: Said) -> bool:
    """Whether a number is to be set, and none was said."""
    return one.change.op == "set" and not one.counted


def _doubted(message: Interpretation, known: Known) -> set[int]:
    """The products that may not be wanted as they were read."""
    skus = (sku for one in message.doubts if one.kind == "goods" for sku in one.skus)
    return {one for sku in skus if (one := known(sku)) is not None}


def _is_beside(one: Said, said: Sequence[Said], doubted: Collection[int]) -> bool:
    """Whether goods without a number are only spoken of, beside others that are counted.

    `jahe kok masuk pedes, itu minuman. keripik 5`: they are named as not put in, with the way to have them.
    """
    counted = any(other.counted for other in said if other.change.op == "add")
    return one.change.op == "add" and not one.counted and counted and one.change.product_id in doubted


def _is_there(word: Word, held: Mapping[int, int], unoffered: Sequence[str]) -> bool:
    """Whether a word can only mean held goods, and no other number of them."""
    there = [one for one in word.any_of if held.get(one)]
    return (
        not any(one in word.text for one in unoffered)
        and word.op == "add"
        and len(there) == 1
        and word.pieces in (None, held[there[0]])
    )


def _set_words(proposal: Proposal, message: Interpretation, unclear: list[Word]) -> Sequence[Word]:
    """Adds the unclear words of a message; what nobody makes goes once it was told below the order.

    Returns those that go because several messages since were about other goods.
    """
    was_read_out = proposal.open_word is None
    asked_again = [{*one.any_of} for one in unclear if one.any_of]
    kept = (one for one in proposal.words if not (one.unknown and was_read_out))
    about_others = bool(message.lines or message.edits or unclear)
    still = [one for one in kept if not _is_asked_again(one, asked_again)]
    left = [_passed(one) if about_others else one for one in still]
    words = [*(one for one in left if one.passed < MOST_PASSED), *unclear]
    proposal.last_word = max((word.id for word in words), default=proposal.last_word)
    proposal.set_words(words)
    return [one for one in left if one.passed >= MOST_PASSED and not one.unknown]


def _is_asked_again(word: Word, asked: Sequence[set[int]]) -> bool:
    """Whether the same question, or one of fewer of the goods, is asked by a newer word: it is asked once."""
    own = {*word.any_of}
    return bool(own) and any(own <= one or one <= own for one in asked)


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


def _doubts(message: Interpretation, known: Known) -> Iterable[OpenDoubt]:
    for one in message.doubts:
        product_ids = (product_id for sku in one.skus if (product_id := known(sku)) is not None)
        yield OpenDoubt(one.kind, one.text, tuple(product_ids))


def _said(message: Interpretation, known: Known) -> Iterator[Said]:
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
            yield Said(Change(product_id, op, min(pieces, MOST_PIECES)), counted or more, more)


def _words(unclear: Sequence[Unclear], known: Known, last: int) -> Iterable[Word]:
    """What is to be asked of a message."""
    for number, one in enumerate(unclear, start=last + 1):
        any_of = tuple(product_id for sku in one.any_of if (product_id := known(sku)) is not None)
        for_whom = tuple((cleaned(name), pieces) for name, pieces in one.for_whom)
        yield Word(number, one.text, one.quantity, any_of, one.op, for_whom)
