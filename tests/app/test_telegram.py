"""The program sets its commands and descriptions at Telegram, even if that is out of reach at the start."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from bot.app import telegram
from bot.conversation.events import Event
from bot.core.retry import RetryPolicy, doubling
from tests.support.bot_api import BotApi
from tests.support.telegram_receiver import channel_at


async def take(_events: Sequence[Event]) -> None:
    return None


async def test_commands_are_set_once_telegram_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "RETRIES", RetryPolicy(doubling(0.01, 300.0)))
    async with BotApi() as api, channel_at(api) as channel:
        api.refuse("setMyCommands", 502, "Bad Gateway", times=3)
        talking = asyncio.create_task(telegram.talk(channel, take))
        async with asyncio.timeout(60):
            while api.world.menu_button != "commands":
                assert not talking.done()
                await asyncio.sleep(0.01)
        assert len(api.made("setMyCommands")) > 3
        assert channel.link("home").endswith("?start=home")
        assert ("default", 0, "id") in api.world.menus
        assert api.world.descriptions["whole", "id"].startswith("Oleh-oleh dan kerajinan")
        assert api.world.descriptions["short", ""].startswith("Treats and crafts")
        talking.cancel()
        with suppress(asyncio.CancelledError):
            await talking
