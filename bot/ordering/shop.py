"""The shop: all that handlers ask for, read from `config/` at the start and updated with the overrides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.catalog import PRODUCT_VERSION, Catalogue, Counter
from bot.core.clock import Clock
from bot.core.config_files import gather
from bot.destinations import Destinations, Restrictions, overrides
from bot.destinations.overrides import STATED_VERSION, Overrides
from bot.destinations.prices.exchange_rates import Rates
from bot.destinations.prices.rate_cards import Freight, RateCard
from bot.destinations.rules.limits import Limits
from bot.ordering.shop_profile import ShopProfile
from bot.understanding import Interpreter, Vocabulary, reader_of

UNREAD = -1
PICTURES = (".jpg", ".png", ".webp")
# Runs in every transaction: two scalar selects cost half as much as an IN with two names.
_COUNTED = tuple(
    select(Counter.value).where(Counter.name == name).scalar_subquery()
    for name in (PRODUCT_VERSION, STATED_VERSION)
)
_COUNTERS = select(*_COUNTED)


@dataclass(frozen=True, slots=True)
class Files:
    """The files that overrides win over, as they are written."""

    destinations: Destinations
    freight: Freight
    rates: Rates


@dataclass(slots=True)
class Shop:
    """The files of `config/` with the overrides over them, the catalogue and the clock.

    Its parts are immutable: what changes is replaced as a whole, by `take`. Only the catalogue, which follows
    the database product by product, and the demo's clock live on. `destinations`, `freight` and `rates` are
    as the files have them until `refresh` has looked at a database; from then on only those destinations are
    open that somebody has opened.
    """

    files: Files
    restrictions: Restrictions
    profile: ShopProfile
    limits: Limits
    vocabulary: Vocabulary
    photos: Sequence[Path]
    catalogue: Catalogue = field(default_factory=Catalogue)
    clock: Clock = field(default_factory=Clock)
    destinations: Destinations = field(init=False)
    freight: Freight = field(init=False)
    rates: Rates = field(init=False)
    overrides: Overrides = field(init=False, default_factory=Overrides)
    _overrides_version: int = field(init=False, default=UNREAD)

    def __post_init__(self) -> None:
        self.destinations, self.freight = self.files.destinations, self.files.freight
        self.rates = self.files.rates.with_overrides({}, self.clock.today)

    async def refresh(self, db: AsyncConnection | AsyncSession) -> None:
        """Takes over changes of the catalogue and the overrides; one query when there are none."""
        products, version = (one or 0 for one in (await db.execute(_COUNTERS)).one())
        if products > self.catalogue.version or not self.catalogue.version:
            await self.catalogue.refresh(db)
            self.catalogue.version = max(self.catalogue.version, products)
        if version != self._overrides_version:
            self.take(await overrides.read(db))
            self._overrides_version = version

    def take(self, overrides: Overrides) -> None:
        """Lays the overrides over the files."""
        opened = [iso2 for iso2, opening in overrides.openings.items() if opening.open]
        self.overrides = overrides
        self.destinations = self.files.destinations.opened(opened)
        self.freight = self.files.freight.with_overrides(_by_destination(overrides))
        rates = {currency: one.entry for currency, one in overrides.rates.items()}
        self.rates = self.files.rates.with_overrides(rates, self.clock.today)

    def currencies(self) -> set[str]:
        """The foreign currencies that the destinations' people and customs use."""
        entries = [one.entry for one in self.destinations]
        found = {
            code for one in entries for code in (one.currency.code, one.customs.duty_de_minimis.currency)
        }
        return found - {"IDR"}

    def open_countries(self) -> list[str]:
        """The countries that take orders now."""
        return [one.iso2 for one in self.destinations if one.open]

    def forget(self) -> None:
        """Makes the next `refresh` read everything again: the transaction that was read may be undone."""
        self.catalogue.version = 0
        self._overrides_version = UNREAD

    def reader(self) -> Interpreter:
        """The reader of messages, with the names of the catalogue as it is now."""
        return reader_of(self.catalogue, self.vocabulary, self.files.destinations)

    def photo(self, reference: str) -> Path | None:
        """The picture behind `product/SKU`, if there is one: a photo, else a drawn card."""
        name = reference.rpartition("/")[2]
        if not name.replace("-", "").isalnum():
            return None
        paths = (folder / f"{name}{ending}" for folder in self.photos for ending in PICTURES)
        return next((path for path in paths if path.is_file()), None)


def _by_destination(overrides: Overrides) -> Mapping[str, Mapping[tuple[str, date], RateCard | None]]:
    cards: dict[str, dict[tuple[str, date], RateCard | None]] = {}
    for row in overrides.cards:
        cards.setdefault(row.iso2, {})[row.key] = row.card
    return cards


def open_shop(config_dir: Path) -> Shop:
    """Reads all of `config/`. Raises ConfigRefused with every fault of every file."""
    # Several files refer to destinations and classes; the cache reads those once.
    known = cache(lambda: Destinations.read(config_dir))
    rules = cache(lambda: Restrictions.read(config_dir, known()))
    destinations, restrictions, rates, shop, freight, limits, vocabulary = gather(
        known,
        rules,
        lambda: Rates.read(config_dir),
        lambda: ShopProfile.read(config_dir),
        lambda: Freight.read(config_dir, known()),
        lambda: Limits.read(config_dir, known(), rules()),
        lambda: Vocabulary.read(config_dir),
    )
    files = Files(destinations, freight, rates)
    return Shop(
        files, restrictions, shop, limits, vocabulary, photos=[config_dir / "photos", config_dir / "pictures"]
    )
