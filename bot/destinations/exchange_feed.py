"""Exchange rates from an address that serves JSON: fetched, checked for plausibility, stated as overrides.

The expected format; figures may be text or numbers (never read as floats):

    {"base": "IDR", "date": "2026-11-23", "rates": {"TWD": "0.00188", "JPY": "0.0093"}}

`rates` gives the worth of one unit of `base` in each currency. If the base is not IDR, IDR must be among
the rates.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.core import named_values
from bot.core.clock import Clock
from bot.core.database import Database, session_on
from bot.core.errors import RantauError
from bot.destinations import overrides
from bot.destinations.prices.exchange_rates import RateEntry, Rates, strays

HOME, REFRESHED_ON = "IDR", "exchange_refreshed_on"
TIMEOUT_SECONDS = 15.0
MOST_BYTES = 512 * 1024
DIGITS = Context(prec=8)
LEAST, MOST = Decimal("1e-9"), Decimal("1e9")


class ExchangeRefused(RantauError):
    """The address gave no trustworthy exchange rates; nothing was changed."""


class Answer(BaseModel):
    """The JSON that the address must serve; other keys are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    base: str = Field(pattern="^[A-Z]{3}$")
    date: date
    rates: dict[str, Decimal] = Field(min_length=1, max_length=1000)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The outcome of a refresh by currency: stated anew, unchanged, doubted (over 30 % off), or missing."""

    stated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


async def fetch(url: str, today: date) -> dict[str, RateEntry]:
    """Fetches the rupiah for one unit of each currency. Raises ExchangeRefused."""
    host = urlsplit(url).hostname or ""
    try:
        text = await _load(url)
    except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError, ValueError) as failed:
        # Without its cause, which may repeat the address, and the address may contain a key.
        raise ExchangeRefused(f"{host} does not answer as it should: {type(failed).__name__}") from None
    return entries(text, host, today)


async def _load(url: str) -> str:
    limit = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(timeout=limit) as http, http.get(url, max_redirects=3) as answer:
        answer.raise_for_status()
        body = bytearray()
        async for part in answer.content.iter_any():
            body += part
            if len(body) > MOST_BYTES:
                raise ValueError("too long")
        return body.decode("utf-8")


def entries(text: str, source: str, today: date) -> dict[str, RateEntry]:
    """The rates of an answer by currency. Raises ExchangeRefused for anything implausible."""
    try:
        answer = Answer.model_validate(json.loads(text, parse_float=Decimal, parse_constant=_no_number))
    except (ValueError, RecursionError) as nonsense:
        raise ExchangeRefused(f"{source} gives no exchange rates: {_fault(nonsense)}") from nonsense
    if answer.date > today + timedelta(days=1):
        raise ExchangeRefused(f"{source} gives rates of {answer.date}, a day that is still to come")
    wrong = [code for code, one in answer.rates.items() if not LEAST <= one <= MOST]
    worth = answer.rates | {answer.base: Decimal(1)}
    if wrong or HOME not in worth:
        raise ExchangeRefused(f"{source} gives no rate of {', '.join(wrong[:5]) or HOME} that can be")
    return {code: _entry(worth, code, answer.date, source) for code in worth if code != HOME}


def _fault(nonsense: Exception) -> str:
    if not isinstance(nonsense, ValidationError):
        return "that is no JSON"
    first = nonsense.errors(include_url=False)[0]
    return ": ".join([*map(str, first["loc"]), first["msg"]])


def _no_number(text: str) -> Any:
    raise ValueError(f"no number: {text}")


def _entry(worth: Mapping[str, Decimal], code: str, on: date, source: str) -> RateEntry:
    rupiah = DIGITS.divide(worth[HOME], worth[code])
    return RateEntry.model_validate({"rupiah": overrides.plain_digits(rupiah), "date": on, "source": source})


async def take(
    db: AsyncSession, found: Mapping[str, RateEntry], wanted: Collection[str], current: Rates, now: datetime
) -> Refreshed:
    """States the wanted currencies' rates; the caller commits.

    A rate older than the current one is left out, and so is one over 30 % off it: a person has to state that.
    """
    outcome: dict[str, list[str]] = {"stated": [], "unchanged": [], "doubted": [], "missing": []}
    for currency in sorted(wanted):
        verdict = _verdict(found.get(currency), current.of(currency))
        outcome[verdict].append(currency)
        if verdict == "stated":
            await overrides.state_rate(db, currency, found[currency], now)
    return Refreshed(**{name: tuple(several) for name, several in outcome.items()})


async def is_due(db: AsyncConnection, today: date) -> bool:
    """Whether no refresh has been completed today."""
    return await named_values.get(db, REFRESHED_ON) != today.isoformat()


async def refresh(
    database: Database, url: str, wanted: Collection[str], current: Rates, clock: Clock
) -> Refreshed:
    """Fetches and states the wanted currencies' rates. Raises ExchangeRefused."""
    found = await fetch(url, clock.today())
    async with database.writing() as connection, session_on(connection) as db:
        refreshed = await take(db, found, wanted, current, clock.now())
        await named_values.put(db, REFRESHED_ON, clock.today().isoformat())
        await db.commit()
    return refreshed


def _verdict(new: RateEntry | None, current: RateEntry | None) -> str:
    if new is None:
        return "missing"
    if current is None or current.example:
        return "stated"
    if new.on < current.on or (
        new.on == current.on and (new.rupiah == current.rupiah or new.source != current.source)
    ):
        return "unchanged"
    return "doubted" if strays(new.rupiah, current.rupiah) else "stated"
