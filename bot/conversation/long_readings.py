"""What takes longer than a turn may: it is done beside the turns, and the event then taken again.

A turn runs in the transaction that writes, and on SQLite in the loop itself: what it reads slowly, everybody
waits for. So a place that sums up thousands of rows asks for a `LongReading`. If that was not done yet the
turn is undone, the reading takes place in a transaction of its own, and the turn is held again with it.
The same way it asks an `OutsideQuestion`, for which there is no transaction at all.
"""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

Result = TypeVar("Result", covariant=True)
Answer = TypeVar("Answer")
MOST_ROUNDS = 4
"""A turn that asks for yet another reading reads it itself: it would ask without end."""


class LongReading(Protocol[Result]):
    """What a place needs to have read. Equal ones have one result: the moment of the turn must not differ."""

    async def read(self, db: AsyncSession) -> Result:
        """Reads, and changes nothing. The result must not be a row that hangs on the session."""

    def __hash__(self) -> int: ...


class OutsideQuestion(Generic[Answer]):
    """What a turn asks of somebody outside the program, while no transaction is open."""

    async def ask(self) -> Answer | None:
        """The answer, soon; None if there is none."""
        raise NotImplementedError

    async def read(self, db: AsyncSession) -> Answer | None:
        """None: within a turn nobody outside is asked."""
        return None


class ReadFirst(Exception):
    """The turn needs this reading; it is to be undone, and held again when the reading is done."""

    def __init__(self, reading: LongReading[Any]) -> None:
        super().__init__(type(reading).__name__)
        self.reading = reading
