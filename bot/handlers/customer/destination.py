"""Choosing the destination that the customer's orders go to."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, noted, paged
from bot.conversation.translation import _, language
from bot.handlers.customer import product_search
from bot.handlers.customer.destination_view import (
    closed_page,
    first_choices,
    first_countries,
    name_of,
    nothing_open,
    set_destination,
)
from bot.handlers.customer.opening_asked import what_of
from bot.handlers.customer.shop_places import shop_place
from bot.handlers.customer.understood import understood
from bot.handlers.customer.waiting import pending
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import carts


@place("to")
async def choose(turn: Turn) -> Screen:
    """Asks for the destination."""
    chosen = name_of(turn)
    now = _("Now: {country}.").format(country=chosen) if chosen else ""
    body = "\n".join([now, nothing_open(turn), _("Tap, or type a country or city.")]).strip()
    return Screen(_("Where shall we send to?"), body, first_choices(turn), asks=Ask("where"))


@place("to/others/{page}")
async def others(turn: Turn, page: int) -> Screen:
    """All other countries, open or not, page by page."""
    on_first = first_countries(turn)
    shown = paged([one for one in turn.shop.destinations if one not in on_first], page)
    names = labels([one.name(language()) for one in shown.items])
    buttons = [
        Button(name, f"to/{one.iso2}", hint="" if one.open else _("not open yet"))
        for name, one in zip(names, shown.items, strict=True)
    ]
    more = [*formatting.page_buttons(shown, "to/others/{page}"), Button(_("Back"), "to", kind="back")]
    return Screen(_("Other countries"), formatting.on_page(shown), [*buttons, *more], asks=Ask("where"))


@action("to/{iso2}")
async def go_to(turn: Turn, iso2: str) -> Screen | Redirect:
    """Sends the customer's orders there from now on, and shows the cart again if it holds goods."""
    before = turn.person.destination
    if await set_destination(turn, iso2):
        return closed_page(turn, iso2)
    waiting = await pending(turn) if before in (None, iso2) else None
    if waiting is not None:  # a proposal asked for the destination, or it was said again
        return Redirect(f"reading/{waiting.code}")
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and draft.lines:
        return Redirect("cart", _("Sending to {country}.").format(country=name_of(turn)))
    return Redirect("browse")


@action("where")
async def typed(turn: Turn) -> Screen | Redirect | NotAnAnswer:
    """A country or city was typed as the destination; anything else is free text or a search."""
    found = turn.shop.destinations.find(turn.text)
    if found is not None:
        return await go_to(turn, found.iso2)
    interpretation = await understood(turn)
    if (
        interpretation.too_long
        or interpretation.fills_no_form
        or interpretation.confirms
        or interpretation.declines
        or shop_place(turn) is not None
        or what_of(turn, interpretation) is not None
        or (interpretation.intent != "other" and not interpretation.only_names)
    ):
        return NotAnAnswer()
    if interpretation.destination:
        return await go_to(turn, interpretation.destination)
    if product_search.hits(turn, turn.text):
        return Redirect("search")
    return noted(await choose(turn), _("I do not know that country or city. Try the country's name, please."))
