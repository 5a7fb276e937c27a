"""Questions about a product that no topic knows: what is known of it, and who knows the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.catalog import Ware
from bot.conversation.screens import MOST_BUTTONS, Button, Screen, label, noted, shorten
from bot.conversation.translation import _, language, later
from bot.handlers.chat import enquiry_view
from bot.handlers.chat.questions import product_lines
from bot.handlers.chat.questions.product_list import ids_of, list_page
from bot.handlers.chat.questions.question import Question
from bot.handlers.chat.wording import has_few_words
from bot.handlers.customer.product_view import holds, keeps, product_page
from bot.handlers.customer.waiting import FORM, buttons_on, pending
from bot.handlers.shared import formatting
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.eligibility import may_go
from bot.handlers.shared.turn import Turn
from bot.understanding import Aspect

LISTED = re.compile(r"goods/[^/]+/[^/]+/(\d+(?:-\d+)?)")
"""The list of one product or two."""
NOWHERE = "-"
MOST_TALKED_OF = 2
SHORT_QUESTION = 12
"""The most words of a question about a product that has no word of asking."""
ONLY_NAMED = 3
"""The most words that do no more than name a product: `and the coffee?`."""
ABOUT_ROOM = 300
ASPECTS: dict[Aspect, str] = {
    "taste": later("the taste"),
    "texture": later("how hard or thick it is"),
    "count": later("how many are in it"),
    "material": later("the material"),
    "colour": later("the colours"),
    "age": later("whom it suits"),
    "diet": later("what a diet asks for"),
}


async def told(question: Question) -> Screen | None:
    """What is known of the products that the question names, or of those talked of; None without any."""
    turn, reader = question.turn, question.turn.shop.reader()
    aspects = reader.aspects(turn.text)
    wares = named(turn)
    if not wares and aspects:
        wares = question.wares or await _talked_of(turn)
    if not 0 < len(wares) <= product_lines.MOST or not (
        aspects or reader.asks(turn.text) or has_few_words(turn.text, SHORT_QUESTION)
    ):
        return None
    note = _what_we_know(turn, aspects, wares)
    if len(wares) == 1:
        return noted(await _one(question.turn, wares[0]), note)
    return await _several(question, wares, note)


def named(turn: Turn) -> tuple[Ware, ...]:
    """The products on offer that the text names, whatever it says of them."""
    skus = (sku.upper() for several in turn.shop.reader().named(turn.text) for sku in several)
    return _offered(turn, (turn.shop.catalogue.by_sku.get(one) for one in skus))


async def _talked_of(turn: Turn) -> tuple[Ware, ...]:
    """The one product or two that the screen is about, or the order that is being read."""
    by_id = turn.shop.catalogue.by_id
    if (listed := LISTED.fullmatch(turn.session.screen)) is not None:
        return _offered(turn, (by_id.get(int(one)) for one in listed[1].split("-")))
    waiting = await pending(turn)
    found = _offered(turn, map(by_id.get, waiting.product_ids)) if waiting else ()
    return found if len(found) <= MOST_TALKED_OF else ()


def _offered(turn: Turn, wares: Iterable[Ware | None]) -> tuple[Ware, ...]:
    return tuple(dict.fromkeys(one for one in wares if one is not None and one.offered))


def unsure(turn: Turn, wares: Sequence[Ware]) -> str:
    """What of the question the shop does not know; "" where the descriptions speak of all that is asked."""
    described = {aspect for ware in wares for aspect in _described(turn, ware)}
    asked = turn.shop.reader().aspects(turn.text)
    names = [_(ASPECTS[one]) for one in asked if one in ASPECTS and one not in described]
    return _("About {what} we are not sure.").format(what=", ".join(names)) if names else ""


def _what_we_know(turn: Turn, aspects: Sequence[Aspect], wares: Sequence[Ware]) -> str:
    if admitted := unsure(turn, wares):
        return _("{admitted} What we know:").format(admitted=admitted)
    if aspects or has_few_words(turn.text, ONLY_NAMED):
        return ""
    return _("That we do not know for sure. What we know:")


def _described(turn: Turn, ware: Ware) -> tuple[Aspect, ...]:
    """What the seller's words speak of; the ingredients are what food is made of."""
    texts = (ware.name(language()), ware.description("id"), ware.description("en"))
    told = turn.shop.reader().aspects(" . ".join(texts))
    return (*told, "material") if ware.ingredients else told


async def _one(turn: Turn, ware: Ware) -> Screen:
    """A product in a few lines with its buttons; under an open question with one that leads to its page."""
    page = await product_page(turn, ware)
    facts = [shorten(ware.description(language()), ABOUT_ROOM), *holds(ware), product_lines.measures(ware)]
    price = _("{price} a {unit}").format(
        price=formatting.rupiah(ware.price_rupiah), unit=formatting.unit(ware.unit)
    )
    body = formatting.fitted(
        page.title, [*facts, " · ".join(filter(None, [price, keeps(ware)])), may_go(turn, ware)]
    )
    if await pending(turn) is None and not turn.session.asks.startswith(FORM):
        return await _with_coordinator(turn, replace(page, body=body))
    buttons = [*await buttons_on(turn), Button(label(ware.name(language())), f"product/{ware.id}")]
    return await _with_coordinator(turn, replace(page, body=body, buttons=buttons, asks=None))


async def _several(question: Question, wares: Sequence[Ware], note: str) -> Screen:
    to = question.to if question.turn.shop.destinations.get(question.to) else ""
    shown = (await list_page(question.turn, "content", to, wares)).at(
        f"goods/content/{to or NOWHERE}/{ids_of(wares)}"
    )
    shown = await _with_coordinator(question.turn, shown)
    return noted(shown, note) if note else shown


async def _with_coordinator(turn: Turn, shown: Screen) -> Screen:
    """The screen with a button that leads to the question as a message to the coordinator."""
    if not await ask_button(turn):
        return shown
    redirect = await enquiry_view.note_down(turn, turn.text)
    route = redirect.route if redirect.route.startswith(enquiry_view.PLACE) else "ask"
    others = [one for one in shown.buttons if one.route != "ask"][: MOST_BUTTONS - 1]
    return replace(shown, buttons=[*others, Button(_("Ask the coordinator"), route)])
