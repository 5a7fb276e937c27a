"""What one installation has that no file of `config/` states: its folders, its addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


def no_links(payload: str) -> Mapping[str, str]:
    """An installation without channels has no address to come by."""
    return {}


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where this installation keeps and finds things.

    `media` is the folder of the files that people send (`bot.core.media`).
    `exchange_url` is where exchange rates are fetched from every day; "" for nowhere.
    `links` gives the addresses that open a chat with a start payload, by the channel's name; a channel whose
    address is not known is not among them.
    """

    media: Path = Path("var/media")
    exchange_url: str = ""
    links: Callable[[str], Mapping[str, str]] = no_links
