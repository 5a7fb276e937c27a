"""Free text of a customer: an order, a change, a question, a search, or a message to the coordinator."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.conversation.routing import Redirect, action
from bot.conversation.screens import Screen, noted
from bot.conversation.translation import _, language
from bot.handlers.chat import (
    complaints,
    doubts,
    edits,
    enquiry_view,
    for_another,
    of_a_person,
    recipient_said,
    second_reading,
    wording,
)
from bot.handlers.chat.named_button import Named, named_in
from bot.handlers.chat.proposal_state import sent_to, taken_in, unknown_words
from bot.handlers.chat.proposal_view import shown, swap_for
from bot.handlers.chat.questions import allergens, answer, in_passing, order_asked
from bot.handlers.chat.questions.question import question_of
from bot.handlers.chat.recipient_told import recipient_noted
from bot.handlers.chat.to_place import ordered_on, to_place
from bot.handlers.chat.yes_or_no import yes_or_no
from bot.handlers.customer import (
    cart_view,
    destination_view,
    house_facts,
    opening_asked,
    product_search,
    shop_places,
)
from bot.handlers.customer.checkout import prefill
from bot.handlers.customer.checkout.corrections import corrects_recipient
from bot.handlers.customer.orders.order_view import own_by_number
from bot.handlers.customer.remarks import remarked
from bot.handlers.customer.understood import understood
from bot.handlers.customer.waiting import pending, way_on
from bot.handlers.shared import confirmations
from bot.handlers.shared.labels import EXAMPLE
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.ordering.proposals import Proposal
from bot.understanding import Interpretation, Line, Unclear
from bot.understanding.decide.topics import ALSO_TOLD, HOUSE

ASIDE = frozenset({*HOUSE, "why_not"})
"""Topics that are answered whatever else a text says, and order nothing."""
ORDERS_NOTHING = frozenset({*HOUSE, "compare", "instead", "guests"})
Listener = Callable[[Turn, Interpretation], Awaitable[Screen | Redirect | None]]
LISTENERS: tuple[Listener, ...] = (
    *(ordered_on, of_a_person.changed, for_another.moved, complaints.asked_for, allergens.answered),
    *(opening_asked.asked, order_asked.answered),
)
"""What is listened for before anything else, in this order; each answers what is its own."""


@action("said")
async def said(turn: Turn) -> Screen | Redirect:
    """Answers free text: a place, an order number, a country, else by the intent of its interpretation."""
    await _leave_out_small_clauses(turn)
    if (shop_place := shop_places.shop_place(turn)) is not None:
        return await to_place(turn, shop_place)
    if (named := await _named(turn)) is not None:
        return named
    if turn.shop.reader().wavers(turn.text):
        return noted(await turn.current(), _("All right, nothing is changed."))
    interpretation = await understood(turn)
    if interpretation.too_long:
        return await _too_long(turn)
    for listener in LISTENERS:
        if (heard := await listener(turn, interpretation)) is not None:
            return heard
    if (country := turn.shop.destinations.find(turn.text)) is not None:
        return await _country(turn, country.iso2)
    if not _names_goods(interpretation) and (button := named_in(turn)) is not None:
        return await _tapped(turn, button)
    interpretation = await second_reading.interpreted(turn)
    answered = await _by_intent(turn, interpretation)
    orders_nothing = not ORDERS_NOTHING.isdisjoint(interpretation.topics)
    perhaps = "" if orders_nothing else doubts.perhaps_an_order(interpretation)
    notes = [perhaps, complaints.heard_beside(interpretation), await in_passing.told(turn, interpretation)]
    return remarked(answered, "\n\n".join(filter(None, notes)))


async def _named(turn: Turn) -> Screen | Redirect | None:
    """An order or a case by its number, an entry of the list on the screen, or a mended recipient."""
    if (own := await own_by_number(turn)) is not None:
        return Redirect(f"order/{own.id}")
    if (number := await complaints.own_number(turn)) is not None:
        return Redirect(f"case/{number}")
    if (entry := await _listed(turn)) is not None:
        return Redirect(entry)
    return await recipient_said.order_shown(turn) or await recipient_said.corrected(turn)


async def _leave_out_small_clauses(turn: Turn) -> None:
    """Reads only what is said beside clauses that agree or sigh: `betul dah, nak bayar mcm mana`.

    Where goods are named, all of it counts.
    """
    left = turn.shop.reader().without_small_clauses(turn.text)
    if left in ("", turn.text) or _names_goods(await understood(turn)):
        return
    turn.reads_only(left)


def _names_goods(read: Interpretation) -> bool:
    return bool(read.lines or read.edits or any(one.any_of for one in read.unclear))


async def _listed(turn: Turn) -> str | None:
    """The route of the entry that the text picks from the list on the screen: `yang kedua`; None without."""
    place = turn.shop.reader().place(turn.text)
    if not place:
        return None
    entries = [one.label for one in (await turn.current()).buttons if one.hint]
    at = place - 1 if place > 0 else len(entries) + place
    return turn.session.labels.get(entries[at]) if 0 <= at < len(entries) else None


async def _too_long(turn: Turn) -> Screen | Redirect:
    """Asks for shorter messages; a waiting proposal stays as it is."""
    words = _("That is more than I can read at once. Please send it in several messages, a few lines each.")
    waiting = await pending(turn)
    return remarked(await shown(turn, waiting), words) if waiting else Redirect("home", words)


async def _country(turn: Turn, iso2: str) -> Screen | Redirect:
    """Answers a country alone: the waiting proposal goes there, else the country is searched for."""
    waiting = await pending(turn)
    if waiting is None or waiting.order_id is not None:
        says_to = turn.shop.vocabulary.words("to") & set(turn.text.casefold().split())
        return Redirect(f"to/{iso2}" if says_to else "search")
    refusal = await destination_view.set_destination(turn, iso2)
    return remarked(await shown(turn, waiting), refusal)


async def _by_intent(turn: Turn, interpretation: Interpretation) -> Screen | Redirect:
    """The answer to an interpretation, by its intent."""
    named = interpretation.lines or interpretation.edits or interpretation.unclear or interpretation.unwanted
    if not named and (kept_or_named := await edits.of_whole_order(turn)) is not None:
        return kept_or_named
    if not named and (asked := await confirmations.answered(turn)) is not None:
        return asked
    if not named and turn.shop.reader().agrees(turn.text):
        return await yes_or_no(turn, interpretation)
    if (unchanged := await edits.wondered(turn)) is not None:
        return unchanged
    asks = interpretation.intent == "question" and interpretation.topics
    if not named and not asks and (field := corrects_recipient(turn)):
        return await edits.of_recipient(turn, field)
    if interpretation.only_names and interpretation.intent in ("order", "edit"):
        return Redirect("search")
    if interpretation.intent == "order":
        return await _ordered(turn, interpretation)
    if interpretation.intent == "edit":
        return await edits.edited(turn, interpretation)
    if interpretation.intent == "question":
        agreeing = answer.agreeing(turn, interpretation)
        to = await destination_view.taken_in_passing(turn, interpretation.destination)
        told = "\n".join(filter(None, [agreeing, to]))
        return remarked(await answer.reply(turn, interpretation), told)
    if interpretation.intent == "greeting":
        return await _greeted(turn)
    return await _without_intent(turn, interpretation)


async def _tapped(turn: Turn, button: Named) -> Screen | Redirect:
    """What a button for goods does that is typed in part; so many of a product in a list are an order."""
    ware, shows = turn.shop.catalogue.by_id.get(button.product_id), button.route.startswith("product/")
    if shows and (swap := await swap_for(turn, button.product_id, button.pieces)):
        return Redirect(swap)
    if button.pieces is None or ware is None or not shows:
        return Redirect(button.route)
    if ware.options:
        asked = Unclear(ware.name(language()), button.pieces, ware.options)
        return await _ordered(turn, Interpretation("order", unclear=(asked,)))
    return await _ordered(turn, Interpretation("order", lines=(Line(ware.sku, button.pieces),)))


async def _greeted(turn: Turn) -> Screen | Redirect:
    """Answers a greeting at home; thanks where they were said, as what is open there stays so."""
    if wording.thanks(turn):
        return noted(await turn.current(), _("You are welcome!"))
    to = await destination_view.taken_in_passing(turn, (await understood(turn)).destination)
    return remarked(Redirect("home", to), _("Hello! What would you like to order today?"))


async def _ordered(turn: Turn, interpretation: Interpretation) -> Screen | Redirect:
    """Takes an order into a proposal: shows the cart as it would be, or the next question."""
    note = await sent_to(turn, interpretation)
    if not interpretation.lines and not interpretation.unclear:
        confirms = interpretation.confirms and not interpretation.contact
        return remarked(await (yes_or_no if confirms else _without_goods)(turn, interpretation), note)
    proposal = await taken_in(turn, interpretation)
    if interpretation.contact:
        prefill.take_in(proposal, interpretation.contact)
        await turn.db.flush()
    if not proposal.changes and proposal.open_word is None:
        if any(one.kind == "there" for one in proposal.doubts):
            return await _as_it_is(turn, proposal, interpretation)
        await proposals.forget(turn.db, turn.person.id)
        return remarked(await _unknown(turn, unknown_words(proposal)), note)
    return remarked(await shown(turn, proposal), note)


async def _as_it_is(turn: Turn, proposal: Proposal, interpretation: Interpretation) -> Screen | Redirect:
    """The cart unchanged; a recipient that came along is filled in all the same."""
    unchanged = await edits.as_it_is(turn, proposal)
    filled = await recipient_noted(turn, interpretation) if interpretation.contact else None
    return remarked(filled, unchanged.note) if filled else unchanged


async def _without_goods(turn: Turn, interpretation: Interpretation) -> Redirect:
    """Answers an order without goods: asks for them, and stores a recipient that came along."""
    if interpretation.contact and (filled := await recipient_noted(turn, interpretation)) is not None:
        return filled
    cart = await cart_view.read(turn)
    if cart is not None and cart.lines:
        return Redirect("cart")
    ask = _("What would you like? Type it as you would say it, for example: {example}.")
    return Redirect("browse", ask.format(example=_(EXAMPLE)))


async def _unknown(turn: Turn, names: str) -> Screen | Redirect:
    """Says which goods nobody makes here, and offers to ask the coordinator."""
    return await enquiry_view.offer(turn, turn.text, names)


async def _without_intent(turn: Turn, interpretation: Interpretation) -> Screen | Redirect:
    """Answers a text without intent: yes or no, a country, a recipient, a search, else an enquiry."""
    if interpretation.confirms or interpretation.declines:
        return remarked(await yes_or_no(turn, interpretation), house_facts.beside(turn, interpretation))
    if not ASIDE.isdisjoint(interpretation.topics) and not interpretation.contact:
        return await answer.reply(turn, interpretation)
    if interpretation.contact and wording.asks_for_a_change(turn):
        return await edits.of_recipient(turn)
    if "order_status" in interpretation.topics and wording.names_an_order(turn.text):
        return await answer.reply(turn, interpretation)
    if _is_closed(turn, interpretation):
        return destination_view.closed_page(turn, interpretation.destination or "")
    if (
        interpretation.destination
        and not interpretation.contact
        and wording.has_few_words(turn.text, wording.FEW_WORDS + 2)
    ):
        return Redirect(f"to/{interpretation.destination}")
    note = await sent_to(turn, interpretation)
    if interpretation.contact and (filled := await recipient_noted(turn, interpretation)) is not None:
        return remarked(filled, note)
    if turn.shop.reader().goes_on(turn.text) and await way_on(turn):
        return await yes_or_no(turn, interpretation)
    question = question_of(turn, interpretation)
    reader = turn.shop.reader()
    asks = reader.asks(turn.text)
    about_goods = asks and (reader.aspects(turn.text) or reader.of_an_order(turn.text))
    if about_goods and (known := await answer.of_goods(question)) is not None:
        return known
    if turn.shop.reader().aside(turn.text) == "talk" and not product_search.hits(turn, turn.text):
        return noted(await turn.current(), _("All right. Whenever you are ready, just type it."))
    if wording.has_few_words(turn.text):
        return Redirect("search")
    if ALSO_TOLD.intersection(interpretation.topics):
        return remarked(await answer.reply(turn, interpretation), note)
    seeks = asks or reader.seeks(turn.text)
    told = await answer.of_goods(question) if seeks else await _as_noted(turn)
    return remarked(told or await enquiry_view.offer(turn, turn.text), note)


async def _as_noted(turn: Turn) -> Screen | Redirect | None:
    """The order that is being read, for who tells something that is not understood; None without one."""
    waiting = await pending(turn)
    if waiting is None or waiting.open_word is not None:
        return None
    words = _("That we did not understand. This is what we have noted; if something is wrong, just type it:")
    return remarked(await shown(turn, waiting), words)


def _is_closed(turn: Turn, interpretation: Interpretation) -> bool:
    """Whether a text names a country that takes no orders, and no recipient there."""
    to = interpretation.destination
    found = turn.shop.destinations.get(to or "")
    return bool(to) and not interpretation.contact and (found is None or not found.open)
