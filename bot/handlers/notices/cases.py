"""Notices to coordinators about complaints."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import TITLE_LENGTH, Button, Screen, shorten
from bot.conversation.translation import _
from bot.handlers.coordinator.people.case_view import facts, steps
from bot.handlers.shared import formatting
from bot.handlers.shared.names import names_of
from bot.handlers.shared.notice import WordedNotice
from bot.ordering import cases, kept_files
from bot.ordering.cases import NoSuchCase
from bot.ordering.shop import Shop
from bot.people import outbox
from bot.people.outbox import Notice


async def case(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A customer complains, or adds to it: what is new since the last notice, with its photos.

    None once the case is settled, or gone.
    """
    try:
        found = await cases.named(db, notice.subject)
    except NoSuchCase:
        return None
    told = await outbox.last_told(db, notice.kind, notice.subject, notice.chat_id)
    fresh = [one for one in found.entries if one.number > told.get("entry", 0)]
    if found.is_settled or not fresh:
        return None
    names = await names_of(db, {found.customer_id})
    words = _("Complaint {number}, {name}") if not told else _("More on {number}, {name}")
    title = shorten(words.format(number=found.number, name=names[found.customer_id]), TITLE_LENGTH)
    lines = [*await facts(db, found, shop.clock.now()), "", *await steps(db, found, fresh)]
    files = [kept_files.reference(one) for one in fresh if one.file]
    screen = Screen(
        title, formatting.fitted(title, lines), [Button(_("Reply"), f"c/case/{found.number}")], files=files
    )
    return WordedNotice(screen, {"entry": fresh[-1].number})
