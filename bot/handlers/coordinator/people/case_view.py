"""A case as coordinators read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import Button
from bot.conversation.translation import _
from bot.handlers.coordinator.people.handover_view import order_words
from bot.handlers.customer.cases.case_view import said
from bot.handlers.shared import formatting
from bot.handlers.shared.case_words import KINDS, state_words, wish_words
from bot.handlers.shared.names import speakers
from bot.handlers.shared.turn import Turn
from bot.ordering import cases
from bot.ordering.case_tables import Case, CaseEntry
from bot.orders import Order


async def way_in(turn: Turn) -> list[Button]:
    """The button to the cases: those that wait are counted."""
    count = await cases.count_waiting(turn.db)
    return [Button(_("Complaints ({count})").format(count=count), "c/cases/open/1")] if count else []


async def facts(db: AsyncSession, case: Case, now: datetime) -> list[str]:
    """What is wrong, with which order, what is wanted, and how far it is."""
    order = await db.get(Order, case.order_id) if case.order_id else None
    about = await order_words(db, order, now) if order else [_("Order not named")]
    words = _("{kind}, wanted: {wish}")
    wrong = words.format(kind=_(KINDS[case.kind]).capitalize(), wish=wish_words(case))
    return [*about, wrong, _("State: {state}").format(state=state_words(case))]


async def steps(db: AsyncSession, case: Case, entries: Sequence[CaseEntry]) -> list[str]:
    """What was said, with who and when."""
    names = await speakers(db, case.customer_id, {one.by_id for one in entries})
    words = _("{name}, {moment}: {text}")
    texts = [
        words.format(name=names[one.by_id], moment=formatting.moment(one.at), text=said(one))
        for one in entries
    ]
    return [line for one in texts for line in one.split("\n")]
