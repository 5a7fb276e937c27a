"""Answers about a country: what may go there, what freight costs, when the next shipment closes."""

from __future__ import annotations

from bot.catalog import Ware
from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.destinations import Action, Destination
from bot.handlers.chat.questions.country_lines import dates, freight_lines, ways_to
from bot.handlers.customer.product_view import category_name
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn


async def _buttons(turn: Turn, to: str) -> list[Button]:
    return [
        Button(_("Catalogue"), "browse"),
        Button(_("Cart"), "cart", beside=True),
        *await ways_to(turn, to),
    ]


def _open_country(turn: Turn, iso2: str) -> Destination | None:
    destination = turn.shop.destinations.get(iso2)
    return destination if destination is not None and destination.open else None


@place("going/{iso2}")
async def going(turn: Turn, iso2: str) -> Screen | Redirect:
    """What may go to a country, shelf by shelf."""
    destination = _open_country(turn, iso2)
    if destination is None:
        return Redirect("to")
    title = shorten(_("What may go to {country}").format(country=destination.name(language())), 60)
    shelves = turn.shop.catalogue.categories.items()
    lines = [_shelf(turn, code, wares, iso2) for code, wares in shelves]
    tail = [_("Type a product's name, and I tell you for that one.")]
    return Screen(title, formatting.fitted(title, lines, tail), await _buttons(turn, iso2))


def _shelf(turn: Turn, code: str, wares: list[Ware], iso2: str) -> str:
    verdicts = [eligibility.verdict(turn, ware, iso2) for ware in wares]
    allowed = sum(not one.blocks for one in verdicts)
    name = category_name(code)
    if not allowed:
        return _("✖ {shelf}").format(shelf=name)
    if allowed < len(wares):
        words = _("◐ {shelf}: {count} of {all} products")
        return words.format(shelf=name, count=allowed, all=len(wares))
    if any(one.action is Action.NEEDS_DOCUMENT for one in verdicts):
        return _("📄 {shelf}: some need a paper").format(shelf=name)
    if any(one.action is Action.WARN for one in verdicts):
        return _("⚠ {shelf}: some at your own risk").format(shelf=name)
    return _("✓ {shelf}").format(shelf=name)


@place("cost/{iso2}")
async def cost(turn: Turn, iso2: str) -> Screen | Redirect:
    """The estimated freight to a country: of the cart, else by the rate card."""
    destination = _open_country(turn, iso2)
    if destination is None:
        return Redirect("to")
    title = shorten(_("Freight to {country}").format(country=destination.name(language())), 60)
    tail = [_("The prices of goods are without freight.")]
    return Screen(
        title,
        formatting.fitted(title, await freight_lines(turn, destination), tail),
        await _buttons(turn, iso2),
    )


@place("when/{iso2}")
async def when(turn: Turn, iso2: str) -> Screen | Redirect:
    """When the next shipment to a country closes and leaves."""
    destination = _open_country(turn, iso2)
    if destination is None:
        return Redirect("to")
    title = shorten(_("Next shipment to {country}").format(country=destination.name(language())), 60)
    return Screen(title, "\n".join(await dates(turn, iso2)), await _buttons(turn, iso2))
