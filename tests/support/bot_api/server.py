"""The server: URLs, tokens, bodies, and failures on demand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.support.bot_api.chats import Chat
from tests.support.bot_api.effects import Doing
from tests.support.bot_api.limits import ServerLimits
from tests.support.bot_api.methods import PARAMETERS, checked
from tests.support.bot_api.person import Person
from tests.support.bot_api.troubles import CutOff, Troubles
from tests.support.bot_api.updates import Updates
from tests.support.bot_api.values import Refused, Upload, bad

TOKEN = "4242:not-a-real-token_but-as-long-as-one"
MOST_BODY = 60 * 1024 * 1024


@dataclass
class Failure:
    """A failure of a method ("*": any) and how many times it happens."""

    method: str
    times: int
    refused: Refused | None = None
    seconds: float = 0.0
    until: asyncio.Event | None = None

    def befalls(self, method: str) -> bool:
        return self.times > 0 and self.method in ("*", method)


class BotApi:
    """`async with BotApi() as api:` serves at `api.url` for the bot whose token is `api.token`.

    `api.person("Ani")` is somebody to chat with it. `calls` are all calls, in order, as they came. Nothing is
    refused for being too much, unless `limits` are set. `troubles` befall a share of all calls.
    """

    def __init__(self, token: str = TOKEN, username: str = "rantau_test_bot") -> None:
        self.token = token
        bot_id = int(token.partition(":")[0])
        self.bot = {"id": bot_id, "is_bot": True, "first_name": "Rantau", "username": username}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.updates = Updates()
        self.world = Doing(self.bot)
        self.failures: list[Failure] = []
        self.limits: ServerLimits | None = None
        self.troubles: Troubles | None = None
        self._methods = self._table()

    def _table(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        do, updates = self.world, self.updates
        return {
            "getMe": do.get_me,
            "getUpdates": updates.fetch,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": updates.delete_webhook,
            "getWebhookInfo": updates.webhook_info,
            "sendMessage": do.send_message,
            "sendPhoto": do.send_photo,
            "sendDocument": do.send_document,
            "editMessageText": do.edit_text,
            "editMessageCaption": do.edit_caption,
            "editMessageMedia": do.edit_media,
            "editMessageReplyMarkup": do.edit_keyboard,
            "answerCallbackQuery": do.answer_tap,
            "answerInlineQuery": do.queries.answered,
            "setMyCommands": do.set_commands,
            "setMyDescription": do.set_description,
            "setMyShortDescription": do.set_short_description,
            "setChatMenuButton": do.set_menu_button,
            "getFile": do.files.get,
        }

    async def __aenter__(self) -> BotApi:
        app = web.Application(client_max_size=MOST_BODY)
        app.router.add_get("/file/bot{token}/files/{file_id}", self._file)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.updates.close()
        await self._runner.cleanup()

    def person(self, first_name: str, language: str = "id", last_name: str = "") -> Person:
        """A new person with a private chat."""
        number = 7001 + len(self.world.chats)
        names = {"first_name": first_name, **({"last_name": last_name} if last_name else {})}
        chat = self.world.chats[number] = Chat(number, names=names)
        return Person(self, chat, {"id": number, "is_bot": False, **names, "language_code": language})

    def group(self, title: str) -> Chat:
        """A group that the bot is a member of."""
        number = -100_7001 - len(self.world.chats)
        chat = self.world.chats[number] = Chat(number, "supergroup", {"title": title})
        return chat

    def refuse(
        self, method: str, code: int, description: str, retry_after: int | None = None, times: int = 1
    ) -> None:
        """Sets the answer of the next calls of the method ("*": of any)."""
        self.failures.append(Failure(method, times, Refused(code, description, retry_after)))

    def flood(self, method: str = "*", retry_after: int = 1, times: int = 1) -> None:
        """Answers the next calls with flood control."""
        words = f"Too Many Requests: retry after {retry_after}"
        self.refuse(method, 429, words, retry_after, times)

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """Delays the answers to the next calls of the method."""
        self.failures.append(Failure(method, times, seconds=seconds))

    def hold(self, method: str, times: int = 1) -> asyncio.Event:
        """Holds the next calls of the method until the event is set."""
        let_go = asyncio.Event()
        self.failures.append(Failure(method, times, until=let_go))
        return let_go

    def made(self, method: str) -> list[dict[str, Any]]:
        """The arguments of all calls of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    async def _called(self, request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, "result": await self._result(request)})
        except Refused as no:
            return _told(no)
        except CutOff as cut:
            return await cut.answered(request)

    async def _result(self, request: web.Request) -> Any:
        if request.match_info["token"] != self.token:
            raise Refused(401, "Unauthorized")
        method = request.match_info["method"]
        if method not in PARAMETERS or request.method not in ("GET", "POST"):
            raise Refused(404, "Not Found")
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        if self.limits is not None:
            self.limits.count(method, arguments)
        await self._fail(method)
        if self.troubles is None:
            return await self._done(method, arguments)
        return await self.troubles.befall(request, method, arguments, self._done)

    async def _done(self, method: str, arguments: dict[str, Any]) -> Any:
        result = self._methods[method](checked(method, arguments))
        return await result if asyncio.iscoroutine(result) else result

    async def _fail(self, method: str) -> None:
        failure = next((one for one in self.failures if one.befalls(method)), None)
        if failure is not None:
            failure.times -= 1
            await (failure.until.wait() if failure.until else asyncio.sleep(failure.seconds))
            if failure.refused:
                raise failure.refused

    async def _file(self, request: web.Request) -> web.Response:
        """Serves a download; its method name for failures is `file`."""
        file_id = request.match_info["file_id"]
        self.calls.append(("file", {"file_id": file_id}))
        try:
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            await self._fail("file")
            return web.Response(body=self.world.files[file_id].content)
        except Refused as no:
            return _told(no)


def _told(no: Refused) -> web.Response:
    told: dict[str, Any] = {"ok": False, "error_code": no.code, "description": no.description}
    if no.retry_after is not None:
        told["parameters"] = {"retry_after": no.retry_after}
    return web.json_response(told, status=no.code)


async def _arguments(request: web.Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read())
        except ValueError:
            raise bad("can't parse the JSON of the request") from None
        if not isinstance(body, dict):
            raise bad("the request is no JSON object")
        return given | body
    for name, value in (await request.post()).items():
        given[name] = value
        if isinstance(value, web.FileField):
            with value.file:
                given[name] = Upload(value.filename, value.file.read(), value.content_type)
    return given
