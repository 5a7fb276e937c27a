"""Amounts, units, moments and page marks as many screens show them, in the language in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from bot.conversation.screens import TEXT_LENGTH, Button, Page, shorten
from bot.conversation.translation import _, language
from bot.core import money
from bot.core.clock import WIB
from bot.core.money import LOCALES
from bot.destinations.prices.exchange_rates import Rates
from bot.people import friends
from bot.people.friends import FriendShare

HOME_TIME = "WIB"
UNITS_IN_ENGLISH = {
    "bungkus": "pack",
    "pak": "pack",
    "toples": "jar",
    "kaleng": "can",
    "dus": "box",
    "botol": "bottle",
    "lembar": "piece",
    "potong": "piece",
    "pcs": "piece",
    "pasang": "pair",
    "slop": "tube",
    "paket": "set",
    "pot": "jar",
}


def rupiah(amount: int) -> str:
    """Whole rupiah in the language in force."""
    return money.rupiah(amount, language())


def weight(grams: int) -> str:
    """Grams or kilograms in the language in force."""
    return money.weight(grams, language())


def unit(name: str) -> str:
    """The unit a product is sold in: the seller's word, translated when the language is English."""
    return UNITS_IN_ENGLISH.get(name, name) if language() == "en" else name


def for_whom(shares: Iterable[FriendShare], room: int = 110) -> str:
    """For whom the pieces of a line are; "" when nobody is named. No UMKM may read it."""
    names = friends.worded(shares)
    return _("for {names}").format(names=shorten(names, room)) if names else ""


def consignee(name: str, room: int) -> str:
    """The name of a consignee on one line, or that it is erased."""
    return shorten(name, room) or _("(name erased)")


def day(on: date) -> str:
    """A day: `Jum, 4 Des 2026`."""
    return str(format_date(on, "EEE, d MMM y", locale=LOCALES.get(language(), "en_US")))


def moment(at: datetime) -> str:
    """A moment as Solo's clocks show it, with the zone: `Jum, 4 Des 2026 20.00 WIB`."""
    return f"{_at(at, WIB, language())} {HOME_TIME}"


def moment_there(at: datetime, zone: str, place: str) -> str:
    """A moment in Solo and, where clocks differ, at the place: `… WIB (21.00 di Taiwan)`."""
    here, there = at.astimezone(WIB), at.astimezone(ZoneInfo(zone))
    if there.utcoffset() == here.utcoffset():
        return moment(at)
    shown = _clock(there) if there.date() == here.date() else _at(at, ZoneInfo(zone), language())
    return _("{home} ({there} in {place})").format(home=moment(at), there=shown, place=place)


def day_of(at: datetime) -> str:
    """The day of a moment in Solo."""
    return day(at.astimezone(WIB).date())


def _clock(at: datetime) -> str:
    return f"{at:%H.%M}" if language() == "id" else f"{at:%H:%M}"


@lru_cache(maxsize=1024)  # most carts show one of a few cut-offs
def _at(at: datetime, zone: ZoneInfo, spoken: str) -> str:
    pattern = "EEE, d MMM y HH.mm" if spoken == "id" else "EEE, d MMM y HH:mm"
    return str(format_datetime(at, pattern, tzinfo=zone, locale=LOCALES.get(spoken, "en_US")))


def about(amount: int, currency: str, rates: Rates) -> str:
    """The amount in another currency, with the date of the rate; "" without a rate."""
    converted = rates.convert(amount, currency)
    if converted is None:
        return ""
    shown = money.foreign(converted.amount, converted.currency, language())
    words = _("≈ {amount} (rate of {day})")
    if converted.stale:
        words = _("≈ {amount} (rate of {day}, old by now)")
    if converted.example:
        words = _("≈ {amount} (example rate of {day})")
    if converted.example and converted.stale:
        words = _("≈ {amount} (example rate of {day}, old by now)")
    return words.format(amount=shown, day=day(converted.on))


def fitted(title: str, lines: Sequence[str], tail: Sequence[str] = (), taken: int = 0) -> str:
    """A body that fits under `title`: the lines, cut with "…" if too long, above the complete tail.

    `taken` is the room of the screen's sums.
    """
    end = "\n".join(line for line in tail if line)
    room = TEXT_LENGTH - len(title) - len(end) - taken - 2
    text = "\n".join(lines).strip("\n")
    text = text if len(text) <= room else text[: max(room - 1, 0)].rstrip() + "…"
    return f"{text}\n\n{end}".strip()


def page_buttons(page: Page[Any], pattern: str) -> list[Button]:
    """The buttons to the previous and next page of a list; `pattern` is the route with `{page}`."""
    buttons = []
    if page.previous:
        buttons.append(Button(_("« Previous"), pattern.format(page=page.previous)))
    if page.next:
        buttons.append(Button(_("Next »"), pattern.format(page=page.next), beside=bool(page.previous)))
    return buttons


def on_page(page: Page[Any]) -> str:
    """`Page 2 of 5`; "" for a list of one page."""
    return _("Page {number} of {of}").format(number=page.number, of=page.of) if page.of > 1 else ""


def still_open(paid: int, due: int) -> str:
    """The part of `due` that is still open after a payment; "" when nothing was paid or all is covered."""
    if not 0 < paid < due:
        return ""
    return _("Paid so far {paid}, still open {open}.").format(paid=rupiah(paid), open=rupiah(due - paid))


def too_much(paid: int, due: int) -> str:
    """By how much the payment exceeds `due`; "" when it does not."""
    if paid <= due:
        return ""
    words = _("Paid so far {paid}: {more} more than it comes to now. We will settle the difference.")
    return words.format(paid=rupiah(paid), more=rupiah(paid - due))
