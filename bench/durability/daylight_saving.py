"""Cut-offs around the hour that daylight saving repeats or skips, far from Solo."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bench.durability import small_shop
from bench.durability.fault import POSTGRESQL, Fault, Outcome, Trial
from bench.durability.findings import ORDERS
from bench.durability.slept import awake
from bench.durability.small_shop import SmallShop
from bot import shipments
from bot.conversation import translation
from bot.core.database import session_on
from bot.handlers.shared.formatting import moment_there

CHANGES = (
    ("Europe/Berlin", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 3, 14, 7, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2027, 4, 3, 16, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2027, 10, 2, 16, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2027, 10, 31, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 11, 7, 6, tzinfo=UTC)),
)
"""Zone and moment of a change; each year has them at other moments, the tests of 2027 stand for all."""
HALF_AN_HOUR, A_SECOND = timedelta(minutes=30), timedelta(seconds=1)


async def run(trial: Trial) -> Outcome:
    """Crosses a change of clocks in each try, on a machine and database that live in its zone."""
    async with small_shop.opened(trial, with_workers=False) as shop:
        for number, (zone, change) in enumerate(sorted(CHANGES[: trial.tries], key=lambda one: one[1])):
            with machine_in(zone):
                if trial.database == POSTGRESQL:
                    await _database_in(shop, zone)
                await _crossed(shop, zone, change, number)
        async with awake(shop):
            return await shop.settle_accounts(min(trial.tries, len(CHANGES)))


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    """This process lives in the zone while the block runs."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


async def _database_in(shop: SmallShop, zone: str) -> None:
    async with shop.programs[0].db.writing() as connection:
        name = await connection.scalar(text("SELECT current_database()"))
        await connection.execute(text(f"ALTER DATABASE {name} SET timezone TO '{zone}'"))
    for one in shop.programs:
        await one.db.engine.dispose()


async def _crossed(shop: SmallShop, zone: str, change: datetime, number: int) -> None:
    """One shipment closes half an hour before the change, one half an hour after it, each just then."""
    clock = shop.programs[0].shop.clock
    for chat, cutoff in enumerate((change - HALF_AN_HOUR, change + HALF_AN_HOUR)):
        if chat == 0:
            await shop.move(change - 6 * HALF_AN_HOUR - clock.now())
            async with awake(shop):
                await shop.is_at_rest()
        await _set_cutoff(shop, cutoff)
        _told_as_it_is(shop, zone, cutoff)
        await shop.order(str(100 + 2 * number + chat))
        await shop.move(cutoff - A_SECOND - clock.now())
        await shop.keep_dates()
        await _is_open(shop, cutoff, True)
        await shop.move(2 * A_SECOND)
        async with awake(shop):
            await shop.is_at_rest()
        await _is_open(shop, cutoff, False)


async def _set_cutoff(shop: SmallShop, cutoff: datetime) -> None:
    """The coordinator moves the cut-off of the shipment that orders join."""
    program = shop.programs[0]
    now = program.shop.clock.now()
    async with program.db.writing() as connection, session_on(connection) as db:
        joining = await shipments.joining(db, "TW", now)
        assert joining is not None
        await shipments.change_dates(db, joining, cutoff, now)
        await db.commit()


async def _is_open(shop: SmallShop, cutoff: datetime, expected: bool) -> None:
    found = cutoff in [one.cutoff_at for one in await shop.open_shipments()]
    if found != expected:
        shop.findings.differ(ORDERS, f"shipments open that close at {cutoff}", int(found), int(expected))


def _told_as_it_is(shop: SmallShop, zone: str, cutoff: datetime) -> None:
    """Somebody in the zone reads the hour that the clocks there show."""
    with translation.speaking("id"):
        told = moment_there(cutoff, zone, "sini")
    if f"{cutoff.astimezone(ZoneInfo(zone)):%H.%M} di sini" not in told:
        shop.findings.lose(ORDERS, f"{cutoff} is told in {zone} as {told}")


FAULT = Fault(
    "daylight-saving",
    "clocks change while shipments close",
    """Spring and autumn in Europe, North America and Australia, on a machine and a database that live in that
zone. A coordinator sets two cut-offs, half an hour before and half an hour after the change: in autumn
both read half past the same hour there. Somebody orders for each. A second before its cut-off a
shipment must be open, a second after it must be closed, once, with all that was ordered; and the moment
is told as clocks there show it.""",
    run,
    tries=len(CHANGES),
)
