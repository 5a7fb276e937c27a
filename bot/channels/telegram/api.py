"""A lean way to call the library's Bot; turns its errors into those of the channel contract."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import quote

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.base import Blocked, TryLater, Undeliverable
from bot.channels.send_budget import LONGEST_WAIT, SendBudget
from bot.channels.slots import Limits, Pace, Urgency
from bot.channels.telegram.request import AiohttpRequest, SlowDown
from bot.core.retry import Asked, Retry, RetryPolicy, Sleep, fixed

Result = TypeVar("Result")

OFFICIAL_SERVER = "https://api.telegram.org"
GONE = ("chat not found", "peer_id_invalid", "user is deactivated", "have no rights to send")
FLOOD_RETRIES = RetryPolicy(fixed(0, 0, 0), longest_asked=3, asked=Asked.INSTEAD_OR_GIVE_UP)


def _above_debug(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


# The library's Bot logs addresses with the token, and what people write, to this logger at debug level.
logging.getLogger("telegram.Bot").addFilter(_above_debug)


LIMITS = Limits(a_second=30, chat=Pace(1.0, 5), group=Pace(4.0, 5))
"""What Telegram allows a bot (core.telegram.org/bots/faq): about 30 messages a second, one a second in a chat
with short bursts, 20 a minute in a group: five at once and then one every four seconds keep within that.
"""
MOST_TRIES = 5


class Api(Bot):
    """The Bot API of one bot at one server: plain dictionaries in, plain dictionaries out.

    What `send` sends keeps to the `budget`, if there is one.

    The library's own methods build and parse an object for every part of a message, which costs
    about 430 µs of CPU for an edit with eight buttons against 50 µs this way.
    """

    def __init__(self, token: str, server: str = "", budget: SendBudget | None = None) -> None:
        server = (server or OFFICIAL_SERVER).rstrip("/")
        request = AiohttpRequest(secret=token)
        super().__init__(token, f"{server}/bot", f"{server}/file/bot", request, request)
        self._requests = request
        self._budget = budget

    def __repr__(self) -> str:
        return f"Api({self.token.partition(':')[0]})"

    async def call(self, method: str, parameters: dict[str, Any], wait: float = 0.0) -> Any:
        """Calls a method, with `wait` seconds added to the usual timeout. Raises TelegramError."""
        if not wait:
            return await self._post(method, parameters)
        usual = self._request[1].read_timeout or 0.0
        return await self._post(method, parameters, read_timeout=usual + wait)

    async def send(
        self, method: str, parameters: dict[str, Any], urgency: Urgency, once: bool = False
    ) -> Any:
        """Calls a method that sends or edits a message; waits for its turn.

        Raises TelegramError and TryLater. A reply that meets flood control is sent again when that is over
        soon, unless it can be sent but `once`; a notice raises SlowDown, and its sender keeps it for later.
        """
        if self._budget is None:
            return await after_floods(lambda: self.call(method, parameters))
        chat = str(parameters["chat_id"])
        group, tries = chat.startswith("-"), 1 if once or urgency is Urgency.NOTICE else MOST_TRIES
        while True:
            try:
                async with self._budget.turn(chat, urgency, group):
                    return await self.call(method, parameters)
            except SlowDown as busy:
                tries -= 1
                await self._budget.slow_down(chat, busy.seconds, group)
                if not tries or busy.seconds > LONGEST_WAIT:
                    raise

    async def download(self, file_id: str) -> AsyncIterator[bytes]:
        """A file that somebody sent, piece by piece. Raises TelegramError: over 20 MB a BadRequest."""
        file = await self._post("getFile", {"file_id": file_id})
        address = f"{self.base_file_url}/{quote(str(file['file_path']))}"
        async for piece in self._requests.download(address):
            yield piece

    async def close_connections(self) -> None:
        """Closes the session; the next call opens a new one."""
        await self._request[1].shutdown()


@contextmanager
def channel_errors() -> Iterator[None]:
    """Turns the library's errors into Blocked, TryLater and Undeliverable."""
    try:
        yield
    except SlowDown as busy:
        raise TryLater(busy.seconds, busy.message) from busy
    except Forbidden as gone:
        raise Blocked(gone.message) from gone
    except BadRequest as refused:
        raise (Blocked if is_gone(refused) else Undeliverable)(refused.message) from refused
    except TelegramError as failed:
        raise TryLater(None, failed.message) from failed


def is_gone(refused: BadRequest) -> bool:
    """Whether a refusal means that the chat or its person is gone."""
    return any(words in refused.message.casefold() for words in GONE)


async def after_floods(call: Callable[[], Awaitable[Result]], sleep: Sleep = asyncio.sleep) -> Result:
    """The call's result; waits out flood control a few times, as long as it asks for a few seconds only."""
    retry = Retry(FLOOD_RETRIES, sleep)
    while True:
        try:
            return await call()
        except SlowDown as busy:
            if not await retry.rest(busy.seconds):
                raise
