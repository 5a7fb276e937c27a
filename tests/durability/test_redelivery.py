"""An event that comes again is handled once, and never left unanswered."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.app import delivery
from bot.channels.base import Undeliverable
from bot.conversation.inbox import FRESH
from tests.support.one_process import Stand, standing
from tests.support.recording_channel import Paper, bodies, tap, text


async def test_what_was_answered_is_neither_handled_nor_shown_again(stand: Stand, paper: Paper) -> None:
    event = tap("7", "e1", "test/count/a")
    await stand.take(event)
    await stand.take(event)
    await stand.reception.take([event])
    assert (stand.counted, len(paper.shown["7"])) == (["a"], 1)


async def test_what_was_handled_but_never_answered_shows_how_things_stand(stand: Stand, paper: Paper) -> None:
    paper.plagues("7", RuntimeError("the line is cut"))
    event = tap("7", "e1", "test/count/a")
    await stand.reception.take([event])
    await stand.until(lambda: not paper.trouble["7"])
    assert paper.shown["7"] == []
    await stand.take(event)
    assert (stand.counted, len(paper.shown["7"])) == (["a"], 1)


async def test_twice_in_one_batch_is_once(stand: Stand, paper: Paper) -> None:
    await stand.take(*[tap("7", "e1", "test/count/a")] * 3, tap("8", "e2", "test/count/b"))
    assert sorted(stand.counted) == ["a", "b"]
    assert (len(paper.shown["7"]), len(paper.shown["8"])) == (1, 1)


async def test_a_double_tap_on_confirm_places_one_order(stand: Stand, paper: Paper) -> None:
    await stand.take(text("7", "e1", "/start"), tap("7", "e2", "to/TW"))
    route = await stand.confirm_route("7", {"SOLO-001": 3})
    await stand.take(tap("7", "e3", route), tap("7", "e4", route))
    await stand.take(tap("7", "e3", route))
    assert await stand.orders() == 1
    assert [route in str(one) for one in paper.shown["7"][-2:]] == [False, False]
    assert len(paper.shown["7"]) == 4


async def test_what_cannot_be_handled_is_kept_once_and_told_once(stand: Stand, paper: Paper) -> None:
    event = tap("7", "e1", "test/fail")
    await stand.take(event)
    await stand.take(event)
    assert (stand.counted, len(paper.shown["7"])) == (["failed"], 1)
    await stand.close()
    assert await stand.inbox() == {"e1": (True, "RuntimeError: a fault of ours")}


async def test_a_start_shows_the_screen_again_where_an_answer_never_arrived(ready_url: str) -> None:
    async with standing(ready_url) as before:
        before.paper.plagues("7", RuntimeError("the line is cut"))
        await before.take(tap("8", "e1", "test/count/a"))
        await before.reception.take([tap("7", "e2", "test/count/b")])
        await before.until(lambda: not before.paper.trouble["7"])
    async with standing(ready_url) as after:
        await after.reception.redraw_unanswered()
        await after.until(lambda: after.paper.shown["7"])
        await after.close()
        assert (after.counted, bodies(after.paper.shown["8"])) == ([], [])
        assert all(answered for answered, _error in (await after.inbox()).values())


async def test_an_unanswered_event_is_found_again_while_the_program_runs(stand: Stand, paper: Paper) -> None:
    paper.plagues("7", RuntimeError("the line is cut"))
    await stand.reception.take([tap("7", "e1", "test/count/a")])
    await stand.until(lambda: not paper.trouble["7"])
    await stand.reception.redraw_unanswered()
    await stand.until(lambda: paper.shown["7"])
    await stand.reception.redraw_unanswered()
    assert (stand.counted, len(paper.shown["7"])) == (["a"], 1)


async def test_a_chat_that_has_moved_on_is_not_shown_an_old_screen(stand: Stand, paper: Paper) -> None:
    paper.plagues("7", RuntimeError("the line is cut"))
    await stand.reception.take([tap("7", "e1", "test/count/a")])
    await stand.until(lambda: not paper.trouble["7"])
    await stand.take(tap("7", "e2", "test/count/b"))
    await asyncio.sleep(0.1)
    await stand.reception.redraw_unanswered()
    await asyncio.sleep(0.1)
    assert len(paper.shown["7"]) == 1
    await stand.close()
    assert all(answered for answered, _error in (await stand.inbox()).values())


async def test_what_is_older_than_an_hour_is_let_rest(stand: Stand, paper: Paper) -> None:
    paper.plagues("7", RuntimeError("the line is cut"))
    await stand.reception.take([tap("7", "e1", "test/count/a")])
    stand.house.clock.ahead += FRESH
    await stand.reception.redraw_unanswered()
    await asyncio.sleep(0.05)
    assert paper.shown["7"] == []


async def test_what_a_channel_will_never_take_keeps_nobody_waiting(stand: Stand, paper: Paper) -> None:
    paper.plagues("7", Undeliverable("too long"))
    await stand.reception.take([tap("7", "e1", "test/count/a"), tap("7", "e2", "test/count/b")])
    await stand.until(lambda: len(paper.shown["7"]) == 1)
    assert stand.counted == ["a", "b"]


async def test_events_of_a_chat_keep_their_order(stand: Stand) -> None:
    marks = [f"{number}" for number in range(20)]
    await stand.take(*(tap("7", f"e{mark}", f"test/count/{mark}") for mark in marks))
    assert stand.counted == marks


@pytest.mark.parametrize("seed", range(3))
async def test_stopping_at_any_moment_loses_nothing_and_doubles_nothing(ready_url: str, seed: int) -> None:
    rnd, paper = random.Random(seed), Paper()
    chats = [str(number) for number in range(9)]
    async with standing(ready_url) as stand:
        await stand.take(*(tap(chat, f"s{chat}", "to/TW") for chat in chats))
        routes = {chat: await stand.confirm_route(chat, {"SOLO-001": 1}) for chat in chats}
    events = [tap(chat, f"c{chat}", route) for chat, route in routes.items()]
    for _ in range(4):
        async with standing(ready_url, paper) as stand:
            taking = asyncio.create_task(stand.reception.take(events))
            await asyncio.sleep(rnd.random() * 0.15)
            await stand.close()
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)
    async with standing(ready_url, paper) as stand:
        await stand.reception.take(events)
        await stand.until(lambda: all(paper.shown[chat] for chat in routes))
        assert await stand.orders() == len(events)
        await stand.close()
        assert all(answered for answered, _error in (await stand.inbox()).values())


async def test_a_slow_chat_keeps_no_other_waiting(
    stand: Stand, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "HOLD_SECONDS", 0.1)
    gone_through = asyncio.Event()
    paper.plagues("7", gone_through)
    slow = [tap("7", f"e{number}", f"test/count/{number}") for number in range(2)]
    await stand.reception.take([*slow, tap("8", "e8", "test/count/8")])
    await stand.answered([tap("8", "e8", "")])
    gone_through.set()
    await stand.until(lambda: len(paper.shown["7"]) == 2)
    assert stand.counted.index("0") < stand.counted.index("1")
    assert paper.answered[-2:] == ["e0", "e1"]
