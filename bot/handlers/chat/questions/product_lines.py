"""Facts about a product in a line: its price, its stock, whether it may go, what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.catalog import Ware
from bot.conversation.screens import shorten
from bot.conversation.translation import _, language, later, ngettext
from bot.core import money
from bot.core.redaction import without_numbers
from bot.destinations import Action
from bot.handlers.chat.questions.question import Question
from bot.handlers.customer.product_view import holds, keeps
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn

MOST = 6
"""The most products in one answer."""
NAME_ROOM = 60
SHORT_ROOM = 110
WORN = ("batik", "apparel")
TITLES = {
    "price": later("What it costs"),
    "stock": later("What there is"),
    "may_go": later("What may go there"),
    "content": later("What is in it"),
    "compare": later("Side by side"),
}


def line(question: Question, topic: str) -> str:
    """The answer about a topic in one line; "" unless the question is about exactly one product."""
    if len(question.wares) != 1:
        return ""
    return LINES[topic](question.turn, question.wares[0], question.to)


def not_ours(question: Question) -> str:
    """Says that the named goods are not in the catalogue."""
    words = _("“{text}” is not in our catalogue, sorry. Here is what there is.")
    return words.format(text=shorten(without_numbers(question.unknown), 40))


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
    verdict_words = (
        _not_kept_out(turn, ware, to)
        or eligibility.may_go(turn, ware, SHORT_ROOM, to)
        or _("Where to? That decides whether it may go.")
    )
    words = _("{product}\n   {standing}")
    substitute = eligibility.alternative(turn, ware, to)
    alternative = (
        _("Instead: {product}").format(product=shorten(substitute.name(language()), NAME_ROOM))
        if substitute
        else ""
    )
    return "\n   ".join(filter(None, [words.format(product=name, standing=verdict_words), alternative]))


def _not_kept_out(turn: Turn, ware: Ware, to: str) -> str:
    """That the rules of a country which takes no orders yet let a product in; "" for any other."""
    found = turn.shop.destinations.get(to)
    verdict = eligibility.verdict(turn, ware, to)
    if found is None or found.open or verdict.action is not Action.ALLOW:
        return ""
    words = _("✓ No rule that we know keeps it out of {country}, once we send there.")
    return words.format(country=found.name(language()))


def _content(turn: Turn, ware: Ware, to: str) -> str:
    """What is in it; the seller's description, where no ingredients say what it is."""
    about = "" if ware.ingredients else shorten(ware.description(language()), SHORT_ROOM)
    facts = [_net(ware), keeps(ware), *_size(ware), *holds(ware, SHORT_ROOM), about]
    return "\n   ".join(filter(None, facts))


def measures(ware: Ware) -> str:
    """What a product's own page does not say of it: its net weight and its size."""
    return "\n".join([_net(ware), *_size(ware)])


def _net(ware: Ware) -> str:
    name, unit = shorten(ware.name(language()), NAME_ROOM), formatting.unit(ware.unit)
    words = _("{product}: {weight} net a {unit}")
    return words.format(product=name, weight=formatting.weight(ware.net_grams), unit=unit)


def _size(ware: Ware) -> list[str]:
    """The outer size of one piece; what is worn has sizes of its own, which stand in its description."""
    if ware.category in WORN:
        return []
    size = " × ".join(money.centimetres(one, language()) for one in ware.size_millimetres)
    return [_("Size packed {size} cm").format(size=size)]


def _compared(turn: Turn, ware: Ware, to: str) -> str:
    """What tells a product from others: price and weight, how hot and how long it keeps, what it is."""
    words = _("{product}: {price} a {unit}, {weight} net")
    told = words.format(
        product=shorten(ware.name(language()), NAME_ROOM),
        price=formatting.rupiah(ware.price_rupiah),
        unit=formatting.unit(ware.unit),
        weight=formatting.weight(ware.net_grams),
    )
    facts = [told, shorten(ware.description(language()), SHORT_ROOM), keeps(ware), *holds(ware, SHORT_ROOM)]
    return "\n   ".join(filter(None, facts))


LINES: Mapping[str, Callable[[Turn, Ware, str], str]] = {
    "price": _price,
    "stock": _stock,
    "may_go": _may_go,
    "content": _content,
    "compare": _compared,
}
