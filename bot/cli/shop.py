"""The shop as commands see it: the files with the rows of the database over them, if there is one."""

from __future__ import annotations

import asyncio

from bot.cli.database import now, on_database, reachable, reading
from bot.cli.output import say
from bot.core.clock import Clock
from bot.core.database import migrations
from bot.core.settings import Settings
from bot.documents.imports.catalog import catalogue_of
from bot.ordering.shop import Shop, open_shop


def shop_of(found: Settings) -> Shop:
    """The shop with the database's rows and, in the demo, its clock; the files alone without a database.

    Writes nothing. Only destinations that somebody has opened are open; in a demo that never ran, those that
    the file opens are too. Raises ConfigRefused, and CommandRefused for a database of another version.
    """
    shop = open_shop(found.config_dir)
    if has_database(found):
        on_database(_refresh(shop, found), found)
    openings, demo = shop.overrides.openings, found.browser_mode == "demo"
    opened = [
        one.iso2
        for one in shop.files.destinations
        if (openings[one.iso2].open if one.iso2 in openings else one.open and demo)
    ]
    shop.destinations = shop.files.destinations.opened(opened)
    return shop


def has_database(found: Settings) -> bool:
    """Whether there is a database, of this version or another. Raises CommandRefused."""
    with reachable(found):
        return asyncio.run(migrations.current(found.database_url)) is not None


async def _refresh(shop: Shop, found: Settings) -> None:
    async with reading(found) as db:
        await shop.refresh(db)
        shop.clock.ahead = await now(db, found) - Clock().now()


def stocked_shop(found: Settings) -> Shop:
    """`shop_of` with products: while the database has none, those of the configuration folder.

    Also raises FileRefused for faults of the folder's files.
    """
    shop = shop_of(found)
    if not shop.catalogue.by_id:
        say(f"The database holds no products: these are the ones of {found.config_dir}.")
        shop.catalogue = catalogue_of(found.config_dir, shop.restrictions.known_classes)
    return shop
