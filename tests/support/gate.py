"""The gate of a cluster: hands webhook requests to several programs in turn."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, web


@asynccontextmanager
async def gate(ports: list[int]) -> AsyncIterator[str]:
    """Hands requests to the ports in turn, as the gate of a cluster does; yields its address."""
    turns: Iterator[int] = itertools.cycle(ports)

    async def hand_on(request: web.Request) -> web.Response:
        body, headers = await request.read(), {**request.headers}
        async with ClientSession() as http:
            try:
                address = f"http://127.0.0.1:{next(turns)}{request.path_qs}"
                async with http.post(address, data=body, headers=headers) as answer:
                    return web.Response(status=answer.status, body=await answer.read())
            except ClientError:
                return web.Response(status=502)

    app = web.Application()
    app.router.add_post("/{path:.*}", hand_on)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
