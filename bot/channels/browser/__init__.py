"""The browser chat: a chat page of our own, with the part of the messenger's servers played here too."""

from bot.channels.browser.channel import Browser, Mode
from bot.channels.browser.message_store import BrowserFile, BrowserMessage
from bot.channels.browser.visitors import SEATS

__all__ = ["SEATS", "Browser", "BrowserFile", "BrowserMessage", "Mode"]
