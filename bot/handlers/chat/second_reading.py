"""What the shop's language model, if there is one, makes of a customer's text where the reader abstains.

The turn is undone while the model is asked. If the customer's screen, destination, cart or proposal has
become another one when it is held again, the answer is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.long_readings import OutsideQuestion
from bot.core.deployment import AskModel
from bot.handlers.customer import product_search
from bot.handlers.customer.understood import known, understood
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals
from bot.understanding import Interpretation
from bot.understanding.language_model import accounted, question_about

Standing = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Reply:
    """What the model answered, and how things stood when it was asked."""

    content: str
    standing: Standing


@dataclass(frozen=True)
class _Asked(OutsideQuestion[_Reply]):
    """The question about a text; there is one in a turn."""

    text: str
    request: Mapping[str, Any] = field(compare=False)
    standing: Standing = field(compare=False)
    ask_model: AskModel = field(compare=False)

    async def ask(self) -> _Reply:
        return _Reply(await self.ask_model(self.request), self.standing)


async def interpreted(turn: Turn) -> Interpretation:
    """The interpretation of a text that is not too long, with what a language model adds to it."""
    ask_model, first = turn.deployment.ask_model, await understood(turn)
    if ask_model is None:
        return first
    read = turn.shop.reader().examine(turn.text, await known(turn))
    question = question_about(read, lambda words: _near(turn, words))
    if question is None:
        return first
    standing = await _standing(turn)
    reply = await turn.ask_outside(_Asked(turn.text, question.request(), standing, ask_model))
    if reply is not None and reply.standing == standing:
        turn.interpretation = accounted(reply.content, question, read, lambda sku: _left(turn, sku))
    return turn.interpretation or first


def _near(turn: Turn, words: str) -> Iterator[str]:
    found = product_search.found_in(turn.shop, words)
    return (sku for ware in found for sku in (ware.options or (ware.sku,)))


def _left(turn: Turn, sku: str) -> int | None:
    """How many of a product are left; 0 of one that is no longer on offer."""
    ware = turn.shop.catalogue.by_sku.get(sku.upper())
    return ware.stock if ware is not None and ware.sellable else 0


async def _standing(turn: Turn) -> Standing:
    """The screen, destination, cart and proposal that the text was typed to."""
    draft = await carts.find(turn.db, turn.person.id)
    waiting = await proposals.of(turn.db, turn.person.id)
    proposed = (waiting.code, waiting.changes, waiting.words) if waiting else None
    return (turn.session.screen, turn.person.destination, draft and (draft.id, draft.revision), proposed)
