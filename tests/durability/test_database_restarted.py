"""A database that is restarted while people write: a line when it goes, one when it is back, nothing lost."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.database import failures
from tests.conftest import absent
from tests.support import database_templates
from tests.support.postgres_server import Missing, own_cluster, start_again, stop_for_a_while
from tests.support.running_shop import made_ready, running

AWAY_SECONDS = 4.0  # every job of the running program falls due several times


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_restarted_server_is_told_in_two_lines(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "QUIET_SECONDS", 0.5)
    try:
        with own_cluster() as cluster:
            name = await asyncio.to_thread(database_templates.postgres_database, cluster, made_ready)
            url = cluster.url(name, "postgresql+asyncpg")
            async with running(url) as program:
                ani, wati = program.api.person("Ani"), program.api.person("Wati")
                visitor = await program.visitor()
                await ani.say("/start")
                capfd.readouterr()
                stop_for_a_while(cluster)
                for person in (ani, wati):
                    await person.say("/keranjang", wait=0)
                await visitor.say("halo")
                await asyncio.sleep(AWAY_SECONDS)
                start_again(cluster)
                await ani.sees("kosong", wait=60)
                await wati.sees("kosong", wait=60)
                said = ""
                async with asyncio.timeout(60):
                    while "works again" not in said:
                        said += capfd.readouterr().err
                        await asyncio.sleep(0.1)
                lines = said.splitlines()
                assert len(lines) == 2, said
                assert "cannot work" in lines[0]
    except Missing as missing:
        absent(str(missing))
