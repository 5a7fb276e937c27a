"""The HTTP server against what is no request of ours."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.channels.http_server import HttpServer

NO_HTTP = [
    b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie secret=123\r\n\r\n",
    b"GET / HTTPS/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
]


@pytest.mark.parametrize("sent", NO_HTTP)
async def test_bytes_that_are_no_http_are_refused_and_not_logged(
    caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    server = HttpServer("127.0.0.1", 0, [])
    await server.start()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(sent)
        async with asyncio.timeout(60):
            assert (await reader.readline()).startswith(b"HTTP/1.0 400")
        writer.close()
    finally:
        await server.stop()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
