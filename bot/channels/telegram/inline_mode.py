"""Inline mode: answers what somebody types after the bot's name in any chat with cards.

Queries are no events: no inbox, no session, no database. A query that cannot be answered is dropped, as
the next keystroke sends another.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.inline_results import Link, answer_of
from bot.conversation.inline_cards import Window

MOST_WAITING = 200
MOST_AT_ONCE = 4
SHAPE_ERRORS = (KeyError, TypeError, ValueError, AttributeError)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Query:
    """What one person has typed so far; `offset` is the page wanted."""

    id: str
    person: int
    text: str
    offset: str
    language: str


@dataclass(slots=True)
class Inline:
    """Answers queries, a few at a time: the newest of each person, of MOST_WAITING people at most.

    Making the cards takes at most half of the processor's time, so that taps do not wait for it.
    """

    api: Api
    link: Link
    picture: Link
    window: Window | None = None
    _waiting: OrderedDict[int, Query] = field(default_factory=OrderedDict)
    _answering: set[asyncio.Task[None]] = field(default_factory=set)
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    def take(self, updates: Sequence[Any]) -> None:
        """Queues the inline queries of a batch of updates and returns at once. Raises nothing."""
        for update in updates:
            if self.window is None or not isinstance(update, dict) or "inline_query" not in update:
                continue
            try:
                self._queue(_read(update["inline_query"]))
            except SHAPE_ERRORS:
                _log.warning("an inline query could not be read; it is dropped")

    def _queue(self, query: Query) -> None:
        self._waiting[query.person] = query
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        if len(self._answering) < MOST_AT_ONCE:
            task = asyncio.create_task(self._answer_all())
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer_all(self) -> None:
        while self._waiting:
            _person, query = self._waiting.popitem(last=False)
            try:
                await self._answer(query)
            except TelegramError as failed:  # too old by now, or Telegram is out of reach
                _log.info("an inline query was not answered: %s", failed)
            except Exception:  # the edge of the loop: the next query may do better
                _log.exception("an inline query was not answered")

    async def _answer(self, query: Query) -> None:
        assert self.window is not None
        async with self._making:
            start = time.perf_counter()
            cards = self.window(query.text, query.language, query.offset)
            answer = answer_of(query.id, cards, self.link, self.picture)
            await asyncio.sleep(time.perf_counter() - start)
        await self.api.call("answerInlineQuery", answer)

    async def close(self) -> None:
        """Drops the queries that are not answered yet."""
        self._waiting.clear()
        tasks = list(self._answering)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _read(query: dict[str, Any]) -> Query:
    sender = query["from"]
    text, offset = str(query["query"]), str(query["offset"])
    return Query(str(query["id"]), int(sender["id"]), text, offset, str(sender.get("language_code") or ""))
