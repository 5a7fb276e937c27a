"""The HTTP server's limits and headers, and the demo's moved day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.channels.http_server import MOST_BYTES, HttpServer
from tests.support.browser_shop import moved, open_chat


async def _echo(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def _broken(_request: web.Request) -> web.Response:
    raise RuntimeError("a secret detail")


ROUTES = [web.post("/echo", _echo), web.get("/broken", _broken)]


async def test_the_server_answers_health_checks_and_tells_its_port() -> None:
    server = HttpServer("127.0.0.1", 0, [])
    assert server.port == 0
    await server.start()
    try:
        async with ClientSession() as http, http.get(f"http://127.0.0.1:{server.port}/health") as answer:
            assert (answer.status, await answer.text()) == (200, "ok")
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"
    finally:
        await server.stop()


async def test_a_taken_port_raises_and_leaves_nothing_open() -> None:
    first = HttpServer("127.0.0.1", 0, [])
    await first.start()
    second = HttpServer("127.0.0.1", first.port, [])
    try:
        with pytest.raises(OSError, match="address already in use"):
            await second.start()
    finally:
        await first.stop()


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_one_megabyte_is_refused_with_a_clear_message(chunked: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * (MOST_BYTES // 2)

    server = HttpServer("127.0.0.1", 0, ROUTES)
    await server.start()
    try:
        async with ClientSession() as http:
            url = f"http://127.0.0.1:{server.port}/echo"
            body = pieces() if chunked else BytesIO(b"x" * (MOST_BYTES + 1))
            async with http.post(url, data=body) as answer:
                assert answer.status == 413
                assert await answer.text() == "Too large: at most 1 MB is taken."
            async with http.post(url, data=BytesIO(b"x" * MOST_BYTES)) as answer:
                assert await answer.text() == str(MOST_BYTES)
    finally:
        await server.stop()


async def test_errors_are_short_and_plain(caplog: pytest.LogCaptureFixture) -> None:
    server = HttpServer("127.0.0.1", 0, ROUTES)
    await server.start()
    try:
        async with ClientSession(headers={"Accept": "text/html"}) as http:
            for path, status in (("/nowhere", 404), ("/echo", 405), ("/broken", 500)):
                async with http.get(f"http://127.0.0.1:{server.port}{path}") as answer:
                    assert (answer.status, answer.content_type) == (status, "text/plain")
                    assert "secret" not in await answer.text()
                    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    finally:
        await server.stop()
    assert "a secret detail" in caplog.text


async def test_the_page_loads_nothing_from_other_sites(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat:
        page = await (await chat.http.get(chat.base)).text()
        for name in ("chat.js", "seat.js", "look.css", "kawung.svg", "icon.svg"):
            async with chat.http.get(f"{chat.base}/chat/static/{name}") as answer:
                assert answer.status == 200
                assert "https://" not in await answer.text()
        assert "<style" not in page
        assert "https://" not in page
        for wrong in ("nothing.js", "chat.html", "..%2fbase.py", "%2e%2e%2fbase.py"):
            assert (await chat.http.get(f"{chat.base}/chat/static/{wrong}")).status == 404


async def test_moving_to_the_next_day_is_sent_to_every_page(tmp_path: Path) -> None:
    async def next_day() -> datetime:
        return moved(1)

    async with open_chat(tmp_path, on_next_day=next_day) as chat, chat.page() as page:
        welcome = await page.hears("welcome")
        assert (welcome["canMove"], welcome["day"]["ahead"]) == (True, 0)
        async with chat.http.post(f"{chat.base}/demo/next-day") as answer:
            assert (await answer.json())["ahead"] == 1
        assert (await page.hears("day"))["day"]["ahead"] == 1


async def test_only_the_demo_has_a_next_day(tmp_path: Path) -> None:
    moves: list[int] = []

    async def next_day() -> datetime:
        moves.append(1)
        return moved(1)

    async with open_chat(tmp_path, "on", on_next_day=next_day) as chat:
        assert (await chat.http.post(f"{chat.base}/demo/next-day")).status == 404
    async with open_chat(tmp_path) as chat, chat.page() as page:
        assert (await chat.http.post(f"{chat.base}/demo/next-day")).status == 404
        assert not (await page.hears("welcome"))["canMove"]
    assert not moves
