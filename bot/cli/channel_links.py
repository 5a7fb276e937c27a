"""The links of channels: asks their servers for the bot's address, with a short timeout."""

from __future__ import annotations

import asyncio

from bot.channels.base import TryLater
from bot.channels.telegram import Telegram, TokenRefused
from bot.core.settings import Settings

TIMEOUT_SECONDS = 10.0


async def telegram_link(found: Settings, payload: str = "") -> tuple[str, str]:
    """The bot's link with a start payload, and why there is none: one of the two is empty."""
    telegram = Telegram(found.telegram_token.get_secret_value(), found.telegram_api_url)
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await telegram.introduce()
        return telegram.link(payload), ""
    except TryLater as failed:
        return "", f"{found.telegram_api_url} says: {failed}"
    except TokenRefused:
        return "", f"{found.telegram_api_url} does not know this token"
    except TimeoutError:
        return "", f"{found.telegram_api_url} does not answer"
    finally:
        await telegram.close()
