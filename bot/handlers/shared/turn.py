"""What our handlers work with: the engine's turn, and the shop that it is about."""

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
    def told(self) -> Interpretation:
        """What the typed text says. It is read once, whoever asks."""
        return self.shop.reader().read(self.text)
