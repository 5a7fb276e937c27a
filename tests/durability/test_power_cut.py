"""The power goes: what the database has acknowledged is there afterwards, and our disk forgets the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.core.database import Database
from tests.conftest import absent
from tests.support.own_disk import NoDisk, OwnDisk, own_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[OwnDisk]:
    try:
        with own_disk(tmp_path, 16) as disk:
            yield disk
    except NoDisk as missing:
        absent(str(missing))


def test_our_disk_forgets_what_was_not_synced(disk: OwnDisk) -> None:
    synced, written = disk.folder / "synced", disk.folder / "written"
    synced.write_bytes(b"kept")
    disk.sync()
    written.write_bytes(b"lost")
    disk.cut_power()
    disk.power_up()
    assert synced.read_bytes() == b"kept"
    assert not written.exists() or written.read_bytes() == b""


def test_our_disk_can_be_full_for_a_while(disk: OwnDisk) -> None:
    disk.fill()
    with pytest.raises(OSError, match="No space left"):
        (disk.folder / "more").write_bytes(os.urandom(10_000))
    disk.free()
    (disk.folder / "more").write_bytes(os.urandom(10_000))


async def test_what_sqlite_has_committed_survives(disk: OwnDisk) -> None:
    url = f"sqlite+aiosqlite:///{disk.folder}/shop/rantau.db"
    db = Database(url)
    async with db.writing() as connection:
        await connection.execute(text("CREATE TABLE kept (number INTEGER)"))
    disk.sync()
    for number in range(20):
        async with db.writing() as connection:
            await connection.execute(text(f"INSERT INTO kept VALUES ({number})"))
    disk.cut_power()
    await db.close()
    disk.power_up()
    db = Database(url)
    async with db.reading() as connection:
        numbers = (await connection.scalars(text("SELECT number FROM kept ORDER BY number"))).all()
    await db.close()
    assert [*numbers] == [*range(20)]
