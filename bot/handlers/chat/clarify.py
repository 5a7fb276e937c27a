"""A word that fits several products, or goods without a number: one question a screen, never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.routing import action, place
from bot.conversation.screens import Ask, Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.customer import catalog
from bot.handlers.customer.checkout.question import SKIPPING
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals, proposed_cart
from bot.ordering.carts import CartLine
from bot.ordering.proposals import Proposal, Word
from bot.orders import MOST_PIECES

QUICK_QUANTITIES = (0, 1, 2, 3, 5, 10)
MOST_SWAPS = 2
SHORT_ANSWER = 4  # words; a longer text says more than which one


@place("reading/{code}/word/{word_id}/{page}")
async def word_page(turn: Turn, code: str, word_id: int, page: int) -> Screen:
    """The products that a word may mean, page by page."""
    found = await proposals.of(turn.db, turn.person.id, code)
    open_word = found.word(word_id) if found else None
    if found is None or open_word is None:
        return await _on(turn, found)
    return await word(turn, found, open_word, page)


async def word(turn: Turn, found: Proposal, asked: Word, page: int) -> Screen:
    """Which product is meant, or how many of it."""
    wares = _options(turn, asked)
    if len(wares) == 1:
        return _how_many(found, asked, wares[0])
    leaf, route = paged(wares, page), f"reading/{found.code}"
    told = [_pieces(asked), _("Which one do you mean? Tap or type it."), formatting.on_page(leaf)]
    buttons = catalog.shelf(turn, leaf.items, f"{route}/pick/{asked.id}/{{product_id}}")
    more = [
        *formatting.turning(leaf, f"{route}/word/{asked.id}/{{page}}"),
        Button(_("None of these"), f"{route}/skip/{asked.id}"),
    ]
    title = shorten(_("“{text}”: which one?").format(text=shorten(asked.text, 40)), 60)
    asks = Ask(f"{route}/answer/{asked.id}")
    return Screen(title, "\n".join(filter(None, told)), [*buttons, *more], asks)


def _options(turn: Turn, asked: Word) -> list[Ware]:
    """What may be meant, what cannot go where the goods go last."""
    known = [one for one in map(turn.shop.catalogue.by_id.get, asked.any_of) if one is not None]
    return sorted(known, key=lambda one: eligibility.verdict(turn, one).blocks or one.sold_out)


def _pieces(asked: Word) -> str:
    if not asked.pieces:
        return ""
    return ngettext("{count} piece", "{count} pieces", asked.pieces).format(count=asked.pieces)


def _how_many(found: Proposal, asked: Word, ware: Ware) -> Screen:
    """A product is meant, the number is not clear: “half a kilo” of packs of 200 g."""
    route = f"reading/{found.code}"
    told = _("I am not sure how many you want. One {unit} is {weight} net.").format(
        unit=formatting.unit(ware.unit), weight=formatting.weight(ware.net_grams)
    )
    buttons = [
        Button(str(one), f"{route}/count/{asked.id}/{one}", beside=one > 1) for one in QUICK_QUANTITIES[1:]
    ]
    leave = Button(_("None of it"), f"{route}/skip/{asked.id}")
    body = f"{told}\n{_('How many? Tap or type a number.')}"
    asks = Ask(f"{route}/answer/{asked.id}")
    return Screen(shorten(ware.name(language()), 60), body, [*buttons, leave], asks)


async def _on(turn: Turn, found: Proposal | None) -> Screen:
    """The next question of the reading."""
    from bot.handlers.chat import proposal as places

    return await places.shown(turn, found) if found else await places.gone(turn)


@action("reading/{code}/pick/{word_id}/{product_id}")
async def pick(turn: Turn, code: str, word_id: int, product_id: int) -> Screen:
    """This product is meant; what was answered before stays answered."""
    found = await proposals.of(turn.db, turn.person.id, code)
    asked = found.word(word_id) if found else None
    if found is not None and asked is not None:
        proposals.choose(found, asked, product_id)
        await turn.db.flush()
    return await _on(turn, found)


@action("reading/{code}/count/{word_id}/{pieces}")
async def count(turn: Turn, code: str, word_id: int, pieces: int) -> Screen:
    """So many are meant."""
    found = await proposals.of(turn.db, turn.person.id, code)
    asked = found.word(word_id) if found else None
    if found is not None and asked is not None:
        if not 1 <= pieces <= MOST_PIECES:
            return noted(await _on(turn, found), catalog.not_a_quantity())
        proposals.count(found, asked, pieces)
        await turn.db.flush()
    return await _on(turn, found)


@action("reading/{code}/skip/{word_id}")
async def skip(turn: Turn, code: str, word_id: int) -> Screen:
    """None of it is wanted; the rest stays as it was read."""
    found = await proposals.of(turn.db, turn.person.id, code)
    asked = found.word(word_id) if found else None
    if found is not None and asked is not None:
        proposals.drop(found, asked)
        await turn.db.flush()
    return await _on(turn, found)


@action("reading/{code}/answer/{word_id}")
async def answer(turn: Turn, code: str, word_id: int) -> Screen:
    """A number or one of the products was typed; anything else is one more message."""
    from bot.handlers.chat import free_text

    found = await proposals.of(turn.db, turn.person.id, code)
    asked = found.word(word_id) if found else None
    if asked is None:
        return await free_text.joining(turn)
    if turn.text.casefold() in SKIPPING:
        return await skip(turn, code, word_id)
    wares = _options(turn, asked)
    amount = turn.shop.reader().amount(turn.text, wares[0].sku if len(wares) == 1 else None)
    if amount is not None and (asked.pieces is None or len(wares) == 1):
        return await (count(turn, code, word_id, amount) if amount else skip(turn, code, word_id))
    is_short = len(turn.text.split()) <= SHORT_ANSWER
    meant = proposed_cart.picked(turn.text, wares) if is_short else None
    return await pick(turn, code, word_id, meant.id) if meant else await free_text.joining(turn)


def swaps(turn: Turn, found: Proposal, left_out: Sequence[CartLine]) -> list[Button]:
    """What may go in place of goods that cannot."""
    pairs = [(one, other) for one in left_out if (other := eligibility.instead(turn, one.ware)) is not None]
    names = labels([_("Take {product}").format(product=other.name(language())) for _line, other in pairs])
    route = f"reading/{found.code}/swap"
    return [
        Button(name, f"{route}/{one.ware.id}/{other.id}/{one.quantity}")
        for name, (one, other) in zip(names[:MOST_SWAPS], pairs, strict=False)
    ]


@action("reading/{code}/swap/{product_id}/{other_id}/{pieces}")
async def swap(turn: Turn, code: str, product_id: int, other_id: int, pieces: int) -> Screen:
    """This product in place of one that cannot go there."""
    found = await proposals.of(turn.db, turn.person.id, code)
    other = turn.shop.catalogue.by_id.get(other_id)
    fits = other is not None and other.offered and 1 <= pieces <= MOST_PIECES
    if found is not None and fits and product_id in found.touched:
        proposals.swap(found, product_id, other_id, pieces)
        await turn.db.flush()
    return await _on(turn, found)
