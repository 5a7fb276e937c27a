"""Words that screens of several features show."""

from __future__ import annotations

from bot.conversation.translation import later

EXAMPLE = later("3 intip manis and 2 karak")
"""An example of an order as a customer may type it."""
