"""The house as commands see it: the files, and over them what stands in the database where there is one."""

from __future__ import annotations

import asyncio

from bot.cli.database import now, on_database, reachable, reading
from bot.cli.output import say
from bot.core.clock import Clock
from bot.core.database import migrations
from bot.core.settings import Settings
from bot.documents.imports.catalog import catalogue_of
from bot.ordering.shop import Shop, open_shop


def house_of(found: Settings) -> Shop:
    """The house with the database's rows and, in the demo, its clock; the files alone without a database.

    Writes nothing. Outside the demo nothing is open that nobody has opened; in a demo that never ran also
    what the file calls open. Raises ConfigRefused, and CommandRefused for a database of another version.
    """
    house = open_shop(found.config_dir)
    if has_database(found):
        on_database(_keep_up(house, found), found)
    said, demo = house.stated.openings, found.browser_mode == "demo"
    opened = [
        one.iso2
        for one in house.files.destinations
        if (said[one.iso2].open if one.iso2 in said else one.open and demo)
    ]
    house.destinations = house.files.destinations.opened(opened)
    return house


def has_database(found: Settings) -> bool:
    """Whether a database was ever made, of this version or another. Raises CommandRefused."""
    with reachable(found):
        return asyncio.run(migrations.current(found.database_url)) is not None


async def _keep_up(house: Shop, found: Settings) -> None:
    async with reading(found) as db:
        await house.refresh(db)
        house.clock.ahead = await now(db, found) - Clock().now()


def stocked_house(found: Settings) -> Shop:
    """The same with products: while the database holds none, those of the configuration folder.

    Raises also FileRefused for faults of the folder's files.
    """
    house = house_of(found)
    if not house.catalogue.by_id:
        say(f"The database holds no products: these are the ones of {found.config_dir}.")
        house.catalogue = catalogue_of(found.config_dir, house.restrictions.known_classes)
    return house
