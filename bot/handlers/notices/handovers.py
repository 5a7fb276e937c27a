"""Notices to coordinators about customers who talk with a person."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import TITLE_LENGTH, Button, Screen, shorten
from bot.conversation.translation import _
from bot.handlers.chat.handover_view import files_of, said
from bot.handlers.coordinator.people.handover_view import lines_before, order_of, order_words
from bot.handlers.shared import formatting
from bot.handlers.shared.names import names_of
from bot.handlers.shared.notice import WordedNotice
from bot.ordering.shop import Shop
from bot.people import handovers
from bot.people.handovers import EndedBy, Handover, NoSuchHandover
from bot.people.outbox import Notice


async def opened(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A customer wants to talk: name, order, the last lines; None once it has ended or somebody has it."""
    found = await _named(db, notice)
    if found is None or not found.is_open or found.taken_by_id is not None:
        return None
    order = await order_of(db, found.customer_id)
    lines = [*await order_words(db, order, shop.clock.now()), "", *lines_before(found)]
    title = await _title(db, found, _("{name} wants to talk"))
    return WordedNotice(Screen(title, formatting.fitted(title, lines), [_reply(found)]))


async def line(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """What the customer has written; None once the handover is erased."""
    found, one = await said(db, notice)
    if found is None or one is None:
        return None
    title = await _title(db, found, _("{name} writes"))
    text = formatting.fitted(title, [one.text or _("(a photo or file)")])
    return WordedNotice(Screen(title, text, [_reply(found)], files=files_of(one)))


async def over(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A handover ended without the coordinator."""
    found = await _named(db, notice)
    if found is None:
        return None
    title = await _title(db, found, _("Conversation with {name}"))
    by_hour = _("An hour has passed without an answer: the bot is back with the customer.")
    by_customer = _("The customer has ended the conversation.")
    body = by_hour if found.ended_how == EndedBy.HOUR else by_customer
    return WordedNotice(Screen(title, body, [Button(_("Read it"), f"c/handover/{found.code}")]))


async def _named(db: AsyncSession, notice: Notice) -> Handover | None:
    try:
        return await handovers.named(db, notice.subject)
    except NoSuchHandover:
        return None


async def _title(db: AsyncSession, found: Handover, words: str) -> str:
    names = await names_of(db, {found.customer_id})
    return shorten(words.format(name=names[found.customer_id]), TITLE_LENGTH)


def _reply(found: Handover) -> Button:
    return Button(_("Reply"), f"c/handover/{found.code}")
