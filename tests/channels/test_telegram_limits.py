"""Telegram's limits over HTTP: nothing is refused; and what only tidies up is tried until it is done."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.base import TryLater
from bot.channels.send_budget import SendBudget
from bot.channels.slots import OwnSlots
from bot.channels.telegram.api import LIMITS
from bot.channels.telegram.polling import PollingTimes
from bot.conversation.events import Address
from bot.conversation.screens import Button, Screen
from tests.support.bot_api.limits import ServerLimits
from tests.support.telegram_receiver import talking

MENU = Screen("Menu", "Mau apa?", [Button("Katalog", "browse"), Button("Keranjang", "cart")])
CART = Screen("Keranjang", "Kosong.", [Button("Menu", "home")])


async def no_rest(_seconds: float) -> None:
    await asyncio.sleep(0)


def quick() -> PollingTimes:
    return PollingTimes(sleep=no_rest)


def bounded() -> SendBudget:
    return SendBudget(LIMITS, OwnSlots(LIMITS.a_second))


async def test_a_tap_that_cannot_be_closed_is_closed_a_little_later() -> None:
    async with talking(times=quick()) as talk:
        await talk.opened(MENU)
        talk.api.refuse("answerCallbackQuery", 502, "Bad Gateway", times=3)
        await talk.answer(CART, await talk.taps("Keranjang"))
        assert talk.api.world.taps == {}
        assert len(talk.api.made("answerCallbackQuery")) == 4


async def test_a_tap_is_closed_after_flood_control() -> None:
    async with talking(times=quick()) as talk:
        await talk.opened(MENU)
        talk.api.flood("answerCallbackQuery", retry_after=2, times=5)
        await talk.answer(CART, await talk.taps("Keranjang"))
        assert talk.api.world.taps == {}


async def test_closing_a_tap_is_given_up_when_its_time_is_over() -> None:
    async with talking(times=quick()) as talk:
        await talk.opened(MENU)
        talk.api.refuse("answerCallbackQuery", 502, "Bad Gateway", times=100)
        await talk.answer(CART, await talk.taps("Keranjang"))
        assert 5 <= len(talk.api.made("answerCallbackQuery")) <= 10
        assert talk.ani.screen.text.startswith("Keranjang")


async def test_an_old_keyboard_goes_on_a_later_try() -> None:
    async with talking(times=quick()) as talk:
        await talk.opened(MENU)
        talk.api.refuse("editMessageReplyMarkup", 502, "Bad Gateway", times=3)
        await talk.answer(CART, await talk.says("keranjang"))
        assert [one.labels for one in talk.ani.messages] == [[], ["Menu"]]


async def test_an_open_tap_delays_no_screen() -> None:
    async with talking() as talk:
        await talk.opened(MENU)
        let_go = talk.api.hold("answerCallbackQuery")
        event = await talk.taps("Keranjang")
        shown = asyncio.create_task(talk.answer(CART, event))
        await talk.ani.sees("Kosong")
        let_go.set()
        await shown


async def test_flood_control_stops_the_chat_and_the_message_is_sent_afterwards() -> None:
    async with talking(budget=bounded()) as talk:
        talk.api.flood("sendMessage", retry_after=1)
        await talk.opened(MENU)
        assert talk.ani.screen.labels == ["Katalog", "Keranjang"]
        talk.api.flood("sendMessage", retry_after=400)
        for _ in range(2):
            with pytest.raises(TryLater) as later:
                await talk.opened(CART)
            assert 200 < (later.value.seconds or 0) <= 404
        assert len(talk.api.made("sendMessage")) == 3, "the second one was not even tried"


async def test_a_notice_that_meets_flood_control_is_left_to_its_sender() -> None:
    async with talking(budget=bounded()) as talk:
        talk.api.flood("sendMessage", retry_after=1)
        with pytest.raises(TryLater) as later:
            await talk.channel.notify(talk.address, MENU, "id")
        assert later.value.seconds == 1
        assert len(talk.api.made("sendMessage")) == 1


@pytest.mark.long
async def test_a_server_that_bans_has_nothing_to_refuse() -> None:
    async with talking(budget=bounded()) as talk:
        people = [talk.api.person(f"Siti {number}") for number in range(200)]
        limits = talk.api.limits = ServerLimits()
        to = [Address("telegram", "4242", str(person.id)) for person in people]
        await asyncio.gather(*(talk.channel.notify(one, MENU, "id") for one in to * 2))
        assert all(len(person.messages) == 2 for person in people)
        assert limits.refused <= limits.counted * 0.005
