"""A notice in words: its screen, and the facts that the screen states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.screens import Screen


@dataclass(frozen=True, slots=True)
class WordedNotice:
    """One notice as its reader will see it; `told` is stored, so that the next one states the difference."""

    screen: Screen
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several notices in one screen: `told` by notice id; `empty` ones have nothing to say."""

    screen: Screen
    told: dict[int, dict[str, Any]]
    empty: Sequence[int] = ()
