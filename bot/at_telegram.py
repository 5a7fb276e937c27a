"""Telegram in the house: connected, told our commands, and listened to."""

from __future__ import annotations

import secrets

import structlog

from bot import kept
from bot.channels.base import Channel, Take, TryLater, Undeliverable
from bot.channels.telegram import AnotherPoller, Telegram, TokenRefused, Webhook
from bot.conversation import words
from bot.conversation.sessions import Session
from bot.db import Database
from bot.delivery import Introduce
from bot.errors import ChannelFailed
from bot.handlers import HANDLERS, MENUS
from bot.house import House
from bot.people import Role
from bot.settings import Settings

log = structlog.get_logger(__name__)


async def connect(settings: Settings, db: Database, house: House) -> Telegram:
    """The bot that the settings name; by webhook where there is a public address, else by polling."""
    webhook = None
    if settings.public_url:
        given = settings.telegram_webhook_secret.get_secret_value()
        async with db.writing() as connection:
            made = await kept.keep_once(connection, "telegram_webhook_secret", secrets.token_urlsafe)
        webhook = Webhook(settings.public_url, given or made)
    token = settings.telegram_token.get_secret_value()
    return Telegram(token, settings.telegram_api_url, webhook, photo_path=house.photo)


async def talk(channel: Channel, take: Take) -> None:
    """Presents the house, then receives until cancelled. Raises ChannelFailed."""
    try:
        if isinstance(channel, Telegram):
            await _present(channel)
        await channel.run(take)
    except (AnotherPoller, TokenRefused) as failed:
        raise ChannelFailed(str(failed) or failed.__doc__ or channel.name) from failed


async def _present(telegram: Telegram) -> None:
    """Tells Telegram our commands, and learns our name; it may be out of reach for now."""
    HANDLERS.private_link = lambda: telegram.link("home")
    try:
        await telegram.introduce()
        await telegram.set_commands(_menu(Role.CUSTOMER))
    except (TryLater, Undeliverable) as failed:
        log.warning("telegram out of reach", why=str(failed))


def _menu(role: Role) -> dict[str, list[tuple[str, str]]]:
    menus = {}
    for language in words.LANGUAGES:
        with words.speaking(language):
            menus[language] = [(name, words._(does)) for name, does in MENUS[role].items()]
    return {"": menus["en"], **menus}


def introducer(telegram: Telegram) -> Introduce:
    """Gives a chat the commands of the role in use there."""

    async def introduce(session: Session) -> None:
        if session.address.channel == telegram.name:
            await telegram.set_commands(_menu(session.role), session.address)

    return introduce
