"""Answers about a country: what may go there, what carrying costs, when the next shipment closes."""

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


def _ways(turn: Turn, to: str) -> list[Button]:
    return [Button(_("Catalogue"), "browse"), Button(_("Cart"), "cart", beside=True), *ways_to(turn, to)]


def _known(turn: Turn, iso2: str) -> Destination | None:
    found = turn.shop.destinations.get(iso2)
    return found if found is not None and found.open else None


@place("going/{iso2}")
async def going(turn: Turn, iso2: str) -> Screen | Redirect:
    """What may go to a country, shelf by shelf."""
    found = _known(turn, iso2)
    if found is None:
        return Redirect("to")
    title = shorten(_("What may go to {country}").format(country=found.name(language())), 60)
    shelves = turn.shop.catalogue.categories.items()
    lines = [_shelf(turn, code, wares, iso2) for code, wares in shelves]
    tail = [_("Type a product's name, and I tell you for that one.")]
    return Screen(title, formatting.fitted(title, lines, tail), _ways(turn, iso2))


def _shelf(turn: Turn, code: str, wares: list[Ware], iso2: str) -> str:
    verdicts = [eligibility.verdict(turn, ware, iso2) for ware in wares]
    free = sum(not one.blocks for one in verdicts)
    name = category_name(code)
    if not free:
        return _("✖ {shelf}").format(shelf=name)
    if free < len(wares):
        words = _("◐ {shelf}: {count} of {all} products")
        return words.format(shelf=name, count=free, all=len(wares))
    if any(one.action is Action.NEEDS_DOCUMENT for one in verdicts):
        return _("📄 {shelf}: some need a paper").format(shelf=name)
    if any(one.action is Action.WARN for one in verdicts):
        return _("⚠ {shelf}: some at your own risk").format(shelf=name)
    return _("✓ {shelf}").format(shelf=name)


@place("cost/{iso2}")
async def cost(turn: Turn, iso2: str) -> Screen | Redirect:
    """About what carrying to a country costs: for the cart, else by the rate card."""
    found = _known(turn, iso2)
    if found is None:
        return Redirect("to")
    title = shorten(_("Freight to {country}").format(country=found.name(language())), 60)
    return Screen(title, formatting.fitted(title, await freight_lines(turn, found)), _ways(turn, iso2))


@place("when/{iso2}")
async def when(turn: Turn, iso2: str) -> Screen | Redirect:
    """When orders to a country close and leave next."""
    found = _known(turn, iso2)
    if found is None:
        return Redirect("to")
    title = shorten(_("Next shipment to {country}").format(country=found.name(language())), 60)
    return Screen(title, "\n".join(await dates(turn, iso2)), _ways(turn, iso2))
