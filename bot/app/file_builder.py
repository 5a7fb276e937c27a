"""Runs in the worker process that makes files; it reads the database itself, so that no tap waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from bot import documents
from bot.app import own_data
from bot.core.database import Database, session_on
from bot.destinations.countries.world import territory_name
from bot.ordering.shop import Shop


@dataclass(frozen=True, slots=True)
class CountryNames:
    """Country names that can be pickled: `ours` maps each destination to its Indonesian and English name."""

    ours: Mapping[str, tuple[str, str]]

    def __call__(self, iso2: str, language: str) -> str:
        """The name of any country, as the shop says it."""
        if iso2 not in self.ours:
            return territory_name(iso2, language)
        return self.ours[iso2][language == "en"]


@dataclass(frozen=True, slots=True)
class FileRequest:
    """A file to be made: its reference and language, and what making it needs besides the database."""

    ref: str
    language: str
    now: datetime
    database: URL
    shop: documents.PaperShop


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A finished file at its path."""

    name: str
    mime: str
    path: Path


def paper_shop(shop: Shop) -> documents.PaperShop:
    """What papers need of the shop as it is now; it can be pickled."""
    names = CountryNames({one.iso2: (one.name_id, one.name_en) for one in shop.destinations})
    return documents.PaperShop(names, shop.profile, shop.freight.measure)


def make(request: FileRequest, folder: Path) -> BuiltFile:
    """Makes a file in the folder. Raises documents.NoSuchFile."""
    made = documents.make(asyncio.run(_gather(request)))
    path = folder / made.name
    path.write_bytes(made.data)
    return BuiltFile(made.name, made.mime, path)


async def _gather(request: FileRequest) -> documents.Job:
    database = Database(request.database.render_as_string(hide_password=False))
    try:
        async with database.reading() as connection, session_on(connection) as db:
            if (person_id := own_data.person_of(request.ref)) is not None:
                return await own_data.job(db, request.ref, person_id, request.now)
            return await documents.gather(db, request.ref, request.language, request.now, request.shop)
    finally:
        await database.close()
