"""What an installation adds to the files of `config/`: its folders and addresses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.core.retention import Retention

AskModel = Callable[[Mapping[str, Any]], Awaitable[str]]
"""Sends a request to a language model, and gives the text of its answer, or "" if there is none in time."""


def no_links(payload: str) -> Mapping[str, str]:
    """The links of an installation without channels: none."""
    return {}


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where this installation keeps and finds things.

    `media` is the folder of the files that people send (`bot.core.media`).
    `exchange_url` is the address that exchange rates are fetched from every day; "" for none.
    `links` gives, by the channel's name, the address that opens a chat with a start payload; channels whose
    address is unknown are left out. `retention` says how long things are kept. `ask_model` asks the shop's
    language model; None without one.
    """

    media: Path = Path("var/media")
    exchange_url: str = ""
    links: Callable[[str], Mapping[str, str]] = no_links
    retention: Retention = field(default_factory=Retention)
    ask_model: AskModel | None = None
