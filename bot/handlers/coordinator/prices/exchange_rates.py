"""Exchange rates: their age, and setting one with `/kurs TWD 531,20`. They are shown, never charged."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal

from bot.conversation.routing import action, place
from bot.conversation.screens import Ask, Button, Screen, noted, shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.money import LOCALES
from bot.core.typed_signs import keyed
from bot.destinations import overrides
from bot.destinations.overrides import plain_digits
from bot.destinations.prices.exchange_rates import RateEntry, is_currency, rate_written, strays
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.handlers.shared.typed_dates import day_typed
from bot.people import Role

EXAMPLE = "TWD 531,20"
BY_CHAT = "chat"
_TYPED = re.compile(
    r"(?P<currency>[A-Za-z]{3})[\s:=]+(?:rp\.?\s*)?(?P<rate>[\d.,]+)(?:\s+(?P<rest>.+))?", re.I
)


@action("c/rates", role=Role.COORDINATOR)
async def asked(turn: Turn) -> Screen:
    """`/kurs`, alone or with a currency, its rate, and optionally a day and a source."""
    text = " ".join(keyed(turn.typed_answer).split())
    if not text:
        return await listed(turn, 1)
    match = _TYPED.fullmatch(text)
    currency = match["currency"].upper() if match else ""
    if match is None or not is_currency(currency) or currency == "IDR":
        return noted(await listed(turn, 1), _("I could not read that."))
    current = turn.shop.rates.of(currency)
    rupiah = rate_written(match["rate"], current.rupiah if current else None)
    if rupiah is None:
        unclear = _("Thousands or decimals? Please type it like 12770 or 531,20.")
        return noted(await listed(turn, 1), unclear)
    on, source = _day_and_source(match["rest"] or "", turn.shop.clock.today())
    return await _state(
        turn,
        currency,
        RateEntry.model_validate({"rupiah": plain_digits(rupiah), "date": on, "source": source}),
    )


def _day_and_source(rest: str, today: date) -> tuple[date, str]:
    """The day of the rate, else today, and its source."""
    word, _blank, source = rest.partition(" ")
    day = day_typed(word, today)
    if day is not None and day <= today:
        return day, shorten(source, 200) or BY_CHAT
    return today, shorten(rest, 200) or BY_CHAT


async def _state(turn: Turn, currency: str, entry: RateEntry) -> Screen:
    current = turn.shop.rates.of(currency)
    doubtful = current is not None and strays(entry.rupiah, current.rupiah)
    rate_id = await overrides.state_rate(turn.db, currency, entry, turn.now, turn.person.id, held=doubtful)
    if current is not None and doubtful:
        words = _("1 {currency} = Rp{rate}? The last was Rp{last}, of {day}: more than 30 % apart.")
        body = words.format(
            currency=currency,
            rate=digits(entry.rupiah),
            last=digits(current.rupiah),
            day=formatting.day(current.on),
        )
        sure = Button(_("Yes, it is right"), f"c/rates/sure/{rate_id}", kind="on", answers="yes")
        return Screen(
            _("Is that rate right?"), body, [sure, back("c/rates/page/1", "no")], asks=Ask("c/rates")
        )
    await turn.shop.refresh(turn.db)
    return noted(await listed(turn, 1), _noted(currency, entry))


def _noted(currency: str, entry: RateEntry) -> str:
    words = _("Noted: 1 {currency} = Rp{rate}, of {day}.")
    return words.format(currency=currency, rate=digits(entry.rupiah), day=formatting.day(entry.on))


def digits(rate: Decimal) -> str:
    """A rate with all its decimals, as the language writes them."""
    return str(format_decimal(rate, format="#,##0.########", locale=LOCALES.get(language(), "en_US")))


@action("c/rates/sure/{rate_id}", role=Role.COORDINATOR)
async def sure(turn: Turn, rate_id: int) -> Screen:
    """Confirms a rate that is far from the last one."""
    currency = await overrides.confirm_rate(turn.db, rate_id, turn.now, turn.person.id)
    await turn.shop.refresh(turn.db)
    entry = turn.shop.rates.of(currency) if currency else None
    shown = await listed(turn, 1)
    return noted(shown, _noted(currency, entry)) if currency and entry else shown


@place("c/rates/page/{page}", role=Role.COORDINATOR)
async def listed(turn: Turn, page: int) -> Screen:
    """All rates, each with its day and age."""
    rates = turn.shop.rates
    used = (one.currency for one in turn.shop.destinations)  # the currencies of destinations come first
    known = dict.fromkeys([*used, *rates.currencies()])
    entries = [(currency, entry) for currency in known if (entry := rates.of(currency))]
    head = _("Rupiah for one unit, to show about how much. To set one, type for example: {example}").format(
        example=EXAMPLE
    )
    lines = [_line(turn, currency, entry) for currency, entry in entries]
    return leaf(_("Exchange rates"), lines, page, "c/rates/page/{page}", [back("c")], head, Ask("c/rates"))


def _line(turn: Turn, currency: str, entry: RateEntry) -> str:
    days = max((turn.shop.clock.today() - entry.on).days, 0)
    age = ngettext("{count} day old", "{count} days old", days).format(count=days)
    source = _("a made-up example") if entry.example else shorten(entry.source, 40)
    words = _("{currency} {rate}: {day}, {age}; {source}")
    if turn.shop.rates.is_stale(entry):
        words = _("⚠ {currency} {rate}: {day}, {age}; {source}")
    return words.format(
        currency=currency, rate=digits(entry.rupiah), day=formatting.day(entry.on), age=age, source=source
    )
