"""The rate cards of each destination: the lists, one in full, and withdrawing one."""

from __future__ import annotations

from datetime import date, datetime

from bot.conversation.routing import action, place
from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language, later
from bot.destinations import Destination, overrides
from bot.destinations.prices.rate_cards import RateCard, Surcharge, estimate
from bot.handlers.coordinator.prices.open_destinations import by_words, country_said
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import Role

STAMP = "%y%m%d"
PAGE = 6
SAMPLE_WEIGHTS = (1000, 5000)  # grams; their prices reveal a mistyped figure
SERVICES = {"air_cargo": later("Air cargo"), "express": later("Courier"), "post": later("Post")}


@action("c/freight", role=Role.COORDINATOR)
async def asked(turn: Turn) -> Screen:
    """`/ongkir`, alone or with a country."""
    return await country_said(turn, await listed(turn, 1), cards)


@place("c/freight/page/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """All destinations, each with the card that today's quotes use."""
    shown = paged(turn.shop.destinations.all(), page)
    names = labels([one.name(language()) for one in shown.items])
    buttons = [
        Button(name, f"c/freight/{one.iso2}", hint=shorten(_in_use(turn, one), 72))
        for name, one in zip(names, shown.items, strict=True)
    ]
    page_buttons = formatting.page_buttons(shown, "c/freight/page/{page}")
    body = _("Tap a country, or type one. Where no card is valid, freight follows after weighing.")
    text = "\n".join(filter(None, [body, formatting.on_page(shown)]))
    return Screen(_("Rate cards"), text, [*buttons, *page_buttons, back("c")], asks=Ask("c/freight"))


def _in_use(turn: Turn, to: Destination) -> str:
    card = turn.shop.freight.card(to.iso2, turn.shop.clock.today())
    return price_words(card) if card else _("no valid rate card")


def price_words(card: RateCard) -> str:
    """The price of a card in one line; an example is marked as one."""
    words = _("{first}, then {next} for each {step}")
    if card.example:
        words = _("{first}, then {next} for each {step} (example)")
    first, next_ = formatting.rupiah(card.first_step_rupiah), formatting.rupiah(card.next_step_rupiah)
    return words.format(first=first, next=next_, step=formatting.weight(card.step_grams))


@place("c/freight/{iso2}", role=Role.COORDINATOR)
async def cards(turn: Turn, iso2: str) -> Screen:
    """The rate cards of a destination."""
    return await cards_page(turn, iso2, 1)


@place("c/freight/{iso2}/page/{page}", role=Role.COORDINATOR)
async def cards_page(turn: Turn, iso2: str, page: int) -> Screen:
    """The rate cards, page by page; a tap shows one in full."""
    to = turn.shop.destinations.get(iso2)
    if to is None:
        return await listed(turn, 1)
    all_, in_use = turn.shop.freight.cards(iso2), turn.shop.freight.card(iso2, turn.shop.clock.today())
    shown = paged(all_, page, PAGE)
    names = labels([_(SERVICES[one.service]) for one in shown.items])
    buttons = [
        Button(name, f"c/card/{iso2}/{one.service}/{one.valid_from:{STAMP}}", hint=shorten(_hint(one), 72))
        for name, one in zip(names, shown.items, strict=True)
    ]
    page_buttons = formatting.page_buttons(shown, f"c/freight/{iso2}/page/{{page}}")
    now = _("Quotes of today: {price}.").format(price=price_words(in_use)) if in_use else ""
    body = now or _("No card is valid today: freight follows after weighing.")
    title = shorten(_("Rate cards: {country}").format(country=to.name(language())), TITLE_LENGTH)
    ways = [Button(_("New rate card"), f"c/newcard/{iso2}"), back("c/freight/page/1")]
    return Screen(
        title, "\n".join(filter(None, [body, formatting.on_page(shown)])), [*buttons, *page_buttons, *ways]
    )


def _hint(card: RateCard) -> str:
    until = _("until {day}").format(day=formatting.day(card.valid_to))
    return f"{until}: {price_words(card)}"


def card_lines(card: RateCard) -> list[str]:
    """All lines of a card, with its price for a few weights."""
    step = formatting.weight(card.step_grams)
    on_top = "; ".join(_surcharge(one) for one in card.surcharges)
    tried = "; ".join(
        _("{weight} costs {price}").format(
            weight=formatting.weight(grams), price=formatting.rupiah(estimate(card, grams))
        )
        for grams in SAMPLE_WEIGHTS
    )
    lines = [
        _("First {step}: {price}").format(step=step, price=formatting.rupiah(card.first_step_rupiah)),
        _("Each {step} more: {price}").format(step=step, price=formatting.rupiah(card.next_step_rupiah)),
        _("At least {weight} is charged").format(
            weight=formatting.weight(max(card.minimum_grams, card.step_grams))
        ),
        _("Volume: cubic cm / {divisor} = kg").format(divisor=card.divisor),
        _("On top: {surcharges}").format(surcharges=on_top) if on_top else _("Nothing on top"),
        _("{least} to {most} days").format(least=card.transit_days_least, most=card.transit_days_most),
        _("Valid {start} to {end}").format(
            start=formatting.day(card.valid_from), end=formatting.day(card.valid_to)
        ),
        _("Source: {source}").format(source=shorten(card.source, 200)),
    ]
    return [*lines, "", _("Worked out: {tried}.").format(tried=tried)]


def _surcharge(surcharge: Surcharge) -> str:
    name = shorten(surcharge.name, 40)
    return (
        f"{name} {surcharge.percent}%"
        if surcharge.percent
        else f"{name} {formatting.rupiah(surcharge.rupiah)}"
    )


@place("c/card/{iso2}/{service}/{first_day}", role=Role.COORDINATOR)
async def card(turn: Turn, iso2: str, service: str, first_day: str) -> Screen:
    """One card in full, with who stated it."""
    to, shown = turn.shop.destinations.get(iso2), _card(turn, iso2, service, first_day)
    if to is None or shown is None:
        return await cards(turn, iso2)
    stated = next((one for one in turn.shop.overrides.cards_of(iso2) if one.card == shown), None)
    by = (
        _("Stated {when}").format(when=by_words(stated.by))
        if stated
        else _("From the file config/freight.yaml")
    )
    example = [_("A made-up example, not a real price.")] if shown.example else []
    title = _("{country}: {service}").format(country=to.name(language()), service=_(SERVICES[shown.service]))
    take_back = Button(_("Withdraw it"), f"c/card/{iso2}/{service}/{first_day}/withdraw")
    lines = [*example, *card_lines(shown), by]
    title = shorten(title, TITLE_LENGTH)
    return Screen(title, formatting.fitted(title, lines), [take_back, back(f"c/freight/{iso2}")])


def _card(turn: Turn, iso2: str, service: str, first_day: str) -> RateCard | None:
    key = (service, _day(first_day))
    held = turn.shop.freight.cards(iso2)
    return next((one for one in held if (one.service, one.valid_from) == key), None)


def _day(written: str) -> date | None:
    try:
        return datetime.strptime(written, STAMP).date()
    except ValueError:
        return None


@action("c/card/{iso2}/{service}/{first_day}/withdraw", role=Role.COORDINATOR)
async def withdraw(turn: Turn, iso2: str, service: str, first_day: str) -> Screen:
    """Withdraws the card; placed orders keep their estimate."""
    withdrawn = _card(turn, iso2, service, first_day)
    if withdrawn is None:
        return await cards(turn, iso2)
    await overrides.withdraw_card(turn.db, iso2, withdrawn, turn.now, turn.person.id)
    await turn.shop.refresh(turn.db)
    return noted(await cards(turn, iso2), _("The card is withdrawn."))
