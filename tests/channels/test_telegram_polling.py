"""Polling: nothing is acknowledged before it is committed, and failures are retried."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.channels.telegram import AnotherPoller, PollingTimes, Telegram, TokenRefused
from tests.support.bot_api import BotApi
from tests.support.telegram_receiver import QUICK, EventSink, channel_at, running, talking, until


async def test_a_committed_batch_is_acknowledged_by_the_next_fetch() -> None:
    async with talking() as talk:
        await talk.says("/start")
        await until(lambda: not talk.api.updates.waiting)
    offsets = [call.get("offset") for call in talk.api.made("getUpdates")]
    assert offsets[0] is None
    assert str(offsets[-1] - 1) == talk.sink.event_ids[-1]


async def test_an_uncommitted_batch_stays_with_telegram_and_comes_again() -> None:
    async with talking() as talk:
        talk.sink.broken = OSError("disk full")
        await talk.ani.say("intip 3", wait=0)
        await talk.ani.say("karak 2", wait=0)
        await until(lambda: talk.sink.asked >= 3)
        assert len(talk.api.updates.waiting) == 2
        assert talk.sink.batches == []
        talk.sink.broken = None
        await until(lambda: not talk.api.updates.waiting)
    assert [event.text for batch in talk.sink.batches for event in batch] == ["intip 3", "karak 2"]


async def test_the_next_batch_is_not_fetched_while_one_is_being_committed() -> None:
    let_go, sink = asyncio.Event(), EventSink()

    async def slow(events: object) -> None:
        sink.asked += 1
        await let_go.wait()

    async with BotApi() as api, channel_at(api) as channel:
        sink.take = slow  # type: ignore[assignment, method-assign]
        async with running(channel, sink):
            await api.person("Ani").say("halo", wait=0)
            await until(lambda: sink.asked == 1)
            fetched = len(api.made("getUpdates"))
            await asyncio.sleep(0.1)
            assert len(api.made("getUpdates")) == fetched
            assert len(api.updates.waiting) == 1
            let_go.set()
            await until(lambda: not api.updates.waiting)


async def test_a_backlog_is_taken_in_batches_of_a_hundred_and_in_order() -> None:
    sink = EventSink()
    async with BotApi() as api, channel_at(api) as channel:
        ani = api.person("Ani")
        for number in range(230):
            await ani.say(f"pesan {number}", wait=0)
        async with running(channel, sink):
            await until(lambda: not api.updates.waiting)
    assert [len(batch) for batch in sink.batches] == [100, 100, 30]
    assert sink.event_ids == sorted(sink.event_ids, key=int)


async def test_only_the_kinds_we_read_are_requested_and_an_old_webhook_is_removed() -> None:
    async with BotApi() as api:
        api.updates.webhook = {"url": "https://old.example"}
        await api.person("Ani").say("halo", wait=0)
        sink = EventSink()
        async with channel_at(api) as channel, running(channel, sink):
            assert (await sink.next()).text == "halo"
    assert api.made("getUpdates")[0]["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "inline_query",
    ]


async def test_network_errors_are_retried() -> None:
    async with talking() as talk:
        talk.api.refuse("getUpdates", 502, "Bad Gateway", times=2)
        talk.api.refuse("getUpdates", 500, "Internal Server Error")
        await talk.ani.say("halo", wait=0)
        assert (await talk.sink.next()).text == "halo"


async def test_flood_control_is_waited_out_as_long_as_the_server_asks() -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    async with BotApi() as api:
        api.flood("getUpdates", retry_after=30)
        times = PollingTimes(poll=1, sleep=sleep)
        async with channel_at(api, times=times) as channel, running(channel, EventSink()):
            await until(lambda: waits)
    assert 30 < waits[0] <= 30.5


async def test_pauses_grow_up_to_a_limit() -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    async with BotApi() as api:
        api.refuse("getUpdates", 502, "Bad Gateway", times=8)
        times = PollingTimes(poll=1, sleep=sleep)
        async with channel_at(api, times=times) as channel, running(channel, EventSink()):
            await until(lambda: len(waits) == 8)
    bounds = [min(5.0, 0.5 * 2**failures) for failures in range(8)]
    assert all(bound / 2 <= wait <= bound for wait, bound in zip(waits, bounds, strict=True))


async def test_another_poller_is_given_time_to_go() -> None:
    async with talking(times=replace(QUICK, conflict=60.0)) as talk:
        talk.api.refuse("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=2)
        assert (await talk.says("halo")).text == "halo"


async def test_another_poller_that_stays_ends_the_run_with_a_clear_error() -> None:
    async with BotApi() as api, channel_at(api) as channel:
        api.refuse("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=1000)
        with pytest.raises(AnotherPoller, match="Another process"):
            await asyncio.wait_for(channel.run(EventSink().take), 60)


async def test_two_pollers_with_one_token_conflict() -> None:
    async with BotApi() as api, channel_at(api) as one, channel_at(api) as other:
        runs = [asyncio.create_task(channel.run(EventSink().take)) for channel in (one, other)]
        done, left = await asyncio.wait(runs, timeout=60, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
    assert isinstance(done.pop().exception(), AnotherPoller)


async def test_a_successful_poll_resets_the_conflict_timer() -> None:
    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += 50
        await asyncio.sleep(0)

    sink, times = EventSink(), PollingTimes(poll=1, sleep=sleep, clock=lambda: now)
    async with BotApi() as api, channel_at(api, times=times) as channel:
        run = asyncio.create_task(channel.run(sink.take))
        for _ in range(3):
            api.refuse("getUpdates", 409, "Conflict", times=2)
            await api.person("Ani").say("halo", wait=0)
            await sink.next()
        assert not run.done()
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)


async def test_a_wrong_token_ends_the_run_and_is_not_shown() -> None:
    async with BotApi() as api:
        channel = Telegram("4242:wrong", api.url, times=QUICK)
        with pytest.raises(TokenRefused) as refused:
            await channel.run(EventSink().take)
        await channel.close()
    assert "wrong" not in str(refused.value)


async def test_an_unreadable_update_does_not_hold_up_the_others() -> None:
    async with talking() as talk:
        talk.api.updates.push("message", {"chat": "nonsense"})
        await talk.ani.say("halo", wait=0)
        garbled, plain = await talk.sink.next(), await talk.sink.next()
    assert (garbled.kind, plain.text) == ("unreadable", "halo")
    assert "nonsense" in garbled.payload
