"""Typed text that is nothing else: an order, a change, a question, a search, or a word to the coordinator."""

from __future__ import annotations

import re

from bot.conversation.routing import action
from bot.conversation.screens import Screen, noted
from bot.conversation.translation import _, language
from bot.handlers.chat import confirmations as asking_places
from bot.handlers.chat import edits, enquiry
from bot.handlers.chat import proposal as reading_places
from bot.handlers.chat.questions import answer
from bot.handlers.customer import cart, catalog, destination, home, search
from bot.handlers.customer.checkout import prefill
from bot.handlers.customer.orders import orders
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals
from bot.ordering.order_numbers import by_number
from bot.understanding import Interpretation

NAMED_ORDER = re.compile(r"\b[A-Za-z]{2}-[0-9A-Za-z]{4,8}\b")
LONGEST_TEXT = 2000
PLACES = {
    **dict.fromkeys(("keranjang", "keranjangku", "cart", "my cart"), cart.cart),
    **dict.fromkeys(("pesanan", "pesanan saya", "pesananku", "my orders"), orders.orders),
    **dict.fromkeys(("katalog", "katalognya", "catalogue", "catalog"), catalog.categories),
    **dict.fromkeys(("tujuan", "ganti tujuan", "destination"), destination.choose),
    **dict.fromkeys(("bahasa", "ganti bahasa", "language"), home.language),
    **dict.fromkeys(("bantuan", "help"), home.help_page),
}
"""What the shop's own places are called when they are typed; goods of such a name are found by more of it."""
FEW_WORDS = 3


@action("said")
async def said(turn: Turn) -> Screen:
    """What was typed is read, and answered by what it wants."""
    if (shop_place := PLACES.get(turn.text.casefold())) is not None:
        return await shop_place(turn)
    if search.ORDER_NUMBER.fullmatch(turn.text):
        own = await by_number(turn.db, turn.text)
        if own is not None and own.customer_id == turn.person.id:
            return await orders.order(turn, own.id)
    if len(turn.text) > LONGEST_TEXT:
        return noted(await home.home(turn), search.too_long())
    if (country := turn.shop.destinations.find(turn.text)) is not None:
        return await _country(turn, country.iso2)
    return await answered(turn, turn.shop.reader().read(turn.text))


async def joining(turn: Turn) -> Screen:
    """One more message while a reading waits; what says nothing leaves its question as it is."""
    waiting = await reading_places.pending(turn)
    if waiting is None or len(turn.text) > LONGEST_TEXT:
        return await said(turn)
    told = turn.shop.reader().read(turn.text)
    few = len(turn.text.split()) <= FEW_WORDS
    says_little = told.intent == "other" and few and not told.destination
    if not says_little and not (told.only_names and not search.hits(turn, turn.text)):
        return await said(turn)
    shown = await reading_places.shown(turn, waiting)
    if told.confirms or told.declines:
        return shown
    return noted(shown, _("I do not understand “{text}”.").format(text=search.as_seen(turn.text)))


async def _country(turn: Turn, iso2: str) -> Screen:
    """A country alone: what was read goes there, else it is offered."""
    waiting = await reading_places.pending(turn)
    if waiting is None or waiting.order_id is not None:
        return await search.typed(turn)
    refusal = await destination.taken(turn, iso2)
    return _with(await reading_places.shown(turn, waiting), refusal)


async def answered(turn: Turn, told: Interpretation) -> Screen:
    """The answer to a message as it was read."""
    if told.intent == "order":
        return await search.typed(turn) if told.only_names else await ordered(turn, told)
    if told.intent == "edit":
        return await edits.edited(turn, told)
    if told.intent == "question":
        return await answer.reply(turn, told)
    if told.intent == "greeting":
        return noted(await home.home(turn), _greeting(turn))
    return await _otherwise(turn, told)


def _greeting(turn: Turn) -> str:
    if turn.shop.vocabulary.words("thanks") & set(turn.text.casefold().split()):
        return _("You are welcome!")
    return _("Hello! What would you like to order today?")


async def ordered(turn: Turn, told: Interpretation) -> Screen:
    """Goods are wanted: the cart as it would stand, or what has to be asked first."""
    note = await sent_to(turn, told)
    if not told.lines and not told.unclear:
        ready = told.confirms and not told.contact
        return _with(await (_yes_or_no if ready else _without_goods)(turn, told), note)
    found = await reading_places.begun(turn)
    proposals.take_in(found, told, lambda sku: product_id(turn, sku))
    prefill.take_in(found, told.contact)
    await turn.db.flush()
    if not found.changes and found.open_word is None:
        await proposals.forget(turn.db, turn.person.id)
        return _with(await _unknown(turn, reading_places.unknown_words(found)), note)
    return _with(await reading_places.shown(turn, found), note)


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
    return await destination.taken(turn, told.destination)


def _with(screen: Screen, note: str) -> Screen:
    return noted(screen, note) if note else screen


async def _without_goods(turn: Turn, told: Interpretation) -> Screen:
    """An order without goods: what would you like? An address that came along is kept for the checkout."""
    if told.contact and (filled := await _recipient(turn, told)) is not None:
        return filled
    found = await cart.read(turn)
    if found is not None and found.lines:
        return await cart.cart(turn)
    ask = _("What would you like? Type it as you would say it, for example: {example}.")
    shown = await catalog.categories(turn)
    return noted(shown, ask.format(example=_(home.EXAMPLE)))


async def _recipient(turn: Turn, told: Interpretation) -> Screen | None:
    """Name and address alone: kept for what is in the cart, or for what is still to come."""
    from bot.handlers.customer.checkout import review

    if not turn.person.destination:
        return None
    draft = await carts.draft_of(turn.db, turn.person, turn.now)
    if not await prefill.fill(turn, told.contact, draft):
        return None
    if draft.lines:
        return await review.checkout(turn)
    noted_so = _("I have noted the recipient. What would you like? For example: {example}.")
    return noted(await catalog.categories(turn), noted_so.format(example=_(home.EXAMPLE)))


async def _unknown(turn: Turn, names: str) -> Screen:
    """Nobody makes that here; the coordinator may be asked all the same."""
    return noted(await enquiry.offer(turn, turn.text), names)


async def _otherwise(turn: Turn, told: Interpretation) -> Screen:
    """A yes or no, another country or address, a few words to be looked for, or a message for a person."""
    if told.confirms or told.declines:
        return await _yes_or_no(turn, told)
    if told.contact and turn.shop.vocabulary.words("change") & set(turn.text.casefold().split()):
        return await edits.of_recipient(turn)
    if "order_status" in told.topics and NAMED_ORDER.search(turn.text):
        return await answer.reply(turn, told)
    few = len(turn.text.split()) <= FEW_WORDS
    if told.destination and not told.contact and len(turn.text.split()) <= FEW_WORDS + 2:
        return await destination.go_to(turn, told.destination)
    note = await sent_to(turn, told)
    if told.contact and (filled := await _recipient(turn, told)) is not None:
        return _with(filled, note)
    if few:
        return await search.typed(turn)
    return _with(await enquiry.offer(turn, turn.text), note)


async def _yes_or_no(turn: Turn, told: Interpretation) -> Screen:
    """Yes goes on with the cart; it does nothing that asks for a tap, and says which one."""
    from bot.handlers.customer.checkout import review

    if (asked := await asking_places.looked_at(turn)) is not None:
        screen, route, stays = asked
        return await stays() if told.declines else reading_places.pointed_to(screen, route)
    waiting = await reading_places.pending(turn)
    if waiting is not None:
        return await reading_places.shown(turn, waiting)
    found = await cart.read(turn)
    if told.declines or found is None or not found.lines:
        return await home.home(turn)
    return reading_places.pointed_to(await review.checkout(turn), "checkout/confirm/")


async def handed_on(turn: Turn, note: bool = False) -> Screen | None:
    """An order, a change or a question typed where something is asked; None for an answer.

    A question for a note takes questions as its answer.
    """
    if "\n" in turn.text.strip() or len(turn.text) > LONGEST_TEXT:
        return None
    told = turn.shop.reader().read(turn.text)
    asks = told.intent == "question" and not note and bool(told.topics or "?" in turn.text)
    orders_goods = told.intent == "order" and told.lines and not told.contact and _counts(turn)
    takes_back = told.all_off and len(turn.text.split()) > 1
    changes_cart = told.intent == "edit" and (told.edits or takes_back)
    if told.only_names or not (orders_goods or changes_cart or asks):
        return None
    return await answered(turn, told)


def _counts(turn: Turn) -> bool:
    """Whether a number stands in the text, in digits or in words."""
    words = turn.text.casefold().split()
    return any(map(str.isdigit, turn.text)) or any(word in turn.shop.vocabulary.value for word in words)
