"""The sample chat in the README is a transcript that runs as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.chats.test_transcripts import CHANNELS
from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram

README = Path(__file__).parents[2] / "README.md"
CHATS = re.findall(r"^```chat\n(.*?)^```", README.read_text("utf-8") if README.exists() else "", re.M | re.S)


def test_readme_contains_a_chat() -> None:
    assert CHATS, f"{README.name} has no block that begins with ```chat"


@pytest.mark.parametrize("channel", CHANNELS)
async def test_readme_chat_runs_as_written(program: RunningProgram, channel: str) -> None:
    assert CHATS, f"{README.name} has no block that begins with ```chat"
    for chat in CHATS:
        await Play(program, channel).run(chat)
