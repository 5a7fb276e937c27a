"""Typed text that is nothing else: an order, a change, a question, a search, or a word to the coordinator."""

from __future__ import annotations

from bot.conversation.routing import Redirect, action
from bot.conversation.screens import Screen
from bot.conversation.translation import _
from bot.handlers.chat import confirmations, edits, enquiry_view, wording
from bot.handlers.chat.proposal_state import pending, sent_to, taken_in, unknown_words
from bot.handlers.chat.proposal_view import shown
from bot.handlers.chat.questions import answer
from bot.handlers.customer import cart_view, destination_view
from bot.handlers.customer.checkout import prefill
from bot.handlers.customer.checkout.form import form_of, ready_cart
from bot.handlers.customer.checkout.review_page import review_page
from bot.handlers.customer.orders.order_view import own_by_number
from bot.handlers.customer.product_search import LONGEST_MESSAGE, too_long
from bot.handlers.customer.remarks import remarked
from bot.handlers.shared.labels import EXAMPLE
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals
from bot.understanding import Interpretation

PLACES = {
    **dict.fromkeys(("keranjang", "keranjangku", "cart", "my cart"), "cart"),
    **dict.fromkeys(("pesanan", "pesanan saya", "pesananku", "my orders"), "orders"),
    **dict.fromkeys(("katalog", "katalognya", "catalogue", "catalog"), "browse"),
    **dict.fromkeys(("tujuan", "ganti tujuan", "destination"), "to"),
    **dict.fromkeys(("bahasa", "ganti bahasa", "language"), "language"),
    **dict.fromkeys(("bantuan", "help"), "help"),
}
"""What the shop's own places are called when they are typed; goods of such a name are found by more of it."""


@action("said")
async def said(turn: Turn) -> Screen | Redirect:
    """What was typed is a place, an order's number, a country, or is answered by what it wants."""
    if (shop_place := PLACES.get(turn.text.casefold())) is not None:
        return Redirect(shop_place)
    if (own := await own_by_number(turn)) is not None:
        return Redirect(f"order/{own.id}")
    if len(turn.text) > LONGEST_MESSAGE:
        return Redirect("home", too_long())
    if (country := turn.shop.destinations.find(turn.text)) is not None:
        return await _country(turn, country.iso2)
    return await _answered(turn, turn.interpretation)


async def _country(turn: Turn, iso2: str) -> Screen | Redirect:
    """A country alone: what was read goes there, else it is offered."""
    waiting = await pending(turn)
    if waiting is None or waiting.order_id is not None:
        return Redirect("search")
    refusal = await destination_view.set_destination(turn, iso2)
    return remarked(await shown(turn, waiting), refusal)


async def _answered(turn: Turn, told: Interpretation) -> Screen | Redirect:
    """The answer to a message as it was read."""
    if told.intent == "order":
        return Redirect("search") if told.only_names else await _ordered(turn, told)
    if told.intent == "edit":
        return await edits.edited(turn, told)
    if told.intent == "question":
        return await answer.reply(turn, told)
    if told.intent == "greeting":
        return Redirect("home", _greeting(turn))
    return await _otherwise(turn, told)


def _greeting(turn: Turn) -> str:
    if wording.thanks(turn):
        return _("You are welcome!")
    return _("Hello! What would you like to order today?")


async def _ordered(turn: Turn, told: Interpretation) -> Screen | Redirect:
    """Goods are wanted: the cart as it would stand, or what has to be asked first."""
    note = await sent_to(turn, told)
    if not told.lines and not told.unclear:
        ready = told.confirms and not told.contact
        return remarked(await (_yes_or_no if ready else _without_goods)(turn, told), note)
    found = await taken_in(turn, told)
    if told.contact:
        prefill.take_in(found, told.contact)
        await turn.db.flush()
    if not found.changes and found.open_word is None:
        await proposals.forget(turn.db, turn.person.id)
        return remarked(await _unknown(turn, unknown_words(found)), note)
    return remarked(await shown(turn, found), note)


async def _without_goods(turn: Turn, told: Interpretation) -> Redirect:
    """An order without goods: what would you like? An address that came along is kept for the checkout."""
    if told.contact and (filled := await _recipient(turn, told)) is not None:
        return filled
    found = await cart_view.read(turn)
    if found is not None and found.lines:
        return Redirect("cart")
    ask = _("What would you like? Type it as you would say it, for example: {example}.")
    return Redirect("browse", ask.format(example=_(EXAMPLE)))


async def _recipient(turn: Turn, told: Interpretation) -> Redirect | None:
    """Name and address alone: kept for what is in the cart, or for what is still to come."""
    if not turn.person.destination:
        return None
    draft = await carts.draft_of(turn.db, turn.person, turn.now)
    if not await prefill.fill(turn, told.contact, draft):
        return None
    if draft.lines:
        return Redirect("checkout")
    noted_so = _("I have noted the recipient. What would you like? For example: {example}.")
    return Redirect("browse", noted_so.format(example=_(EXAMPLE)))


async def _unknown(turn: Turn, names: str) -> Screen | Redirect:
    """Nobody makes that here; the coordinator may be asked all the same."""
    return remarked(await enquiry_view.offer(turn, turn.text), names)


async def _otherwise(turn: Turn, told: Interpretation) -> Screen | Redirect:
    """A yes or no, another country or address, a few words to be looked for, or a message for a person."""
    if told.confirms or told.declines:
        return await _yes_or_no(turn, told)
    if told.contact and wording.asks_for_a_change(turn):
        return await edits.of_recipient(turn)
    if "order_status" in told.topics and wording.names_an_order(turn.text):
        return await answer.reply(turn, told)
    if told.destination and not told.contact and wording.has_few_words(turn.text, wording.FEW_WORDS + 2):
        return Redirect(f"to/{told.destination}")
    note = await sent_to(turn, told)
    if told.contact and (filled := await _recipient(turn, told)) is not None:
        return remarked(filled, note)
    if wording.has_few_words(turn.text):
        return Redirect("search")
    return remarked(await enquiry_view.offer(turn, turn.text), note)


async def _yes_or_no(turn: Turn, told: Interpretation) -> Screen | Redirect:
    """Yes goes on with the cart; it does nothing that asks for a tap, and says which one."""
    if (asked := await confirmations.answered(turn)) is not None:
        return asked
    waiting = await pending(turn)
    if waiting is not None:
        return await shown(turn, waiting)
    found = await cart_view.read(turn)
    if told.declines or found is None or not found.lines:
        return Redirect("home")
    return await _to_be_ordered(turn)


async def _to_be_ordered(turn: Turn) -> Screen | Redirect:
    """The review with the button that orders named, once everything is known; else what is to be known."""
    found = await ready_cart(turn)
    form = await form_of(turn, found.order) if found else None
    if found is None or form is None or form.next_missing() is not None:
        return Redirect("checkout")
    return confirmations.pointed_to(await review_page(turn, found, form, 1), "checkout/confirm/")
