"""Exchange rates from an address that serves them as JSON: fetched, doubted, and stated as rows.

What is expected there, figures as text or as numbers (never read as floats):

    {"base": "IDR", "date": "2026-11-23", "rates": {"TWD": "0.00188", "JPY": "0.0093"}}

`rates` says how much one unit of `base` is worth in each currency. With another base than IDR, IDR must
stand among the rates.
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
    """The address gave no exchange rates that can be trusted; nothing was changed."""


class Answer(BaseModel):
    """What the address must serve; more may stand beside it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    base: str = Field(pattern="^[A-Z]{3}$")
    date: date
    rates: dict[str, Decimal] = Field(min_length=1, max_length=1000)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of a refresh, by currency: stated anew, as before, doubted (over 30 % off), or not served."""

    stated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


async def fetch(url: str, today: date) -> dict[str, RateEntry]:
    """The rupiah for one unit of each currency, as the address states them. Raises ExchangeRefused."""
    host = urlsplit(url).hostname or ""
    try:
        text = await _load(url)
    except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError, ValueError) as failed:
        # Without what caused it: that may repeat the address, which may carry a key.
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
    """The rates of an answer, by currency. Raises ExchangeRefused for whatever cannot be meant."""
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
    db: AsyncSession, found: Mapping[str, RateEntry], wanted: Collection[str], held: Rates, now: datetime
) -> Refreshed:
    """States the wanted currencies' rates; the caller commits.

    A rate of an earlier day than the one that holds is left out, and so is one that is over 30 % off it:
    somebody has to state that.
    """
    done: dict[str, list[str]] = {"stated": [], "unchanged": [], "doubted": [], "missing": []}
    for currency in sorted(wanted):
        verdict = _verdict(found.get(currency), held.of(currency))
        done[verdict].append(currency)
        if verdict == "stated":
            await overrides.state_rate(db, currency, found[currency], now)
    return Refreshed(**{name: tuple(several) for name, several in done.items()})


async def is_due(db: AsyncConnection, today: date) -> bool:
    """Whether no refresh of this day has come to an end yet."""
    return await named_values.get(db, REFRESHED_ON) != today.isoformat()


async def refresh(
    database: Database, url: str, wanted: Collection[str], held: Rates, clock: Clock
) -> Refreshed:
    """Fetches and states the wanted currencies' rates. Raises ExchangeRefused."""
    found = await fetch(url, clock.today())
    async with database.writing() as connection, session_on(connection) as db:
        done = await take(db, found, wanted, held, clock.now())
        await named_values.put(db, REFRESHED_ON, clock.today().isoformat())
        await db.commit()
    return done


def _verdict(new: RateEntry | None, held: RateEntry | None) -> str:
    if new is None:
        return "missing"
    if held is None or held.example:
        return "stated"
    if new.on < held.on or (new.on == held.on and (new.rupiah == held.rupiah or new.source != held.source)):
        return "unchanged"
    return "doubted" if strays(new.rupiah, held.rupiah) else "stated"
