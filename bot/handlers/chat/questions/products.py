"""Answers about products: what they cost, whether there are some, whether they may go, what they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.catalog import Ware
from bot.conversation.routing import place
from bot.conversation.screens import MOST_BUTTONS, Button, Screen, noted, shorten
from bot.conversation.translation import _, language, later, ngettext
from bot.core.redaction import without_numbers
from bot.handlers.chat import enquiry
from bot.handlers.chat.questions import countries
from bot.handlers.chat.questions.question import Asked
from bot.handlers.customer import catalog
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn

SHORT_QUESTION = 5  # words
MOST = 6
IDS_ROOM = 48  # what one part of a route may have
NAME_ROOM = 60
SHORT_ROOM = 110
NOWHERE = "-"
TITLES = {
    "price": later("What it costs"),
    "stock": later("What there is"),
    "may_go": later("What may go there"),
    "content": later("What is in it"),
}


async def answer(asked: Asked, topic: str) -> Screen:
    """What is asked of a product: on its own page, of several or for another country as a list."""
    wares, to = asked.wares, asked.to
    if not wares:
        return await _which(asked)
    if len(wares) == 1 and not (topic == "may_go" and asked.elsewhere):
        page = await catalog.product(asked.turn, wares[0].id)
        if topic == "may_go":
            return page  # its page says just that
        shown = noted(page, line(asked, topic))
        return _with_a_person(shown) if topic in ("content", "price") else shown
    shown = await listed(asked.turn, topic, to or NOWHERE, _ids(wares))
    return noted(shown, _more(len(wares) - MOST)) if len(wares) > MOST else shown


def _with_a_person(shown: Screen) -> Screen:
    """Sizes, colours, discounts: what no page tells can be asked."""
    ask = Button(_("Ask the coordinator"), "ask")
    return replace(shown, buttons=[*shown.buttons, ask]) if len(shown.buttons) < MOST_BUTTONS else shown


def _more(count: int) -> str:
    words = ngettext(
        "There is {count} more of that name. Type a little more of it.",
        "There are {count} more of that name. Type a little more of it.",
        count,
    )
    return words.format(count=count)


def line(asked: Asked, topic: str) -> str:
    """The same in one line; empty where it is not about one product."""
    if len(asked.wares) != 1:
        return ""
    return LINES[topic](asked.turn, asked.wares[0], asked.to)


def _ids(wares: Sequence[Ware]) -> str:
    told = ""
    for ware in wares[:MOST]:
        longer = f"{told}-{ware.id}" if told else str(ware.id)
        told = longer if len(longer) <= IDS_ROOM else told
    return told


async def _which(asked: Asked) -> Screen:
    """No product was named that we know: a short question lacks it, a longer one is about something else."""
    if asked.unknown:
        return noted(await catalog.categories(asked.turn), not_ours(asked))
    which = _("Which product do you mean? Type its name.")
    if len(asked.turn.text.split()) > SHORT_QUESTION:
        return noted(await enquiry.offer(asked.turn, asked.turn.text), which)
    return noted(await catalog.categories(asked.turn), which)


def not_ours(asked: Asked) -> str:
    """That nobody here makes what was named."""
    words = _("“{text}” is not in our catalogue, sorry. Here is what there is.")
    return words.format(text=shorten(without_numbers(asked.unknown), 40))


@place("goods/{topic}/{to}/{ids}")
async def listed(turn: Turn, topic: str, to: str, ids: str) -> Screen:
    """A few products with what was asked of them: a line and a button for each."""
    known = (turn.shop.catalogue.by_id.get(int(one)) for one in ids.split("-") if one.isdecimal())
    wares = [ware for ware in known if ware is not None and ware.offered][:MOST]
    if topic not in LINES or not wares:
        return await catalog.categories(turn)
    to = to if turn.shop.destinations.get(to) else ""
    title = _(TITLES[topic])
    lines = [LINES[topic](turn, ware, to) for ware in wares]
    if topic == "content":
        told = (shorten(ware.description(language()), SHORT_ROOM) for ware in wares)
        lines = [f"{line}\n   {more}" for line, more in zip(lines, told, strict=True)]
    buttons = [*catalog.shelf(turn, wares), *countries.ways_to(turn, to)]
    return Screen(title, formatting.fitted(title, lines), buttons)


def _price(turn: Turn, ware: Ware, to: str) -> str:
    name, unit = shorten(ware.name(language()), NAME_ROOM), formatting.unit(ware.unit)
    words = _("{product}: {price} a {unit}")
    return words.format(product=name, price=formatting.rupiah(ware.price_rupiah), unit=unit)


def _stock(turn: Turn, ware: Ware, to: str) -> str:
    name = shorten(ware.name(language()), NAME_ROOM)
    if ware.stock is None:
        return _("{product}: yes, it is made to order").format(product=name)
    if ware.sold_out:
        return _("{product}: sold out at the moment, sorry").format(product=name)
    words = ngettext("{product}: yes, {count} left", "{product}: yes, {count} left", ware.stock)
    return words.format(product=name, count=ware.stock)


def _may_go(turn: Turn, ware: Ware, to: str) -> str:
    name = shorten(ware.name(language()), NAME_ROOM)
    told = eligibility.may_go(turn, ware, SHORT_ROOM, to) or _("Where to? That decides whether it may go.")
    words = _("{product}\n   {standing}")
    other = eligibility.instead(turn, ware, to)
    instead = (
        _("Instead: {product}").format(product=shorten(other.name(language()), NAME_ROOM)) if other else ""
    )
    return "\n   ".join(filter(None, [words.format(product=name, standing=told), instead]))


def _content(turn: Turn, ware: Ware, to: str) -> str:
    name, unit = shorten(ware.name(language()), NAME_ROOM), formatting.unit(ware.unit)
    words = _("{product}: {weight} net a {unit}")
    told = words.format(product=name, weight=formatting.weight(ware.net_grams), unit=unit)
    return "\n   ".join(filter(None, [told, catalog.keeps(ware)]))


LINES: Mapping[str, Callable[[Turn, Ware, str], str]] = {
    "price": _price,
    "stock": _stock,
    "may_go": _may_go,
    "content": _content,
}
