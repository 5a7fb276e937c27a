"""What a notice becomes when it is worded: a screen, and what that screen told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.screens import Screen


@dataclass(frozen=True, slots=True)
class WordedNotice:
    """One notice as its reader will see it; `told` is kept, so that the next one can say the difference."""

    screen: Screen
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several notices in one screen: what each of them told, by notice id; `empty` ones say nothing."""

    screen: Screen
    told: dict[int, dict[str, Any]]
    empty: Sequence[int] = ()
