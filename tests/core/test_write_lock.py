"""The write lock: taps first, patient work in time, and nothing lost when a writer is cancelled."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.database import write_lock
from bot.core.database.write_lock import WriteLock


async def write(lock: WriteLock, name: str, written: list[str], patient: bool = False) -> None:
    async with lock.taken(patient):
        written.append(name)
        await asyncio.sleep(0)


async def queued(lock: WriteLock, written: list[str], *names: str) -> list[asyncio.Task[None]]:
    """Tasks that queue to write in this order; a name in capitals is a tap, others are patient."""
    tasks = [asyncio.create_task(write(lock, one, written, patient=one.islower())) for one in names]
    await asyncio.sleep(0)
    return tasks


async def test_taps_go_before_patient_work_and_each_in_its_order() -> None:
    lock, written = WriteLock(), list[str]()
    async with lock.taken():
        tasks = await queued(lock, written, "a", "B", "c", "D")
    await asyncio.gather(*tasks)
    assert written == ["B", "D", "a", "c"]


async def test_overdue_patient_work_goes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_lock, "LONGEST_WAIT_SECONDS", -1.0)
    lock, written = WriteLock(), list[str]()
    async with lock.taken():
        tasks = await queued(lock, written, "B", "a", "c", "D")
    await asyncio.gather(*tasks)
    assert written == ["a", "B", "c", "D"], "one tap waits for one of them at most"


async def test_cancelled_waiting_writer_blocks_nobody() -> None:
    lock, written = WriteLock(), list[str]()
    async with lock.taken():
        gives_up, stays = await queued(lock, written, "A", "B")
        gives_up.cancel()
    await stays
    assert written == ["B"]


async def test_lock_given_to_a_cancelled_writer_is_passed_on() -> None:
    lock, written = WriteLock(), list[str]()
    async with lock.taken():
        gives_up, stays = await queued(lock, written, "A", "B")
    gives_up.cancel()  # the lock was passed to it, but it has not woken yet
    await stays
    assert written == ["B"]
    await write(lock, "C", written)
    assert written == ["B", "C"]
