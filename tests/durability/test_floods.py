"""A person who floods is told once and served slowly; nothing is lost, and nobody else waits."""

from __future__ import annotations

import pytest

from bot.app import chat_queues
from bot.conversation.translation import _, speaking
from tests.support.one_process import OneProcess
from tests.support.recording_channel import bodies, tap

FLOOD = 150


async def test_a_flood_is_acknowledged_at_once_and_answered_slowly(
    process: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_queues, "PAUSE_SECONDS", 600.0)
    flood = [tap("7", f"f{number:03}", f"test/count/f{number:03}") for number in range(FLOOD)]
    other = [tap("8", f"o{number}", f"test/count/o{number}") for number in range(5)]
    await process.dispatcher.take([*flood, *other])  # returns when all are committed
    await process.answered(other)
    assert len(process.channel.shown["7"]) <= 3  # one for each consumer that was already about to serve it
    await process.close()
    assert set(await process.inbox()) == {one.event_id for one in [*flood, *other]}


async def test_all_of_a_flood_is_handled_in_order_and_told_once(
    process: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_queues, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(chat_queues, "MOST_QUEUED", 40)
    flood = [tap("7", f"f{number:03}", f"test/count/f{number:03}") for number in range(FLOOD)]
    await process.dispatcher.take(flood)
    await process.answered(flood)
    assert process.counted == [one.route.rpartition("/")[2] for one in flood]
    with speaking("id"):
        told = _("That is a lot at once! I answer one after the other, a little slower now.")
    assert sum(told in one for one in bodies(process.channel.shown["7"])) == 1
    await process.close()
    assert await process.effects() == dict.fromkeys(process.counted, 1)
