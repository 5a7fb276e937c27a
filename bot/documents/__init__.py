"""The papers: what a file reference means, how its facts are read, and how they become a file.

`gather` reads the facts of a reference (fast, in the event loop); `make` turns them into bytes and is
pure, so that it can run in another process. The caller checks who may have which file.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.errors import RantauError
from bot.documents import load_facts
from bot.documents.address_label import labels_pdf
from bot.documents.facts import ManifestFacts, PickFacts, RecapFacts, TotalsFacts
from bot.documents.invoice import invoices_pdf
from bot.documents.load_facts import PaperShop
from bot.documents.manifest_csv import CSV_MIME, manifest_csv
from bot.documents.manifest_workbook import manifest_xlsx
from bot.documents.own_data import OwnDataFacts, own_data_xlsx
from bot.documents.packing_list import packing_lists_pdf
from bot.documents.pdf.canvas import MIME as PDF_MIME
from bot.documents.pdf.fonts import FontsMissing
from bot.documents.pdf.fonts import missing as missing_fonts
from bot.documents.pick_list import pick_list_pdf
from bot.documents.recap import recap_xlsx
from bot.documents.xlsx import MIME as XLSX_MIME
from bot.shipping import reports
from bot.shipping.reports import By

Facts = ManifestFacts | PickFacts | RecapFacts | TotalsFacts | OwnDataFacts


class NoSuchFile(RantauError):
    """There is no file behind this reference."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to make: its reference, the name that people see, and all its facts."""

    ref: str
    name: str
    mime: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class MadeBytes:
    """A finished file."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where facts are read from, and in which language."""

    db: AsyncSession
    language: str
    now: datetime
    shop: PaperShop


async def gather(db: AsyncSession, ref: str, language: str, now: datetime, shop: PaperShop) -> Job:
    """Reads everything that the file behind a reference needs. Raises NoSuchFile.

    `language` affects only files that may change (totals); a lasting file is the same for everybody.
    """
    for pattern, read in _TABLE:
        if found := re.fullmatch(pattern, ref):
            return await read(_Reader(db, language, now, shop), ref, **found.groupdict())
    raise NoSuchFile(ref)


def make(job: Job) -> MadeBytes:
    """Makes the file from nothing but the job; takes seconds for thousands of orders."""
    return MadeBytes(job.name, job.mime, _bytes(job))


def lasting(ref: str) -> bool:
    """Whether the file behind this reference never changes once it exists, so that it may be cached.

    Papers with prices of a weighed consignment (`/w…/`) change once, when their freight is settled. A lasting
    file may show an identity number: whoever erases the number must forget the cached file.
    """
    return ref.startswith("manifest/") and re.search("/w[0-9]+/(csv|invoice)$", ref) is None


def _bytes(job: Job) -> bytes:
    match job.facts:
        case ManifestFacts() as facts:
            return _PAPERS[job.ref.rpartition("/")[2]].made(facts)
        case PickFacts() as facts:
            return pick_list_pdf(facts)
        case RecapFacts() as facts:
            return recap_xlsx(facts)
        case OwnDataFacts() as facts:
            return own_data_xlsx(facts)
        case TotalsFacts() as facts:
            return reports.totals_csv(facts.rows).encode()


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document of a whole manifest: how its file name ends, and how it is made."""

    ending: str
    mime: str
    made: Callable[[ManifestFacts], bytes]


_PAPERS = {
    "xlsx": _Paper("manifest.xlsx", XLSX_MIME, manifest_xlsx),
    "csv": _Paper("manifest.csv", CSV_MIME, manifest_csv),
    "packing": _Paper("packing.pdf", PDF_MIME, packing_lists_pdf),
    "invoice": _Paper("invoice.pdf", PDF_MIME, invoices_pdf),
    "labels": _Paper("labels.pdf", PDF_MIME, labels_pdf),
}


async def _manifest(
    reader: _Reader, ref: str, shipment_id: str, version: str, seq: str | None, kind: str
) -> Job:
    upto = int(seq) if seq else None
    facts = await load_facts.manifest_facts(reader.db, int(shipment_id), int(version), upto, reader.shop)
    if facts is None:
        raise NoSuchFile(ref)
    weighed = f"-w{seq}" if seq else ""
    paper = _PAPERS[kind]
    return Job(ref, f"{facts.heading.number}{weighed}-{paper.ending}", paper.mime, facts)


async def _pick_list(reader: _Reader, ref: str, shipment_id: str, version: str, umkm_id: str) -> Job:
    ids = (int(shipment_id), int(version), int(umkm_id))
    facts = await load_facts.pick_facts(reader.db, *ids, reader.shop.country_name)
    if facts is None:
        raise NoSuchFile(ref)
    name = f"{facts.heading.number}-pick-{_file_word(facts.umkm_code)}.pdf"
    return Job(ref, name, PDF_MIME, facts)


async def _recap(reader: _Reader, ref: str, umkm_id: str, shipment_id: str) -> Job:
    ids = (int(umkm_id), int(shipment_id))
    facts = await load_facts.recap_facts(reader.db, *ids, reader.now, reader.shop.country_name)
    if facts is None:
        raise NoSuchFile(ref)
    name = f"{facts.shipment_code}-recap-{_file_word(facts.umkm_code)}.xlsx"
    return Job(ref, name, XLSX_MIME, facts)


async def _totals(reader: _Reader, ref: str, by: str, start: str, end: str) -> Job:
    try:
        first, last = _day(start), _day(end)
    except ValueError as impossible:
        raise NoSuchFile(ref) from impossible
    words = (reader.language, reader.shop.country_name)
    rows = await reports.totals(reader.db, By(by), first, last, *words)
    period = "".join(f"-{word}-{day}" for word, day in (("from", first), ("to", last)) if day)
    return Job(ref, f"totals-{by}{period}.csv", CSV_MIME, TotalsFacts(by, first, last, tuple(rows)))


def _day(word: str) -> date | None:
    return None if word == "-" else date.fromisoformat(word)


def _file_word(code: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", code).strip("-.") or "umkm"


_NUMBER, _DATE = "[1-9][0-9]{0,8}", "-|[0-9]{4}-[0-9]{2}-[0-9]{2}"
_VERSION = f"manifest/(?P<shipment_id>{_NUMBER})/v(?P<version>{_NUMBER})"
_TABLE: tuple[tuple[str, Callable[..., Awaitable[Job]]], ...] = (
    (f"{_VERSION}(?:/w(?P<seq>{_NUMBER}))?/(?P<kind>{'|'.join(_PAPERS)})", _manifest),
    (f"{_VERSION}/pick/(?P<umkm_id>{_NUMBER})", _pick_list),
    (f"recap/(?P<umkm_id>{_NUMBER})/(?P<shipment_id>{_NUMBER})", _recap),
    (f"totals/(?P<by>{'|'.join(By)})/(?P<start>{_DATE})/(?P<end>{_DATE})", _totals),
)

OF_A_MANIFEST = tuple(_PAPERS)
"""The documents of each version of a manifest except pick lists: the last parts of their references."""

__all__ = [
    "OF_A_MANIFEST",
    "XLSX_MIME",
    "Facts",
    "FontsMissing",
    "Job",
    "MadeBytes",
    "NoSuchFile",
    "PaperShop",
    "gather",
    "lasting",
    "make",
    "missing_fonts",
]
