"""An event that comes again is handled once, and never left unanswered."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

import pytest

from bot.app import delivery
from bot.channels.base import Undeliverable
from bot.conversation.inbox import FRESH
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import RecordingChannel, bodies, tap, text


async def test_a_redelivered_event_that_was_answered_is_neither_handled_nor_shown_again(
    process: OneProcess, channel: RecordingChannel
) -> None:
    event = tap("7", "e1", "test/count/a")
    await process.take(event)
    await process.take(event)
    await process.dispatcher.take([event])
    assert (process.counted, len(channel.shown["7"])) == (["a"], 1)


async def test_a_redelivered_event_that_was_never_answered_gets_the_current_screen(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", RuntimeError("the line is cut"))
    event = tap("7", "e1", "test/count/a")
    await process.dispatcher.take([event])
    await process.until(lambda: not channel.trouble["7"])
    assert channel.shown["7"] == []
    await process.take(event)
    assert (process.counted, len(channel.shown["7"])) == (["a"], 1)


async def test_an_event_twice_in_one_batch_is_handled_once(
    process: OneProcess, channel: RecordingChannel
) -> None:
    await process.take(*[tap("7", "e1", "test/count/a")] * 3, tap("8", "e2", "test/count/b"))
    assert sorted(process.counted) == ["a", "b"]
    assert (len(channel.shown["7"]), len(channel.shown["8"])) == (1, 1)


async def test_a_double_tap_on_confirm_places_one_order(
    process: OneProcess, channel: RecordingChannel
) -> None:
    await process.take(text("7", "e1", "/start"), tap("7", "e2", "to/TW"))
    route = await process.confirm_route("7", {"SOLO-001": 3})
    await process.take(tap("7", "e3", route), tap("7", "e4", route))
    await process.take(tap("7", "e3", route))
    assert await process.orders() == 1
    assert [route in str(one) for one in channel.shown["7"][-2:]] == [False, False]
    assert len(channel.shown["7"]) == 4


async def test_an_event_that_fails_is_parked_once_and_told_once(
    process: OneProcess, channel: RecordingChannel
) -> None:
    event = tap("7", "e1", "test/fail")
    await process.take(event)
    await process.take(event)
    assert (process.counted, len(channel.shown["7"])) == (["failed"], 1)
    await process.close()
    assert await process.inbox() == {"e1": (True, "RuntimeError: a fault of ours")}


async def test_at_the_start_unanswered_chats_get_their_screen_again(ready_url: str) -> None:
    async with one_process(ready_url) as before:
        before.channel.plagues("7", RuntimeError("the line is cut"))
        await before.take(tap("8", "e1", "test/count/a"))
        await before.dispatcher.take([tap("7", "e2", "test/count/b")])
        await before.until(lambda: not before.channel.trouble["7"])
    async with one_process(ready_url) as after:
        await after.dispatcher.redraw_unanswered()
        await after.until(lambda: after.channel.shown["7"])
        await after.close()
        assert (after.counted, bodies(after.channel.shown["8"])) == ([], [])
        assert all(answered for answered, _error in (await after.inbox()).values())


async def test_an_unanswered_event_is_found_again_while_the_program_runs(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", RuntimeError("the line is cut"))
    await process.dispatcher.take([tap("7", "e1", "test/count/a")])
    await process.until(lambda: not channel.trouble["7"])
    await process.dispatcher.redraw_unanswered()
    await process.until(lambda: channel.shown["7"])
    await process.dispatcher.redraw_unanswered()
    assert (process.counted, len(channel.shown["7"])) == (["a"], 1)


async def test_a_chat_that_has_moved_on_is_not_shown_an_old_screen(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", RuntimeError("the line is cut"))
    await process.dispatcher.take([tap("7", "e1", "test/count/a")])
    await process.until(lambda: not channel.trouble["7"])
    await process.take(tap("7", "e2", "test/count/b"))
    await asyncio.sleep(0.1)
    await process.dispatcher.redraw_unanswered()
    await asyncio.sleep(0.1)
    assert len(channel.shown["7"]) == 1
    await process.close()
    assert all(answered for answered, _error in (await process.inbox()).values())


async def test_the_tap_of_a_chat_that_has_moved_on_is_closed(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", RuntimeError("the line is cut"))
    await process.dispatcher.take([replace(tap("7", "e1", "test/count/a"), receipt="q1")])
    await process.until(lambda: not channel.trouble["7"])
    await process.take(tap("7", "e2", "test/count/b"))
    await process.close()  # so that the answer is recorded
    process.open()
    await process.dispatcher.redraw_unanswered()
    await process.until(lambda: "e1" in channel.answered)
    assert len(channel.shown["7"]) == 1


async def test_unanswered_events_older_than_an_hour_are_left_alone(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", RuntimeError("the line is cut"))
    await process.dispatcher.take([tap("7", "e1", "test/count/a")])
    process.shop.clock.ahead += FRESH
    await process.dispatcher.redraw_unanswered()
    await asyncio.sleep(0.05)
    assert channel.shown["7"] == []


async def test_an_undeliverable_answer_does_not_block_the_chat(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", Undeliverable("too long"))
    await process.dispatcher.take([tap("7", "e1", "test/count/a"), tap("7", "e2", "test/count/b")])
    await process.until(lambda: len(channel.shown["7"]) == 1)
    assert process.counted == ["a", "b"]


async def test_events_of_a_chat_keep_their_order(process: OneProcess) -> None:
    marks = [f"{number}" for number in range(20)]
    await process.take(*(tap("7", f"e{mark}", f"test/count/{mark}") for mark in marks))
    assert process.counted == marks


@pytest.mark.parametrize("seed", range(3))
async def test_stopping_at_any_moment_loses_nothing_and_doubles_nothing(ready_url: str, seed: int) -> None:
    rnd, channel = random.Random(seed), RecordingChannel()
    chats = [str(number) for number in range(9)]
    async with one_process(ready_url) as process:
        await process.take(*(tap(chat, f"s{chat}", "to/TW") for chat in chats))
        routes = {chat: await process.confirm_route(chat, {"SOLO-001": 1}) for chat in chats}
    events = [tap(chat, f"c{chat}", route) for chat, route in routes.items()]
    for _ in range(4):
        async with one_process(ready_url, channel) as process:
            taking = asyncio.create_task(process.dispatcher.take(events))
            await asyncio.sleep(rnd.random() * 0.15)
            await process.close()
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)
    async with one_process(ready_url, channel) as process:
        await process.dispatcher.take(events)
        await process.until(lambda: all(channel.shown[chat] for chat in routes))
        assert await process.orders() == len(events)
        await process.close()
        assert all(answered for answered, _error in (await process.inbox()).values())


async def test_a_slow_chat_does_not_delay_the_others(
    process: OneProcess, channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "HOLD_SECONDS", 0.1)
    gone_through = asyncio.Event()
    channel.plagues("7", gone_through)
    slow = [tap("7", f"e{number}", f"test/count/{number}") for number in range(2)]
    await process.dispatcher.take([*slow, tap("8", "e8", "test/count/8")])
    await process.answered([tap("8", "e8", "")])
    gone_through.set()
    await process.until(lambda: len(channel.shown["7"]) == 2)
    assert process.counted.index("0") < process.counted.index("1")
    assert channel.answered[-2:] == ["e0", "e1"]


async def test_a_slow_chat_holds_up_no_channel(
    process: OneProcess, channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "HOLD_SECONDS", 600.0)
    gone_through = asyncio.Event()
    channel.plagues("7", gone_through)
    slow = [tap("7", f"e{number}", f"test/count/{number}") for number in range(2)]
    await process.dispatcher.take(slow)  # returns, though the first one's answer is on its way
    assert process.counted == ["0"]
    gone_through.set()
    await process.answered(slow)
    assert process.counted == ["0", "1"]
