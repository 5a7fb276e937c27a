"""The screen of a route as the engine finds it, through redirects and free text."""

from __future__ import annotations

from bot.conversation.engine import Conversation
from bot.conversation.screens import Screen
from bot.handlers import serving
from bot.handlers.shared.turn import Turn


async def screen_behind(turn: Turn, route: str) -> Screen:
    return await Conversation(serving(turn.shop, turn.deployment))._go(turn, route)
