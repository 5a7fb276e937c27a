"""The tables of manifests: versions, parcels, lines, the changes of a version, and requested freezes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.core.database import Base

IN_THE_MAKING = 0
"""The version of a manifest that is still being written: nobody may see it."""


class Manifest(Base):
    """One version of a shipment's frozen list. Its rows are never recomputed; they lose only their names.

    It is written in portions under version 0 (`IN_THE_MAKING`) and gets its number when it is complete.
    `exporter` is the exporter at the freeze (`shop_profile.Exporter`); rows of 0.1.0 have neither that nor
    `sums`.
    """

    __tablename__ = "manifests"
    __table_args__ = (UniqueConstraint("shipment_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipments.id"))
    version: Mapped[int]
    number: Mapped[str] = mapped_column(String(24), unique=True)
    destination: Mapped[str] = mapped_column(String(2))
    commercial: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    cutoff_at: Mapped[datetime]
    hand_in_at: Mapped[datetime]
    departs_at: Mapped[datetime]
    frozen_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    sums: Mapped[dict[str, int] | None] = mapped_column(JSON)
    exporter: Mapped[dict[str, str] | None] = mapped_column(JSON)
    parcels: Mapped[list[Parcel]] = relationship(order_by="Parcel.parcel_no", lazy="raise")


class Parcel(Base):
    """One physical carton of a manifest with its frozen lines, for one consignee.

    It is number `piece_no` of the consignee's `pieces_of` cartons. Orders of one customer to the same
    consignee and address share cartons: `order_id`, `order_number` and `placed_at` are those of the first of
    these orders, the same in all its cartons; `order_numbers` are those with goods in this carton. `paid`
    means that all of them are. `contents` is the checksum of its goods (`handling_log.contents_of`), the
    grams are those of its goods by the catalogue; rows of 0.1.0 have neither. `identity_id` refers to an
    identity number, which is stored apart and erased in time. Name, mobile, address and note are empty once
    they were erased (`consignees.py`).
    """

    __tablename__ = "parcels"
    __table_args__ = (Index("ix_parcels_number", "manifest_id", "parcel_no", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    manifest_id: Mapped[int] = mapped_column(ForeignKey("manifests.id"))
    parcel_no: Mapped[int]
    consignee_no: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    piece_no: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    pieces_of: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    order_number: Mapped[str] = mapped_column(String(16))
    order_numbers: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    placed_at: Mapped[datetime]
    paid: Mapped[bool]
    consignee_name: Mapped[str] = mapped_column(String(200))
    consignee_name_native: Mapped[str] = mapped_column(String(200), default="", server_default="")
    mobile: Mapped[str] = mapped_column(String(20))
    address_lines: Mapped[list[str]] = mapped_column(JSON)
    address_lines_native: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    address: Mapped[dict[str, str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    contents: Mapped[str] = mapped_column(String(16), default="", server_default="")
    net_grams: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    gross_grams: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identities.id"))
    lines: Mapped[list[ManifestLine]] = relationship(order_by="ManifestLine.line_no", lazy="raise")

    @property
    def key(self) -> str:
        """The name of the carton in every version, `TW-4K7M/1`: its first order and its piece number."""
        return f"{self.order_number}/{self.piece_no}"


class ManifestLine(Base):
    """One product of one order in a carton; a line split over cartons has one row in each.

    `quantity` is what this carton delivers of it; `ordered`, the pieces ordered in the whole line, stands
    with its first part and is 0 in the others. `documents` are the papers that the line travels with ("name
    number; …"). `shares` are the people its pieces are for (`people.recipients`), without pieces where these
    cannot be told apart; no UMKM sees them.
    """

    __tablename__ = "manifest_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcels.id"), index=True)
    line_no: Mapped[int]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    order_number: Mapped[str] = mapped_column(String(16), default="", server_default="")
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    sku: Mapped[str] = mapped_column(String(24))
    umkm_id: Mapped[int] = mapped_column(ForeignKey("umkm.id"))
    umkm_code: Mapped[str] = mapped_column(String(40))
    umkm_name: Mapped[str] = mapped_column(String(200))
    name_id: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    description_en: Mapped[str] = mapped_column(String(200), default="", server_default="")
    unit: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int]
    ordered: Mapped[int]
    acknowledged: Mapped[bool]
    unit_rupiah: Mapped[int] = mapped_column(BigInteger)
    net_grams: Mapped[int]
    gross_grams: Mapped[int]
    length_millimetres: Mapped[int]
    width_millimetres: Mapped[int]
    height_millimetres: Mapped[int]
    shelf_life_days: Mapped[int | None]
    hs_code: Mapped[str] = mapped_column(String(6))
    classes: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(16))
    rule_version: Mapped[str] = mapped_column(String(24), default="", server_default="")
    halal_no: Mapped[str] = mapped_column(String(60), default="", server_default="")
    pirt_md_no: Mapped[str] = mapped_column(String(60), default="", server_default="")
    documents: Mapped[str] = mapped_column(Text, default="", server_default="")
    shares: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))


class Change(Base):
    """What a version changed from the one before in one product of one order, in pieces."""

    __tablename__ = "manifest_changes"
    __table_args__ = (UniqueConstraint("manifest_id", "order_number", "sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    manifest_id: Mapped[int] = mapped_column(ForeignKey("manifests.id"))
    order_number: Mapped[str] = mapped_column(String(16))
    sku: Mapped[str] = mapped_column(String(24))
    name_id: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    umkm_id: Mapped[int] = mapped_column(ForeignKey("umkm.id"))
    before: Mapped[int]
    after: Mapped[int]


class Pick(Base):
    """The pieces of one product that a version wants from an UMKM: a row of its pick list."""

    __tablename__ = "manifest_picks"
    __table_args__ = (
        UniqueConstraint("manifest_id", "umkm_id", "sku"),
        Index("ix_manifest_picks_umkm", "umkm_id", "manifest_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    manifest_id: Mapped[int] = mapped_column(ForeignKey("manifests.id"))
    umkm_id: Mapped[int] = mapped_column(ForeignKey("umkm.id"))
    sku: Mapped[str] = mapped_column(String(24))
    name_id: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(24))
    pieces: Mapped[int]
    grams: Mapped[int] = mapped_column(BigInteger)


class Freeze(Base):
    """A freeze that is too big for one transaction: `wanted` counts the requests, `done` those fulfilled.

    While they differ a manifest is due; while `telling`, customers have yet to be notified of the closing.
    `maker` has the lease until `held_until`.
    """

    __tablename__ = "freezes"

    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipments.id"), primary_key=True)
    wanted: Mapped[int] = mapped_column(default=1)
    done: Mapped[int] = mapped_column(default=0)
    telling: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    maker: Mapped[str] = mapped_column(String(32), default="")
    held_until: Mapped[datetime | None]
