"""Looking for goods by criteria: the list, and the page where a tap sets a criterion or takes it off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.catalog import Allergen, Ware
from bot.conversation.routing import place
from bot.conversation.screens import LABEL_LENGTH, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language, later, ngettext
from bot.handlers.customer.destination_view import first_countries
from bot.handlers.customer.goods_found import WORDS, chips, facts, found, remarks
from bot.handlers.customer.product_view import shelf
from bot.handlers.shared import formatting
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.turn import Turn
from bot.understanding.criteria import EMPTY, NOTHING, Criteria

PAGE = 6
MOST_CHIPS = 6
NAME_ROOM = 40
Options = Sequence[Mapping[str, Any]]
KINDS: Mapping[str, str] = {
    "shelf": later("Shelf"),
    "price": later("Price"),
    "heat": later("How hot"),
    "keeps": later("Keeps"),
    "diet": later("Halal, vegetarian"),
    "without": later("Allergies"),
    "gift": later("Present, sweet"),
    "order": later("Cheap or light"),
    "to": later("Country"),
}


def _shelves(turn: Turn) -> Options:
    return [{"shelf": code} for code in turn.shop.catalogue.categories]


def _countries(turn: Turn) -> Options:
    return [{"to": one.iso2} for one in first_countries(turn)]


def _of(*options: Mapping[str, Any]) -> Callable[[Turn], Options]:
    return lambda turn: options


OPTIONS: Mapping[str, Callable[[Turn], Options]] = {
    "shelf": _shelves,
    "price": _of(
        {"price_most": 20_000}, {"price_most": 30_000}, {"price_most": 50_000}, {"price_most": 100_000},
        {"budget": 300_000}, {"budget": 500_000},
    ),
    "heat": _of({"heat": (0, 0)}, {"heat": (1, 1)}, {"heat": (1, 3)}, {"heat": (3, 3)}),
    "keeps": _of({"keeps": 30}, {"keeps": 90}, {"keeps": 180}, {"keeps": 365}),
    "diet": _of({"halal": True}, {"diet": "vegetarian"}, {"diet": "vegan"}),
    "without": _of(*({"without": (one,)} for one in Allergen)),
    "gift": _of({"gift": True}, {"sweet": True}),
    "order": _of({"order": "cheap"}, {"order": "light"}, {"grams_most": 200}, {"grams_most": 300}),
    "to": _countries,
}  # fmt: skip
"""What each kind offers: the fields that a tap sets."""


@place("pick/{code}/{page}")
async def picked(turn: Turn, code: str, page: int) -> Screen:
    """The goods that meet the criteria, page by page, with what they say about them."""
    asked = Criteria.of(code)
    wares = found(turn, asked)
    if not wares:
        return await _none(turn, asked)
    title = ngettext("{count} product fits", "{count} products fit", len(wares)).format(count=len(wares))
    shown = paged(wares, page, PAGE)
    lines = [_looked_for(turn, asked), *remarks(turn, asked), *_lines(turn, asked, shown.items)]
    buttons = [
        *shelf(turn, shown.items, to=asked.to),
        *formatting.page_buttons(shown, f"pick/{asked.code}/{{page}}"),
        Button(_("Change the filter"), f"filter/{asked.code}"),
        Button(_("Catalogue"), "browse", beside=True),
    ]
    return Screen(title, formatting.fitted(title, lines, [formatting.on_page(shown)]), buttons)


def _lines(turn: Turn, asked: Criteria, wares: Sequence[Ware]) -> list[str]:
    """A line for each product that says something about what was asked."""
    told = [(shorten(one.name(language()), NAME_ROOM), facts(turn, asked, one)) for one in wares]
    return [_("• {product}: {facts}").format(product=name, facts=said) for name, said in told if said]


def _looked_for(turn: Turn, asked: Criteria) -> str:
    words = list(chips(turn, asked).values())
    return _("Looked for: {criteria}").format(criteria=" · ".join(words)) if words else ""


async def _none(turn: Turn, asked: Criteria) -> Screen:
    """Nothing meets all of it: what each criterion costs, and a tap without it."""
    title = _("Nothing fits all of that")
    without = [(words, asked.without_field(name)) for name, words in chips(turn, asked).items()]
    counted = [(words, one, len(found(turn, one))) for words, one in without]
    ways = [one for one in counted if one[2]][:MOST_CHIPS]
    names = labels([_("Without: {criterion}").format(criterion=one[0]) for one in ways], LABEL_LENGTH)
    buttons = [
        Button(
            name,
            f"pick/{one.code}/1",
            hint=ngettext("{count} product", "{count} products", many).format(count=many),
        )
        for name, (__, one, many) in zip(names, ways, strict=True)
    ]
    tail = [_("Take one of them off, or ask the coordinator.")]
    more = [
        Button(_("Change the filter"), f"filter/{asked.code}"),
        *await ask_button(turn),
        Button(_("Catalogue"), "browse"),
    ]
    lines = [_looked_for(turn, asked), *remarks(turn, asked)]
    return Screen(title, formatting.fitted(title, lines, tail), [*buttons, *more])


@place("filter/{code}")
async def criteria(turn: Turn, code: str) -> Screen:
    """The criteria that are set, each a tap to take off, and a way to set more."""
    asked = _with_country(turn, Criteria.of(code)) if code == EMPTY else Criteria.of(code)
    set_now, count = chips(turn, asked), len(found(turn, asked))
    title = _("Look for goods")
    body = [
        _looked_for(turn, asked) or _("No criteria yet: tap what matters to you."),
        ngettext("{count} product fits", "{count} products fit", count).format(count=count),
        _("Or type it, for example: hot snacks below 30 thousand that may enter Japan.") if not asked else "",
    ]
    names = labels([f"✕ {words}" for words in list(set_now.values())[:MOST_CHIPS]], LABEL_LENGTH)
    off = [
        Button(name, f"filter/{asked.without_field(field).code}", beside=at % 2 == 1)
        for at, (name, field) in enumerate(zip(names, set_now, strict=False))
    ]
    buttons = [
        *off,
        Button(_("More criteria"), f"filter/{asked.code}/more"),
        Button(_("Show the goods"), f"pick/{asked.code}/1", beside=True),
        Button(_("Catalogue"), "browse"),
    ]
    return Screen(title, formatting.fitted(title, [one for one in body if one]), buttons)


def _with_country(turn: Turn, asked: Criteria) -> Criteria:
    return replace(asked, to=turn.person.destination or "")


@place("filter/{code}/more")
async def kinds(turn: Turn, code: str) -> Screen:
    """The kinds of criteria."""
    asked = Criteria.of(code)
    buttons = [
        Button(_(name), f"filter/{asked.code}/{kind}", beside=at % 2 == 1)
        for at, (kind, name) in enumerate(KINDS.items())
    ]
    body = _looked_for(turn, asked) or _("What matters to you?")
    return Screen(_("More criteria"), body, [*buttons, Button(_("Back"), f"filter/{asked.code}")])


@place("filter/{code}/{kind}")
async def options(turn: Turn, code: str, kind: str) -> Screen:
    """What can be chosen of one kind; several allergies can be set one after another."""
    return await options_page(turn, code, kind, 1)


@place("filter/{code}/{kind}/{page}")
async def options_page(turn: Turn, code: str, kind: str, page: int) -> Screen:
    """What can be chosen of one kind, page by page."""
    asked = Criteria.of(code)
    if kind not in OPTIONS:
        return await kinds(turn, code)
    chosen = [_set(asked, one) for one in OPTIONS[kind](turn)]
    shown = paged(chosen, page, PAGE)
    names = labels([_name(turn, field, one) for field, one in shown.items])
    buttons = [
        Button(name, f"filter/{one.code}", beside=at % 2 == 1)
        for at, (name, (__, one)) in enumerate(zip(names, shown.items, strict=True))
    ]
    back = Button(_("Back"), f"filter/{asked.code}/more")
    pages = formatting.page_buttons(shown, f"filter/{asked.code}/{kind}/{{page}}")
    body = _looked_for(turn, asked) or _("What matters to you?")
    return Screen(_(KINDS[kind]), body, [*buttons, *pages, back])


def _set(asked: Criteria, option: Mapping[str, Any]) -> tuple[str, Criteria]:
    """The field that an option sets, and the criteria with it; an allergy joins those before."""
    field, value = next(iter(option.items()))
    if field == "without":
        value = tuple(dict.fromkeys((*asked.without, *value)))
    return field, replace(asked, **{field: value})


def _name(turn: Turn, field: str, one: Criteria) -> str:
    """An option in words: of several allergies the last one, which it adds."""
    alone = replace(NOTHING, without=one.without[-1:]) if field == "without" else one
    return WORDS[field](turn, alone)
