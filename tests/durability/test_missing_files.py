"""A file that was promised is made anew when it is gone from the disk, or its person is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import documents
from bot.app import file_sender
from bot.app.file_sender import FileSender
from bot.channels.base import TryLater, Undeliverable
from bot.core import private_files
from bot.core.retry import RetryPolicy, fixed
from bot.ordering import permit_files
from tests.support.one_process import OneProcess
from tests.support.recording_channel import RecordingChannel, tap

NO_FILE = "Maaf, berkasnya belum ada"
TOTALS = "totals/country/2026-01-01/2026-12-31"
HERE = tap("7", "", "").address


async def asked(process: OneProcess, event_id: str = "e1") -> None:
    await process.take(tap("7", event_id, "test/paper"))


async def test_a_paper_is_made_although_our_folder_in_tmp_was_cleaned_up(
    process: OneProcess, channel: RecordingChannel
) -> None:
    await asked(process)
    await process.until(lambda: channel.files["7"])
    shutil.rmtree(process.worker.file_sender._folder.name)
    await asked(process, "e2")
    await process.until(lambda: len(channel.files["7"]) == 2)
    assert channel.notices["7"] == []
    assert private_files.open_to_others([Path(process.worker.file_sender._folder.name)]) == []


@pytest.mark.parametrize("trouble", [documents.NoSuchFile("x"), documents.FontsMissing("x"), OSError(5, "x")])
async def test_who_waits_for_a_file_that_cannot_be_made_is_told(
    process: OneProcess, channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    async def fail(*_facts: object) -> None:
        raise trouble

    monkeypatch.setattr(FileSender, "make", fail)
    await asked(process)
    await process.until(lambda: channel.notices["7"])
    await process.rest()
    await process.dispatcher.redraw_unanswered()
    await process.rest()
    assert [one.title for one in channel.notices["7"]] == [NO_FILE]
    assert channel.files["7"] == []


async def test_who_waits_for_a_file_that_the_channel_refuses_is_told(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", 0.0, Undeliverable("too big"))
    await asked(process)
    await process.until(lambda: channel.notices["7"])
    assert [one.title for one in channel.notices["7"]] == [NO_FILE]


async def test_one_file_that_is_gone_holds_back_no_other(
    process: OneProcess, channel: RecordingChannel
) -> None:
    refs = [permit_files.reference(9), TOTALS]
    for _ in range(2):
        await process.worker.file_sender.send("k", HERE, refs, "en")
    assert [one.title for one in channel.notices["7"]] == ["Sorry, no file this time"]
    assert len(channel.files["7"]) == 1


async def test_an_apology_that_cannot_be_sent_now_is_sent_later(
    process: OneProcess, channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_sender, "RETRIES", RetryPolicy(fixed(0.01), longest_asked=1))
    channel.plagues("7", TryLater(60))
    send = process.worker.file_sender.send
    with pytest.raises(TryLater):
        await send("k", HERE, [permit_files.reference(9)], "id")
    await send("k", HERE, [permit_files.reference(9)], "id")
    assert [one.title for one in channel.notices["7"]] == [NO_FILE]
