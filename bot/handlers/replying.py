"""Questions are answered from what the program knows; the rest is offered to the coordinator."""

from __future__ import annotations

from bot.conversation.screens import Screen
from bot.handlers import enquiries
from bot.handlers.say import Turn
from bot.understanding import Understood


async def reply(turn: Turn, understood: Understood) -> Screen:
    """The answer to a question as it was understood; what nobody here knows is offered to the coordinator."""
    return await enquiries.offer(turn, turn.text)
