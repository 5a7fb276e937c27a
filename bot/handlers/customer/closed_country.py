"""A country that takes no orders yet: its page, the answers about it, and who wants to hear when it opens."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import MOST_BUTTONS, Ask, Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.handlers.customer.destination_view import (
    closed_page,
    first_choices,
    name_of,
    not_open,
    nothing_open,
)
from bot.handlers.customer.waiting import PREFIX, pending
from bot.handlers.shared import formatting
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.turn import Turn
from bot.people import waiting_list

HANDLED_ONE_BY_ONE = 3
"""The wave of countries that `config/destinations.yaml` advises against without manual handling."""
TITLE_ROOM = 60


def _elsewhere(turn: Turn, iso2: str) -> Redirect | None:
    """Leads on from the page of a country that was opened meanwhile, or is none; None if it is closed."""
    country = turn.shop.destinations.name(iso2, language())
    if country == iso2:
        return Redirect("to")
    found = turn.shop.destinations.get(iso2)
    if found is None or not found.open:
        return None
    return Redirect(f"going/{iso2}", _("Good news: {country} is open.").format(country=country))


@place("closed/{iso2}")
async def closed(turn: Turn, iso2: str) -> Screen | Redirect:
    """That a country takes no orders yet, and where orders do go."""
    if (elsewhere := _elsewhere(turn, iso2)) is not None:
        return elsewhere
    chosen = name_of(turn)
    lines = [
        not_open(turn, turn.shop.destinations.get(iso2), iso2),
        await _waits(turn, iso2),
        nothing_open(turn),
        _("Now: {country}.").format(country=chosen) if chosen else "",
        _("Tap, or type a country or city."),
    ]
    body = "\n".join(filter(None, lines))
    ways = [*first_choices(turn), Button(_("Catalogue"), "browse"), Button(_("Home"), "home", kind="back")]
    first = [await _wish(turn, iso2), *await _going_on(turn)]
    buttons = [*first, *ways[: MOST_BUTTONS - len(first)]]
    return Screen(_title(turn, iso2), body, buttons, asks=Ask("where"))


@place("closed/{iso2}/{about}")
async def answered(turn: Turn, iso2: str, about: str) -> Screen | Redirect:
    """What is asked about a closed country: when it opens, why not yet, the freight, a waiting list."""
    if (elsewhere := _elsewhere(turn, iso2)) is not None:
        return elsewhere
    lines = {"when": _when, "why": _why, "freight": _freight, "list": _list}.get(about, _again)(turn, iso2)
    offer = _("Tap the button, and we tell you here once it is open.") if about != "why" else ""
    body = "\n".join(filter(None, [*lines, await _waits(turn, iso2) or offer]))
    buttons = [
        await _wish(turn, iso2),
        *await _going_on(turn),
        Button(_("Open countries"), "to"),
        *await ask_button(turn, beside=True),
        Button(_("Catalogue"), "browse"),
        Button(_("Home"), "home", beside=True, kind="back"),
    ]
    return Screen(_title(turn, iso2), body, buttons, asks=Ask("where"))


def _title(turn: Turn, iso2: str) -> str:
    country = turn.shop.destinations.name(iso2, language())
    return shorten(_("{country} is not open yet").format(country=country), TITLE_ROOM)


async def _wish(turn: Turn, iso2: str) -> Button:
    """The button to be told once the country is open, or to take that back."""
    if await waiting_list.is_on(turn.db, turn.person.id, iso2):
        return Button(_("No need to tell me"), f"not_waiting/{iso2}")
    return Button(_("Tell me when it opens"), f"waiting/{iso2}")


async def _going_on(turn: Turn) -> list[Button]:
    """The way back to the order that waits for an answer."""
    waiting = await pending(turn)
    return [Button(_("Go on ordering"), f"{PREFIX}{waiting.code}")] if waiting else []


async def _waits(turn: Turn, iso2: str) -> str:
    if not await waiting_list.is_on(turn.db, turn.person.id, iso2):
        return ""
    return _("You are on our list: once {country} is open, we tell you here in this chat.").format(
        country=turn.shop.destinations.name(iso2, language())
    )


def _when(turn: Turn, iso2: str) -> list[str]:
    words = _("There is no date yet, so we cannot say when {country} will open.")
    return [words.format(country=turn.shop.destinations.name(iso2, language()))]


def _why(turn: Turn, iso2: str) -> list[str]:
    """What the shop has noted that stands in the way of a country, and that more is not known here."""
    found, country = turn.shop.destinations.get(iso2), turn.shop.destinations.name(iso2, language())
    if found is None:
        words = _(
            "{country} is not set up here: what may enter there and what carrying costs is not prepared yet."
        )
        return [words.format(country=country), _not_noted()]
    opening = turn.shop.overrides.openings.get(iso2)
    lines = []
    if opening is not None and not opening.open:
        lines.append(_("Closed since {day}.").format(day=formatting.day_of(opening.by.at)))
    if found.wave == HANDLED_ONE_BY_ONE:
        lines.append(_("Parcels to {country} have to be handled one by one.").format(country=country))
    if turn.shop.freight.card(iso2, solo_day(turn.now)) is None:
        lines.append(_("What carrying to {country} costs is not settled yet.").format(country=country))
    return [*lines, _not_noted()]


def _not_noted() -> str:
    return _("We open a country once we can send there safely. More of the reason is not noted here.")


def _freight(turn: Turn, iso2: str) -> list[str]:
    country = turn.shop.destinations.name(iso2, language())
    card = turn.shop.freight.card(iso2, solo_day(turn.now))
    if card is None or card.example:
        words = _("There is no price of carrying to {country} yet, so we cannot name any freight.")
        return [words.format(country=country)]
    words = _("Freight to {country} is only certain once it is open.")
    return [words.format(country=country)]


def _list(turn: Turn, iso2: str) -> list[str]:
    return [_("Yes, there is one.")]


def _again(turn: Turn, iso2: str) -> list[str]:
    words = _("We have understood you: it is about {country}. There is no news of it yet, sorry.")
    return [
        words.format(country=turn.shop.destinations.name(iso2, language())),
        _("We can send to somebody you know in a country that is open, if that helps."),
    ]


async def wait_for(turn: Turn, *countries: str) -> Redirect:
    """Puts the customer on the lists of these countries, and says so on the page of the first."""
    if (elsewhere := _elsewhere(turn, countries[0])) is not None:
        return elsewhere
    joined = [await waiting_list.join(turn.db, turn.person.id, one, turn.now) for one in countries]
    note = _("All right, it is noted.") if any(joined) else _("That is noted already.")
    return closed_page(turn, countries[0], note=_of(turn, countries, note))


async def wait_for_none(turn: Turn, countries: Sequence[str]) -> Redirect:
    """Takes the customer off the lists of these countries."""
    for one in countries:
        await waiting_list.leave(turn.db, turn.person.id, one)
    note = _("All right, we will not tell you about it.")
    return closed_page(turn, countries[0], note=_of(turn, countries, note))


def _of(turn: Turn, countries: Sequence[str], note: str) -> str:
    """The note, with the countries by name where there are several."""
    names = ", ".join(turn.shop.destinations.name(one, language()) for one in countries)
    return note if len(countries) == 1 else f"{names}: {note}"


@action("waiting/{iso2}")
async def wait(turn: Turn, iso2: str) -> Redirect:
    """The tap to be told once a country is open."""
    return await wait_for(turn, iso2)


@action("not_waiting/{iso2}")
async def wait_no_more(turn: Turn, iso2: str) -> Redirect:
    """The tap that takes it back."""
    return await wait_for_none(turn, [iso2])
