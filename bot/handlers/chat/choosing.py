"""Typed answers to "which one?" that name no product, and questions about the choices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.proposal_state import not_wanted, onward, product_id, taken_in, wanted
from bot.handlers.chat.questions import product_lines
from bot.handlers.chat.questions.question import question_of
from bot.handlers.customer import destination_view, sizes
from bot.handlers.customer.product_view import keeps
from bot.handlers.customer.waiting import PREFIX, options
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.ordering.proposal_parts import Word
from bot.ordering.proposals import Proposal
from bot.understanding import Choosing, Interpretation

NAME_ROOM, ABOUT_ROOM = 60, 70
BOTH = 2


async def chosen(turn: Turn, proposal: Proposal, word: Word, how: Choosing) -> Redirect:
    """Settles a word as the customer chooses, or keeps the question open with a word on it."""
    wares, back = options(turn, word), f"{PREFIX}{proposal.code}"
    if how.way == "wait":
        return Redirect(back, _("No hurry. Whenever you know, tap it or type it."))
    if how.way == "compare":
        return Redirect(back, compared(turn, wares))
    if how.way in ("neither", "cancel"):
        return await not_wanted(turn, proposal, word)
    if how.way == "both" and len(wares) != BOTH:
        return Redirect(back, _("There are {count} of them. Which ones?").format(count=len(wares)))
    if how.way in ("all", "both"):
        return await _all(turn, proposal, word, how)
    if sizes.are_of_one(wares) and sizes.meant(_to_be_had(turn, wares) or wares, how) is None:
        return Redirect(back, sizes.asked(how))
    return await _one(turn, proposal, word, how)


async def _all(turn: Turn, proposal: Proposal, word: Word, how: Choosing) -> Redirect:
    """Takes all that the word may mean; whether each is wanted so often is asked unless it was said.

    Of sizes and colours it is one of each, where that is what they come to.
    """
    pieces, count = how.pieces or word.pieces or 1, len(word.any_of)
    if sizes.are_of_one(options(turn, word)) and how.pieces is None and pieces > 1:
        if pieces != count:
            words = _("{pieces} pcs, and {count} to choose from. How many of which? For example: {example}")
            example = _two_of(options(turn, word), pieces)
            told = words.format(pieces=pieces, count=count, example=example)
            return Redirect(f"{PREFIX}{proposal.code}", told)
        pieces = 1
    proposals.settle(proposal, word, dict.fromkeys(word.any_of, pieces))
    if how.pieces is None:
        proposals.doubt(proposal, "goods", turn.text, word.any_of)
    await turn.db.flush()
    return onward(proposal)


def _two_of(wares: Sequence[Ware], pieces: int) -> str:
    """How the pieces may be shared out: `M 1, L 2`."""
    first, second = (one.option(language()) for one in wares[:2])
    return f"{first} 1, {second} {max(pieces - 1, 1)}"


def _to_be_had(turn: Turn, wares: Sequence[Ware]) -> list[Ware]:
    """Those that can be ordered now."""
    return [one for one in wares if not one.sold_out and not eligibility.verdict(turn, one).blocks]


async def _one(turn: Turn, proposal: Proposal, word: Word, how: Choosing) -> Redirect:
    """Takes the one product that can be ordered and is meant by a property, or by none."""
    wares = options(turn, word)
    can = _to_be_had(turn, wares)
    if not can:
        words = _("None of them can go to {country} now. Which one do you mean?")
        return Redirect(f"{PREFIX}{proposal.code}", words.format(country=destination_view.name_of(turn)))
    ware = (sizes.meant(can, how) if sizes.are_of_one(wares) else None) or _by_property(can, how)
    note = _("{product} then, {price} a {unit}.").format(
        product=shorten(ware.name(language()), NAME_ROOM),
        price=formatting.rupiah(ware.price_rupiah),
        unit=formatting.unit(ware.unit),
    )
    return await taken(turn, proposal, word, ware, how.pieces, note)


def _by_property(wares: Sequence[Ware], how: Choosing) -> Ware:
    if how.way == "cheapest":
        return min(wares, key=lambda one: one.price_rupiah)
    if how.way == "dearest":
        return max(wares, key=lambda one: one.price_rupiah)
    if how.way == "lightest":
        return min(wares, key=lambda one: one.net_grams)
    if how.way == "biggest":
        return max(wares, key=lambda one: one.net_grams)
    return wares[0]


async def taken(
    turn: Turn, proposal: Proposal, word: Word, ware: Ware, pieces: int | None, note: str
) -> Redirect:
    """Takes a product for a word, and the pieces if they were said with it."""
    if pieces is not None and len(word.any_of) > 1:
        proposals.count(proposal, word, pieces)
    counted = proposal.word(word.id) or word
    proposals.choose(proposal, counted, ware.id)
    await turn.db.flush()
    return Redirect(f"{PREFIX}{proposal.code}", note)


async def numbered(turn: Turn, proposal: Proposal, word: Word, number: int) -> Redirect:
    """A number where the pieces are known already: so many instead. One that may be a place is asked about.

    No channel prints numbers before its choices, so `2` alone may be how many, or the second of them.
    """
    wares = options(turn, word)
    if turn.text.strip().isdigit() and number <= len(wares):
        ask = _("Is “{number}” how many, or {product}? Type “{number} pcs”, or tap which one.")
        name = shorten(wares[number - 1].name(language()), NAME_ROOM)
        return Redirect(f"{PREFIX}{proposal.code}", ask.format(number=number, product=name))
    proposals.count(proposal, word, number)
    await turn.db.flush()
    return onward(proposal)


def compared(turn: Turn, wares: Sequence[Ware]) -> str:
    """What differs between products: prices, weights, how long they keep, what they are."""
    return "\n".join(_facts(turn, one) for one in wares[: product_lines.MOST])


def _facts(turn: Turn, ware: Ware) -> str:
    price, net = formatting.rupiah(ware.price_rupiah), formatting.weight(ware.net_grams)
    facts = " · ".join(filter(None, [price, net, keeps(ware)]))
    line = _("{product}: {facts}").format(product=shorten(ware.name(language()), NAME_ROOM), facts=facts)
    about = shorten(ware.description(language()), ABOUT_ROOM)
    return f"{line}\n   {about}" if about else line


def about_choices(turn: Turn, read: Interpretation, wares: Sequence[Ware]) -> str:
    """The answer to a question about the choices; "" for any other text."""
    if read.intent != "question" or read.strange:
        return ""
    question = question_of(turn, read)
    asked = [one for one in wares if one in question.wares]
    if question.interpretation.about and not asked:
        return ""
    topics = [one for one in read.topics if one in product_lines.LINES]
    if "total" in read.topics and not asked:
        return ""  # of the whole order
    if not topics:
        return compared(turn, asked) if asked and not read.topics else ""
    meant = (asked or list(wares))[: product_lines.MOST]
    told = (product_lines.LINES[topic](turn, one, question.to) for topic in topics for one in meant)
    return "\n".join(told)


async def taken_off(turn: Turn, proposal: Proposal, word: Word, read: Interpretation) -> Redirect | None:
    """Takes products off the choices, as in `yang sapi gak usah, karak 2`; None for any other text.

    What the text says of other goods is taken in with it. Goods that are in the cart are taken out there.
    """
    off = _removed(turn, word, read)
    if read.intent != "edit" or not off or off & {*await wanted(turn, proposal)}:
        return None
    others = replace(
        read,
        edits=tuple(one for one in read.edits if product_id(turn, one.sku) not in off),
        unclear=tuple(one for one in read.unclear if not _names(turn, one.any_of, off)),
        doubts=tuple(one for one in read.doubts if not _names(turn, one.skus, off)),
    )
    if others.edits or others.unclear:
        await taken_in(turn, others)
    return await without(turn, proposal, word, off)


async def without(turn: Turn, proposal: Proposal, word: Word, off: Collection[int]) -> Redirect:
    """Asks on without these choices; with none left the word is dropped."""
    rest = tuple(one for one in word.any_of if one not in off)
    proposals.narrow_to(proposal, word, rest)
    await turn.db.flush()
    return onward(proposal) if rest else await not_wanted(turn, proposal, word)


def _removed(turn: Turn, word: Word, read: Interpretation) -> set[int]:
    """Those of the choices that a text takes off."""
    skus = [one.sku for one in read.edits if one.op == "remove"]
    skus += [sku for one in read.unclear if one.op == "remove" for sku in one.any_of]
    return {one for sku in skus if (one := product_id(turn, sku)) is not None} & {*word.any_of}


def _names(turn: Turn, skus: Sequence[str], product_ids: Collection[int]) -> bool:
    return any(product_id(turn, sku) in product_ids for sku in skus)
