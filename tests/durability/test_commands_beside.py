"""Commands run beside `rantau run` on one SQLite file: they write rows, the program delivers."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.support.bot_api import BotApi
from tests.support.ordering_customers import Customer
from tests.support.program import Program

CUSTOMERS = 6
ORDERS_EACH = 2


async def _command_after_command(program: Program, ordering: asyncio.Future[list[None]]) -> None:
    while True:
        await program.command("totals", "--by", "product", "--json")
        await program.command("invite", "umkm", "dapur-laweyan")
        await program.command("shipments")
        if ordering.done():
            return


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("many", [2, CUSTOMERS])
async def test_commands_run_beside_the_program_without_delaying_anybody(
    sqlite_url: str, tmp_path: Path, many: int
) -> None:
    async with BotApi() as api:
        program = Program(api, sqlite_url, tmp_path)
        await program.start()
        await program.open_first_wave()
        boss = api.person("Wati")
        await boss.say(f"/start i_{await program.invited('coordinator')}")
        customers = [Customer(api, api.person(f"Siti{n}"), random.Random(n)) for n in range(many)]
        ordering = asyncio.gather(*(one.order(ORDERS_EACH) for one in customers))
        await _command_after_command(program, ordering)
        await ordering
        code = next(one for one in (await program.command("shipments")).split() if one.startswith("TW-"))
        await program.command("shipments", "close", code)
        await boss.sees(f"{many} paket", wait=60)  # the orders of one consignee share one
        await program.command("shipments", "forward", code, "--out", str(tmp_path / "papers"))
        assert [one for one in (tmp_path / "papers").iterdir() if one.suffix == ".xlsx"]
        await program.stop()
        assert api.world.taps == {}


async def test_a_second_program_on_the_same_file_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    async with BotApi() as api:
        program = Program(api, sqlite_url, tmp_path)
        await program.start()
        second = Program(api, sqlite_url, tmp_path)
        with pytest.raises(AssertionError, match="another `rantau run` serves"):
            await second.command("run")
        await program.stop()
