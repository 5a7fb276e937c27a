"""The browser chat: our own chat page, and the message store that a messenger's servers would keep."""

from bot.channels.browser.channel import Browser, Mode
from bot.channels.browser.message_store import BrowserFile, BrowserMessage
from bot.channels.browser.visitors import SEATS

__all__ = ["SEATS", "Browser", "BrowserFile", "BrowserMessage", "Mode"]
