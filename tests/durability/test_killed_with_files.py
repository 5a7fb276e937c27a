"""The program is killed while files are under way, in or out: they arrive after the next start."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.bot_api import BotApi
from tests.support.program import PATIENCE, Program


@pytest.mark.long
async def test_a_program_killed_while_fetching_a_file_handles_it_at_the_next_start(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with BotApi() as api:
        program = Program(api, sqlite_url, tmp_path, module="tests.support.weighing_program")
        await program.start()
        siti = api.person("Siti")
        await siti.say("/timbang", wait=60)
        api.hang("file", seconds=60)
        await siti.sends("document", name="timbang.xlsx", content=b"3 kg", wait=0)
        async with asyncio.timeout(PATIENCE):
            # Fetched and acknowledged together with the file: Telegram will not send it again.
            while not api.made("file") or api.updates.waiting:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await program.kill()
        weighed = tmp_path / "weighed.txt"
        assert not weighed.exists()
        api.failures.clear()
        await program.start()
        await siti.sees("Timbangan masuk", wait=60)
        await program.stop()
        assert weighed.read_text() == "timbang.xlsx: 3 kg\n"
        assert len(list((tmp_path / "var" / "media").iterdir())) == 1
        assert len(api.made("file")) == 2


@pytest.mark.long
async def test_a_program_killed_between_a_screen_and_its_file_sends_the_file_at_the_next_start(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with BotApi() as api:
        program = Program(api, sqlite_url, tmp_path)
        await program.start()
        dewi = api.person("Dewi")
        await dewi.say(f"/start i_{await program.invited('coordinator')}", wait=60)
        await dewi.say("/total", wait=60)
        api.hang("sendDocument", seconds=60)
        await dewi.tap_route("c/totals/country/-/-/file")
        async with asyncio.timeout(PATIENCE):
            while not api.made("sendDocument"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)  # by then it is recorded that the screen was accepted
        await program.kill()
        assert dewi.files == []
        before = len(dewi.messages)
        api.failures.clear()
        await program.start()
        async with asyncio.timeout(PATIENCE):
            while not dewi.files:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await program.stop()
        assert dewi.files == ["totals-country.csv"]
        assert len(dewi.messages) == before + 1
        await program.start()
        await asyncio.sleep(0.5)
        await program.stop()
        assert dewi.files == ["totals-country.csv"]
