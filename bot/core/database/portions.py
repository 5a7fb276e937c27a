"""Reads a big table in portions, so that sweeping through all of it holds up nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import tuple_

from bot.core.database.engine import Database

PORTION = 200
"""Rows read at once; SQLite works in the event loop, which waits meanwhile."""


async def in_portions(
    database: Database, query: Any, *key: Any, size: int = PORTION
) -> AsyncIterator[Sequence[Any]]:
    """The rows of a query in portions, each read in a short transaction of its own.

    `key` are the first columns of the query, unique together and indexed; the rows come in their order. A
    condition that few rows fulfil belongs into a column, not into the query: a portion then stays a portion.
    """
    after: tuple[Any, ...] = ()
    while True:
        portion = query.where(tuple_(*key) > after) if after else query
        async with database.reading() as connection:
            rows = (await connection.execute(portion.order_by(*key).limit(size))).all()
        if rows:
            yield rows
        if len(rows) < size:
            return
        after = tuple(rows[-1][: len(key)])
        await asyncio.sleep(0)
