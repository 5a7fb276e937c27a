"""Where the goods go: choosing the destination."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, noted, paged
from bot.conversation.translation import _, language
from bot.handlers.customer import product_search
from bot.handlers.customer.destination_view import first, first_choices, name_of, nothing_open, taken
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals


@place("to")
async def choose(turn: Turn) -> Screen:
    """Where shall it go?"""
    chosen = name_of(turn)
    now = _("Now: {country}.").format(country=chosen) if chosen else ""
    body = "\n".join([now, nothing_open(turn), _("Tap, or type a country or city.")]).strip()
    return Screen(_("Where shall we send to?"), body, first_choices(turn), asks=Ask("where"))


@place("to/others/{page}")
async def others(turn: Turn, page: int) -> Screen:
    """All the other countries, open or not."""
    on_first = first(turn)
    shown = paged([one for one in turn.shop.destinations if one not in on_first], page)
    names = labels([one.name(language()) for one in shown.items])
    buttons = [
        Button(name, f"to/{one.iso2}", hint="" if one.open else _("not open yet"))
        for name, one in zip(names, shown.items, strict=True)
    ]
    more = [*formatting.turning(shown, "to/others/{page}"), Button(_("Back"), "to")]
    return Screen(_("Other countries"), formatting.on_page(shown), [*buttons, *more], asks=Ask("where"))


@action("to/{iso2}")
async def go_to(turn: Turn, iso2: str) -> Screen | Redirect:
    """The customer's orders go there from now on, and every line in the cart is looked at again."""
    before = turn.person.destination
    if refusal := await taken(turn, iso2):
        return noted(await choose(turn), refusal)
    waiting = None if before else await proposals.of(turn.db, turn.person.id)
    if waiting is not None:  # it was read before, and asked where to
        return Redirect(f"reading/{waiting.code}")
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and draft.lines:
        return Redirect("cart", _("Sending to {country}.").format(country=name_of(turn)))
    return Redirect("browse")


@action("where")
async def typed(turn: Turn) -> Screen | Redirect | NotAnAnswer:
    """A country or city was typed, or the order itself, with or without one."""
    found = turn.shop.destinations.find(turn.text)
    if found is not None:
        return await go_to(turn, found.iso2)
    told = turn.interpretation
    if told.confirms or told.declines or (told.intent != "other" and not told.only_names):
        return NotAnAnswer()
    if product_search.hits(turn, turn.text):
        return Redirect("search")
    return noted(await choose(turn), _("I do not know that country or city. Try the country's name, please."))
