"""Connects the Telegram channel to the shop: the bot from the settings, its commands, its receiving loop."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from functools import partial

import structlog

from bot.app.delivery import Introduce
from bot.channels.base import Channel, Take, TryLater, Undeliverable
from bot.channels.send_budget import SendBudget
from bot.channels.shared_slots import SharedSlots
from bot.channels.slots import OwnSlots
from bot.channels.telegram import AnotherPoller, Telegram, TokenRefused, Webhook
from bot.channels.telegram.api import LIMITS
from bot.conversation import translation
from bot.conversation.sessions import Session
from bot.core import named_values
from bot.core.database import Database
from bot.core.errors import ChannelFailed
from bot.core.retry import Retry, RetryPolicy, doubling
from bot.core.settings import Settings
from bot.handlers import DESCRIPTION, MENUS, SHORT_DESCRIPTION
from bot.handlers.customer import inline
from bot.ordering.shop import Shop
from bot.people import Role

log = structlog.get_logger(__name__)
RETRIES = RetryPolicy(doubling(5.0, 300.0))


async def connect(settings: Settings, db: Database, shop: Shop) -> Telegram:
    """The bot of the settings, by webhook if there is a public address, else by polling."""
    webhook = None
    if settings.public_url:
        configured = settings.telegram_webhook_secret.get_secret_value()
        async with db.writing() as connection:
            generated = await named_values.get_or_create(
                connection, "telegram_webhook_secret", secrets.token_urlsafe
            )
        webhook = Webhook(settings.public_url, configured or generated)
    token = settings.telegram_token.get_secret_value()
    window = partial(inline.cards, shop)
    budget = _budget(settings.telegram_sends_a_second, db, token.partition(":")[0])
    return Telegram(
        token,
        settings.telegram_api_url,
        webhook,
        photo_path=shop.photo,
        public_url=settings.public_url,
        window=window,
        budget=budget,
    )


def _budget(a_second: int, db: Database, bot_id: str) -> SendBudget | None:
    """The budget of what is sent, shared by all processes on one PostgreSQL database; 0 bounds nothing."""
    if not a_second:
        return None
    slots = OwnSlots(a_second) if db.is_sqlite else SharedSlots(db, Telegram.name, bot_id, a_second)
    return SendBudget(replace(LIMITS, a_second=a_second), slots)


async def talk(channel: Channel, take: Take) -> None:
    """Sets the commands, then receives until cancelled. Raises ChannelFailed."""
    retrying: asyncio.Task[None] | None = None
    try:
        if isinstance(channel, Telegram) and not await _set_up(channel):
            retrying = asyncio.create_task(_set_up_later(channel))
        await channel.run(take)
    except (AnotherPoller, TokenRefused) as failed:
        raise ChannelFailed(str(failed) or failed.__doc__ or channel.name) from failed
    finally:
        if retrying is not None:
            retrying.cancel()
            await asyncio.gather(retrying, return_exceptions=True)


async def _set_up(telegram: Telegram) -> bool:
    """Learns the bot's name, sets its commands and descriptions; False while Telegram is out of reach."""
    try:
        await telegram.introduce()
        await telegram.set_commands(_menu(Role.CUSTOMER))
        await telegram.describe(_in_all_languages(DESCRIPTION), _in_all_languages(SHORT_DESCRIPTION))
    except TryLater as failed:
        log.warning("telegram out of reach", why=str(failed))
        return False
    except Undeliverable as failed:  # trying again would not help
        log.warning("telegram refuses our commands or descriptions", why=str(failed))
    return True


async def _set_up_later(telegram: Telegram) -> None:
    """Tries `_set_up` until Telegram is reached, after ever longer rests."""
    retry = Retry(RETRIES)
    while await retry.rest():
        try:
            if await _set_up(telegram):
                return
        except TokenRefused:
            return  # the receiving loop meets the same error and reports it


def _menu(role: Role) -> dict[str, list[tuple[str, str]]]:
    menus = {}
    for language in translation.LANGUAGES:
        with translation.speaking(language):
            menus[language] = [(name, translation._(does)) for name, does in MENUS[role].items()]
    return {"": menus["en"], **menus}


def _in_all_languages(sentence: str) -> dict[str, str]:
    words = {}
    for language in translation.LANGUAGES:
        with translation.speaking(language):
            words[language] = translation._(sentence)
    return {"": words["en"], **words}


def introducer(telegram: Telegram) -> Introduce:
    """Returns the function that gives a chat the commands of the role in use there."""

    async def introduce(session: Session) -> None:
        if session.address.channel == telegram.name:
            await telegram.set_commands(_menu(session.role), session.address)

    return introduce
