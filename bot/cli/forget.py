"""`rantau forget`: has everything about a person erased who cannot ask for it in the chat."""

from __future__ import annotations

from datetime import datetime

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.database import now, on_database, writing
from bot.cli.output import refuse, say
from bot.core import settings
from bot.core.settings import Settings
from bot.ordering import erasure_check, order_numbers
from bot.people import Person, erasures


def forget(whom: str, yes: bool) -> None:
    """Says what erasing a person takes away, and with `yes` has it done. Raises CommandRefused."""
    found = settings.load()
    person_id, orders = on_database(_asked(found, whom, yes), found)
    typer.echo(f"person {person_id}, orders that stay as figures: {orders}")
    if yes:
        say("The running shop erases the person within seconds, else the next `rantau run` does.")
    else:
        say("Nothing is erased yet. Name, chats, cart, questions, and names, addresses and papers of all")
        say(f"orders go for good with: rantau forget {person_id} --yes")


async def _asked(found: Settings, whom: str, yes: bool) -> tuple[int, int]:
    async with writing(found) as db:
        moment = await now(db, found)
        person_id = await _person_id(db, whom)
        stands = await _allowed(db, person_id, moment)
        if yes:
            await erasures.ask(db, person_id, moment)
        return person_id, stands.orders


async def _person_id(db: AsyncSession, whom: str) -> int:
    """The person of a number, or who placed the order of this number."""
    if whom.isascii() and whom.isdecimal():
        person = await db.get(Person, int(whom)) if len(whom) < len(str(2**31)) else None
        return person.id if person is not None else refuse(f"no person {whom}")
    order = await order_numbers.by_number(db, whom)
    return order.customer_id if order is not None else refuse(f"no order {whom}")


async def _allowed(db: AsyncSession, person_id: int, moment: datetime) -> erasure_check.ErasureCheck:
    if await erasures.of(db, person_id) is not None:
        refuse(f"person {person_id} is erased already, or about to be")
    stands = await erasure_check.check(db, person_id, moment)
    if stands.unfinished:
        numbers = ", ".join(one.order.number or "-" for one in stands.unfinished)
        refuse(f"person {person_id} has orders that must be cancelled or finished first: {numbers}")
    if stands.last_owner:
        refuse(f"person {person_id} is the only owner: invite another one first (rantau invite owner)")
    return stands
