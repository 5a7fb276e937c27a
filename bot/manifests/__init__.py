"""Manifests: the frozen, numbered list of a shipment that is handed to the carrier, version by version."""

from bot.manifests.filling import fill_in
from bot.manifests.freezing import AT_ONCE, Basis, NotFrozen, close, forward, is_due, keep_up
from bot.manifests.frozen import (
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
from bot.manifests.making import make_due
from bot.manifests.rows import IN_THE_MAKING, Change, Freeze, Manifest, ManifestLine, Parcel, Pick
from bot.manifests.telling import tell_coordinators, tell_umkm

__all__ = [
    "AT_ONCE",
    "IN_THE_MAKING",
    "Basis",
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
