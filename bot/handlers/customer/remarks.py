"""A remark above an answer, whether it is a screen already or the way to one."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted


def remarked(answer: Screen | Redirect, note: str) -> Screen | Redirect:
    """The same answer with the note above it and above its own notes; as it is without one."""
    if not note:
        return answer
    if isinstance(answer, Screen):
        return noted(answer, note)
    return Redirect(answer.route, "\n\n".join(filter(None, [note, answer.note])))
