"""Opening and closing destinations, with what to check before one opens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping

from bot.conversation.routing import action, place
from bot.conversation.screens import Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.destinations import Destination, address_form, overrides
from bot.destinations.overrides import StatedBy
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.people import Role, waiting_list

NAMES = 60  # characters of the name of a field or a person
MOST_AWAITED = 8


@action("c/destinations", role=Role.COORDINATOR)
async def asked(turn: Turn) -> Screen:
    """`/tujuan_buka`, alone or with a country."""
    return await country_said(turn, await listed(turn, 1), one)


async def country_said(turn: Turn, whole: Screen, shown: Callable[[Turn, str], Awaitable[Screen]]) -> Screen:
    """The screen `shown` for the country behind a command; the `whole` list when it names none of ours."""
    to = turn.shop.destinations.meant(turn.typed_answer)
    if to is not None:
        return await shown(turn, to.iso2)
    return noted(whole, no_such_country(turn)) if turn.typed_answer else whole


def no_such_country(turn: Turn) -> str:
    """Says that the text names no country of ours."""
    return _("I found no country of ours in “{text}”.").format(text=shorten(turn.typed_answer, 40))


@place("c/destinations/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """All destinations, open or closed, since when and by whom."""
    all_, waiting = turn.shop.destinations.all(), await waiting_list.counts(turn.db)
    shown = paged(all_, page)
    names = labels([one.name(language()) for one in shown.items])
    buttons = [
        Button(name, f"c/destination/{one.iso2}", hint=_hint(turn, one, waiting))
        for name, one in zip(names, shown.items, strict=True)
    ]
    page_buttons = formatting.page_buttons(shown, "c/destinations/{page}")
    count = sum(one.open for one in all_)
    words = ngettext("{count} of {all} is open.", "{count} of {all} are open.", count)
    body = [words.format(count=count, all=len(all_)), _("Customers can order to open ones only.")]
    body += _awaited(turn, waiting)
    text = "\n".join(filter(None, [*body, formatting.on_page(shown)]))
    return Screen(_("Destinations"), text, [*buttons, *page_buttons, back("c")])


def _hint(turn: Turn, to: Destination, waiting: Mapping[str, int]) -> str:
    parts = [state(turn, to), _wait_for_it(waiting.get(to.iso2, 0))]
    return shorten(" · ".join(filter(None, parts)), 72)


def _wait_for_it(count: int) -> str:
    """How many wait for a country to open; "" for nobody."""
    words = ngettext("{count} person waits for it", "{count} people wait for it", count)
    return words.format(count=count) if count else ""


def _awaited(turn: Turn, waiting: Mapping[str, int]) -> list[str]:
    """What people wait for, the most awaited first: of the shop's countries, and of those no file has."""
    named: dict[bool, list[str]] = {True: [], False: []}
    for iso2, count in waiting.items():
        named[iso2 in turn.shop.destinations].append(
            f"{turn.shop.destinations.name(iso2, language())} {count}"
        )
    ours, others = (", ".join(named[one][:MOST_AWAITED]) for one in (True, False))
    return [
        _("People wait for: {countries}.").format(countries=ours) if ours else "",
        _("Also for countries that are not set up: {countries}.").format(countries=others) if others else "",
    ]


def state(turn: Turn, to: Destination) -> str:
    """Whether a destination is open or closed, since when and by whom."""
    opening = turn.shop.overrides.openings.get(to.iso2)
    if opening is None:
        return _("open") if to.open else _("not opened yet")
    words = _("open since {when}") if opening.open else _("closed since {when}")
    return words.format(when=by_words(opening.by))


def by_words(by: StatedBy) -> str:
    """The day and the author of an override."""
    day = formatting.day_of(by.at)
    if by.name:
        return _("{day}, by {name}").format(day=day, name=shorten(by.name, NAMES))
    if by.reason == overrides.DEMO:
        return _("{day}, by the demo").format(day=day)
    return day if by.person_id else _("{day}, by command").format(day=day)


@place("c/destination/{iso2}", role=Role.COORDINATOR)
async def one(turn: Turn, iso2: str) -> Screen:
    """A destination, with what to check before it opens."""
    return await one_page(turn, iso2, 1)


@place("c/destination/{iso2}/page/{page}", role=Role.COORDINATOR)
async def one_page(turn: Turn, iso2: str, page: int) -> Screen:
    """The destination, page by page."""
    to = turn.shop.destinations.get(iso2)
    if to is None:
        return await listed(turn, 1)
    title = _("{country}: {state}").format(
        country=to.name(language()), state=_("open") if to.open else _("closed")
    )
    switch = Button(_("Close this country"), f"c/destination/{iso2}/0") if to.open else None
    buttons = [
        switch or Button(_("Open this country"), f"c/destination/{iso2}/1"),
        Button(_("Rate cards"), f"c/freight/{iso2}"),
        Button(_("Exchange rates"), "c/rates/page/1", beside=True),
        back("c/destinations/1"),
    ]
    waiting = (await waiting_list.counts(turn.db)).get(iso2, 0)
    told = [_wait_for_it(waiting), _("They are told when you open it.") if waiting else ""]
    check = "" if to.open else _("Before you open it, please check:")
    head = "\n".join(filter(None, [state(turn, to), " · ".join(filter(None, told)), check]))
    return leaf(title, list(_checks(turn, to)), page, f"c/destination/{iso2}/page/{{page}}", buttons, head)


def _checks(turn: Turn, to: Destination) -> Iterator[str]:
    """Lines about what has to be right before customers order to a destination."""
    yield _(
        "• Rules of what may enter: our own notes, checked on {day}. Ask the carrier; see /aturan."
    ).format(day=formatting.day(turn.shop.restrictions.checked_on))
    yield _freight(turn, to)
    yield _exchange(turn, to)
    yield from _identity(to)
    fields = ", ".join(shorten(field.label(language()), NAMES) for field in address_form(to))
    yield _("• Address questions: {fields}.").format(fields=fields)


def _freight(turn: Turn, to: Destination) -> str:
    card = turn.shop.freight.card(to.iso2, turn.shop.clock.today())
    if card is None:
        return _("• No valid rate card: freight is quoted once it is weighed. See /ongkir.")
    words = _("• Rate card: valid until {day}.")
    if card.example:
        words = _("• Rate card: only a made-up example, valid until {day}. See /ongkir.")
    return words.format(day=formatting.day(card.valid_to))


def _exchange(turn: Turn, to: Destination) -> str:
    rate = turn.shop.rates.of(to.currency)
    if rate is None:
        return _("• No exchange rate of {currency}. See /kurs.").format(currency=to.currency)
    days = (turn.shop.clock.today() - rate.on).days
    words = ngettext(
        "• Exchange rate of {currency}: of {day}, {count} day old.",
        "• Exchange rate of {currency}: of {day}, {count} days old.",
        days,
    ).format(currency=to.currency, day=formatting.day(rate.on), count=days)
    example = _("It is a made-up example. See /kurs.") if rate.example else ""
    old = _("It is old. See /kurs.") if turn.shop.rates.is_stale(rate) and not example else ""
    return " ".join(filter(None, [words, example, old]))


def _identity(to: Destination) -> Iterator[str]:
    for number in to.entry.identity:
        name = shorten(number.label_en if language() == "en" else number.label_id, NAMES)
        if number.asked_for_at_all:
            yield _("• {name}: is asked. {note}").format(name=name, note=number.note)
        elif number.for_coordinator:
            words = _("• {name}: is not asked; find out whether it must be. {note}")
            yield words.format(name=name, note=number.note)


@action("c/destination/{iso2}/{wanted}", role=Role.COORDINATOR)
async def set_open(turn: Turn, iso2: str, wanted: int) -> Screen:
    """Opens (1) or closes (0) the destination for new orders; placed orders stay as they are."""
    to = turn.shop.destinations.get(iso2)
    if to is None or wanted not in (0, 1):
        return await listed(turn, 1)
    changed = await overrides.set_open(turn.db, iso2, bool(wanted), turn.now, turn.person.id)
    await turn.shop.refresh(turn.db)
    shown, name = await one(turn, iso2), to.name(language())
    if not changed:
        return shown
    if wanted:
        return noted(shown, _("{country} is open: customers can order from now on.").format(country=name))
    closed = _("{country} is closed for new orders. Those that are placed stay as they are.")
    return noted(shown, closed.format(country=name))
