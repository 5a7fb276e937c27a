"""A word that fits several products, or goods without a number: the answers to the question about it."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Screen
from bot.handlers.chat.clarify_view import options, word
from bot.handlers.chat.proposal_state import one_more, onward
from bot.handlers.chat.wording import has_few_words
from bot.handlers.customer.checkout.form import SKIPPING
from bot.handlers.shared.quantities import not_a_quantity
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals, proposed_cart
from bot.orders import MOST_PIECES

SHORT_ANSWER = 4  # words; a longer text says more than which one


@place("reading/{code}/word/{word_id}/{page}")
async def word_page(turn: Turn, code: str, word_id: int, page: int) -> Screen | Redirect:
    """The products that a word may mean, page by page."""
    found = await proposals.of(turn.db, turn.person.id, code)
    open_word = found.word(word_id) if found else None
    if found is None or open_word is None:
        return onward(found)
    return word(turn, found, open_word, page)


@action("reading/{code}/pick/{word_id}/{product_id}")
async def pick(turn: Turn, code: str, word_id: int, product_id: int) -> Redirect:
    """This product is meant; what was answered before stays answered."""
    found = await proposals.of(turn.db, turn.person.id, code)
    asked = found.word(word_id) if found else None
    if found is not None and asked is not None:
        proposals.choose(found, asked, product_id)
        await turn.db.flush()
    return onward(found)


@action("reading/{code}/count/{word_id}/{pieces}")
async def count(turn: Turn, code: str, word_id: int, pieces: int) -> Redirect:
    """So many are meant."""
    found = await proposals.of(turn.db, turn.person.id, code)
    asked = found.word(word_id) if found else None
    if found is not None and asked is not None:
        if not 1 <= pieces <= MOST_PIECES:
            return Redirect(f"reading/{code}", not_a_quantity())
        proposals.count(found, asked, pieces)
        await turn.db.flush()
    return onward(found)


@action("reading/{code}/skip/{word_id}")
async def skip(turn: Turn, code: str, word_id: int) -> Redirect:
    """None of it is wanted; the rest stays as it was read."""
    found = await proposals.of(turn.db, turn.person.id, code)
    asked = found.word(word_id) if found else None
    if found is not None and asked is not None:
        proposals.drop(found, asked)
        await turn.db.flush()
    return onward(found)


@action("reading/{code}/answer/{word_id}")
async def answer(turn: Turn, code: str, word_id: int) -> Redirect | NotAnAnswer:
    """A number or one of the products was typed; anything else is one more message."""
    found = await proposals.of(turn.db, turn.person.id, code)
    asked = found.word(word_id) if found else None
    if asked is None:
        return await one_more(turn)
    if turn.text.casefold() in SKIPPING:
        return await skip(turn, code, word_id)
    wares = options(turn, asked)
    amount = turn.shop.reader().amount(turn.text, wares[0].sku if len(wares) == 1 else None)
    if amount is not None and (asked.pieces is None or len(wares) == 1):
        return await (count(turn, code, word_id, amount) if amount else skip(turn, code, word_id))
    is_short = has_few_words(turn.text, SHORT_ANSWER)
    meant = proposed_cart.picked(turn.text, wares) if is_short else None
    return await pick(turn, code, word_id, meant.id) if meant else await one_more(turn)


@action("reading/{code}/swap/{product_id}/{other_id}/{pieces}")
async def swap(turn: Turn, code: str, product_id: int, other_id: int, pieces: int) -> Redirect:
    """This product in place of one that cannot go there."""
    found = await proposals.of(turn.db, turn.person.id, code)
    other = turn.shop.catalogue.by_id.get(other_id)
    fits = other is not None and other.offered and 1 <= pieces <= MOST_PIECES
    if found is not None and fits and product_id in found.product_ids:
        proposals.swap(found, product_id, other_id, pieces)
        await turn.db.flush()
    return onward(found)
