"""The process in which files are made: it reads the database itself, so that nobody else waits for that."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from bot import documents
from bot.core.database import Database, session_on
from bot.destinations.countries.world import territory_name
from bot.ordering.shop import Shop


@dataclass(frozen=True, slots=True)
class CountryNames:
    """Names of countries that can cross to another process; each of ours in Indonesian and English."""

    ours: Mapping[str, tuple[str, str]]

    def __call__(self, iso2: str, language: str) -> str:
        """The name of any country, as the house says it."""
        if iso2 not in self.ours:
            return territory_name(iso2, language)
        return self.ours[iso2][language == "en"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be made: its reference, its language, and all that the making needs beside the database."""

    ref: str
    language: str
    now: datetime
    database: URL
    shop: documents.PaperShop


@dataclass(frozen=True, slots=True)
class Laid:
    """A finished file that lies at a path."""

    name: str
    mime: str
    path: Path


def paper_shop(shop: Shop) -> documents.PaperShop:
    """What the papers need of the house as it stands now; it can cross to another process."""
    names = CountryNames({one.iso2: (one.name_id, one.name_en) for one in shop.destinations})
    return documents.PaperShop(names, shop.profile, shop.freight.measure)


def make(wanted: Wanted, folder: Path) -> Laid:
    """Makes a file and lays it into the folder. Raises documents.NoSuchFile."""
    made = documents.make(asyncio.run(_gathered(wanted)))
    path = folder / made.name
    path.write_bytes(made.data)
    return Laid(made.name, made.mime, path)


async def _gathered(wanted: Wanted) -> documents.Job:
    database = Database(wanted.database.render_as_string(hide_password=False))
    try:
        async with database.reading() as connection, session_on(connection) as db:
            return await documents.gather(db, wanted.ref, wanted.language, wanted.now, wanted.shop)
    finally:
        await database.close()
