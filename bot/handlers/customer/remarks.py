"""A remark above an answer, be it a screen or a redirect to one."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted


def remarked(answer: Screen | Redirect, note: str) -> Screen | Redirect:
    """The answer with the note above its own notes; unchanged when the note is empty."""
    if not note:
        return answer
    if isinstance(answer, Screen):
        return noted(answer, note)
    return Redirect(answer.route, "\n\n".join(filter(None, [note, answer.note])))
