"""A person as a turn carries them, with what they choose for themselves: language and destination."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.accounts import Person


@dataclass(slots=True)
class ChatPerson:
    """A person as a turn carries them, so that it can answer without another query."""

    id: int
    name: str
    language: str
    destination: str | None
    language_chosen: bool = False


async def set_language(db: AsyncSession, person: ChatPerson, language: str, chosen: bool = True) -> None:
    """Sets the person's language; `chosen` by hand, or guessed from what they write."""
    person.language, person.language_chosen = language, chosen
    of_person = update(Person).where(Person.id == person.id)
    await db.execute(of_person.values(language=language, language_chosen=chosen))


async def set_destination(db: AsyncSession, person: ChatPerson, destination: str) -> None:
    """Sets the destination of the person's orders."""
    person.destination = destination
    await db.execute(update(Person).where(Person.id == person.id).values(destination=destination))
