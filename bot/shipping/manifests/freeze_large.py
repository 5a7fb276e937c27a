"""Makes big manifests in portions: short transactions, between which everybody else gets a turn.

A maker holds its manifest by a lease and renews it with each portion. A manifest left unfinished, by a crash
or a change of its orders, is deleted and started again: nobody has seen it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, delete, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering, orders, shipments
from bot.core.database import Database, session_on
from bot.destinations import Destination
from bot.ordering.shop import Shop
from bot.orders import BY_ITSELF
from bot.shipments import Shipment
from bot.shipping.manifests import announce, departing_orders, versions, write
from bot.shipping.manifests.freeze import finish
from bot.shipping.manifests.tables import IN_THE_MAKING, Freeze, Manifest, ManifestLine, Parcel
from bot.shipping.manifests.versions import Lines
from bot.shipping.manifests.write import PORTION, Listing

HOLD = timedelta(seconds=10)
FEW = 10
"""Orders whose lines are held back in one portion: each causes several notices."""
EACH_SECOND = 25
"""Customers notified per second: all at once would delay the documents and everybody's taps."""
Now = Callable[[], datetime]
_UNDONE = or_(Freeze.wanted > Freeze.done, Freeze.telling)


class _Lost(Exception):
    """Another maker holds the manifest now."""


async def make_due(database: Database, shop: Shop, now: Now) -> list[int]:
    """Makes every due manifest that nobody else holds; returns the ids of their shipments."""
    due = select(Freeze.shipment_id).where(_UNDONE, _is_free(now())).order_by(Freeze.shipment_id)
    async with database.reading() as connection:
        waiting = (await connection.scalars(due)).all()
    makers = [_Maker(database, shop, now, shipment_id) for shipment_id in waiting]
    return [one.shipment_id for one in makers if await one.make()]


def _is_free(now: datetime) -> ColumnElement[bool]:
    """Nobody makes it. A hold that ends too late is from before the clock was moved back."""
    return or_(Freeze.held_until.is_(None), Freeze.held_until <= now, Freeze.held_until > now + HOLD)


@dataclass
class _Maker:
    database: Database
    shop: Shop
    now: Now
    shipment_id: int
    name: str = field(default_factory=lambda: secrets.token_hex(16))
    wanted: int = 0

    async def make(self) -> bool:
        """Makes the manifest, again whenever its orders have changed meanwhile, then notifies the customers.

        False when another maker holds it.
        """
        made = False
        try:
            while (due := await self._take()) is not None:
                if due:
                    made = await self._attempt() or made
                else:
                    await self._tell_customers()
        except _Lost:
            pass
        except asyncio.CancelledError:
            await self._give_back()
            raise
        return made

    async def _give_back(self) -> None:
        """Ends the lease before its time: the program stops, and the next maker need not wait for it."""
        with suppress(DBAPIError):
            async with self.database.writing() as connection:
                mine = (Freeze.shipment_id == self.shipment_id) & (Freeze.maker == self.name)
                await connection.execute(update(Freeze).where(mine).values(maker="", held_until=None))

    async def _take(self) -> bool | None:
        """Takes the lease: True when a manifest is due, False for notices only, None for nothing to do."""
        now = self.now()
        mine = _is_free(now) | (Freeze.maker == self.name)
        taking = select(Freeze).where(Freeze.shipment_id == self.shipment_id, _UNDONE, mine)
        async with self.database.writing(patient=True) as connection, session_on(connection) as db:
            freeze = await db.scalar(taking.with_for_update())
            if freeze is None:
                return None
            freeze.maker, freeze.held_until = self.name, now + HOLD
            self.wanted = freeze.wanted
            due = freeze.wanted > freeze.done
            await db.commit()
        return due

    async def _attempt(self) -> bool:
        await self._clear()
        await self._hold_back()
        listing, before = await self._write()
        return await self._complete(listing, before)

    @asynccontextmanager
    async def _portion(self) -> AsyncIterator[AsyncSession]:
        """A short transaction that renews the lease. Raises _Lost when another maker has it."""
        await asyncio.sleep(0)
        still = (Freeze.shipment_id == self.shipment_id) & (Freeze.maker == self.name)
        holding = update(Freeze).where(still).values(held_until=self.now() + HOLD)
        async with self.database.writing(patient=True) as connection, session_on(connection) as db:
            if not getattr(await connection.execute(holding), "rowcount", 0):
                raise _Lost
            yield db
            await db.commit()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncSession]:
        await asyncio.sleep(0)
        async with self.database.reading() as connection, session_on(connection) as db:
            yield db

    async def _clear(self) -> None:
        """Deletes the rows of an earlier attempt, portion by portion."""
        draft = select(Manifest.id).where(
            Manifest.shipment_id == self.shipment_id, Manifest.version == IN_THE_MAKING
        )
        parcels = select(Parcel.id).where(Parcel.manifest_id.in_(draft)).limit(2 * PORTION)
        while True:
            async with self._portion() as db:
                ids = (await db.scalars(parcels)).all()
                await db.execute(_where_in(ManifestLine, ManifestLine.parcel_id, ids))
                await db.execute(_where_in(Parcel, Parcel.id, ids))
                if not ids:
                    await db.execute(_where_in(Manifest, Manifest.id, (await db.scalars(draft)).all()))
                    return

    async def _hold_back(self) -> None:
        """Holds back the lines that lack their document, each once."""
        ids: Sequence[int] = (0,)
        while ids:
            async with self._portion() as db:
                itself = ordering.Actor(None, BY_ITSELF, self.now())
                ids = await departing_orders.lacking(db, self.shipment_id, FEW)
                for order_id in ids:
                    await ordering.hold_back(db, await orders.lock(db, order_id), itself)

    async def _tell_customers(self) -> None:
        """Notifies the customers that the shipment is closed, EACH_SECOND at a time and each once."""
        after, seconds = 0, 0
        while True:
            async with self._portion() as db:
                ids = await departing_orders.standing(db, self.shipment_id, after, EACH_SECOND)
                await announce.tell_customers(db, ids, self.now(), timedelta(seconds=seconds))
                if not ids:
                    freeze = await db.get_one(Freeze, self.shipment_id, with_for_update=True)
                    freeze.telling, freeze.maker, freeze.held_until = False, "", None
                    return
            after, seconds = ids[-1], seconds + 1

    async def _write(self) -> tuple[Listing, Lines | None]:
        async with self._portion() as db:
            shipment = await db.get_one(Shipment, self.shipment_id)
            listing = await write.begin(db, shipment, self.shop.profile.seller(), self.now())
        destination = self.shop.destinations[shipment.destination]
        # Grouping compares thousands of addresses: in a thread, so that the event loop goes on.
        for ids in await asyncio.to_thread(write.planned, await self._addressed()):
            async with self._reading() as db:
                composed = await self._composed(db, ids, destination)
            async with self._portion() as db:
                await write.write(db, listing, composed)
        return listing, await self._before()

    async def _composed(self, db: AsyncSession, ids: Any, destination: Destination) -> Any:
        return await write.portion(db, ids, destination)

    async def _addressed(self) -> list[Any]:
        found: list[Any] = []
        ids: Sequence[int] = (0,)
        while ids:
            async with self._reading() as db:
                ids = await departing_orders.standing(
                    db, self.shipment_id, found[-1].order_id if found else 0, 400
                )
                found += await departing_orders.addressed(db, ids)
        return found

    async def _before(self) -> Lines | None:
        async with self._reading() as db:
            manifest = await versions.newest(db, self.shipment_id)
        if manifest is None:
            return None
        lines: Lines = {}
        last: int = 0
        while True:
            async with self._reading() as db:
                last = await write.lines_of(db, manifest.id, lines, last)
            if not last:
                return lines

    async def _complete(self, listing: Listing, before: Lines | None) -> bool:
        """Numbers the manifest; returns False when its orders have changed since it was begun."""
        async with self._portion() as db:
            shipment = await shipments.lock(db, self.shipment_id)
            freeze = await db.get_one(Freeze, self.shipment_id, with_for_update=True)
            if freeze.wanted != self.wanted:
                return False
            await finish(db, shipment, listing, before, freeze.reason, self.now())
            freeze.done, freeze.reason = freeze.wanted, ""
            freeze.telling = freeze.telling or before is None
            if not freeze.telling:
                freeze.maker, freeze.held_until = "", None
        return True


def _where_in(table: type[Any], column: Any, ids: Sequence[int]) -> Delete:
    return delete(table).where(column.in_(ids)).execution_options(synchronize_session=False)
