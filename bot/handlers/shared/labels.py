"""Words that several screens of different features show."""

from __future__ import annotations

from bot.conversation.translation import later

EXAMPLE = later("3 intip manis and 2 karak")
"""An order as it may be typed."""
