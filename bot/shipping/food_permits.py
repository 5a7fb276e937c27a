"""Goods that should carry a halal number and a P-IRT or BPOM number: food and drink, known by HS chapter.

A hint for the coordinator, no legal advice: the maker knows which number a product needs.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.shipping.manifests import ManifestLine, Parcel

FOOD_CHAPTERS = frozenset(
    f"{chapter:02}" for chapter in (2, 3, 4, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20, 21, 22)
)
"""HS chapters of food and drink.

Sources: PP 42/2024 art. 160 (2), food and drink of micro and small firms must be halal certified from
October 2026 (whether it was postponed again is not known); PerBPOM 22/2018, food packed at home needs P-IRT,
canned food BPOM MD instead (according to its summaries).
"""


def is_food(hs_code: str) -> bool:
    """Whether goods of this HS code are food or drink."""
    return hs_code[:2] in FOOD_CHAPTERS


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A food product of a manifest that lacks a number, in how many lines; True for a missing number."""

    sku: str
    name_id: str
    name_en: str
    lines: int
    halal: bool
    pirt_md: bool


async def unnumbered_goods(db: AsyncSession, manifest_id: int) -> list[Unnumbered]:
    """The food products of a manifest whose halal number or P-IRT or BPOM number is missing."""
    line = ManifestLine
    columns = (line.sku, line.name_id, line.name_en, line.halal_no, line.pirt_md_no, line.hs_code)
    query = select(*columns, func.count().label("lines")).join(Parcel, Parcel.id == line.parcel_id)
    lacking = query.where(Parcel.manifest_id == manifest_id, or_(line.halal_no == "", line.pirt_md_no == ""))
    rows = await db.execute(lacking.group_by(*columns).order_by(line.sku))
    return [
        Unnumbered(row.sku, row.name_id, row.name_en, row.lines, not row.halal_no, not row.pirt_md_no)
        for row in rows
        if is_food(row.hs_code)
    ]


async def lines_lacking(db: AsyncSession, manifest_id: int) -> tuple[int, int]:
    """The number of food lines without a halal number, and of those without a P-IRT or BPOM number."""
    lacks = (
        func.count(case((number == "", 1))) for number in (ManifestLine.halal_no, ManifestLine.pirt_md_no)
    )
    query = select(*lacks).join(Parcel, Parcel.id == ManifestLine.parcel_id)
    chapter = func.substr(ManifestLine.hs_code, 1, 2)
    query = query.where(Parcel.manifest_id == manifest_id, chapter.in_(sorted(FOOD_CHAPTERS)))
    row = (await db.execute(query)).one()
    return row[0], row[1]
