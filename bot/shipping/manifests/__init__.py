"""Manifests: the frozen, numbered list of a shipment that is handed to the carrier, version by version."""

from bot.shipping.manifests.announce import tell_coordinators, tell_umkm
from bot.shipping.manifests.backfill import fill_in
from bot.shipping.manifests.consignees import forget_consignees
from bot.shipping.manifests.freeze import AT_ONCE, NotFrozen, close, forward, is_due, keep_up
from bot.shipping.manifests.freeze_large import make_due
from bot.shipping.manifests.tables import IN_THE_MAKING, Change, Freeze, Manifest, ManifestLine, Parcel, Pick
from bot.shipping.manifests.versions import (
    Difference,
    Sums,
    changes,
    counted,
    differences,
    makers,
    newest,
    sums,
    version_of,
    whole,
)

__all__ = [
    "AT_ONCE",
    "IN_THE_MAKING",
    "Change",
    "Difference",
    "Freeze",
    "Manifest",
    "ManifestLine",
    "NotFrozen",
    "Parcel",
    "Pick",
    "Sums",
    "changes",
    "close",
    "counted",
    "differences",
    "fill_in",
    "forget_consignees",
    "forward",
    "is_due",
    "keep_up",
    "make_due",
    "makers",
    "newest",
    "sums",
    "tell_coordinators",
    "tell_umkm",
    "version_of",
    "whole",
]
