"""Answers to the question about an unclear word: which product, or how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _
from bot.handlers.chat import choosing, for_another, of_a_person, said_sizes
from bot.handlers.chat.clarify_view import word
from bot.handlers.chat.proposal_state import not_wanted, one_more, onward, product_id, sent_to, taken_in
from bot.handlers.chat.wording import has_few_words, refuses
from bot.handlers.customer import sizes
from bot.handlers.customer.checkout import prefill
from bot.handlers.customer.checkout.form import skips
from bot.handlers.customer.understood import understood
from bot.handlers.customer.waiting import PREFIX, options
from bot.handlers.shared.quantities import not_a_quantity
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals, proposed_cart
from bot.ordering.proposal_parts import Word
from bot.ordering.proposals import Proposal
from bot.orders import MOST_PIECES
from bot.understanding import Interpretation

SHORT_ANSWER = 4  # words; a longer text says more than which product


@place("reading/{code}/word/{word_id}/{page}")
async def word_page(turn: Turn, code: str, word_id: int, page: int) -> Screen | Redirect:
    """The products that a word may mean, page by page."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    open_word = proposal.word(word_id) if proposal else None
    if proposal is None or open_word is None:
        return onward(proposal)
    return word(turn, proposal, open_word, page)


@action("reading/{code}/pick/{word_id}/{product_id}")
async def pick(turn: Turn, code: str, word_id: int, product_id: int) -> Redirect:
    """Takes the product for the word; earlier answers stay."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    open_word = proposal.word(word_id) if proposal else None
    ware = turn.shop.catalogue.by_id.get(product_id)
    if proposal is not None and open_word is not None and ware is not None:
        if ware.options and product_id in open_word.any_of:  # which size is the next question
            said_sizes.narrowed(turn, proposal, open_word, turn.shop.catalogue.options(ware))
        else:
            proposals.choose(proposal, open_word, product_id)
        await turn.db.flush()
    return onward(proposal)


@action("reading/{code}/count/{word_id}/{pieces}")
async def count(turn: Turn, code: str, word_id: int, pieces: int) -> Redirect:
    """Takes the quantity for the word."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    open_word = proposal.word(word_id) if proposal else None
    if proposal is not None and open_word is not None:
        if not 1 <= pieces <= MOST_PIECES:
            return Redirect(f"reading/{code}", not_a_quantity())
        proposals.count(proposal, open_word, pieces)
        await turn.db.flush()
    return onward(proposal)


@action("reading/{code}/skip/{word_id}")
async def skip(turn: Turn, code: str, word_id: int) -> Redirect:
    """Drops the word; the rest of the proposal stays."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    open_word = proposal.word(word_id) if proposal else None
    if proposal is None or open_word is None:
        return onward(proposal)
    return await not_wanted(turn, proposal, open_word)


@action("reading/{code}/answer/{word_id}")
async def answer(turn: Turn, code: str, word_id: int) -> Redirect | NotAnAnswer:
    """Takes a typed number, product or way to choose for the word; any other text is free text."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    open_word = proposal.word(word_id) if proposal else None
    if proposal is None or open_word is None:
        return await one_more(turn)
    if skips(turn.text):
        return await skip(turn, code, word_id)
    read = await understood(turn)
    if read.fills_no_form or await of_a_person.is_said(turn, read) or await for_another.is_said(turn, read):
        return NotAnAnswer()
    reader, wares = turn.shop.reader(), options(turn, open_word)
    if (how := reader.choosing(turn.text, open_word.text)) is not None:
        return await choosing.chosen(turn, proposal, open_word, how)
    if reader.begins_with_denial(turn.text) and not _names_one(turn, open_word, await understood(turn)):
        return await _denied(turn, proposal, open_word)
    amount = reader.amount(turn.text, wares[0].sku if len(wares) == 1 else None)
    if amount is not None:
        return await _number(turn, proposal, open_word, amount)
    return await _named(turn, proposal, open_word)


def _names_one(turn: Turn, word: Word, read: Interpretation) -> bool:
    """Whether a text names one of the choices, to take it or to take it off."""
    skus = [line.sku for line in read.lines] + [edit.sku for edit in read.edits]
    skus += [sku for named in read.about if len(named) == 1 for sku in named]
    return not {product_id(turn, one) for one in skus}.isdisjoint(word.any_of)


async def _denied(turn: Turn, proposal: Proposal, word: Word) -> NotAnAnswer:
    """Drops a word that is not what was meant; the text is answered for what else it says."""
    proposals.drop(proposal, word)
    if not (proposal.changes or proposal.words):
        await proposals.forget(turn.db, turn.person.id)
    await turn.db.flush()
    turn.interpretation = None  # what is known of the conversation has changed
    return NotAnAnswer(note=_("All right, without “{text}”.").format(text=shorten(word.text, 40)))


async def _number(turn: Turn, proposal: Proposal, open_word: Word, number: int) -> Redirect:
    """A number alone: how many, or which where it is known how many."""
    if number and open_word.pieces is not None and len(open_word.any_of) > 1:
        return await choosing.numbered(turn, proposal, open_word, number)
    code, word_id = proposal.code, open_word.id
    return await (count(turn, code, word_id, number) if number else skip(turn, code, word_id))


async def _named(turn: Turn, proposal: Proposal, open_word: Word) -> Redirect | NotAnAnswer:
    """A product by its name, a question about the products, or free text."""
    wares, read = options(turn, open_word), await understood(turn)
    if read.confirms and len(wares) == 1 and open_word.pieces:
        return await pick(turn, proposal.code, open_word.id, wares[0].id)
    if told := choosing.about_choices(turn, read, wares):
        return Redirect(f"{PREFIX}{proposal.code}", told)
    if (unoffered := _not_among(turn, proposal, open_word, read)) is not None:
        return unoffered
    if await _narrowed_to_sizes(turn, proposal, open_word, read):
        return onward(proposal)
    settled = await choosing.taken_off(turn, proposal, open_word, read)
    if settled := settled or await _settled(turn, proposal, open_word, read):
        return settled
    asks = read.intent == "question" and bool(read.topics)  # "apa keripik tempe pedes?" picks nothing
    says_no_more = not (read.lines or read.unclear or read.edits or asks or sizes.are_of_one(wares))
    meant = proposed_cart.picked(turn.text, wares) if says_no_more and _is_short(turn) else None
    if meant is None:
        return await one_more(turn)
    if refuses(turn):
        return await choosing.without(turn, proposal, open_word, {meant.id})
    return await pick(turn, proposal.code, open_word.id, meant.id)


def _is_short(turn: Turn) -> bool:
    return has_few_words(turn.text, SHORT_ANSWER)


def _not_among(turn: Turn, proposal: Proposal, word: Word, read: Interpretation) -> Redirect | None:
    """The question once more for a size that is not offered, where no other is counted beside it."""
    said = [one.text for one in read.doubts if one.kind == "size" and _names_one_of(turn, word, one.skus)]
    if not said or any(one.counted for one in read.lines) or read.edits:
        return None
    words = _("“{text}” is not among them. Which one shall it be?")
    return Redirect(f"{PREFIX}{proposal.code}", words.format(text=shorten(said[0], 40)))


def _names_one_of(turn: Turn, word: Word, skus: Sequence[str]) -> bool:
    return any(product_id(turn, sku) in word.any_of for sku in skus)


async def _settled(turn: Turn, proposal: Proposal, open_word: Word, read: Interpretation) -> Redirect | None:
    """Whether the text names products among the choices; whatever else it says is taken in with them."""
    by_id = {product_id(turn, line.sku): line for line in read.lines}
    bases = {one: _whole(turn, line.sku) for one, line in by_id.items()}
    answers = {
        one: line for one, line in by_id.items() if one in open_word.any_of or bases[one] in open_word.any_of
    }
    if read.intent != "order" or not answers:
        return None
    alone = len(answers) == 1 and open_word.pieces is not None  # "2 of them", then which
    pieces = {
        one: open_word.pieces if alone and open_word.pieces and not line.counted else line.quantity
        for one, line in answers.items()
        if one is not None
    }
    proposals.settle(proposal, open_word, pieces, _left(turn, open_word, pieces, read))
    others = tuple(line for line in read.lines if line not in answers.values())
    doubts = tuple(one for one in read.doubts if one.kind != "intent")
    note = await sent_to(turn, read)
    await taken_in(turn, replace(read, lines=others, doubts=doubts))
    if read.contact:
        prefill.take_in(proposal, read.contact)
    await turn.db.flush()
    return Redirect(f"{PREFIX}{proposal.code}", note)


def _left(turn: Turn, word: Word, pieces: Mapping[int, int], read: Interpretation) -> int:
    """How many of the pieces that were asked about have no size or colour yet."""
    if word.pieces is None or not sizes.are_of_one(options(turn, word)) or read.unclear:
        return 0
    return max(word.pieces - sum(pieces.values()), 0)


async def _narrowed_to_sizes(turn: Turn, proposal: Proposal, word: Word, read: Interpretation) -> bool:
    """Whether the text names one of the choices that has sizes, without a size: that is asked next."""
    (only,) = read.unclear if len(read.unclear) == 1 and not read.lines else (None,)
    bases = {_whole(turn, sku) for sku in only.any_of} if only else set()
    if only is None or len(bases) != 1 or not bases <= {*word.any_of} or None in bases:
        return False
    by_sku = turn.shop.catalogue.by_sku
    said_sizes.narrowed(turn, proposal, word, [by_sku[sku.upper()] for sku in only.any_of])
    await turn.db.flush()
    return True


def _whole(turn: Turn, sku: str) -> int | None:
    """The product that this one is a size or colour of; None for one that is none."""
    ware = turn.shop.catalogue.by_sku.get(sku.upper())
    return product_id(turn, ware.option_of) if ware is not None and ware.option_of else None


@action("reading/{code}/swap/{product_id}/{other_id}/{pieces}")
async def swap(turn: Turn, code: str, product_id: int, other_id: int, pieces: int) -> Redirect:
    """Takes another product in place of one that cannot go to the destination."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    substitute = turn.shop.catalogue.by_id.get(other_id)
    fits = substitute is not None and substitute.sellable and 1 <= pieces <= MOST_PIECES
    if proposal is not None and fits and product_id in proposal.product_ids:
        proposals.swap(proposal, product_id, other_id, pieces)
        await turn.db.flush()
    return onward(proposal)
