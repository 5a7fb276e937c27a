"""A server that speaks as OpenAI-compatible ones do, on loopback, and answers what a test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.core.settings import Settings

KEY = "sk-rahasia-sekali"
Line = dict[str, str]


@dataclass
class ModelServer:
    """`asked` are the raw requests with their headers; `answer` is what the model says, or a whole response.

    While `held` is not set, it keeps everybody waiting. `reached` is set by the first request.
    """

    url: str = ""
    answer: str | Callable[[], web.StreamResponse] = ""
    asked: list[tuple[dict[str, str], str]] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def settings(self) -> Settings:
        return Settings(_env_file=None, llm_url=self.url, llm_model="kecil", llm_key=KEY)

    def says(self, *lines: Line, act: str = "order") -> None:
        """The answer of these lines, from now on."""
        self.answer = answered(*lines, act=act)

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.asked]

    async def complete(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((dict(request.headers), await request.text()))
        self.reached.set()
        await self.held.wait()
        if not isinstance(self.answer, str):
            return self.answer()
        message = {"role": "assistant", "content": self.answer}
        return web.json_response({"object": "chat.completion", "choices": [{"message": message}]})


def line(words: str, sku: str, count: str = "", op: str = "add") -> Line:
    return {"words": words, "sku": f"SOLO-{sku}", "count": count, "op": op}


def answered(*lines: Line, act: str = "order") -> str:
    return json.dumps({"act": act, "lines": lines})


@asynccontextmanager
async def model_server() -> AsyncIterator[ModelServer]:
    """A server that answers at once."""
    server = ModelServer()
    server.held.set()
    site = web.Application()
    site.router.add_post("/v1/chat/completions", server.complete)
    site.router.add_get("/v1/models", _models)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        server.held.set()
        await runner.cleanup()


async def _models(_request: web.Request) -> web.Response:
    return web.json_response({"object": "list", "data": [{"id": "kecil"}]})
