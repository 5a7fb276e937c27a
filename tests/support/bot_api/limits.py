"""What the server allows, counted at arrival: whoever sends more is banned for some seconds."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from tests.support.bot_api.values import Refused

FREE = ("getMe", "getUpdates", "setWebhook", "deleteWebhook", "answerCallbackQuery", "answerInlineQuery")
TOLERANCE = 0.05
"""A message may come so many seconds early: it was spaced when it left, and not when it arrived."""


@dataclass
class ServerLimits:
    """Messages in any second in all, in a chat one a second with a burst, in a group so many in any minute.

    `refused` counts the calls that were answered with 429.
    """

    a_second: int = 30
    burst: int = 5
    group_a_minute: int = 20
    ban: float = 5.0
    counted: int = 0
    refused: int = 0
    arrivals: list[float] = field(default_factory=list)
    _second: deque[float] = field(default_factory=deque)
    _minutes: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _full_at: dict[str, float] = field(default_factory=dict)
    _banned_until: float = 0.0

    def count(self, method: str, arguments: dict[str, Any]) -> None:
        """Counts a call. Raises Refused (429) when it is one too many, and during the ban."""
        if method in FREE or "chat_id" not in arguments:
            return
        now, chat = time.monotonic(), str(arguments["chat_id"])
        self.counted += 1
        if now < self._banned_until or _too_many(self._second, self.a_second, 1.0, now):
            self._banned_until = max(self._banned_until, now + self.ban)
            self._refuse(self._banned_until - now)
        if wait := self._of_chat(chat, now):
            self._refuse(wait)
        self.arrivals.append(now)

    def _of_chat(self, chat: str, now: float) -> float:
        if chat.startswith("-"):
            return self.ban if _too_many(self._minutes[chat], self.group_a_minute, 60.0, now) else 0.0
        full_at = max(self._full_at.get(chat, 0.0), now)
        wait = full_at - now - (self.burst - 1) - TOLERANCE
        if wait <= 0:
            self._full_at[chat] = full_at + 1
        return max(0.0, wait)

    def _refuse(self, seconds: float) -> None:
        self.refused += 1
        whole = max(1, round(seconds + 0.5))
        raise Refused(429, f"Too Many Requests: retry after {whole}", whole)


def _too_many(times: deque[float], most: int, seconds: float, now: float) -> bool:
    while times and times[0] <= now - seconds:
        times.popleft()
    if len(times) >= most:
        return True
    times.append(now)
    return False
