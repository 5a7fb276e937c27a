"""Implements python-telegram-bot's request interface on one aiohttp session."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from io import BytesIO
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, FormData, TCPConnector
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

Timeout = ODVInput[float]

JSON_HEADERS = {"Content-Type": "application/json"}
NEEDLESS_HEADERS = ("Accept", "Accept-Encoding", "User-Agent")
KEEP_ALIVE_SECONDS = 60.0
UPLOAD_SECONDS = 60.0
PIECE_BYTES = 256 * 1024


class SlowDown(TelegramError):
    """Flood control: the server names the seconds to wait.

    Replaces the library's RetryAfter, whose constructor issues a deprecation warning.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Flood control: come back in {seconds} s")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """Calls over one kept-alive aiohttp session, opened by the first call and closed by `shutdown`.

    Timeouts are seconds: `connect` to reach the server, `read` between two pieces of an answer.
    Raises TimedOut, NetworkError and SlowDown. `secret` (the token, which is a part of every address)
    is removed from error messages.
    """

    __slots__ = ("_connect", "_connections", "_read", "_secret", "_session", "_timeouts")

    def __init__(
        self, *, secret: str = "", connections: int = 100, connect: float = 5.0, read: float = 10.0
    ) -> None:
        self._secret = secret
        self._connections, self._connect, self._read = connections, connect, read
        self._session: ClientSession | None = None
        self._timeouts: dict[tuple[float | None, float | None, float | None], ClientTimeout] = {}

    @property
    def read_timeout(self) -> float:
        """Default seconds between two pieces of an answer."""
        return self._read

    async def initialize(self) -> None:
        """Opens the session, unless it is open."""
        self._open()

    async def shutdown(self) -> None:
        """Closes the session and its connections, if they are open."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS),
                cookie_jar=DummyCookieJar(),
                skip_auto_headers=NEEDLESS_HEADERS,
                timeout=self._timeout(self._connect, self._read),
            )
        return self._session

    def _timeout(self, connect: Timeout, read: Timeout, total: float | None = None) -> ClientTimeout:
        seconds = (
            self._connect if isinstance(connect, DefaultValue) else connect,
            self._read if isinstance(read, DefaultValue) else read,
            total,
        )
        known = self._timeouts.get(seconds)
        if known is None:
            known = ClientTimeout(sock_connect=seconds[0], sock_read=seconds[1], total=total)
            self._timeouts[seconds] = known
        return known

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Sends one request; returns status and body. Raises TimedOut, NetworkError, SlowDown.

        A whole upload may take `write_timeout` (60 s by default). Waiting for a free connection has no
        limit of its own, as every call that holds one has.
        """
        if request_data is not None and request_data.contains_files:
            write = UPLOAD_SECONDS if isinstance(write_timeout, DefaultValue) else write_timeout
            timeout = self._timeout(connect_timeout, None, write)
            return await self._exchange(method, url, timeout, data=_form(request_data))
        timeout = self._timeout(connect_timeout, read_timeout)
        if request_data is None:
            return await self._exchange(method, url, timeout)
        body = json.dumps(request_data.parameters).encode()
        return await self._exchange(method, url, timeout, data=body, headers=JSON_HEADERS)

    async def _exchange(self, method: str, url: str, limits: ClientTimeout, **more: Any) -> tuple[int, bytes]:
        try:
            async with self._open().request(method, url, timeout=limits, **more) as response:
                status, body = response.status, await response.read()
        except (ClientError, OSError) as failed:
            error = self._library_error(failed)
        else:
            return status, body if status < HTTPStatus.BAD_REQUEST else self._checked_body(status, body)
        # Raised outside of the handler so that the original error, which has the address, is not chained.
        raise error

    async def download(self, url: str) -> AsyncIterator[bytes]:
        """A file, piece by piece. Raises TimedOut, NetworkError, SlowDown; BadRequest when it is refused."""
        error: TelegramError | None = None
        try:
            limits = self._timeout(self._connect, self._read)
            async with self._open().get(url, timeout=limits, allow_redirects=False) as response:
                if response.status != HTTPStatus.OK:
                    self._refuse_file(response.status, await response.read())
                async for piece in response.content.iter_chunked(PIECE_BYTES):
                    yield piece
        except (ClientError, OSError) as failed:
            error = self._library_error(failed)
        if error is not None:
            raise error

    def _refuse_file(self, status: int, body: bytes) -> None:
        reason = self._checked_body(status, body)[:200].decode("utf-8", "replace")
        # A file's address expires after an hour; with a new one the file may be found again.
        permanent = status in (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN)
        raise (BadRequest if permanent else NetworkError)(f"{status} for a file: {reason}")

    def _library_error(self, failed: Exception) -> TelegramError:
        if isinstance(failed, TimeoutError):
            return TimedOut()
        return NetworkError(self._without_secret(f"{type(failed).__name__}: {failed}"))

    def _checked_body(self, status: int, body: bytes) -> bytes:
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise SlowDown(_seconds_to_wait(body))
        return self._without_secret(body.decode("utf-8", "replace")).encode()

    def _without_secret(self, text: str) -> str:
        return text.replace(self._secret, "…") if self._secret else text

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dictionary. Raises TelegramError; the payload is not logged."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("The server's answer is no JSON object")
        return answer


def _form(request_data: RequestData) -> FormData:
    form = FormData(default_to_multipart=True)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        # aiohttp sends a stream in pieces, but bytes at once, which blocks the event loop.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form


def _seconds_to_wait(body: bytes) -> float:
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return 1.0
