"""A file that answers a question is fetched before it is handled, and is never lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import dispatcher, downloads
from bot.channels.base import TryLater, Undeliverable
from bot.conversation.inbox import FRESH
from bot.core.media import MOST_BYTES
from bot.core.retry import RetryPolicy, fixed
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import RecordingChannel, bodies, sends, tap, text

AGAIN = "Berkas"


@pytest.fixture(autouse=True)
def short_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "RETRIES", RetryPolicy(fixed(0.01, 0.01), longest_asked=30))


def kept(process: OneProcess) -> list[Path]:
    return sorted(process.deployment.media.iterdir()) if process.deployment.media.exists() else []


async def asked(process: OneProcess, chat: str = "7") -> None:
    await process.take(tap(chat, f"ask-{chat}", "test/ask"))


async def test_the_handler_reads_the_file_and_its_senders_name(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.sent["d1"] = b"3 kg, 2 koli"
    await asked(process)
    await process.take(sends("7", "e1", "d1", name="../../etc/timbang akhir.XLSX"))
    assert process.counted == ["timbang akhir.XLSX: 3 kg, 2 koli"]
    (file,) = kept(process)
    assert (file.suffix, file.stat().st_mode & 0o777) == (".xlsx", 0o600)
    assert "timbang" not in file.name


async def test_a_file_that_nobody_asked_for_is_not_fetched(
    process: OneProcess, channel: RecordingChannel
) -> None:
    await process.take(text("7", "e0", "/start"), sends("7", "e1", "d1"))
    assert "Di sini hanya teks" in bodies(channel.shown["7"])[-1]
    await asked(process)
    await process.take(sends("7", "e2", "v1", kind="voice"), text("7", "e3", "tiga kilo"))
    await process.take(replace(sends("7", "e4", "d1"), edited=True))
    assert [one.title for one in channel.shown["7"][-3:]] == [AGAIN] * 3
    assert (process.counted, kept(process)) == ([], [])


async def test_a_forwarded_file_is_an_answer_and_a_forwarded_text_is_none(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.sent["d1"] = b"x"
    await asked(process)
    await process.take(replace(text("7", "e1", "x"), forwarded=True))
    await process.take(replace(sends("7", "e2", "d1"), forwarded=True))
    assert process.counted == ["timbang.xlsx: x"]


@pytest.mark.parametrize("announced", [MOST_BYTES + 1, 0])
async def test_a_file_over_20_mb_is_refused_and_not_stored(
    process: OneProcess, channel: RecordingChannel, announced: int
) -> None:
    channel.sent["d1"] = b""
    if not announced:

        async def much(_attachment: object):  # type: ignore[no-untyped-def]
            for _ in range(21):
                yield bytes(1024 * 1024)

        channel.fetch = much  # type: ignore[method-assign]
    await asked(process)
    await process.take(sends("7", "e1", "d1", size=announced))
    assert channel.shown["7"][-1].title == AGAIN
    assert "20 MB" in channel.shown["7"][-1].body
    assert (process.counted, kept(process)) == ([], [])


async def test_a_fetch_that_fails_temporarily_is_retried(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.sent["d1"] = b"x"
    channel.plagues("d1", TryLater(), TryLater(0.01))
    await asked(process)
    await process.take(sends("7", "e1", "d1"))
    assert process.counted == ["timbang.xlsx: x"]


@pytest.mark.parametrize("trouble", [[TryLater()] * 3, [Undeliverable("gone")], [OSError("no space")]])
async def test_after_a_failed_fetch_the_person_is_asked_again(
    process: OneProcess, channel: RecordingChannel, trouble: list[Exception]
) -> None:
    channel.sent["d1"] = b"x"
    channel.plagues("d1", *trouble)
    await asked(process)
    await process.take(sends("7", "e1", "d1"))
    assert channel.shown["7"][-1].title == AGAIN
    assert "sekali lagi" in channel.shown["7"][-1].body
    assert (process.counted, kept(process)) == ([], [])
    await process.take(sends("7", "e2", "d1"))
    assert process.counted == ["timbang.xlsx: x"]


async def test_while_a_file_is_fetched_only_its_own_chat_waits(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.sent["d1"] = b"x"
    fetched = asyncio.Event()
    channel.plagues("d1", fetched)
    await asked(process)
    # Events with the file and behind it are acknowledged at once.
    await process.dispatcher.take([sends("7", "e1", "d1"), tap("8", "e2", "test/count/other")])
    await process.dispatcher.take([tap("7", "e3", "test/count/after"), tap("8", "e4", "test/count/more")])
    await process.answered([tap("8", "e4", "")])
    assert process.counted == ["other", "more"]
    fetched.set()
    await process.answered([tap("7", "e3", "")])
    assert process.counted == ["other", "more", "timbang.xlsx: x", "after"]


async def test_a_file_that_comes_again_is_handled_once(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.sent["d1"] = b"x"
    channel.plagues("d1", 0.2)
    await asked(process)
    event = sends("7", "e1", "d1")
    await process.dispatcher.take([event])
    await process.dispatcher.take([event])
    await process.take(event)
    assert process.counted == ["timbang.xlsx: x"]
    await process.take(event)
    assert (process.counted, len(kept(process))) == (["timbang.xlsx: x"], 1)


async def test_stopped_before_the_handler_the_next_start_fetches_and_handles(
    ready_url: str, tmp_path: Path
) -> None:
    async with one_process(ready_url, media=tmp_path / "media") as before:
        before.channel.sent["d1"] = b"x"
        before.channel.plagues("d1", 60.0)
        await asked(before)
        await before.dispatcher.take([sends("7", "e1", "d1"), tap("7", "e2", "test/count/after")])
        assert before.counted == []
    async with one_process(ready_url, media=tmp_path / "media") as after:
        after.channel.sent["d1"] = b"x"
        after.shop.clock.ahead += 3 * FRESH
        await after.dispatcher.redraw_unanswered()
        await after.answered([tap("7", "e2", "")])
        assert after.counted == ["timbang.xlsx: x", "after"]
        await after.close()
        assert all(answered for answered, _error in (await after.inbox()).values())
        assert len(kept(after)) == 1


async def test_two_processes_handle_a_file_once(ready_url: str, tmp_path: Path) -> None:
    channel = RecordingChannel()
    channel.sent["d1"] = b"x"
    async with (
        one_process(ready_url, channel, media=tmp_path / "media") as one,
        one_process(ready_url, channel, media=tmp_path / "media") as other,
    ):
        await asked(one)
        channel.plagues("d1", 0.1, 0.1)
        event = sends("7", "e1", "d1")
        await one.dispatcher.take([event])
        await other.dispatcher.take([event])
        await one.until(lambda: one.counted or other.counted)
        await asyncio.sleep(0.3)
        assert await one.effects() == {"timbang.xlsx": 1}


async def test_a_file_that_cannot_be_sent_now_is_sent_later_once(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", 0.0, TryLater(60))
    await process.take(tap("7", "e1", "test/paper"))
    await process.until(lambda: not channel.trouble["7"])
    await asyncio.sleep(0.1)
    assert channel.files["7"] == []
    process.shop.clock.ahead += dispatcher.FILES_TAKE
    for _ in range(2):
        await process.dispatcher.redraw_unanswered()
        await process.until(lambda: channel.files["7"])
        await asyncio.sleep(0.1)
    assert len(channel.files["7"]) == len(channel.shown["7"]) == 1
