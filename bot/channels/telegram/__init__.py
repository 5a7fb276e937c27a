"""Telegram, through python-telegram-bot. Only this package imports `telegram`."""

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.polling import AnotherPoller, PollingTimes, TokenRefused
from bot.channels.telegram.webhook import Webhook

__all__ = ["AnotherPoller", "PollingTimes", "Telegram", "TokenRefused", "Webhook"]
