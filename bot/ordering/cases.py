"""Cases: what a customer complains about, with a number, photos, a wish and a state, until it is settled.

A case is open at once, so that no complaint is lost; photos and the wish are added to it. Source of the
periods: as for enquiries, counted from the settling.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.core import redaction
from bot.core.errors import RantauError
from bot.core.typed_signs import keyed
from bot.ordering.case_tables import Case, CaseEntry, CaseKind, CaseState, Outcome, What, Wish
from bot.ordering.order_numbers import NUMBER_LENGTH, NUMBER_LETTERS
from bot.people import outbox
from bot.people.notice_kinds import NoticeKind

PREFIX = "KL"
"""No country has this code, so that no order is called like a case."""
LONGEST = 4096
MOST_ENTRIES = 60
AFTER_SETTLING = timedelta(days=30)
UNSETTLED_KEPT = timedelta(days=180)


class NoSuchCase(RantauError):
    """This person has no such case, or it has been erased."""


class CaseSettled(RantauError):
    """The case is settled: nothing is added to it any more."""


class CaseFull(RantauError):
    """Nothing more fits into the case."""


async def open_case(
    db: AsyncSession, customer_id: int, chat_id: int, kind: CaseKind, order_id: int | None, now: datetime
) -> Case:
    """Opens a case, or returns the customer's unsettled one about this order; any without an order.

    A case whose order is not known yet takes the order; coordinators hear of it with the first words.
    """
    if (already := _about(await unsettled(db, customer_id), order_id)) is not None:
        already.order_id = already.order_id or order_id
        await db.flush()
        return already
    made = Case(number=await _new_number(db), customer_id=customer_id, chat_id=chat_id, order_id=order_id)
    made.order_asked, made.kind, made.wish, made.state, made.outcome = False, kind, "", CaseState.OPEN, ""
    made.made_at, made.moved_at, made.entries = now, now, []
    db.add(made)
    await db.flush()
    return made


def _about(unsettled: Sequence[Case], order_id: int | None) -> Case | None:
    """The newest of these about the order, else one whose order is not known yet; any without an order."""
    if order_id is None:
        return next(iter(unsettled), None)
    exact = next((one for one in unsettled if one.order_id == order_id), None)
    return exact or next((one for one in unsettled if one.order_id is None and not one.order_asked), None)


async def _new_number(db: AsyncSession) -> str:
    length = NUMBER_LENGTH
    while True:
        tail = "".join(secrets.choice(NUMBER_LETTERS) for _ in range(length))
        number = f"{PREFIX}-{tail}"
        if not await db.scalar(select(func.count()).where(Case.number == number)):
            return number
        length += 1


async def unsettled(db: AsyncSession, customer_id: int) -> Sequence[Case]:
    """The cases of a customer that are not settled, newest first, locked until the transaction ends."""
    mine = select(Case).where(Case.customer_id == customer_id, Case.state != CaseState.SETTLED)
    return (await db.scalars(mine.order_by(Case.id.desc()).with_for_update())).all()


async def named(db: AsyncSession, number: str, lock: bool = False) -> Case:
    """The case of this number, as coordinators may read it; `lock` locks it. Raises NoSuchCase."""
    query = select(Case).where(Case.number == plain(number)).execution_options(populate_existing=True)
    found = await db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NoSuchCase
    return found


def plain(number: str) -> str:
    """A number as it is stored, however it is typed: `kl 4k7m` is `KL-4K7M`."""
    signs = "".join(sign for sign in keyed(number).upper() if sign.isascii() and sign.isalnum())
    return f"{signs[:2]}-{signs[2:]}"


async def of(db: AsyncSession, customer_id: int, number: str, lock: bool = False) -> Case:
    """This customer's case. Raises NoSuchCase."""
    found = await named(db, number, lock)
    if found.customer_id != customer_id:
        raise NoSuchCase
    return found


async def of_customer(db: AsyncSession, customer_id: int) -> Sequence[Case]:
    """All cases of a customer, newest first."""
    mine = select(Case).where(Case.customer_id == customer_id).order_by(Case.id.desc())
    return (await db.scalars(mine)).all()


async def of_order(db: AsyncSession, order_id: int) -> Sequence[Case]:
    """The cases about an order, newest first."""
    about = select(Case).where(Case.order_id == order_id).order_by(Case.id.desc())
    return (await db.scalars(about)).all()


async def tell(db: AsyncSession, case: Case, text: str, file: str, now: datetime) -> None:
    """Adds the customer's words or photo, and tells the coordinators. Raises CaseSettled, CaseFull."""
    await _by_customer(db, case, What.TOLD, text, file, now)


async def wish_for(db: AsyncSession, case: Case, wish: Wish, now: datetime) -> None:
    """Notes what the customer wants, and tells the coordinators; the same wish again changes nothing.

    Raises CaseSettled, CaseFull.
    """
    if case.wish != wish or case.is_settled:
        await _by_customer(db, case, What.WISHED, wish, "", now)
        case.wish = wish


async def set_order(db: AsyncSession, case: Case, order_id: int | None) -> None:
    """Notes which order it is about; None: none of the customer's."""
    if not case.is_settled:
        case.order_id, case.order_asked = order_id, True
        await db.flush()


async def drop(db: AsyncSession, case: Case) -> bool:
    """Deletes a case that was none; one that a coordinator has answered stays. Returns whether it is gone."""
    if case.answers:
        return False
    await db.delete(case)
    await db.flush()
    return True


async def answer(db: AsyncSession, number: str, by: int, text: str, file: str, now: datetime) -> Case:
    """Adds a coordinator's words or photo, and tells the customer; also to a settled case.

    Raises NoSuchCase, CaseFull.
    """
    case = await named(db, number, lock=True)
    await _by_coordinator(db, case, What.ANSWERED, by, text, file, now)
    case.state = case.state if case.is_settled else CaseState.ANSWERED
    return case


async def settle(db: AsyncSession, number: str, outcome: Outcome, by: int, now: datetime) -> Case:
    """Settles a case and tells the customer. Raises NoSuchCase, and CaseSettled if it is settled already."""
    case = await named(db, number, lock=True)
    if case.is_settled:
        raise CaseSettled
    case.state, case.outcome, case.settled_at = CaseState.SETTLED, outcome, now
    await _by_coordinator(db, case, What.SETTLED, by, outcome, "", now)
    return case


async def count_waiting(db: AsyncSession) -> int:
    """The number of cases that wait for the coordinator."""
    return await db.scalar(select(func.count()).where(Case.state == CaseState.OPEN)) or 0


async def listed(db: AsyncSession, state: CaseState | None, limit: int = 200) -> Sequence[Case]:
    """The cases in a state, or all: unsettled ones with the longest wait first, settled ones newest first."""
    query = (select(Case).where(Case.state == state) if state else select(Case)).limit(limit)
    is_settled = Case.state == CaseState.SETTLED
    waiting = await db.scalars(query.where(~is_settled).order_by(Case.moved_at, Case.id))
    settled = await db.scalars(query.where(is_settled).order_by(Case.settled_at.desc(), Case.id.desc()))
    return [*waiting, *settled]


async def erase_due(db: AsyncSession, now: datetime) -> int:
    """Erases cases 30 days after they were settled, 180 days after the last step of others; returns how many.

    Their photos are then unused, and erased as such.
    """
    unsettled_too_long = Case.settled_at.is_(None) & (Case.moved_at <= now - UNSETTLED_KEPT)
    due = select(Case.id).where((Case.settled_at <= now - AFTER_SETTLING) | unsettled_too_long)
    ids = (await db.scalars(due.with_for_update(skip_locked=True))).all()
    await db.execute(delete(CaseEntry).where(CaseEntry.case_id.in_(ids)))
    await db.execute(delete(Case).where(Case.id.in_(ids)))
    return len(ids)


async def _by_customer(db: AsyncSession, case: Case, what: What, text: str, file: str, now: datetime) -> None:
    if case.is_settled:
        raise CaseSettled
    await _add(db, case, what, case.customer_id, text, file, now)
    case.state = CaseState.OPEN
    await db.flush()
    chats = await people.chats_of_coordinators(db)
    await outbox.put(db, NoticeKind.CASE, case.number, chats, len(case.entries), now)


async def _by_coordinator(
    db: AsyncSession, case: Case, what: What, by: int, text: str, file: str, now: datetime
) -> None:
    entry = await _add(db, case, what, by, text, file, now)
    # Each is a notice of its own: a newer version would replace one that is not delivered yet.
    subject = f"{case.number}/{entry.number}"
    await outbox.put(db, NoticeKind.CASE_STEP, subject, [case.chat_id], 1, now)


async def _add(
    db: AsyncSession, case: Case, what: What, by: int, text: str, file: str, now: datetime
) -> CaseEntry:
    if len(case.entries) >= MOST_ENTRIES and what is not What.SETTLED:
        raise CaseFull
    kept = redaction.without_numbers(text)[:LONGEST]
    number = max((one.number for one in case.entries), default=0) + 1
    entry = CaseEntry(number=number, what=what, by_id=by, text=kept, file=file, at=now)
    case.entries.append(entry)
    case.moved_at = now
    await db.flush()
    return entry
