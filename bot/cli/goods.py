"""The catalogue that commands ask about: the database's, or that of the configuration folder."""

from __future__ import annotations

import asyncio

from bot import migrations
from bot.catalog import Catalogue
from bot.catalog_files import catalogue_of
from bot.cli.opening import on_database, reachable, reading
from bot.cli.speaking import say
from bot.destinations import Restrictions
from bot.settings import Settings


def catalogue(found: Settings, restrictions: Restrictions) -> Catalogue:
    """The products of the database; while it holds none, those of the configuration folder.

    Writes nothing. Raises CommandRefused, and FileRefused for faults of the folder's files.
    """
    with reachable(found):
        made = asyncio.run(migrations.current(found.database_url)) is not None
    held = on_database(_held(found), found) if made else Catalogue()
    if held.by_id:
        return held
    say(f"The database holds no products: these are the ones of {found.config_dir}.")
    return catalogue_of(found.config_dir, restrictions.known_classes)


async def _held(found: Settings) -> Catalogue:
    held = Catalogue()
    async with reading(found) as db:
        await held.refresh(db)
    return held
