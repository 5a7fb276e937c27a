"""The button that leads to a message to the coordinator, where there is somebody to read it."""

from __future__ import annotations

from bot import people
from bot.conversation.screens import Button
from bot.conversation.translation import _
from bot.handlers.shared.turn import Turn


async def ask_button(turn: Turn, beside: bool = False) -> list[Button]:
    """The button, alone in a list; none where nobody coordinates and no way to reach the shop is noted."""
    told = turn.shop.profile.coordinator_contact
    if not told and not await people.chats_of_coordinators(turn.db):
        return []
    return [Button(_("Ask the coordinator"), "ask", beside=beside)]
