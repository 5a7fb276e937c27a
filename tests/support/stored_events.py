"""Stores what has to wait in the queues of chats, as the dispatcher does."""

from __future__ import annotations

from bot.app.chat_queues import ChatQueues
from bot.conversation.events import Event


def store_all(queues: ChatQueues) -> list[Event]:
    """Returns what was stored, in order."""
    stored = []
    while waiting := queues.waiting_unstored():
        for one in waiting:
            one.stored = True
        queues.acknowledge(waiting)
        queues.leave_in_inbox(waiting)
        stored += [one.event for one in waiting]
    return stored
