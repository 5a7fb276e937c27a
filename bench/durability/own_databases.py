"""Databases on a disk of the trial's own, which can be filled and whose power can be cut."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from bench.durability.fault import SQLITE, Trial
from bot.core.database import sqlite_path
from tests.support import database_templates
from tests.support.own_disk import OwnDisk, own_disk
from tests.support.postgres_server import (
    CAREFUL,
    Cluster,
    is_running,
    kill,
    own_cluster,
    postmaster,
    start_again,
)
from tests.support.running_shop import made_ready

SMALL, ROOMY = 32, 400


@dataclass(frozen=True)
class OwnDatabase:
    """The database of a trial on its own disk, and its server if it has one.

    What the program keeps and says lies there too.
    """

    trial: Trial
    disk: OwnDisk
    cluster: Cluster | None

    async def cut_power(self) -> None:
        """Ends the disk and the server at once; the shop must have been killed just before."""
        server = postmaster(self.cluster) if self.cluster else None
        self.disk.cut_power()
        if server is not None:
            await asyncio.to_thread(kill, server)

    async def power_up(self) -> None:
        """Mounts the disk again, and starts the server."""
        await asyncio.to_thread(self.disk.power_up)
        await self.start_server()

    async def start_server(self) -> None:
        """Starts the server where there is one and it does not run."""
        if self.cluster is not None and not await asyncio.to_thread(is_running, self.cluster):
            await asyncio.to_thread(start_again, self.cluster)


@asynccontextmanager
async def on_own_disk(trial: Trial) -> AsyncIterator[OwnDatabase]:
    """Puts a filled database onto a disk of its own. Raises NoDisk and Missing."""
    with ExitStack() as stack:
        disk = stack.enter_context(own_disk(trial.folder, SMALL if trial.database == SQLITE else ROOMY))
        home = disk.folder / "shop"
        home.mkdir()
        for above in (trial.folder, disk.folder):
            above.chmod(0o755)  # the server runs as a user of its own
        cluster = None
        if trial.database == SQLITE:
            file = shutil.copy(str(sqlite_path(trial.url)), home)
            url = f"sqlite+aiosqlite:///{file}"
        else:
            cluster = await asyncio.to_thread(stack.enter_context, own_cluster(disk.folder, CAREFUL))
            name = await asyncio.to_thread(database_templates.postgres_database, cluster, made_ready)
            url = cluster.url(name, "postgresql+asyncpg")
        disk.sync()
        yield OwnDatabase(replace(trial, url=url, folder=home), disk, cluster)
