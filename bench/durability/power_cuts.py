"""The power goes: a file system forgets what was not synced, at the moment at which the program ends."""

from __future__ import annotations

import asyncio
from functools import partial

from bench.durability import comparison, rounds, trading_shop
from bench.durability.fault import Fault, Outcome, Trial
from bench.durability.own_databases import OwnDatabase, on_own_disk
from bench.durability.trading_shop import Crowd, TradingShop

CUSTOMERS, MOST_CALLS = 12, 80


async def run(trial: Trial) -> Outcome:
    """Cuts the power in rounds."""
    async with (
        on_own_disk(trial) as own,
        trading_shop.opened(own.trial, Crowd(min(CUSTOMERS, 3 * trial.tries))) as shop,
    ):
        done = await rounds.in_rounds(shop, trial, partial(_cut, own))
        return await rounds.outcome(shop, done)


async def _cut(own: OwnDatabase, shop: TradingShop) -> None:
    """Ends programs, server and disk within a millisecond or two, and starts them again."""
    await rounds.some_calls(shop, MOST_CALLS)
    await shop.db.close()
    processes = [one.process for one in shop.programs if one.process is not None]
    for one in processes:
        one.kill()
    await own.cut_power()
    await asyncio.gather(*(one.wait() for one in processes))
    await own.power_up()
    confirmed = {one.person.id: [*one.numbers] for one in shop.customers}
    books = await shop.books()
    shop.cut(books)
    comparison.while_trading(shop, books, confirmed)
    for program in shop.programs:
        await program.start()


FAULT = Fault(
    "power-cuts",
    "the power goes: what was written and not synced is gone",
    f"""The database, and all that the program keeps, lies on an ext4 file system of its own (a loop
device). After 1 to {MOST_CALLS} calls to Telegram the programs are killed and, within two
milliseconds, the file system is shut down by the kernel without flushing its journal
(`FS_IOC_SHUTDOWN`, as the tests of file systems do it); a PostgreSQL server on it (`fsync` on) is
killed after that. Mounted again, the file system has what was synced, and of the rest what the
kernel happened to have written. Trade and comparison are those of [kills](#kills): whatever was
acknowledged to Telegram, or confirmed to a person, must be there. With SQLite's
`synchronous=NORMAL` four cuts lost 17 updates, so the fault is a real one. The device has no cache of
its own that could lie about a flush, and no page is torn within itself.""",
    run,
    tries=60,
)
