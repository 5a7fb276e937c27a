"""A rate card while somebody states it by chat, answer by answer: kept as a row, one for each person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, ForeignKey, String, Table, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base, insert_or_update
from bot.destinations.prices.rate_cards import AIR_CARGO, RateCard

COURIER_DIVISOR, COURIER_STEP = 5000, 1000
"""Couriers charge cubic centimetres / 5000 by whole kilograms (published carriers' pages)."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "first": ("first_step_rupiah",),
    "next": ("next_step_rupiah",),
    "minimum": ("minimum_grams",),
    "transit": ("transit_days_least", "transit_days_most"),
    "valid": ("valid_from", "valid_to"),
    "surcharges": ("surcharges",),
    "source": ("source",),
    "step": ("step_grams",),
    "divisor": ("divisor",),
}
"""What is asked, in this order, and what of a card each answer fills."""


class CardDraft(Base):
    """What a person has answered so far; `given` holds fields of `bot.freight.RateCard` as JSON has them."""

    __tablename__ = "rate_card_drafts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    iso2: Mapped[str] = mapped_column(String(2))
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]

    @property
    def missing(self) -> str | None:
        """The first question that is still open."""
        return next((one for one, fields in FIELDS.items() if not set(fields) <= set(self.given)), None)

    @property
    def seal(self) -> str:
        """A checksum of what was answered: whoever confirms it has seen just this."""
        whole = json.dumps([self.iso2, self.given], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

    def card(self) -> RateCard:
        """The card that was stated. Raises ValueError while something is missing or contradicts itself."""
        return RateCard.model_validate(self.given)


async def begin(db: AsyncSession, person_id: int, iso2: str, service: str, now: datetime) -> None:
    """Begins a card, in place of one that the person had begun before, with the service's usual measure."""
    divisor, step = AIR_CARGO.divisor, AIR_CARGO.step_grams
    if service != "air_cargo":
        divisor, step = COURIER_DIVISOR, COURIER_STEP
    given = {"service": service, "divisor": divisor, "step_grams": step}
    row = {"person_id": person_id, "iso2": iso2, "given": given, "at": now}
    table = cast(Table, CardDraft.__table__)
    dialect = db.get_bind().dialect.name
    put = insert_or_update(dialect, table, key=["person_id"], changed=["iso2", "given", "at"])
    await db.execute(put.values(row))


async def of(db: AsyncSession, person_id: int) -> CardDraft | None:
    """The card that the person is stating."""
    return await db.get(CardDraft, person_id, populate_existing=True)


async def give(db: AsyncSession, draft: CardDraft, answer: Mapping[str, Any], now: datetime) -> None:
    """Takes an answer in; a minimum that is no whole steps any more is to be answered again."""
    given = draft.given | dict(answer)
    if given.get("minimum_grams", 0) % given["step_grams"]:
        del given["minimum_grams"]
    draft.given, draft.at = given, now
    await db.flush()


async def drop(db: AsyncSession, person_id: int) -> None:
    """The card is recorded, or given up."""
    await db.execute(delete(CardDraft).where(CardDraft.person_id == person_id))
