"""What a person is told when a file that was promised cannot be made or sent."""

from __future__ import annotations

from bot.conversation.screens import Screen
from bot.conversation.translation import _


def apology() -> Screen:
    """An apology in place of the file. What went wrong is in the log."""
    body = _("I could not make the file. It is noted down and will be looked into; please ask again later.")
    return Screen(_("Sorry, no file this time"), body)
