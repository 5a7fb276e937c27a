"""A question whose answer is a file, on each channel."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.conversation.routing import Routes, action, place
from bot.conversation.screens import Ask, Button, Screen
from bot.core.media import Media
from bot.handlers import COMMANDS, COORDINATOR, CUSTOMER, FREE_TEXT, UMKM
from bot.handlers.replies import Handlers
from bot.handlers.shared.turn import Turn
from tests.chats.test_transcripts import CHANNELS
from tests.support.play_chat import Play
from tests.support.running_shop import running

CHAT = """
@siti
> /start
> (dokumen timbang.xlsx)
!< Timbangan masuk
> /timbang
< Kirim daftarnya.
> tiga kilo
< Di sini perlu berkas. Kirim sebagai dokumen ya.
< Kirim daftarnya.
= same
> (dokumen timbang.xlsx)
< Timbangan masuk
< timbang.xlsx: 3 kg, 2 koli
> (dokumen timbang.xlsx)
!< Timbangan masuk
> /timbang
[Nanti saja]
!< Kirim daftarnya.
= same
> /timbang
> nanti saja
!< Kirim daftarnya.
"""


@place("test/ask")
async def ask(_turn: Turn) -> Screen:
    wanted = Ask("test/file", frozenset({"document"}))
    return Screen("Timbangan", "Kirim daftarnya.", [Button("Nanti saja", "home")], asks=wanted)


@action("test/file")
async def file(turn: Turn) -> Screen:
    sent = turn.event.attachment
    assert sent is not None
    content = await Media(turn.deployment.media).read(sent.ref)
    return Screen("Timbangan masuk", f"{sent.name}: {content.decode()}")


@pytest.mark.parametrize("channel", CHANNELS)
async def test_document_answers_the_question_that_asks_for_one(
    sqlite_url: str, filled_database: Path, channel: str
) -> None:
    routes = Routes((*CUSTOMER, *UMKM, *COORDINATOR, ask, file))
    handlers = partial(Handlers, routes, COMMANDS | {"timbang": "test/ask"}, FREE_TEXT)
    async with running(sqlite_url, filled_database, serving=handlers) as open_shop:
        play = Play(open_shop, channel, files={"timbang.xlsx": b"3 kg, 2 koli"})
        await play.run(CHAT)
