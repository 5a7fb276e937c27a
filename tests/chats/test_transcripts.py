"""Runs every transcript below this folder, on Telegram and in the browser chat."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.chat_script import only_on, transcripts
from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram, running

FOLDER = Path(__file__).parent
CHANNELS = ("telegram", "browser")


def _marks(number: int, path: Path, channel: str) -> list[pytest.MarkDecorator]:
    only_here = only_on(path.read_text("utf-8")) or "browser"
    return [pytest.mark.long] if number % 2 and channel != only_here else []


SCENES = [
    pytest.param(
        path.read_text("utf-8"), channel, id=f"{path.stem}-{channel}", marks=_marks(number, path, channel)
    )
    for number, path in enumerate(transcripts(FOLDER))
    for channel in CHANNELS
    if only_on(path.read_text("utf-8")) in ("", channel)
]
"""`make test` runs each in the browser, and every second on Telegram too; `make test-long` the others."""


@pytest.mark.parametrize(("text", "channel"), SCENES)
async def test_transcript_runs_as_written(program: RunningProgram, text: str, channel: str) -> None:
    await Play(program, channel).run(text)


TAPPED = [
    path
    for path in transcripts(FOLDER)
    if re.search(r"^(\[|% scene siti)", path.read_text("utf-8"), re.MULTILINE)
]
EVERY = 4
TYPED = [
    pytest.param(
        path.read_text("utf-8"),
        only_on(path.read_text("utf-8")) or "browser",
        id=path.stem,
        marks=[] if number % EVERY == 0 else pytest.mark.long,
    )
    for number, path in enumerate(TAPPED)
]
"""All of them in `make test-long`, every fourth in `make test`."""


@pytest.mark.parametrize(("text", "channel"), TYPED)
async def test_transcript_runs_with_typed_labels(program: RunningProgram, text: str, channel: str) -> None:
    await Play(program, channel, typed=True).run(text)


ON_POSTGRESQL = (
    "customer/first_order",
    "customer/after_the_cutoff",
    "umkm/shortage_unanswered",
    "coordinator/freight_bill",
    "customer/unclear_words",
    "customer/placed_order_in_words",
    "customer/enquiry",
    "customer/talk_to_a_person",
    "customer/complaint",
    "customer/complaint_album",
)


@pytest.mark.parametrize("scene", ON_POSTGRESQL)
async def test_transcript_runs_on_postgresql(shared_url: str, scene: str) -> None:
    async with running(shared_url) as program:
        await Play(program, "telegram").run((FOLDER / f"{scene}.chat").read_text("utf-8"))
