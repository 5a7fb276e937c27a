"""What reaches the program's HTTP server: posts to the webhook, frames and uploads of the page, bytes.

The first line of an input says where the rest goes: `webhook`, `frame`, `upload timbang.xlsx` or `bytes`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, web
from hypothesis import strategies as st

from bot.app import demo
from bot.channels.browser import Browser
from bot.channels.http_server import HttpServer
from bot.channels.telegram.updates import Reader
from bot.channels.telegram.webhook import SECRET_HEADER, Receiver, Webhook
from fuzz.faults import Fault, bounded, watched
from fuzz.inputs import Inputs, samples, spoilt, spoilt_json
from fuzz.shop import BOT_NAME, Shop, opened
from tests.support.recording_channel import BOT

SECRET = "kata-rahasia_123"
TAKEN, REFUSED = 200, frozenset({400, 403, 404, 405, 409, 413, 415, 431})
SECONDS = 60.0


@dataclass
class Page:
    """The server with the browser chat and the webhook, and a page with all seats."""

    shop: Shop
    port: int
    http: ClientSession
    socket: ClientWebSocketResponse

    @property
    def base(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    async def hears(self, *kinds: str) -> str:
        """The kind of the next frame of one of these kinds; "" when the server has closed the socket."""
        async with asyncio.timeout(SECONDS):
            async for frame in self.socket:
                if (kind := frame.json()["type"]) in kinds:
                    return str(kind)
        return ""

    async def taps(self, route: str) -> None:
        """The coordinator taps a route."""
        told = {"type": "tap", "id": str(uuid4()), "seat": "coordinator", "message": "", "route": route}
        await self.socket.send_json(told)
        await self.hears("done")


async def check(data: bytes) -> None:
    """Sends the input. Raises Fault, and whatever the program raises."""
    head, _, body = data.partition(b"\n")
    where, _, name = head.decode("utf-8", "replace").partition(" ")
    if send := _WAYS.get(where):
        async with opened() as shop:
            with watched(), bounded():
                async with _served(shop) as page:
                    await send(page, body, name.strip())
                    await shop.process.rest()
            await shop.look_for_parked()


async def _webhook(page: Page, body: bytes, _name: str) -> None:
    async with page.http.post(f"{page.base}/telegram", data=body, headers={SECRET_HEADER: SECRET}) as answer:
        _taken_or_refused(answer.status)


async def _frame(page: Page, body: bytes, _name: str) -> None:
    with suppress(ConnectionError):  # the server may have closed it meanwhile
        try:
            await page.socket.send_str(body.decode())
        except UnicodeDecodeError:
            await page.socket.send_frame(body, WSMsgType.TEXT)
        await page.hears("ack", "refused")
    async with _page(page.base, page.http):
        pass  # others still come in


async def _upload(page: Page, body: bytes, name: str) -> None:
    await page.taps("c/weighfile/1")
    asked = {"seat": "coordinator", "id": str(uuid4()), "name": name}
    async with page.http.post(f"{page.base}/chat/upload", params=asked, data=body) as answer:
        _taken_or_refused(answer.status)


async def _bytes(page: Page, body: bytes, _name: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
    writer.write(body)
    writer.write_eof()
    with suppress(ConnectionError):
        async with asyncio.timeout(SECONDS):
            first = await reader.readline()
        if first.startswith(b"HTTP/1") and first[9:12].isdigit():
            _taken_or_refused(int(first[9:12]))
    writer.close()


def _taken_or_refused(status: int) -> None:
    if status >= 500:
        raise Fault(f"answered {status}")


Way = Callable[[Page, bytes, str], Awaitable[None]]
_WAYS: Mapping[str, Way] = {"webhook": _webhook, "frame": _frame, "upload": _upload, "bytes": _bytes}


@asynccontextmanager
async def _served(shop: Shop) -> AsyncIterator[Page]:
    process = shop.process
    await demo.set_up(process.db, process.shop.clock, process.shop.files.destinations)
    now, media = process.shop.clock.now, process.deployment.media
    browser = Browser(process.db, mode="demo", base_url="", secret=b"s" * 32, media=media, now=now)
    cast(dict[str, Any], process.dispatcher.delivery.channels)["browser"] = browser
    receiver = Receiver(Reader(BOT, BOT_NAME), Webhook("https://shop.example/", SECRET))
    receiver.take = process.dispatcher.take
    routes = [*browser.routes(), web.post("/telegram", receiver.receive)]
    server = HttpServer("127.0.0.1", 0, routes)
    await server.start()
    receiving = asyncio.create_task(browser.run(process.dispatcher.take))
    base = f"http://127.0.0.1:{server.port}"
    try:
        async with ClientSession(headers={"Origin": base}) as http, _page(base, http) as socket:
            yield Page(shop, server.port, http, socket)
    finally:
        receiving.cancel()
        with suppress(asyncio.CancelledError):
            await receiving
        await server.stop()


@asynccontextmanager
async def _page(base: str, http: ClientSession) -> AsyncIterator[ClientWebSocketResponse]:
    async with http.ws_connect(f"{base}/chat/socket?lang=id") as socket:
        while (await socket.receive_json())["type"] != "history":
            pass
        yield socket


def inputs() -> Inputs:
    """Bodies and frames with spoilt values, and spoilt bytes of every kind."""
    known = samples("bodies")
    told = [(head, _json(body)) for head, _, body in (one.partition(b"\n") for one in known)]
    values = [
        spoilt_json([sound for where, sound in told if where == way and sound]).map(partial(_body, way))
        for way in (b"webhook", b"frame")
    ]
    return st.one_of(*values, spoilt(known))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _body(way: bytes, sound: Any) -> bytes:
    return way + b"\n" + json.dumps(sound).encode()
