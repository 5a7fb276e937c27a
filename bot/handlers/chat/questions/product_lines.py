"""What was asked of a product, told in a line: its price, its stock, whether it may go, what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.catalog import Ware
from bot.conversation.screens import shorten
from bot.conversation.translation import _, language, later, ngettext
from bot.core.redaction import without_numbers
from bot.handlers.chat.questions.question import Asked
from bot.handlers.customer.product_view import keeps
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn

MOST = 6
"""So many products are told at once."""
NAME_ROOM = 60
SHORT_ROOM = 110
TITLES = {
    "price": later("What it costs"),
    "stock": later("What there is"),
    "may_go": later("What may go there"),
    "content": later("What is in it"),
}


def line(asked: Asked, topic: str) -> str:
    """The same in one line; empty where it is not about one product."""
    if len(asked.wares) != 1:
        return ""
    return LINES[topic](asked.turn, asked.wares[0], asked.to)


def not_ours(asked: Asked) -> str:
    """That nobody here makes what was named."""
    words = _("“{text}” is not in our catalogue, sorry. Here is what there is.")
    return words.format(text=shorten(without_numbers(asked.unknown), 40))


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
    other = eligibility.alternative(turn, ware, to)
    instead = (
        _("Instead: {product}").format(product=shorten(other.name(language()), NAME_ROOM)) if other else ""
    )
    return "\n   ".join(filter(None, [words.format(product=name, standing=told), instead]))


def _content(turn: Turn, ware: Ware, to: str) -> str:
    name, unit = shorten(ware.name(language()), NAME_ROOM), formatting.unit(ware.unit)
    words = _("{product}: {weight} net a {unit}")
    told = words.format(product=name, weight=formatting.weight(ware.net_grams), unit=unit)
    return "\n   ".join(filter(None, [told, keeps(ware)]))


LINES: Mapping[str, Callable[[Turn, Ware, str], str]] = {
    "price": _price,
    "stock": _stock,
    "may_go": _may_go,
    "content": _content,
}
