"""The turn of our handlers: the engine's turn with the shop and its deployment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.conversation import turn
from bot.core.deployment import Deployment
from bot.ordering.shop import Shop
from bot.understanding import Interpretation


@dataclass
class Turn(turn.Turn):
    """One event of one chat, in one shop."""

    shop: Shop
    deployment: Deployment

    @cached_property
    def interpretation(self) -> Interpretation:
        """What the typed text says. It is read at most once in a turn."""
        return self.shop.reader().read(self.text)
