"""Overrides: openings, rate cards and exchange rates stated by chat or command; they win over `config/`.

Rows are only added. The newest row of a key is in force, and each says when it was stated and by whom.
Every row raises a counter, so that all running processes notice it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, RowMapping, String, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.catalog import next_version
from bot.core.database import Base
from bot.destinations.prices.exchange_rates import RateEntry
from bot.destinations.prices.rate_cards import RateCard
from bot.people import Person

STATED_VERSION = "stated_version"
DEMO = "demo"


class DestinationOpening(Base):
    """A destination was opened or closed; `reason` is `demo` if the demo did so itself."""

    __tablename__ = "destination_openings"

    id: Mapped[int] = mapped_column(primary_key=True)
    iso2: Mapped[str] = mapped_column(String(2), index=True)
    open: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(40), default="", server_default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class RateCardRow(Base):
    """The row of a `RateCard`; a later row of the same key replaces or withdraws it."""

    __tablename__ = "rate_cards"
    __table_args__ = (Index("ix_rate_cards_key", "iso2", "service", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    iso2: Mapped[str] = mapped_column(String(2))
    service: Mapped[str] = mapped_column(String(16))
    divisor: Mapped[int]
    step_grams: Mapped[int]
    minimum_grams: Mapped[int]
    first_step_rupiah: Mapped[int] = mapped_column(BigInteger)
    next_step_rupiah: Mapped[int] = mapped_column(BigInteger)
    surcharges: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    transit_days_least: Mapped[int]
    transit_days_most: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    example: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(200))
    withdrawn: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ExchangeRateRow(Base):
    """The rupiah for one unit of a currency on a day, in decimal digits as text, never a float.

    `held`: so far from the rate before that it counts only after confirmation, which adds a row of its own.
    """

    __tablename__ = "exchange_rates"

    id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), index=True)
    rupiah: Mapped[str] = mapped_column(String(40))
    rate_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    held: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


@dataclass(frozen=True, slots=True)
class StatedBy:
    """Who stated something and when; `name` is "" if a command or the program itself did."""

    at: datetime
    name: str = ""
    reason: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a destination is open, as last stated."""

    open: bool
    by: StatedBy


@dataclass(frozen=True, slots=True)
class Card:
    """The newest row of a destination's service and first day; `card` is None if it was withdrawn."""

    iso2: str
    service: str
    valid_from: date
    card: RateCard | None
    by: StatedBy

    @property
    def key(self) -> tuple[str, date]:
        """Its key among the cards of its destination: service and first day."""
        return self.service, self.valid_from


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """The newest rate of a currency."""

    entry: RateEntry
    by: StatedBy


@dataclass(frozen=True, slots=True)
class Overrides:
    """All overrides in force; `cards` with the newest first."""

    openings: Mapping[str, Opening] = field(default_factory=dict)
    cards: Sequence[Card] = ()
    rates: Mapping[str, ExchangeRate] = field(default_factory=dict)

    def cards_of(self, iso2: str) -> list[Card]:
        """The overrides of a destination's rate cards."""
        return [one for one in self.cards if one.iso2 == iso2]


Db = AsyncConnection | AsyncSession
_openings, _cards = cast(Table, DestinationOpening.__table__), cast(Table, RateCardRow.__table__)
_rates, _people = cast(Table, ExchangeRateRow.__table__), cast(Table, Person.__table__)


def _newest(table: Table, *key: str, **where: bool) -> Any:
    """The newest row of each key, with the name of the person who stated it, newest first."""
    newest = select(func.max(table.c.id)).group_by(*(table.c[name] for name in key)).filter_by(**where)
    rows = select(table, _people.c.name.label("by_name")).outerjoin(_people, _people.c.id == table.c.by_id)
    return rows.where(table.c.id.in_(newest)).order_by(table.c.id.desc())


_NEWEST_OPENINGS = _newest(_openings, "iso2")
_NEWEST_CARDS = _newest(_cards, "iso2", "service", "valid_from")
_NEWEST_RATES = _newest(_rates, "currency", held=False)


async def read(db: Db) -> Overrides:
    """Reads the overrides in force."""
    openings = (await db.execute(_NEWEST_OPENINGS)).mappings().all()
    cards = (await db.execute(_NEWEST_CARDS)).mappings().all()
    rates = (await db.execute(_NEWEST_RATES)).mappings().all()
    return Overrides(
        {row["iso2"]: Opening(row["open"], _by(row)) for row in openings},
        [_card(row) for row in cards],
        {row["currency"]: ExchangeRate(_entry(row), _by(row)) for row in rates},
    )


def _by(row: RowMapping) -> StatedBy:
    return StatedBy(row["at"], row["by_name"] or "", row.get("reason") or "", row["by_id"])


def _card(row: RowMapping) -> Card:
    card = None if row["withdrawn"] else RateCard(**{name: row[name] for name in RateCard.model_fields})
    return Card(row["iso2"], row["service"], row["valid_from"], card, _by(row))


def _entry(row: RowMapping) -> RateEntry:
    return RateEntry.model_validate(
        {"rupiah": row["rupiah"], "date": row["rate_on"], "source": row["source"]}
    )


async def set_open(
    db: AsyncSession, iso2: str, wanted: bool, now: datetime, by_id: int | None = None, reason: str = ""
) -> bool:
    """Opens or closes a destination. Returns False, and writes nothing, if it was so already."""
    last = select(_openings.c.open).where(_openings.c.iso2 == iso2).order_by(_openings.c.id.desc()).limit(1)
    if await db.scalar(last) == wanted:
        return False
    await next_version(db, STATED_VERSION)
    row = {"iso2": iso2, "open": wanted, "reason": reason, "at": now, "by_id": by_id}
    await db.execute(insert(_openings).values(row))
    return True


async def state_card(
    db: AsyncSession, iso2: str, card: RateCard, now: datetime, by_id: int | None = None
) -> None:
    """States a rate card, in place of one with the same service and first day."""
    await _put_card(db, iso2, card, False, now, by_id)


async def withdraw_card(
    db: AsyncSession, iso2: str, card: RateCard, now: datetime, by_id: int | None = None
) -> None:
    """Withdraws the card of this service and first day, even if it stands in the file."""
    await _put_card(db, iso2, card, True, now, by_id)


async def _put_card(
    db: AsyncSession, iso2: str, card: RateCard, withdrawn: bool, now: datetime, by_id: int | None
) -> None:
    await next_version(db, STATED_VERSION)
    facts = {name: getattr(card, name) for name in RateCard.model_fields}
    facts["surcharges"] = [one.model_dump() for one in card.surcharges]
    row = {**facts, "iso2": iso2, "withdrawn": withdrawn, "at": now, "by_id": by_id}
    await db.execute(insert(_cards).values(row))


async def state_rate(
    db: AsyncSession,
    currency: str,
    entry: RateEntry,
    now: datetime,
    by_id: int | None = None,
    held: bool = False,
) -> int:
    """States an exchange rate and returns its id; a held one is in force only after `confirm_rate`."""
    await next_version(db, STATED_VERSION)
    row = {
        "currency": currency,
        "rupiah": plain_digits(entry.rupiah),
        "rate_on": entry.on,
        "source": entry.source,
        "held": held,
        "at": now,
        "by_id": by_id,
    }
    done = await db.execute(insert(_rates).values(row).returning(_rates.c.id))
    return int(done.scalar_one())


async def confirm_rate(db: AsyncSession, rate_id: int, now: datetime, by_id: int) -> str | None:
    """Puts a person's held rate in force, unless a later one already is.

    Returns its currency; None if this person has no such held rate.
    """
    mine = (_rates.c.id == rate_id) & (_rates.c.by_id == by_id) & _rates.c.held
    row = (await db.execute(select(_rates).where(mine))).mappings().first()
    if row is None:
        return None
    currency = cast("str", row["currency"])
    later = select(_rates.c.id).where(_rates.c.currency == currency, _rates.c.id > rate_id, ~_rates.c.held)
    if await db.scalar(later.limit(1)) is None:
        await state_rate(db, currency, _entry(row), now, by_id)
    return currency


def plain_digits(number: Decimal) -> str:
    """A decimal as digits, without an exponent or trailing zeros: `531.2`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
