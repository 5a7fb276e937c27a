"""The proposal that waits for an answer: finding it, adding to it, its result, and taking it."""

from __future__ import annotations

from collections.abc import Mapping

from bot import ordering
from bot.conversation.routing import NotAnAnswer, Redirect
from bot.conversation.screens import Button, shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.handlers.chat import second_reading
from bot.handlers.chat.named_button import named_in
from bot.handlers.chat.wording import has_few_words
from bot.handlers.customer import destination_view, product_search
from bot.handlers.customer.house_facts import beside
from bot.handlers.customer.orders.order_view import mine
from bot.handlers.customer.shop_places import shop_place
from bot.handlers.customer.understood import understood
from bot.handlers.customer.waiting import PREFIX, pending
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposal_messages, proposals, proposed_cart
from bot.ordering.proposal_parts import Word
from bot.ordering.proposals import Proposal
from bot.ordering.proposed_cart import ProposedCart
from bot.orders import Order
from bot.people import friends
from bot.people.friends import FriendShare
from bot.understanding import Interpretation

MOST_NAMED = 5


async def begun(turn: Turn) -> Proposal:
    """The proposal that a message joins: the waiting one, else a new one."""
    proposal = await pending(turn)
    return proposal or await proposals.begin(turn.db, turn.person.id, _back(turn), turn.now)


def _back(turn: Turn) -> str:
    return "checkout" if turn.session.screen.startswith("checkout") else ""


async def taken_in(turn: Turn, interpretation: Interpretation) -> Proposal:
    """The proposal that a message joins, after taking in what the message wants."""
    proposal = await begun(turn)
    held = await wanted(turn, proposal)
    for_whom = await whose(turn, proposal, held)
    proposal_messages.take_in(proposal, interpretation, lambda sku: product_id(turn, sku), held, for_whom)
    await turn.db.flush()
    return proposal


async def whose(
    turn: Turn, proposal: Proposal, held: Mapping[int, int]
) -> dict[int, tuple[FriendShare, ...]]:
    """For whom the pieces of each product are, in the cart or the order after the proposal."""
    if proposal.order_id is not None:
        order: Order | None = await mine(turn, proposal.order_id)
    else:
        order = await carts.find(turn.db, turn.person.id)
    stated = proposed_cart.shares_of(proposal, order)
    return {one: friends.valid_for(shares, held.get(one, 0)) for one, shares in stated.items()}


def product_id(turn: Turn, sku: str) -> int | None:
    """The id of a product on offer; None for any other SKU."""
    ware = turn.shop.catalogue.by_sku.get(sku.upper())
    return ware.id if ware is not None and ware.offered else None


async def sent_to(turn: Turn, interpretation: Interpretation) -> str:
    """Takes the destination that a message names; returns the reason when that is not possible, else ""."""
    if interpretation.either:
        names = " / ".join(turn.shop.destinations.name(one, language()) for one in interpretation.either)
        words = _("One order goes to one country: {countries}. I have left the destination as it was.")
        return words.format(countries=names)
    if not interpretation.destination or interpretation.destination == turn.person.destination:
        return ""
    return await destination_view.set_destination(turn, interpretation.destination)


def onward(proposal: Proposal | None) -> Redirect:
    """The redirect to a proposal; to the cart when it was already taken or left."""
    return Redirect(f"{PREFIX}{proposal.code}" if proposal else "cart")


async def not_wanted(turn: Turn, proposal: Proposal, word: Word) -> Redirect:
    """Drops an unclear word; the rest of the proposal stays, and one without a rest goes."""
    proposals.drop(proposal, word)
    await turn.db.flush()
    if proposal.changes or proposal.words:
        return Redirect(f"{PREFIX}{proposal.code}", _("All right, without “{text}”.").format(text=word.text))
    return await left(turn, proposal)


async def left(turn: Turn, proposal: Proposal | None) -> Redirect:
    """Drops a proposal; the cart and the orders stay as they were."""
    if proposal is not None:
        await proposals.forget(turn.db, turn.person.id)
    back = "checkout" if proposal and proposal.back else "home"
    return Redirect(back, _("All right, we leave it there. Your cart and your orders are as they were."))


async def one_more(turn: Turn) -> Redirect | NotAnAnswer:
    """Answers a message that a waiting proposal does not understand; any other one is free text.

    What is said in between is answered, and the proposal's question stays open under it.
    """
    waiting, interpretation = await pending(turn), await understood(turn)
    if waiting is None or interpretation.too_long:
        return NotAnAnswer()
    if not _says_little(turn, interpretation):
        return NotAnAnswer(None if interpretation.all_off else back_to(waiting))
    if interpretation.confirms or interpretation.declines:
        return Redirect(onward(waiting).route, beside(turn, interpretation))
    if await second_reading.interpreted(turn) != interpretation:
        return NotAnAnswer()
    words = _("I do not understand “{text}”.").format(text=product_search.as_seen(turn.text))
    return Redirect(f"{PREFIX}{waiting.code}", words)


def _says_little(turn: Turn, read: Interpretation) -> bool:
    """Whether a text is too short to be more than an answer, or names goods that nobody makes."""
    if shop_place(turn) is not None or named_in(turn) is not None or read.of_order is not None:
        return False
    reader = turn.shop.reader()
    if reader.asks(turn.text) and (reader.aspects(turn.text) or reader.of_an_order(turn.text)):
        return False
    little = read.intent == "other" and has_few_words(turn.text) and not read.destination
    return little or (read.only_names and not product_search.hits(turn, turn.text))


def back_to(waiting: Proposal) -> Button:
    """The button to a waiting proposal, under an answer to something in between."""
    return Button(_("Go on ordering"), f"{PREFIX}{waiting.code}")


async def wanted(turn: Turn, proposal: Proposal) -> dict[int, int]:
    """The pieces of each product in the cart or the order after the proposal. Raises NoSuchOrder."""
    if proposal.order_id is not None:
        pieces = ordering.as_it_stands(await mine(turn, proposal.order_id))
    else:
        draft = await carts.find(turn.db, turn.person.id)
        pieces = {line.product_id: line.ordered for line in draft.lines} if draft else {}
    return proposals.would_be(pieces, proposal.changes)


async def affected_pieces(turn: Turn, proposal: Proposal) -> dict[int, int]:
    """The pieces of the products that the proposal is about, after it. Raises NoSuchOrder."""
    pieces = await wanted(turn, proposal)
    return {product_id: pieces[product_id] for product_id in proposal.product_ids}


async def narrow(turn: Turn, proposal: Proposal) -> None:
    """Limits words that take goods away to the products that are there."""
    proposals.narrow(
        proposal, {product_id for product_id, pieces in (await wanted(turn, proposal)).items() if pieces}
    )
    await turn.db.flush()


async def cart_with(turn: Turn, proposal: Proposal) -> ProposedCart:
    """The cart as it would be after the proposal."""
    draft = await carts.find(turn.db, turn.person.id)
    day = solo_day(turn.now)
    return proposed_cart.build(proposal, draft, turn.person.destination, turn.shop, day)


async def put_in(turn: Turn, proposal: Proposal, proposed: ProposedCart) -> Order:
    """Puts the proposed goods into the cart and drops the proposal."""
    draft = await carts.draft_of(turn.db, turn.person, turn.now)
    for_whom = proposed_cart.shares_of(proposal, draft)
    pieces = {line.ware.id: line.quantity for line in proposed.cart.lines}
    for one in proposal.product_ids:
        if (ware := turn.shop.catalogue.by_id.get(one)) is not None:
            await carts.set_line(turn.db, draft, ware, pieces.get(one, 0))
    for one in dict.fromkeys(share.product_id for share in proposal.shares):
        await carts.share(turn.db, draft, one, for_whom.get(one, ()))
    await proposals.forget(turn.db, turn.person.id)
    return draft


def unknown_words(proposal: Proposal) -> str:
    """The sentence about named goods that nobody here makes; "" for none."""
    names = [f"“{shorten(one.text, 40)}”" for one in proposal.unknown]
    if not names:
        return ""
    words = ngettext(
        "We did not find {names} here. Perhaps in other words?",
        "We did not find these here: {names}. Perhaps in other words?",
        len(names),
    )
    return words.format(names=", ".join(names[:MOST_NAMED]))
