"""The destination in words: its name, the countries to choose from, what is closed, the next shipment."""

from __future__ import annotations

from datetime import timedelta

from bot import shipments
from bot.conversation.routing import Redirect
from bot.conversation.screens import Ask, Button, Screen, labels
from bot.conversation.translation import _, language
from bot.destinations import Destination
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, identity_numbers

MOST_FIRST = 8  # with the button to the others they still fit on one screen
TALK = timedelta(hours=12)
"""After such a pause a closed country is no longer what is talked of."""


def name_of(turn: Turn) -> str:
    """The destination's name in the language in force; "" while none is chosen."""
    chosen = turn.person.destination
    return turn.shop.destinations.name(chosen, language()) if chosen else ""


def first_countries(turn: Turn) -> list[Destination]:
    """The open countries of the first screen, at most eight."""
    return [one for one in turn.shop.destinations if one.open][:MOST_FIRST]


def first_choices(turn: Turn) -> list[Button]:
    """The open countries, and a way to the others."""
    shown = first_countries(turn)
    names = labels([one.name(language()) for one in shown])
    buttons = [
        Button(name, f"to/{one.iso2}", beside=index % 2 == 1)
        for index, (name, one) in enumerate(zip(names, shown, strict=True))
    ]
    return [*buttons, Button(_("Other countries"), "to/others/1", beside=len(shown) % 2 == 1)]


def nothing_open(turn: Turn) -> str:
    """The sentence of a shop that sends nowhere yet; "" once a country is open."""
    if first_countries(turn):
        return ""
    return _("We are still preparing our first shipments: no country is open yet. Do look around meanwhile!")


def closed(turn: Turn, to: str = "") -> str:
    """That the country, or the chosen one, takes no orders now; "" while it does, or when none is chosen."""
    chosen = to or turn.person.destination
    destination = turn.shop.destinations.get(chosen) if chosen else None
    if chosen is None or (destination is not None and destination.open):
        return ""
    words = _("{country} is closed for now, so nothing can be ordered there. Your cart and your orders stay.")
    return words.format(country=turn.shop.destinations.name(chosen, language()))


async def joining_line(turn: Turn, to: str = "") -> str:
    """The shipment that an order placed now joins, with its cut-off in both zones; or that `to` is closed."""
    chosen = to or turn.person.destination
    if not chosen:
        return ""
    if refusal := closed(turn, chosen):
        return refusal
    destination = turn.shop.destinations[chosen]
    found = await shipments.joining_facts(turn.db, chosen, turn.now)
    if found is None:
        cutoff = shipments.next_cutoff(turn.shop.profile.cadence_of(chosen), turn.now)
        code = shipments.code_for(chosen, cutoff)
    else:
        code, cutoff = found
    name = destination.name(language())
    when = formatting.moment_there(cutoff, destination.time_zone, name)
    return _("Sent to {country} with shipment {code}; orders close {when}.").format(
        country=name, code=code, when=when
    )


async def set_destination(turn: Turn, iso2: str) -> str:
    """Sends the customer's orders there from now on; returns why not if the country is not open."""
    found = turn.shop.destinations.get(iso2)
    if found is None or not found.open:
        talk_of(turn, iso2)
        return not_open(turn, found, iso2)
    turn.session.closed_country = ""
    changed = turn.person.destination != found.iso2
    await carts.go_to(turn.db, turn.person, found.iso2)
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and changed:
        await identity_numbers.forget(turn.db, draft.id)
    return ""


async def taken_in_passing(turn: Turn, iso2: str | None) -> str:
    """Takes the country that a question names while none is known yet, and says so; "" otherwise."""
    if turn.person.destination or not iso2 or await set_destination(turn, iso2):
        return ""
    return _("Sending to {country}.").format(country=name_of(turn))


def not_open(turn: Turn, found: Destination | None, iso2: str) -> str:
    """Why a country cannot be chosen."""
    if found is None:
        name = turn.shop.destinations.name(iso2, language())
        return _("Sorry, we do not send to {country} yet.").format(country=name)
    return _("{country} is not open yet. We will open it as soon as we can send there safely.").format(
        country=found.name(language())
    )


def closed_page(turn: Turn, iso2: str, about: str = "", note: str = "") -> Redirect:
    """The page of a country that takes no orders, which is what is talked of from now on.

    `about` is what is asked of it. What stands on the screen already is not said again, but that it was.
    """
    if not talk_of(turn, iso2):
        return Redirect("to", not_open(turn, None, iso2))
    route = "/".join(filter(None, ["closed", iso2, about]))
    said_already = turn.session.screen == route and not note
    return Redirect(f"closed/{iso2}/again" if said_already else route, note)


def talk_of(turn: Turn, iso2: str) -> bool:
    """Notes the closed country that is talked of from now on; returns False for a code that is none."""
    is_country = turn.shop.destinations.name(iso2, language()) != iso2
    turn.session.closed_country = iso2 if is_country else turn.session.closed_country
    return is_country


def talked_of(turn: Turn) -> str:
    """The closed country that is talked of; "" for none, and once it was opened or the talk has paused."""
    iso2, since = turn.session.closed_country, turn.session.shown_at
    found = turn.shop.destinations.get(iso2) if iso2 else None
    paused = since is not None and turn.now - since > TALK
    return "" if paused or (found is not None and found.open) else iso2


def looked_at(turn: Turn) -> str:
    """The closed country that is talked of and that the screen is about; "" for none."""
    iso2 = talked_of(turn)
    return iso2 if iso2 and iso2 in turn.session.screen.split("/") else ""


def offer(turn: Turn, iso2: str) -> Screen | Redirect:
    """Offers a country that was typed unasked as the new destination."""
    if not turn.person.destination:
        return Redirect(f"to/{iso2}")
    found = turn.shop.destinations.get(iso2)
    if found is None or not found.open:
        return closed_page(turn, iso2)
    body = _("Now: {country}.").format(country=name_of(turn))
    go = Button(labels([found.name(language())])[0], f"to/{iso2}")
    buttons = [go, Button(_("Back"), "home", kind="back")]
    return Screen(_("Where shall we send to?"), body, buttons, asks=Ask("where")).at("to")
