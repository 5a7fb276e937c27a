"""Text typed to a private question is never stored as typed, not even after an error."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from bot.app import tables
from bot.core import logs
from tests.support.one_process import OneProcess
from tests.support.recording_channel import RecordingChannel, tap, text

NUMBER = "q-77-55"  # not recognisable as an identity number by its form


async def every_row(process: OneProcess) -> str:
    async with process.db.reading() as connection:
        rows: list[Any] = []
        for table in tables.metadata.sorted_tables:
            rows += (await connection.execute(select(table))).all()
    return "\n".join(map(repr, rows))


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Captures the log as the program writes it, as JSON."""
    out = io.StringIO()
    logs.set_up(as_json=True, out=out)
    yield out
    logs.set_up(as_json=False, out=sys.__stderr__)


async def test_a_parked_answer_to_a_private_question_holds_nothing_of_it(
    process: OneProcess, channel: RecordingChannel, log: io.StringIO
) -> None:
    await process.take(tap("7", "e1", "test/number"))
    await process.take(replace(text("7", "e2", NUMBER), payload=f'{{"text": "{NUMBER}"}}'))
    assert process.counted == [NUMBER]
    await process.close()
    assert (await process.inbox())["e2"] == (True, "RuntimeError: cannot read '••••••' as ••••••")
    kept, logged = await every_row(process), log.getvalue()
    for way in (NUMBER, "q7755", "Q7755"):
        assert way not in kept
        assert way not in logged
    assert "turn failed" in logged
    assert not any(NUMBER in str(screen) for screen in channel.shown["7"])


async def test_an_identity_number_is_hidden_in_every_parked_event(
    process: OneProcess, channel: RecordingChannel, log: io.StringIO
) -> None:
    typed = replace(text("7", "e1", "P123456789012"), kind="unreadable", payload='{"text": "P123456789012"}')
    await process.dispatcher.take([typed])
    await process.close()
    kept = await every_row(process)
    assert "unreadable" in kept
    assert "P123456789012" not in kept + log.getvalue()


async def test_the_log_hides_numbers_and_keeps_the_ids_of_chats_and_events(log: io.StringIO) -> None:
    structlog.get_logger("test").warning("refused A123456789", error="for A123456789", chat_id="6123456789")
    said = log.getvalue()
    assert "A123456789" not in said
    assert "6123456789" in said
