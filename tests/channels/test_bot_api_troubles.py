"""The troubles of the tests' server: refusals, cuts before and after a call is done, half answers."""

from __future__ import annotations

from contextlib import suppress

import pytest
from telegram.error import NetworkError, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.request import SlowDown
from tests.support.bot_api import BotApi, Person
from tests.support.bot_api.troubles import Kind, Troubles


async def _befallen(kind: Kind) -> tuple[Person, Exception | None]:
    """One message whose call is befallen; its receiver, and the error that its sender got."""
    async with BotApi() as server:
        ani, api = server.person("Ani"), Api(server.token, server.url)
        server.troubles = Troubles(server.world.chats, (kind,), 1.0, most=1)
        failure: Exception | None = None
        try:
            await api.call("sendMessage", {"chat_id": ani.id, "text": "Halo"})
        except TelegramError as failed:
            failure = failed
        finally:
            await api.close_connections()
        assert server.troubles.done == {kind: 1}
        return ani, failure


@pytest.mark.parametrize("kind", [Kind.CUT_OFF, Kind.HALF])
async def test_a_message_arrives_and_its_sender_is_not_told(kind: Kind) -> None:
    ani, failure = await _befallen(kind)
    assert isinstance(failure, NetworkError)
    assert [one.cut_off for one in ani.chat.from_bot] == [True]


@pytest.mark.parametrize("kind", [Kind.NOT_DONE, Kind.FAILED, Kind.FLOOD_CHAT, Kind.FLOOD_BOT])
async def test_a_message_does_not_arrive_and_its_sender_is_told(kind: Kind) -> None:
    ani, failure = await _befallen(kind)
    assert isinstance(failure, TelegramError)
    assert isinstance(failure, SlowDown) == (kind in (Kind.FLOOD_CHAT, Kind.FLOOD_BOT))
    assert ani.chat.from_bot == []


@pytest.mark.parametrize(("kind", "others"), [(Kind.FLOOD_CHAT, 1), (Kind.FLOOD_BOT, 0)])
async def test_flood_control_lasts_and_is_of_one_chat_or_of_the_bot(kind: Kind, others: int) -> None:
    async with BotApi() as server:
        ani, wati, api = server.person("Ani"), server.person("Wati"), Api(server.token, server.url)
        server.troubles = Troubles(server.world.chats, (kind,), 1.0, most=1, flood_seconds=60)
        for person in (ani, ani, wati):
            with suppress(SlowDown):
                await api.call("sendMessage", {"chat_id": person.id, "text": "Halo"})
        await api.close_connections()
        assert (len(ani.chat.from_bot), len(wati.chat.from_bot)) == (0, others)
        assert server.troubles.refused == 3 - others
