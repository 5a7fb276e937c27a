"""Drafts of rate cards that coordinators state by chat, answer by answer; at most one for each person."""

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
"""Couriers divide cubic centimetres by 5000 and charge whole kilograms (published carriers' pages)."""

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
"""The questions in order, and the fields of a card that each answer fills."""


class CardDraft(Base):
    """A person's answers so far; `given` holds fields of a `RateCard` as JSON."""

    __tablename__ = "rate_card_drafts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    iso2: Mapped[str] = mapped_column(String(2))
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]

    @property
    def missing(self) -> str | None:
        """The first unanswered question; None if all are answered."""
        return next(
            (question for question, fields in FIELDS.items() if not set(fields) <= set(self.given)), None
        )

    @property
    def seal(self) -> str:
        """A checksum of the answers: who confirms it has seen exactly these."""
        whole = json.dumps([self.iso2, self.given], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

    def card(self) -> RateCard:
        """The finished card. Raises ValueError while fields are missing or contradict each other."""
        return RateCard.model_validate(self.given)


async def begin(db: AsyncSession, person_id: int, iso2: str, service: str, now: datetime) -> None:
    """Begins a draft with the service's usual measure, replacing the person's earlier draft."""
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
    """The person's draft; None if there is none."""
    return await db.get(CardDraft, person_id, populate_existing=True)


async def give(db: AsyncSession, draft: CardDraft, answer: Mapping[str, Any], now: datetime) -> None:
    """Records an answer. A minimum that no longer is whole steps is asked again."""
    given = draft.given | dict(answer)
    if given.get("minimum_grams", 0) % given["step_grams"]:
        del given["minimum_grams"]
    draft.given, draft.at = given, now
    await db.flush()


async def drop(db: AsyncSession, person_id: int) -> None:
    """Deletes the person's draft: the card is recorded, or given up."""
    await db.execute(delete(CardDraft).where(CardDraft.person_id == person_id))
