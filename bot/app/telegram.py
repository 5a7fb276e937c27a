"""Telegram in the house: connected, told our commands, and listened to."""

from __future__ import annotations

import asyncio
import secrets
from functools import partial

import structlog

from bot.app.delivery import Introduce
from bot.channels.base import Channel, Take, TryLater, Undeliverable
from bot.channels.telegram import AnotherPoller, Telegram, TokenRefused, Webhook
from bot.conversation import translation
from bot.conversation.sessions import Session
from bot.core import named_values
from bot.core.database import Database
from bot.core.errors import ChannelFailed
from bot.core.retry import Retry, RetryPolicy, doubling
from bot.core.settings import Settings
from bot.handlers import MENUS
from bot.handlers.customer import inline
from bot.ordering.shop import Shop
from bot.people import Role

log = structlog.get_logger(__name__)
RETRIES = RetryPolicy(doubling(5.0, 300.0))


async def connect(settings: Settings, db: Database, shop: Shop) -> Telegram:
    """The bot that the settings name; by webhook where there is a public address, else by polling."""
    webhook = None
    if settings.public_url:
        given = settings.telegram_webhook_secret.get_secret_value()
        async with db.writing() as connection:
            made = await named_values.get_or_create(
                connection, "telegram_webhook_secret", secrets.token_urlsafe
            )
        webhook = Webhook(settings.public_url, given or made)
    token = settings.telegram_token.get_secret_value()
    window = partial(inline.cards, shop)
    return Telegram(token, settings.telegram_api_url, webhook, photo_path=shop.photo, window=window)


async def talk(channel: Channel, take: Take) -> None:
    """Presents the house, then receives until cancelled. Raises ChannelFailed."""
    again: asyncio.Task[None] | None = None
    try:
        if isinstance(channel, Telegram) and not await _presented(channel):
            again = asyncio.create_task(_present_later(channel))
        await channel.run(take)
    except (AnotherPoller, TokenRefused) as failed:
        raise ChannelFailed(str(failed) or failed.__doc__ or channel.name) from failed
    finally:
        if again is not None:
            again.cancel()
            await asyncio.gather(again, return_exceptions=True)


async def _presented(telegram: Telegram) -> bool:
    """Tells Telegram our commands, and learns our name; false while it is out of reach."""
    try:
        await telegram.introduce()
        await telegram.set_commands(_menu(Role.CUSTOMER))
    except TryLater as failed:
        log.warning("telegram out of reach", why=str(failed))
        return False
    except Undeliverable as failed:  # it would be refused again
        log.warning("telegram refuses our commands", why=str(failed))
    return True


async def _present_later(telegram: Telegram) -> None:
    """Presents the house as soon as Telegram can be reached, after ever longer rests."""
    retry = Retry(RETRIES)
    while await retry.rest():
        try:
            if await _presented(telegram):
                return
        except TokenRefused:
            return  # receiving meets the same and says so


def _menu(role: Role) -> dict[str, list[tuple[str, str]]]:
    menus = {}
    for language in translation.LANGUAGES:
        with translation.speaking(language):
            menus[language] = [(name, translation._(does)) for name, does in MENUS[role].items()]
    return {"": menus["en"], **menus}


def introducer(telegram: Telegram) -> Introduce:
    """Gives a chat the commands of the role in use there."""

    async def introduce(session: Session) -> None:
        if session.address.channel == telegram.name:
            await telegram.set_commands(_menu(session.role), session.address)

    return introduce
