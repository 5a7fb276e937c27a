"""The request class: the library's errors, timeouts, and no token in any message."""

from __future__ import annotations

import asyncio
import logging
import traceback

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.api import Api
from bot.channels.telegram.request import AiohttpRequest, SlowDown
from tests.support.bot_api import PNG, BotApi

WEBHOOK_SECRET = "a-secret-of-the-webhook"


async def test_the_librarys_bot_works_over_our_request() -> None:
    async with BotApi() as api:
        request = AiohttpRequest()
        bot = Bot(api.token, f"{api.url}/bot", f"{api.url}/file/bot", request, request)
        ani = api.person("Ani")
        async with bot:
            sent = await bot.send_photo(ani.id, PNG, caption="Intip", filename="intip.png")
            assert sent.photo[-1].file_id == ani.screen.photo
            file = await bot.get_file(sent.photo[-1].file_id)
            assert bytes(await file.download_as_bytearray()) == PNG


@pytest.mark.parametrize(
    ("code", "kind"),
    [(400, BadRequest), (403, Forbidden), (404, InvalidToken), (409, Conflict), (502, NetworkError)],
)
async def test_a_refusal_becomes_the_librarys_error(code: int, kind: type[TelegramError]) -> None:
    async with BotApi() as api:
        bot = Api(api.token, api.url)
        api.refuse("getMe", code, "It does not suit me")
        with pytest.raises(kind, match="It does not suit me"):
            await bot.call("getMe", {})
        assert (await bot.call("getMe", {}))["username"] == "rantau_test_bot"
        await bot.close_connections()


async def test_flood_control_names_the_seconds_to_wait() -> None:
    async with BotApi() as api:
        bot = Api(api.token, api.url)
        api.flood(retry_after=7)
        with pytest.raises(SlowDown) as busy:
            await bot.call("getMe", {})
        assert busy.value.seconds == 7
        await bot.close_connections()


async def test_an_answer_that_takes_too_long_times_out() -> None:
    async with BotApi() as api:
        request = AiohttpRequest(read=0.05)
        api.hang("getMe", 0.5)
        with pytest.raises(TimedOut):
            await request.post(f"{api.url}/bot{api.token}/getMe")
        await request.shutdown()


async def test_a_call_may_ask_for_more_time_than_usual() -> None:
    async with BotApi() as api:
        request = AiohttpRequest(read=0.05)
        api.hang("getMe", 0.1)
        assert await request.post(f"{api.url}/bot{api.token}/getMe", read_timeout=30)
        await request.shutdown()


async def test_one_connection_is_kept_for_many_calls() -> None:
    peers: set[object] = set()

    async def peer(request: web.Request) -> web.Response:
        peers.add(request.transport.get_extra_info("peername") if request.transport else None)
        return web.json_response({"ok": True, "result": True})

    async with _site(peer) as url:
        request = AiohttpRequest()
        for _ in range(5):
            await request.post(f"{url}/bot1:x/getMe")
        await request.shutdown()
    assert len(peers) == 1


async def test_the_session_opens_again_after_shutdown() -> None:
    async with BotApi() as api:
        request = AiohttpRequest()
        for _ in range(2):
            await request.initialize()
            assert await request.post(f"{api.url}/bot{api.token}/getMe")
            await request.shutdown()
            await request.shutdown()


@pytest.mark.parametrize("body", ["<html>no</html>", "[]", '"ok"', ""])
async def test_an_answer_that_is_no_json_object_raises_a_library_error(body: str) -> None:
    async def garbled(_request: web.Request) -> web.Response:
        return web.Response(text=body)

    async with _site(garbled) as url:
        bot = Api("1:x", url)
        with pytest.raises(TelegramError):
            await bot.call("getMe", {})
        await bot.close_connections()


async def test_the_token_is_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = "123456:a-secret_that-must-not-leak"

    async def echo(request: web.Request) -> web.Response:
        return web.Response(status=502, text=f"no such page: {request.path}")

    async def abort(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.write(b"HTTP/1.1 nonsense\r\n\r\n")
        request.transport.close()
        return web.Response()

    said = [
        await _all_that_is_said(Api(token, "http://127.0.0.1:1")),
        await _all_that_is_said(Api(token, "bad")),
    ]
    for handler in (echo, abort):
        async with _site(handler) as url:
            said.append(await _all_that_is_said(Api(token, url)))
    assert len(said) == 4
    assert not [one for one in [*said, caplog.text] if "a-secret" in one]


async def _all_that_is_said(bot: Api) -> str:
    try:
        await bot.call("setWebhook", {"url": "https://rantau.example", "secret_token": WEBHOOK_SECRET})
    except TelegramError as error:
        chained = repr(error.__context__)
        return "\n".join([repr(bot), str(error), repr(error), chained, *traceback.format_exception(error)])
    finally:
        await bot.close_connections()
    raise AssertionError("the call must fail")


class _site:  # noqa: N801 (reads as a phrase: async with _site(handler))
    def __init__(self, handler: object) -> None:
        self._app = web.Application()
        self._app.router.add_route("*", "/{anything:.*}", handler)  # type: ignore[arg-type]

    async def __aenter__(self) -> str:
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aexit__(self, *_raised: object) -> None:
        await self._runner.cleanup()
        await asyncio.sleep(0)
