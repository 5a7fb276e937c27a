"""Every transcript of this folder, on Telegram and in the browser chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.playing import Play
from tests.conversations.script import only_on, transcripts
from tests.running import RunningShop

CHANNELS = ("telegram", "browser")
SCENES = [
    pytest.param(path.read_text("utf-8"), channel, id=f"{path.stem}-{channel}")
    for path in transcripts(Path(__file__).parent)
    for channel in CHANNELS
    if only_on(path.read_text("utf-8")) in ("", channel)
]


@pytest.mark.parametrize(("text", "channel"), SCENES)
async def test_the_chat_goes_as_it_is_written(shop: RunningShop, text: str, channel: str) -> None:
    await Play(shop, channel).run(text)
