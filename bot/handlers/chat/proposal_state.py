"""The proposal that waits for an answer: which one it is, what it would come to, and taking it."""

from __future__ import annotations

from datetime import timedelta

from bot import ordering
from bot.conversation.routing import NotAnAnswer, Redirect
from bot.conversation.screens import shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.handlers.chat.wording import has_few_words
from bot.handlers.customer import destination_view, product_search
from bot.handlers.customer.orders.order_view import mine
from bot.handlers.customer.product_search import LONGEST_MESSAGE
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals, proposed_cart
from bot.ordering.proposals import Proposal
from bot.ordering.proposed_cart import ProposedCart
from bot.orders import Order
from bot.understanding import Interpretation

PREFIX = "reading/"
MOST_NAMED = 5
JOINED = timedelta(hours=1)


async def pending(turn: Turn) -> Proposal | None:
    """The proposal that waits for the customer: on the screen, or for the cart of the last hour."""
    found = await proposals.of(turn.db, turn.person.id)
    if found is None or turn.session.screen.startswith(PREFIX):
        return found
    return found if found.order_id is None and turn.now - found.made_at < JOINED else None


async def begun(turn: Turn) -> Proposal:
    """The proposal that a message joins: the one that waits for an answer, else a new one."""
    found = await pending(turn)
    return found or await proposals.begin(turn.db, turn.person.id, _back(turn), turn.now)


def _back(turn: Turn) -> str:
    return "checkout" if turn.session.screen.startswith("checkout") else ""


async def taken_in(turn: Turn, told: Interpretation) -> Proposal:
    """The proposal that a message joins, with what the message wants."""
    found = await begun(turn)
    proposals.take_in(found, told, lambda sku: product_id(turn, sku))
    await turn.db.flush()
    return found


def product_id(turn: Turn, sku: str) -> int | None:
    """The id of a product that is on offer."""
    ware = turn.shop.catalogue.by_sku.get(sku.upper())
    return ware.id if ware is not None and ware.offered else None


async def sent_to(turn: Turn, told: Interpretation) -> str:
    """Takes the destination that a message names; what is to be said when that cannot be."""
    if told.either:
        names = " / ".join(turn.shop.destinations.name(one, language()) for one in told.either)
        words = _("One order goes to one country: {countries}. I have left the destination as it was.")
        return words.format(countries=names)
    if not told.destination or told.destination == turn.person.destination:
        return ""
    return await destination_view.taken(turn, told.destination)


def onward(found: Proposal | None) -> Redirect:
    """The next question of a proposal; the cart, where it was taken already or was left."""
    return Redirect(f"{PREFIX}{found.code}" if found else "cart")


async def one_more(turn: Turn) -> Redirect | NotAnAnswer:
    """One more message while a proposal waits; what says nothing leaves its question as it is."""
    waiting = await pending(turn)
    if waiting is None or len(turn.text) > LONGEST_MESSAGE:
        return NotAnAnswer()
    told = turn.told
    says_little = told.intent == "other" and has_few_words(turn.text) and not told.destination
    if not says_little and not (told.only_names and not product_search.hits(turn, turn.text)):
        return NotAnAnswer()
    if told.confirms or told.declines:
        return onward(waiting)
    words = _("I do not understand “{text}”.").format(text=product_search.as_seen(turn.text))
    return Redirect(f"{PREFIX}{waiting.code}", words)


async def wanted(turn: Turn, found: Proposal) -> dict[int, int]:
    """The pieces of each product in the cart or the order after the proposal. Raises NoSuchOrder."""
    if found.order_id is not None:
        now = ordering.as_it_stands(await mine(turn, found.order_id))
    else:
        draft = await carts.find(turn.db, turn.person.id)
        now = {line.product_id: line.ordered for line in draft.lines} if draft else {}
    return proposals.would_be(now, found.changes)


async def touched(turn: Turn, found: Proposal) -> dict[int, int]:
    """The pieces of those products only that the proposal is about. Raises NoSuchOrder."""
    so = await wanted(turn, found)
    return {one: so[one] for one in found.product_ids}


async def narrow(turn: Turn, found: Proposal) -> None:
    """Reads a word that takes something away as what is there: it can mean nothing else."""
    proposals.narrow(found, {one for one, pieces in (await wanted(turn, found)).items() if pieces})
    await turn.db.flush()


async def supposing(turn: Turn, found: Proposal) -> ProposedCart:
    """The cart as it would stand after the proposal."""
    draft = await carts.find(turn.db, turn.person.id)
    day = solo_day(turn.now)
    return proposed_cart.build(found, draft, turn.person.destination, turn.shop, day)


async def put_in(turn: Turn, found: Proposal, so: ProposedCart) -> Order:
    """Puts into the cart what was shown; the proposal is done with."""
    draft = await carts.draft_of(turn.db, turn.person, turn.now)
    for_whom = proposed_cart.shares_of(found, draft)
    pieces = {line.ware.id: line.quantity for line in so.cart.lines}
    for one in found.product_ids:
        if (ware := turn.shop.catalogue.by_id.get(one)) is not None:
            await carts.set_line(turn.db, draft, ware, pieces.get(one, 0))
    for one in dict.fromkeys(share.product_id for share in found.shares):
        await carts.share(turn.db, draft, one, for_whom[one])
    await proposals.forget(turn.db, turn.person.id)
    return draft


def unknown_words(found: Proposal) -> str:
    """What was named that nobody here makes."""
    said = [f"“{shorten(one.text, 40)}”" for one in found.unknown]
    if not said:
        return ""
    words = ngettext("We do not have {names}.", "We have none of these: {names}.", len(said))
    return words.format(names=", ".join(said[:MOST_NAMED]))
