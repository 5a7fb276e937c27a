"""A Bot API server for tests: it refuses what Telegram refuses, and lets people chat with the bot."""

from tests.support.bot_api.chats import Chat, Message
from tests.support.bot_api.person import Person, Seen
from tests.support.bot_api.server import BotApi
from tests.support.bot_api.values import PNG

__all__ = ["PNG", "BotApi", "Chat", "Message", "Person", "Seen"]
