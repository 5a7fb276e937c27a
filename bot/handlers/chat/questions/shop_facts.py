"""Answers about the shop itself: what sells best, the least and the most to order, pick-up, origin."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.catalog import Ware
from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.destinations import Action, Destination
from bot.handlers.chat.questions.country_lines import dates, ways_to
from bot.handlers.customer.destination_view import name_of
from bot.handlers.customer.product_view import shelf
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.ordering.best_sellers import DAYS, LEAST_ORDERS, BestSellers
from bot.understanding.criteria import Criteria, chosen

MOST = 5
NAME_ROOM = 40
REASON_ROOM = 160


@place("popular")
async def popular(turn: Turn) -> Screen:
    """What sells best: counted in the orders of the last half-year, once there are enough of them."""
    since = solo_day(turn.now) - timedelta(days=DAYS)
    orders, counted = await turn.read_beside(BestSellers(since))
    by_id = turn.shop.catalogue.by_id
    best = [(by_id[one], many) for one, many in counted if one in by_id and by_id[one].offered]
    title, ways = (
        _("What sells best"),
        [Button(_("Catalogue"), "browse"), Button(_("Home"), "home", beside=True)],
    )
    if not best:
        return _some_of_each(turn, title, orders, ways)
    head = ngettext(
        "Counted in {count} order since {day}:", "Counted in {count} orders since {day}:", orders
    ).format(count=orders, day=formatting.day(since))
    lines = [head, *(_times(ware, many) for ware, many in best)]
    return Screen(title, formatting.fitted(title, lines), [*shelf(turn, [one for one, _n in best]), *ways])


def _some_of_each(turn: Turn, title: str, orders: int, ways: list[Button]) -> Screen:
    """A product of each shelf that may go to the customer's country, while too few orders are counted."""
    to = turn.person.destination or ""
    kept = chosen(Criteria(to=to, gift=True), turn.shop.catalogue.goods(), partial(_strictness, turn, to))
    some = [one for one in kept if not one.sold_out][:MOST]
    told = [_too_few(orders), _("These are a start: of each kind one that travels well.")] if some else []
    lines = [*told, *(_briefly(one) for one in some)] if some else [_too_few(orders)]
    buttons = [*shelf(turn, some), Button(_("Look for goods"), "filter/-"), *ways]
    return Screen(title, formatting.fitted(title, lines), buttons)


def _strictness(turn: Turn, to: str, ware: Ware) -> int:
    return list(Action).index(eligibility.verdict(turn, ware, to).action)


def _briefly(ware: Ware) -> str:
    words = _("• {product}: {about}")
    name = shorten(ware.name(language()), NAME_ROOM)
    return words.format(product=name, about=shorten(ware.description(language()), REASON_ROOM))


def _times(ware: Ware, many: int) -> str:
    words = ngettext("• {product}: in {count} order", "• {product}: in {count} orders", many)
    return words.format(product=shorten(ware.name(language()), NAME_ROOM), count=many)


def _too_few(orders: int) -> str:
    words = ngettext(
        "I cannot say yet: there was {count} order in the last half-year, and I count from {least} on.",
        "I cannot say yet: there were {count} orders in the last half-year, and I count from {least} on.",
        orders,
    )
    return words.format(count=orders, least=LEAST_ORDERS)


@place("minimum/{iso2}")
async def minimum(turn: Turn, iso2: str) -> Screen:
    """The least and the most that can be ordered, as far as anything limits it; `-` is no country."""
    title = _("Least and most")
    lines = [_("There is no minimum: one single piece can be ordered.")]
    to = turn.shop.destinations.get(iso2)
    if to is not None:
        lines += _limits(turn, to)
    else:
        lines.append(_("How much may go at most depends on the country."))
    more = Button(_("What freight costs"), f"cost/{iso2}/step") if to else Button(_("Destination"), "to")
    buttons = [Button(_("Catalogue"), "browse"), more, *await ways_to(turn, iso2)]
    return Screen(title, formatting.fitted(title, lines), buttons)


def _limits(turn: Turn, to: Destination) -> list[str]:
    """What the freight charges at least, the heaviest parcel, and the limits for one recipient."""
    day, lines = solo_day(turn.now), []
    card = turn.shop.freight.card(to.iso2, day)
    if card is not None:
        least = formatting.weight(max(card.minimum_grams, card.step_grams))
        words = _("Freight is charged for at least {weight} a parcel, so it pays to fill that.")
        lines.append(words.format(weight=least))
    words = _("One carton to {country} weighs {weight} at most; more goes in several.")
    lines.append(words.format(country=to.name(language()), weight=formatting.weight(to.max_piece_grams)))
    limits = turn.shop.limits.of(to.iso2, day)
    return [*lines, *(f"• {shorten(one.why(language()), REASON_ROOM)}" for one in limits)]


@place("pickup/{iso2}")
async def pickup(turn: Turn, iso2: str) -> Screen | Redirect:
    """Where a parcel can be picked up; to the door where the shop has named no place."""
    to = turn.shop.destinations.get(iso2)
    if to is None:
        return Redirect("to")
    title, country = _("Picking up"), to.name(language())
    where = turn.shop.profile.picked_up(iso2, language())
    if where:
        lines = [_("In {country} you can pick it up here:").format(country=country), where]
    else:
        lines = [
            _("No pick-up place is named for {country}: parcels go to the address that you give.").format(
                country=country
            ),
            _(
                "That may be a shop, a mess or a friend: name them as the recipient, with their phone number,"
                " and ask them first."
            ),
        ]
    return Screen(title, formatting.fitted(title, lines), await ways_to(turn, iso2))


@place("origin")
async def origin(turn: Turn) -> Screen:
    """Who makes the goods, and where they set out."""
    seller, title = turn.shop.profile.seller(), _("Where it comes from")
    makers = len({ware.umkm_id for ware in turn.shop.catalogue.offered()})
    words = ngettext(
        "{count} small business in and around Solo (Surakarta, Indonesia) makes our goods.",
        "{count} small businesses in and around Solo (Surakarta, Indonesia) make our goods.",
        makers,
    )
    lines = [words.format(count=makers), _("They are gathered and packed there, and set out together.")]
    if seller.address.strip():
        lines.append(_("Sender: {address}").format(address=shorten(f"{seller.name}, {seller.address}", 300)))
    else:
        lines.append(_("An address to visit is not noted here: everything is ordered in this chat."))
    if turn.person.destination and name_of(turn):
        lines += ["", *await dates(turn, turn.person.destination)]
    return Screen(title, formatting.fitted(title, lines), await ways_to(turn, turn.person.destination or ""))
