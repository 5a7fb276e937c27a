"""Slows the guessing of invites: who typed a wrong code of late, in one value that all programs share."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core import named_values
from bot.core.errors import RantauError

WINDOW = timedelta(minutes=10)
MOST_OF_ONE, MOST_OF_ALL = 5, 50
"""The most wrong codes within WINDOW: of one person, and of all together."""
NAME = "wrong_invites"
Guess = tuple[int, str]
"""The person, and the moment (ISO 8601)."""


class TooManyGuesses(RantauError):
    """Too many wrong codes were typed within WINDOW, by this person or by all."""


async def check(db: AsyncSession, person_id: int, now: datetime) -> None:
    """Raises TooManyGuesses when no code of this person is looked at for now, not even a right one."""
    recent = await _recent(db, now)
    own = [person for person, _at in recent if person == person_id]
    if len(own) >= MOST_OF_ONE or len(recent) >= MOST_OF_ALL:
        raise TooManyGuesses


async def note(db: AsyncSession, person_id: int, now: datetime) -> None:
    """Notes a wrong code; those older than WINDOW are forgotten."""
    guesses = [*await _recent(db, now), (person_id, now.isoformat())]
    await named_values.put(db, NAME, json.dumps(guesses))


async def _recent(db: AsyncSession, now: datetime) -> list[Guess]:
    noted = json.loads(await named_values.get(db, NAME) or "[]")
    return [(person, at) for person, at in noted if now - WINDOW < datetime.fromisoformat(at) <= now]
