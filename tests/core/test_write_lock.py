"""Whose turn it is to write: taps first, patient work in time, nothing lost when somebody gives up."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.database import write_lock
from bot.core.database.write_lock import WriteLock


async def write(turn: WriteLock, name: str, told: list[str], patient: bool = False) -> None:
    async with turn.taken(patient):
        told.append(name)
        await asyncio.sleep(0)


async def queued(turn: WriteLock, told: list[str], *names: str) -> list[asyncio.Task[None]]:
    """Those who want to write, in this order; a name in capitals is a tap, others are patient."""
    tasks = [asyncio.create_task(write(turn, one, told, patient=one.islower())) for one in names]
    await asyncio.sleep(0)
    return tasks


async def test_taps_go_before_patient_work_and_each_in_its_order() -> None:
    turn, told = WriteLock(), list[str]()
    async with turn.taken():
        tasks = await queued(turn, told, "a", "B", "c", "D")
    await asyncio.gather(*tasks)
    assert told == ["B", "D", "a", "c"]


async def test_overdue_patient_work_goes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_lock, "LONGEST_WAIT_SECONDS", -1.0)
    turn, told = WriteLock(), list[str]()
    async with turn.taken():
        tasks = await queued(turn, told, "B", "a", "c", "D")
    await asyncio.gather(*tasks)
    assert told == ["a", "B", "c", "D"], "one tap waits for one of them at most"


async def test_cancelled_waiting_writer_blocks_nobody() -> None:
    turn, told = WriteLock(), list[str]()
    async with turn.taken():
        gives_up, stays = await queued(turn, told, "A", "B")
        gives_up.cancel()
    await stays
    assert told == ["B"]


async def test_lock_given_to_a_cancelled_writer_is_passed_on() -> None:
    turn, told = WriteLock(), list[str]()
    async with turn.taken():
        gives_up, stays = await queued(turn, told, "A", "B")
    gives_up.cancel()  # it has the turn already, and has not woken yet
    await stays
    assert told == ["B"]
    await write(turn, "C", told)
    assert told == ["B", "C"]
