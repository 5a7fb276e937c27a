"""A turn that waits too long is undone, parked and told, and its batch goes on without it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextvars import ContextVar
from typing import Any

import pytest
from sqlalchemy import update

from bot.conversation import engine
from bot.conversation.engine import Conversation
from bot.conversation.events import Event
from bot.conversation.inbox import InboxRow
from bot.conversation.sessions import Session
from bot.people import Chat
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import tap

BRIEF = 0.3


@pytest.fixture
async def hanging(ready_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OneProcess]:
    """A process whose hanging turns may wait only a moment, and all others a minute."""
    hangs, waiting = ContextVar("hangs", default=False), engine.waiting_at_most

    def wait(seconds: float) -> Any:
        assert seconds == 5
        return waiting(BRIEF if hangs.get() else 60)

    def noting(work: Any) -> Any:
        async def work_of(self: Conversation, on: Any, event: Event, session: Session, *more: Any) -> Any:
            hangs.set("hang" in event.route + session.screen)
            return await work(self, on, event, session, *more)

        return work_of

    monkeypatch.setattr(engine, "waiting_at_most", wait)
    for name in ("answer", "redraw"):
        monkeypatch.setattr(Conversation, name, noting(getattr(Conversation, name)))
    async with one_process(ready_url) as one:
        yield one


@pytest.mark.parametrize("route", ["test/hang/x", "test/hang_in_statement/x"])
async def test_a_turn_that_hangs_is_undone_and_told_and_its_batch_goes_on(
    hanging: OneProcess, route: str
) -> None:
    await hanging.take(
        tap("6", "e0", "test/count/before"), tap("7", "e1", route), tap("8", "e2", "test/count/behind")
    )
    await hanging.take(tap("7", "e3", "test/count/then"))
    await hanging.close()
    assert await hanging.effects() == {"before": 1, "behind": 1, "then": 1}
    inbox = await hanging.inbox()
    assert inbox.pop("e1") == (True, f"WaitedTooLong: waited for more than {BRIEF} s")
    assert all(seen == (True, "") for seen in inbox.values())
    told, then = hanging.channel.shown["7"]
    assert (told.title, then.title == told.title) == ("Maaf", False)


async def test_a_screen_that_hangs_while_it_is_drawn_again_is_told_too(hanging: OneProcess) -> None:
    await hanging.take(tap("7", "e1", "test/count/a"), tap("8", "e2", "test/count/b"))
    await hanging.close()  # so that all answers are recorded
    async with hanging.db.writing() as connection:
        await connection.execute(update(InboxRow).values(answered_at=None))
        await connection.execute(update(Chat).where(Chat.chat_id == "7").values(screen="test/hanging"))
    hanging.channel.answered.clear()
    hanging.open()
    await hanging.take(tap("7", "e1", "test/count/a"), tap("8", "e2", "test/count/b"))
    assert [one.title for one in hanging.channel.shown["7"]][1:] == ["Maaf"]
    assert len(hanging.channel.shown["8"]) == 2
