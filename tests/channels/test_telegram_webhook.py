"""The webhook: who may post, what is accepted, and that 200 means committed."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.telegram import Telegram, Webhook
from tests.support.bot_api import BotApi
from tests.support.telegram_receiver import EventSink, channel_at, running, until

SECRET = "kata-rahasia_123"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
LARGE = b'{"update_id": 1, "x": "' + b"y" * (10 * 1024 * 1024) + b'"}'


@dataclass
class Door:
    api: BotApi
    channel: Telegram
    sink: EventSink
    url: str

    async def post(self, body: Any, headers: dict[str, str] | None = None) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session:
            given = HEADER if headers is None else headers
            async with session.post(f"{self.url}/telegram/4242", data=body, headers=given) as answer:
                return answer.status, await answer.text()


@asynccontextmanager
async def door(run: bool = True, **more: Any) -> AsyncIterator[Door]:
    """The channel behind a served webhook; with `run` it also receives."""
    sink, app = EventSink(), web.Application(client_max_size=64 * 1024 * 1024)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    port = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{port.getsockname()[1]}"
    async with BotApi() as api, channel_at(api, webhook=Webhook(f"{url}/", SECRET), **more) as channel:
        app.add_routes(channel.routes())
        await runner.setup()
        await web.SockSite(runner, port).start()
        try:
            async with running(channel, sink) if run else nullcontext():
                await until(lambda: api.updates.webhook["url"] or not run)
                yield Door(api, channel, sink, url)
        finally:
            await runner.cleanup()


def update(number: int = 5, text: str = "halo") -> bytes:
    chat = {"id": 7001, "type": "private"}
    sender = {"id": 7001, "is_bot": False, "first_name": "Ani"}
    message = {"message_id": 1, "chat": chat, "from": sender, "date": 1_764_000_000, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_the_webhook_is_set_with_its_secret_and_the_kinds_we_read() -> None:
    async with door() as at:
        (given,) = at.api.made("setWebhook")
        assert given["url"] == f"{at.url}/telegram/4242"
        assert (given["secret_token"], given["max_connections"]) == (SECRET, 40)
        assert "my_chat_member" in given["allowed_updates"]
        assert at.api.made("getUpdates") == []


async def test_a_conversation_arrives_through_the_webhook() -> None:
    async with door() as at:
        await at.api.person("Ani").say("intip 3", wait=0)
        assert (await at.sink.next()).text == "intip 3"
        await until(lambda: not at.api.updates.waiting)


async def test_status_200_means_committed_and_telegram_repeats_the_rest() -> None:
    async with door() as at:
        at.sink.broken = OSError("database is locked")
        await at.api.person("Ani").say("intip 3", wait=0)
        await until(lambda: len(at.api.updates.posted) >= 2)
        assert {status for _, status in at.api.updates.posted} == {503}
        assert at.sink.batches == []
        at.sink.broken = None
        assert (await at.sink.next()).text == "intip 3"
        await until(lambda: not at.api.updates.waiting)


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Telegram-Bot-Api-Secret-Token": "guessed"}, {"X-Telegram-Bot-Api-Secret-Token": "rahasia-é"}],
)
async def test_a_post_without_the_secret_is_refused(headers: dict[str, str]) -> None:
    async with door() as at:
        assert (await at.post(update(), headers))[0] == 403
        assert at.sink.asked == 0


@pytest.mark.parametrize("body", [b"", b"halo", b'{"update_id": ', b"\xff\xfe", b"[" * 200_000])
async def test_a_body_that_is_no_json_is_refused(body: bytes) -> None:
    async with door() as at:
        assert await at.post(body) == (400, "This is no JSON.")
        assert at.sink.asked == 0


async def test_a_body_that_is_too_large_is_refused_announced_or_not() -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(LARGE), 65536):
            yield LARGE[start : start + 65536]

    async with door() as at:
        for body in (BytesIO(LARGE), in_pieces()):
            try:
                status, _ = await at.post(body)
            except aiohttp.ClientError:  # the connection closed during the upload is a refusal too
                status = 413
            assert status == 413
        assert at.sink.asked == 0
        assert (await at.post(update()))[0] == 200


@pytest.mark.parametrize("body", [b"[]", b"null", b'{"update_id": 5, "message": {}}', b'{"message": 7}'])
async def test_an_update_of_unknown_shape_is_handed_in_as_unreadable(body: bytes) -> None:
    async with door() as at:
        assert (await at.post(body))[0] == 200
        event = await at.sink.next()
        assert (event.kind, json.loads(event.payload)) == ("unreadable", json.loads(body))


async def test_when_the_run_has_ended_updates_stay_with_telegram() -> None:
    async with door(run=False) as at:
        assert (await at.post(update()))[0] == 503
        async with running(at.channel, at.sink):
            await until(lambda: at.api.updates.webhook["url"])
            assert (await at.post(update()))[0] == 200
        assert (await at.post(update(6)))[0] == 503
    assert at.sink.event_ids == ["5"]


async def test_without_a_webhook_there_is_no_route() -> None:
    async with BotApi() as api, channel_at(api) as channel:
        assert channel.routes() == []


def test_a_secret_that_telegram_would_not_take_is_refused_and_never_shown() -> None:
    for secret in ("", "dengan spasi", "x" * 257, "é"):
        with pytest.raises(ValueError, match="secret"):
            Webhook("https://rantau.example", secret)
    assert SECRET not in repr(Webhook("https://rantau.example", SECRET))
