"""The program with one more command, `/timbang`, whose question only a file answers; run by `python -m`."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from bot import app
from bot.conversation.events import FILE_KINDS
from bot.conversation.routing import Routes, action, place
from bot.conversation.screens import Ask, Screen
from bot.core import settings
from bot.core.media import Media
from bot.handlers import COMMANDS, COORDINATOR, CUSTOMER, FREE_TEXT, UMKM
from bot.handlers.replies import Handlers
from bot.handlers.shared.turn import Turn

WEIGHED = Path("weighed.txt")


@place("test/ask")
async def ask(_turn: Turn) -> Screen:
    return Screen("Timbangan", "Kirim daftarnya.", asks=Ask("test/file", FILE_KINDS))


@place("test/done")
async def done(_turn: Turn) -> Screen:
    return Screen("Timbangan masuk")


@action("test/file")
async def file(turn: Turn) -> Screen:
    sent = turn.event.attachment
    assert sent is not None
    content = await Media(turn.deployment.media).read(sent.ref)
    with WEIGHED.open("a") as kept:  # noqa: ASYNC230  # a line for the test to read
        kept.write(f"{sent.name}: {content.decode()}\n")
    return await done(turn)


if __name__ == "__main__":
    routes = Routes((*CUSTOMER, *UMKM, *COORDINATOR, ask, done, file))
    handlers = partial(Handlers, routes, COMMANDS | {"timbang": "test/ask"}, FREE_TEXT)
    asyncio.run(app.run(settings.load(), serving=handlers))
