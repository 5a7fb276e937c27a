"""People at the tests' Bot API server: their actions wait for the bot, and they see the current messages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.channels.base import Draw
from bot.conversation.events import Event
from bot.conversation.screens import Button, Screen
from tests.support.bot_api import BotApi, Person
from tests.support.telegram_receiver import CART, MENU, EventSink, channel_at, running

SCREENS = {
    "catalog": Screen(
        "Katalog", "", [Button("Intip", "product/42", hint="Rp12.000"), Button("Menu", "menu")]
    ),
    "cart": replace(CART, buttons=[*CART.buttons, Button("Situs", url="https://rantau.example/")]),
}


@asynccontextmanager
async def shop() -> AsyncIterator[Person]:
    """A bot that shows the screen of a tapped route or the menu, and only closes taps it does not know."""
    sink, answering = EventSink(), set[asyncio.Task[object]]()

    async def take(events: Sequence[Event]) -> None:
        for event in events:
            answering.add(asyncio.create_task(answer(event)))

    async def answer(event: Event) -> None:
        screen = SCREENS.get(event.route) if event.kind == "tap" else MENU
        if screen is None:
            await channel.dismiss(event, "Tidak ada.")
        else:
            await channel.answer(Draw(event.address, "id", screen, event))

    async with BotApi() as api, channel_at(api) as channel:
        sink.take = take  # type: ignore[method-assign]
        async with running(channel, sink):
            yield api.person("Ani")
        await asyncio.gather(*answering)


async def test_a_person_sees_the_answers_of_a_conversation_in_order() -> None:
    async with shop() as ani:
        await ani.say("/start")
        assert str(ani.screen) == "Menu\n\nMau apa?\n[Katalog] [Keranjang]"
        await ani.tap("Katalog")
        assert ani.screen.labels == ["Intip · Rp12.000", "Menu"]
        await ani.tap("Intip")
        assert ani.toast() == "Tidak ada."
        assert len(ani.messages) == 1
        await ani.sends("photo", caption="bukti")
        assert (await ani.sees("Mau apa?")).labels == ["Katalog", "Keranjang"]


async def test_an_older_message_can_be_tapped_too() -> None:
    async with shop() as ani:
        await ani.say("/start")
        first = ani.screen
        await ani.say("/menu")
        await ani.tap("Keranjang", on=first)
        assert [one.text.splitlines()[0] for one in ani.messages] == ["Keranjang", "Menu"]


async def test_a_button_that_is_not_shown_cannot_be_tapped() -> None:
    async with shop() as ani:
        with pytest.raises(AssertionError, match="not said anything"):
            await ani.tap("Katalog")
        await ani.say("/start")
        with pytest.raises(AssertionError, match=r"no \[Bayar\] in sight"):
            await ani.tap("Bayar")
        await ani.tap("Keranjang")
        with pytest.raises(AssertionError, match=r"a link to https://rantau\.example/"):
            await ani.tap("Situs")


async def test_a_bot_that_does_not_answer_fails_the_test() -> None:
    async with BotApi() as api:
        with pytest.raises(TimeoutError):
            await api.person("Ani").say("halo", wait=0.05)
