"""The places and actions of a proposal: showing it, taking it, leaving it, typing to it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat import for_another, of_a_person, placed_order_proposal, proposal_view
from bot.handlers.chat.proposal_state import back_to, cart_with, left, one_more, onward, put_in, wanted
from bot.handlers.customer import destination_view, house_facts
from bot.handlers.customer.checkout import prefill
from bot.handlers.customer.remarks import remarked
from bot.handlers.customer.understood import known, understood
from bot.handlers.customer.waiting import PREFIX
from bot.handlers.shared import confirmations
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.ordering.proposals import Proposal
from bot.ordering.proposed_cart import ProposedCart
from bot.orders import MOST_PIECES
from bot.understanding import Interpretation


@place("reading/{code}")
async def reading(turn: Turn, code: str) -> Screen | Redirect:
    """The next question about a proposal, or the proposal as understood."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    return await proposal_view.shown(turn, proposal) if proposal else onward(None)


@place("reading/{code}/page/{page}")
async def page(turn: Turn, code: str, page: int) -> Screen | Redirect:
    """The proposal as understood, page by page."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    if proposal is None or proposal.open_word is not None:
        return onward(proposal)
    if proposal.order_id is not None:
        return await placed_order_proposal.read_so(turn, proposal, page)
    return await proposal_view.proposal(turn, proposal, page)


@action("reading/{code}/right/{seal}")
async def right(turn: Turn, code: str, seal: str) -> Redirect:
    """Takes the proposal as it was shown: into the cart, or as a change of the order."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    if proposal is None or proposal.open_word is not None:
        return onward(proposal)
    if proposal.order_id is not None:
        return await placed_order_proposal.done(turn, proposal, seal)
    proposed = await cart_with(turn, proposal)
    if proposed.seal != seal:
        return Redirect(f"{PREFIX}{code}", _("Something has changed since. Please look once more."))
    return await _take(turn, proposal, proposed)


async def _take(turn: Turn, proposal: Proposal, proposed: ProposedCart) -> Redirect:
    """Puts the proposed goods into the cart, and fills in the recipient that came with them."""
    draft = await put_in(turn, proposal, proposed)
    return await prefill.go_on(turn, proposal, draft)


@action("reading/{code}/leave")
async def leave(turn: Turn, code: str) -> Redirect:
    """Drops the proposal; the cart and the orders stay as they were."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    return await left(turn, proposal)


@action("reading/{code}/undo")
async def undo(turn: Turn, code: str) -> Redirect:
    """Makes the proposal as it was before its last message."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    if proposal is None or proposal.before is None:
        return onward(proposal)
    proposal.take_back()
    await turn.db.flush()
    return Redirect(f"{PREFIX}{code}", _("The goods are as they were before."))


def _names_nothing(read: Interpretation) -> bool:
    """Whether no goods are named that the shop has."""
    return not (read.lines or read.edits or read.unwanted or any(one.any_of for one in read.unclear))


async def _renumbered(turn: Turn, proposal: Proposal, read: Interpretation) -> Redirect | None:
    """Sets the only product that the last message changed to the number of a text; None without one."""
    number, last = turn.shop.reader().lone_number(turn.text), proposal.changed_last
    names = not _names_nothing(read) and turn.shop.reader().named(turn.text)
    if number is None or last is None or names or read.contact or read.destination:
        return None
    if number == last.pieces or not 0 < number <= MOST_PIECES:
        return None
    before = await wanted(turn, proposal)
    proposal.recount(number)
    await turn.db.flush()
    return Redirect(f"{PREFIX}{proposal.code}", await _difference(turn, proposal, last.product_id, before))


async def _difference(turn: Turn, proposal: Proposal, product_id: int, before: Mapping[int, int]) -> str:
    ware, after = turn.shop.catalogue.by_id.get(product_id), await wanted(turn, proposal)
    name = shorten(ware.name(language()), 60) if ware else ""
    words = _("{product}: {before} → {after}")
    return words.format(product=name, before=before.get(product_id, 0), after=after[product_id])


async def _taken_back(turn: Turn, proposal: Proposal, read: Interpretation) -> Redirect | None:
    """Answers who wants the last message undone, or wonders at what it did; None for others."""
    reader = turn.shop.reader()
    if read.topics or read.fills_no_form:
        return None
    if (renumbered := await _renumbered(turn, proposal, read)) is not None:
        return renumbered
    if proposal.before is None:
        return None
    if reader.undoes(turn.text) and not any(one.counted for one in read.lines):
        return await undo(turn, proposal.code)
    if reader.is_astonished(turn.text) and not read.lines and not read.unwanted:
        words = _(
            "Sorry, perhaps I misread you. If it should be as before, tap Undo; or type how it shall be."
        )
        return Redirect(f"{PREFIX}{proposal.code}", words)
    return None


@action("reading/{code}/typed")
async def typed(turn: Turn, code: str) -> Screen | Redirect | NotAnAnswer:
    """Answers a typed yes or no; any other message joins the proposal."""
    proposal, interpretation = await proposals.of(turn.db, turn.person.id, code), await understood(turn)
    if proposal is None or (turn.shop.reader().wavers(turn.text) and _names_nothing(interpretation)):
        return NotAnAnswer(back_to(proposal) if proposal else None)
    if await of_a_person.is_said(turn, interpretation) or await for_another.is_said(turn, interpretation):
        return NotAnAnswer()
    if (taken_back := await _taken_back(turn, proposal, interpretation)) is not None:
        return taken_back
    if (waits := _waits(turn, proposal)) is not None:
        return waits
    if (sent := await _sent_elsewhere(turn, proposal, interpretation)) is not None:
        return sent
    if interpretation.declines:
        return Redirect(f"{PREFIX}{code}/change/1")
    reader = turn.shop.reader()
    orders = reader.orders_now(turn.text) and _names_nothing(interpretation)
    agrees = orders or interpretation.confirms or reader.agrees(turn.text, await known(turn))
    if turn.event.forwarded and agrees:
        return onward(proposal)
    if proposal.open_word is None and (went_on := await _agreed_beside(turn, proposal, interpretation)):
        return went_on
    if not agrees or proposal.open_word is not None:
        return await one_more(turn)
    if proposal.order_id is not None:
        return await confirmations.answered(turn) or onward(proposal)
    proposal.back = "checkout" if orders else proposal.back
    return remarked(
        await _taken(turn, proposal) or onward(proposal), house_facts.beside(turn, interpretation)
    )


def _waits(turn: Turn, proposal: Proposal) -> Redirect | None:
    """The proposal as it is, for who wants to think about it."""
    how = turn.shop.reader().choosing(turn.text, "")
    if how is None or how.way != "wait":
        return None
    return Redirect(
        f"{PREFIX}{proposal.code}", _("No hurry. I keep it like this; when it is right, tap Right.")
    )


async def _sent_elsewhere(turn: Turn, proposal: Proposal, read: Interpretation) -> Redirect | None:
    """Takes another country that a message names and nothing more, and the goods with a yes beside it.

    Goods that cannot go there, or not as many, are shown first.
    """
    to = turn.shop.destinations.get(read.destination or "")
    says_more = not _names_nothing(read) or read.contact or read.intent == "question" or "?" in turn.text
    of_order = proposal.order_id is not None or proposal.open_word is not None or turn.event.forwarded
    if to is None or not to.open or to.iso2 == turn.person.destination or says_more or of_order:
        return None
    await destination_view.set_destination(turn, to.iso2)
    note, reader = (
        _("Sending to {country}.").format(country=destination_view.name_of(turn)),
        turn.shop.reader(),
    )
    proposed = await cart_with(turn, proposal)
    whole = not (proposed.left_out or proposed.capped or proposal.unknown)
    agrees = reader.agrees_beside(turn.text) or reader.begins_with_yes(turn.text)
    taken = await _taken(turn, proposal) if agrees and whole else None
    if taken is None:
        return Redirect(f"{PREFIX}{proposal.code}", note)
    return Redirect(taken.route, "\n".join(filter(None, [taken.note, note])))


async def _taken(turn: Turn, proposal: Proposal) -> Redirect | None:
    """Takes the goods in words; None where there is nothing to take."""
    proposed = await cart_with(turn, proposal)
    if not proposed.cart.lines and not proposed.before:
        return None
    return await right(turn, proposal.code, proposed.seal)


async def _agreed_beside(
    turn: Turn, proposal: Proposal, read: Interpretation
) -> Redirect | NotAnAnswer | None:
    """A yes with more beside it: the goods are taken, a recipient goes along, and a question is answered.

    None where goods are named, as they may change what was agreed to.
    """
    reader = turn.shop.reader()
    agrees = reader.agrees_beside(turn.text) or (read.contact and reader.orders_now(turn.text))
    of_cart = proposal.order_id is None and not turn.event.forwarded and not proposal.unknown
    if (
        not agrees
        or not of_cart
        or not _names_nothing(read)
        or read.destination not in (None, turn.person.destination)
    ):
        return None
    if read.contact:
        prefill.take_in(proposal, read.contact)
    taken, says_more = await _taken(turn, proposal), read.intent != "other" or read.topics
    return NotAnAnswer(note=taken.note) if taken and says_more and not read.contact else taken
