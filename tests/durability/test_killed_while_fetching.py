"""The program is killed between the inbox and the handler: the file is fetched at the next start."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.channels.bot_api import BotApi
from tests.durability.program import PATIENCE, Program


async def test_killed_while_a_file_is_fetched_it_handles_it_at_the_next_start(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with BotApi() as api:
        program = Program(api, sqlite_url, tmp_path, module="tests.durability.weighing_shop")
        await program.start()
        siti = api.person("Siti")
        await siti.say("/timbang", wait=15)
        api.hang("file", seconds=60)
        await siti.sends("document", name="timbang.xlsx", content=b"3 kg", wait=0)
        async with asyncio.timeout(PATIENCE):
            # Fetched with it, and acknowledged with it; Telegram will not tell of it again.
            while not api.made("file") or api.updates.waiting:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await program.kill()
        weighed = tmp_path / "weighed.txt"
        assert not weighed.exists()
        api.failures.clear()
        await program.start()
        await siti.sees("Timbangan masuk", wait=30)
        await program.stop()
        assert weighed.read_text() == "timbang.xlsx: 3 kg\n"
        assert len(list((tmp_path / "var" / "media").iterdir())) == 1
        assert len(api.made("file")) == 2
