"""Moves the clock in a transcript, and waits until the program has done what is due."""

from __future__ import annotations

import asyncio

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import shipments
from bot.core.database import session_on
from bot.shipping.manifests import Freeze
from tests.support.chat_people import PATIENCE
from tests.support.running_shop import RunningProgram

LOOK_AGAIN = 0.02


async def later(program: RunningProgram, **time: float) -> None:
    """Moves the clock and waits until nothing is due any more.

    So a change after it comes from the next step, on whatever day the test runs.
    """
    program.later(**time)
    await caught_up(program)


async def caught_up(program: RunningProgram) -> None:
    """Waits until the worker has done what is due."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if not await _behind(program):
                return
            await asyncio.sleep(LOOK_AGAIN)


async def _behind(program: RunningProgram) -> bool:
    """Whether a shipment is to be closed, one to be opened in its place, or a manifest to be made."""
    now = program.shop.clock.now()
    undone = select(Freeze.shipment_id).where(or_(Freeze.wanted > Freeze.done, Freeze.telling)).limit(1)
    async with program.db.reading() as connection, session_on(connection) as db:
        return (
            bool(await shipments.past_cutoff(db, now))
            or await db.scalar(undone) is not None
            or await _lacking(program, db)
        )


async def _lacking(program: RunningProgram, db: AsyncSession) -> bool:
    now = program.shop.clock.now()
    open_ones = [one.iso2 for one in program.shop.destinations if one.open]
    return None in [await shipments.joining(db, iso2, now) for iso2 in open_ones]
