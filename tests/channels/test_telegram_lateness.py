"""What waited at Telegram through an outage is told from what people write now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.channels.telegram.lateness import BEHIND_SECONDS, UNEVEN, Lateness
from bot.conversation.events import Event
from tests.support.bot_api import BotApi
from tests.support.recording_channel import tap, text
from tests.support.telegram_receiver import EventSink, channel_at, running, until

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
FULL = 100


class Seconds:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def late(lateness: Lateness, *events: Event) -> list[bool]:
    return [one.late for one in lateness.marked(events)]


def test_events_are_late_when_batch_after_batch_is_full() -> None:
    clock = Seconds()
    lateness, tapped = Lateness(FULL, clock, lambda: NOW), tap("7", "e1", "cart")
    for seconds, count, expected in [
        (0.0, FULL, False),
        (BEHIND_SECONDS, FULL, True),
        (0.1, FULL - 1, False),
    ]:
        clock.now += seconds
        lateness.note(count, first=False)
        assert late(lateness, tapped) == [expected]
    lateness.note(FULL, first=False)
    assert late(lateness, tapped) == [False]


def test_a_full_batch_that_comes_first_is_late_at_once() -> None:
    lateness = Lateness(FULL, Seconds(), lambda: NOW)
    lateness.note(FULL, first=True)
    assert late(lateness, tap("7", "e1", "cart")) == [True]


def test_what_was_written_since_the_program_is_back_is_not_late() -> None:
    lateness = Lateness(FULL, Seconds(), lambda: NOW)
    lateness.note(FULL, first=True)
    moments = [NOW - timedelta(hours=1), NOW - UNEVEN, NOW - UNEVEN / 2, NOW + timedelta(seconds=3)]
    written = [replace(text("7", "e1", "karak 2"), sent_at=at) for at in moments]
    assert late(lateness, *written) == [True, True, False, False]


async def test_an_outage_is_noticed_at_the_first_fetch() -> None:
    sink = EventSink()
    async with BotApi() as api, channel_at(api) as channel:
        ani = api.person("Ani")
        for number in range(2 * FULL + 1):
            await ani.say(f"karak {number}", wait=0)
            api.updates.waiting[-1]["message"]["date"] -= 3600
        async with running(channel, sink):
            await until(lambda: not api.updates.waiting)
    assert [[event.late for event in batch] for batch in sink.batches] == [[True] * FULL] * 2 + [[False]]
