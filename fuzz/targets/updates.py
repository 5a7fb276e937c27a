"""Batches of updates, as Telegram could send them: each is answered, or parked as one that cannot be read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from bot.channels.telegram.api import Api
from bot.channels.telegram.inline_mode import Inline
from bot.handlers.customer import inline
from fuzz.faults import bounded, watched
from fuzz.inputs import Inputs, samples, spoilt, spoilt_json
from fuzz.shop import Shop, opened

MOST = 12
"""Updates of one input: fewer than a person may send at once."""


class _Answers:
    """Stands for Telegram: takes the answers to inline queries, which must be JSON."""

    async def call(self, _method: str, parameters: dict[str, Any]) -> None:
        """Takes an answer."""
        json.dumps(parameters)


async def check(data: bytes) -> None:
    """Takes the updates. Raises Fault, and whatever the program raises."""
    try:
        updates = json.loads(data)
    except (ValueError, RecursionError):
        return
    batch = updates[:MOST] if isinstance(updates, list) else [updates]
    async with opened() as shop:
        await shop.take(batch)
        await _ask_inline(shop, batch)


async def _ask_inline(shop: Shop, updates: Sequence[Any]) -> None:
    asked = Inline(
        cast(Api, _Answers()), "https://t.me/x?start={}".format, "https://rantau.example/{}".format
    )
    asked.window = partial(inline.cards, shop.process.shop)
    with watched(), bounded():
        asked.take(updates)
        await asyncio.gather(*asked._answering)


def inputs() -> Inputs:
    """Batches with spoilt values, and spoilt bytes that may be no JSON."""
    known = samples("updates")
    values = spoilt_json([json.loads(one) for one in known]).map(lambda one: json.dumps(one).encode())
    return values | values | spoilt(known)
