"""`rantau run` as a process of its own: started, killed at any moment, started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import today
from tests.support.bot_api import BotApi
from tests.support.config_folder import CONFIG, SHIPPED
from tests.support.free_port import free_port
from tests.support.running_shop import fresh_shop

PATIENCE = 120.0
STARTED: list[asyncio.subprocess.Process] = []
"""Every program that a test started: what a failing test leaves running is killed after it."""


@dataclass
class Program:
    """The program on one database, talking to the tests' Bot API server."""

    api: BotApi
    database_url: str
    folder: Path
    port: int = field(default_factory=free_port)
    public_url: str = ""
    module: str = "bot"
    settings: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of the program and its commands."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(SHIPPED.parent),
            "RANTAU_DATABASE_URL": self.database_url,
            "RANTAU_CONFIG_DIR": str(CONFIG),
            "RANTAU_HTTP_PORT": str(self.port),
            "RANTAU_TELEGRAM_TOKEN": self.api.token,
            "RANTAU_TELEGRAM_API_URL": self.api.url,
            "RANTAU_TELEGRAM_SENDS_A_SECOND": "0",
            "RANTAU_PUBLIC_URL": self.public_url,
            **today.setting(),
            **self.settings,
        }

    async def start(self) -> None:
        """Starts it and waits until it receives updates, by polling or by a webhook."""
        self.api.updates.stop_poll()
        receives = "setWebhook" if self.public_url else "getUpdates"
        asked = len(self.api.made(receives))
        self.process = await self._spawn("run")
        STARTED.append(self.process)
        async with asyncio.timeout(PATIENCE):
            while len(self.api.made(receives)) == asked:
                assert self.process.returncode is None, self.said()
                await asyncio.sleep(0.02)

    async def open_first_wave(self) -> None:
        """Opens the seven countries of the first wave by a command beside the running program."""
        wave = [one.iso2 for one in fresh_shop().destinations.first_wave()]
        await self.command("destinations", "open", *wave)

    async def kill(self) -> None:
        """Kills the program at once."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        """Asks the program to stop and waits for it."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE):
                await self.process.wait()

    async def command(self, *words: str) -> str:
        """Runs another command beside the program; returns its output."""
        process = await self._spawn(*words, pipe=True)
        printed, _nothing = await process.communicate()
        assert process.returncode == 0, f"rantau {' '.join(words)}: {printed.decode()}"
        return printed.decode()

    async def invited(self, *whom: str) -> str:
        """A fresh invite's code: `invited("umkm", "intip-pasar-gede")`."""
        printed = await self.command("invite", *whom)
        return next(one.rpartition("i_")[2] for one in printed.split() if "i_" in one)

    def said(self) -> str:
        """The output of the running program so far."""
        return (self.folder / "said.txt").read_text("utf-8")

    async def _spawn(self, *words: str, pipe: bool = False) -> asyncio.subprocess.Process:
        with (self.folder / "said.txt").open("ab") as kept:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self.module,
                *words,
                cwd=self.folder,
                env=self.environment,
                stdout=asyncio.subprocess.PIPE if pipe else kept,
                stderr=asyncio.subprocess.STDOUT,
            )
