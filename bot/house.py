"""The house: everything a handler may ask of, read once at the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.catalog import Catalogue
from bot.clock import Clock
from bot.config import gather
from bot.destinations import Destinations, Restrictions
from bot.freight import Freight
from bot.limits import Limits
from bot.rates import Rates
from bot.shop import Shop


@dataclass(slots=True)
class House:
    """The files of `config/`, the catalogue in memory and the clock.

    `links` gives the addresses that open a chat with a start payload, one for each channel there is.
    """

    destinations: Destinations
    restrictions: Restrictions
    rates: Rates
    shop: Shop
    freight: Freight
    limits: Limits
    photos: Path
    catalogue: Catalogue = field(default_factory=Catalogue)
    clock: Clock = field(default_factory=Clock)
    links: Callable[[str], list[str]] = field(default=lambda payload: [])

    async def refresh(self, connection: AsyncConnection) -> None:
        """Takes over what has changed in the catalogue."""
        await self.catalogue.refresh(connection)

    def forget(self) -> None:
        """What was read may have been undone: read it all again next time."""
        self.catalogue.version = 0

    def photo(self, reference: str) -> Path | None:
        """The picture behind `product/SKU`, if there is one."""
        name = reference.rpartition("/")[2]
        for ending in (".jpg", ".png", ".webp"):
            path = self.photos / f"{name}{ending}"
            if name.replace("-", "").isalnum() and path.is_file():
                return path
        return None


def open_house(config_dir: Path) -> House:
    """Reads all of `config/`. Raises ConfigRefused with every fault of every file."""
    # Several files refer to destinations and classes: those are read once.
    known = cache(lambda: Destinations.read(config_dir))
    rules = cache(lambda: Restrictions.read(config_dir, known()))
    destinations, restrictions, rates, shop, freight, limits = gather(
        known,
        rules,
        lambda: Rates.read(config_dir),
        lambda: Shop.read(config_dir),
        lambda: Freight.read(config_dir, known()),
        lambda: Limits.read(config_dir, known(), rules()),
    )
    return House(destinations, restrictions, rates, shop, freight, limits, photos=config_dir / "photos")
