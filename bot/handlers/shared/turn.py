"""The turn of our handlers: the engine's turn with the shop and its deployment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.conversation import turn
from bot.core.deployment import Deployment
from bot.ordering.shop import Shop
from bot.understanding import Interpretation


@dataclass
class Turn(turn.Turn):
    """One event of one chat, in one shop."""

    shop: Shop
    deployment: Deployment

    interpretation: Interpretation | None = field(default=None, kw_only=True)
    """What the typed text says, once it was read."""

    def reads_only(self, text: str) -> None:
        """Goes on as if this part of the typed text were all of it."""
        self.event, self.interpretation = replace(self.event, text=text), None
