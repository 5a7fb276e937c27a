"""Where the goods go: choosing and naming the destination."""

from __future__ import annotations

from bot import shipments
from bot.conversation.routing import action, place
from bot.conversation.screens import Ask, Button, Screen, labels, noted, paged
from bot.conversation.translation import _, language
from bot.destinations import Destination
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, identity_numbers, proposals

MOST_FIRST = 8  # with the way to the others still a screen's worth of buttons


def name_of(turn: Turn) -> str:
    """The destination's name in the language in force; "" while none is chosen."""
    chosen = turn.person.destination
    return turn.shop.destinations.name(chosen, language()) if chosen else ""


def _first(turn: Turn) -> list[Destination]:
    """The open countries that stand on the first screen."""
    return [one for one in turn.shop.destinations if one.open][:MOST_FIRST]


def first_choices(turn: Turn) -> list[Button]:
    """The open countries, and a way to the others."""
    first = _first(turn)
    names = labels([one.name(language()) for one in first])
    buttons = [
        Button(name, f"to/{one.iso2}", beside=index % 2 == 1)
        for index, (name, one) in enumerate(zip(names, first, strict=True))
    ]
    return [*buttons, Button(_("Other countries"), "to/others/1", beside=len(first) % 2 == 1)]


def nothing_open(turn: Turn) -> str:
    """What customers of a shop read that sends nowhere yet; empty once some country is open."""
    if _first(turn):
        return ""
    return _("We are still preparing our first shipments: no country is open yet. Do look around meanwhile!")


def closed(turn: Turn, to: str = "") -> str:
    """That nothing can be ordered now, to a country or the chosen one; empty while it can, or for none."""
    chosen = to or turn.person.destination
    place_ = turn.shop.destinations.get(chosen) if chosen else None
    if chosen is None or (place_ is not None and place_.open):
        return ""
    told = _("{country} is closed for now, so nothing can be ordered there. Your cart and your orders stay.")
    return told.format(country=turn.shop.destinations.name(chosen, language()))


async def joining_line(turn: Turn, to: str = "") -> str:
    """Which shipment an order placed now joins, and its cut-off in Solo and there; or that it is closed."""
    chosen = to or turn.person.destination
    if not chosen:
        return ""
    if shut := closed(turn, chosen):
        return shut
    place_ = turn.shop.destinations[chosen]
    found = await shipments.joining_facts(turn.db, chosen, turn.now)
    if found is None:
        cutoff = shipments.next_cutoff(turn.shop.profile.cadence_of(chosen), turn.now)
        code = shipments.code_for(chosen, cutoff)
    else:
        code, cutoff = found
    name = place_.name(language())
    when = formatting.moment_there(cutoff, place_.time_zone, name)
    return _("Sent to {country} with shipment {code}; orders close {when}.").format(
        country=name, code=code, when=when
    )


@place("to")
async def choose(turn: Turn) -> Screen:
    """Where shall it go?"""
    chosen = name_of(turn)
    now = _("Now: {country}.").format(country=chosen) if chosen else ""
    body = "\n".join([now, nothing_open(turn), _("Tap, or type a country or city.")]).strip()
    return Screen(_("Where shall we send to?"), body, first_choices(turn), asks=Ask("where"))


async def offer(turn: Turn, iso2: str) -> Screen:
    """A country was named where nothing asked for one: shall it go there from now on?"""
    if not turn.person.destination:
        return await go_to(turn, iso2)
    found = turn.shop.destinations.get(iso2)
    if found is None or not found.open:
        return noted(await choose(turn), not_open(turn, found, iso2))
    body = _("Now: {country}.").format(country=name_of(turn))
    go = Button(labels([found.name(language())])[0], f"to/{iso2}")
    buttons = [go, Button(_("Back"), "home")]
    return Screen(_("Where shall we send to?"), body, buttons, asks=Ask("where")).at("to")


@place("to/others/{page}")
async def others(turn: Turn, page: int) -> Screen:
    """All the other countries, open or not."""
    first = _first(turn)
    shown = paged([one for one in turn.shop.destinations if one not in first], page)
    names = labels([one.name(language()) for one in shown.items])
    buttons = [
        Button(name, f"to/{one.iso2}", hint="" if one.open else _("not open yet"))
        for name, one in zip(names, shown.items, strict=True)
    ]
    more = [*formatting.turning(shown, "to/others/{page}"), Button(_("Back"), "to")]
    return Screen(_("Other countries"), formatting.on_page(shown), [*buttons, *more], asks=Ask("where"))


@action("to/{iso2}")
async def go_to(turn: Turn, iso2: str) -> Screen:
    """The customer's orders go there from now on, and every line in the cart is looked at again."""
    from bot.handlers.chat import proposal as reading_places
    from bot.handlers.customer import cart, catalog

    before = turn.person.destination
    if refusal := await taken(turn, iso2):
        return noted(await choose(turn), refusal)
    waiting = None if before else await proposals.of(turn.db, turn.person.id)
    if waiting is not None:  # it was read before, and asked where to
        return await reading_places.shown(turn, waiting)
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and draft.lines:
        return noted(await cart.cart(turn), _("Sending to {country}.").format(country=name_of(turn)))
    return await catalog.categories(turn)


async def taken(turn: Turn, iso2: str) -> str:
    """Sends the customer's orders there from now on; why not, where that cannot be."""
    found = turn.shop.destinations.get(iso2)
    if found is None or not found.open:
        return not_open(turn, found, iso2)
    moved = turn.person.destination != found.iso2
    await carts.go_to(turn.db, turn.person, found.iso2)
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and moved:
        await identity_numbers.forget(turn.db, draft.id)
    return ""


def not_open(turn: Turn, found: Destination | None, iso2: str) -> str:
    """Why a country cannot be chosen."""
    if found is None:
        name = turn.shop.destinations.name(iso2, language())
        return _("Sorry, we do not send to {country} yet.").format(country=name)
    return _("{country} is not open yet. We will open it as soon as we can send there safely.").format(
        country=found.name(language())
    )


@action("where")
async def typed(turn: Turn) -> Screen:
    """A country or city was typed, or the order itself, with or without one."""
    from bot.handlers.chat import free_text
    from bot.handlers.customer import search

    found = turn.shop.destinations.find(turn.text)
    if found is not None:
        return await go_to(turn, found.iso2)
    told = turn.shop.reader().read(turn.text)
    if told.confirms or told.declines or (told.intent != "other" and not told.only_names):
        return await free_text.said(turn)
    if search.hits(turn, turn.text):
        return await search.typed(turn)
    return noted(await choose(turn), _("I do not know that country or city. Try the country's name, please."))
