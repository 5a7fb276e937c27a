"""A cheap Bot API server that hands out updates, takes answers and records when.

It runs in its own process and gets the customers' actions through a pipe. An update counts as
answered when the first message that is sent or edited for its chat has been accepted.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from array import array
from collections import deque
from multiprocessing.connection import Connection
from typing import Any

import uvloop

from bench.customers import Action
from bot.core.clock import Clock

BATCH = 100
TOKEN = "4242:not-a-real-token_but-as-long-as-one"
BOT = {"id": 4242, "is_bot": True, "first_name": "Bench", "username": "rantau_bench_bot"}
CHAT = re.compile(rb'chat_id(?:"?[:=] ?|"\r\n\r\n)(\d+)')
OFFSET = re.compile(rb'offset(?:": ?|=)(\d+)')
TIMEOUT = re.compile(rb'timeout(?:": ?|=)(\d+)')
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
TRUE = b'{"ok":true,"result":true}'
SHOWN_ROUTES = ("cart/set/11/1", "cart/set/11/2", "cart/set/11/3", "cart/set/11/0", "cart", "browse")
TEXT = "Intip manis\n\nKerak nasi goreng dengan siraman gula jawa.\nRp24.000 per bungkus\n✓ Bisa dikirim"


class UpdateQueue:
    """The queue of updates, and when each was due, fetched and answered."""

    def __init__(self) -> None:
        self.messages: dict[int, int] = {}
        self.waiting: deque[tuple[int, bytes]] = deque()
        self.poll: Connected | None = None
        self._number = 1000
        self._open: dict[int, deque[int]] = {}
        self._left = 0
        self._done = asyncio.Event()
        self._first = 0
        self.came, self.went, self.answered = array("d"), array("d"), array("d")

    async def hand_out(self, actions: list[Action]) -> tuple[array[float], array[float], array[float]]:
        """Queues each update when it is due; returns the moments once all are answered."""
        self._first, self._left = self._number, len(actions)
        self.came, self.went, self.answered = (array("d", bytes(8 * len(actions))) for _ in range(3))
        self._done.clear()
        updates = [(self._number + index, self._update(index, one)) for index, one in enumerate(actions)]
        self._number += len(actions)
        start = time.perf_counter()
        for index, one in enumerate(actions):
            early = start + one.at - time.perf_counter()
            if early > 0:
                self.serve_poll()
                await asyncio.sleep(early)
            self._wait(index, one.chat, updates[index])
        self.serve_poll()
        await self._done.wait()
        return self.came, self.went, self.answered

    def _update(self, index: int, one: Action) -> bytes:
        chat = {"id": one.chat, "type": "private", "first_name": "Ani"}
        sender = {"id": one.chat, "is_bot": False, "first_name": "Ani", "language_code": "id"}
        at = int(Clock().now().timestamp())
        if one.kind == "text":
            message = {"message_id": index, "date": at, "chat": chat, "from": sender, "text": one.says}
            entity = {"type": "bot_command", "offset": 0, "length": len(one.says)}
            content: dict[str, Any] = {
                "message": {**message, "entities": [entity] if one.says[0] == "/" else []}
            }
        else:
            keyboard = [[{"text": route[:12], "callback_data": route}] for route in SHOWN_ROUTES]
            shown = {"message_id": self.messages.get(one.chat, 1), "date": at, "chat": chat, "from": BOT}
            message = {**shown, "text": TEXT, "reply_markup": {"inline_keyboard": keyboard}}
            tap = {"id": str(index), "from": sender, "chat_instance": "1", "data": one.says}
            content = {"callback_query": {**tap, "message": message}}
        return json.dumps({"update_id": self._number + index, **content}).encode()

    def _wait(self, index: int, chat: int, update: tuple[int, bytes]) -> None:
        self.came[index] = time.perf_counter()
        self.waiting.append(update)
        self._open.setdefault(chat, deque()).append(index)

    def acknowledge(self, offset: int) -> None:
        """Drops the updates before the offset."""
        while self.waiting and self.waiting[0][0] < offset:
            self.waiting.popleft()

    def serve_poll(self) -> None:
        """Answers the open poll if updates wait."""
        if self.poll is not None and self.waiting:
            connected, self.poll = self.poll, None
            connected.reply(self.batch())

    def batch(self) -> bytes:
        """The next batch of at most BATCH updates."""
        now = time.perf_counter()
        batch = [self.waiting[index] for index in range(min(BATCH, len(self.waiting)))]
        for number, _update in batch:
            if not self.went[number - self._first]:
                self.went[number - self._first] = now
        return b'{"ok":true,"result":[' + b",".join(update for _number, update in batch) + b"]}"

    def answer(self, chat: int) -> None:
        """Marks the chat's oldest open update as answered."""
        waiting = self._open.get(chat)
        if not waiting:
            return
        self.answered[waiting.popleft()] = time.perf_counter()
        self._left -= 1
        if not self._left:
            self._done.set()


class Connected(asyncio.Protocol):
    """One kept-alive connection."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._buffer = b""
        self._transport: Any = None
        self._polls = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, _failed: Exception | None) -> None:
        if self._queue.poll is self:
            self._queue.poll = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            found = LENGTH.search(self._buffer, 0, end + 2)
            total = end + 4 + (int(found[1]) if found else 0)
            if len(self._buffer) < total:
                return
            request, self._buffer = self._buffer[:total], self._buffer[total:]
            method = request[: request.find(b" HTTP/")].rpartition(b"/")[2].decode()
            self._called(method, request[end + 4 :])

    def reply(self, body: bytes) -> None:
        """Sends an answer with this body."""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % len(body) + body)

    def _called(self, method: str, body: bytes) -> None:
        if method == "getUpdates":
            self._poll(body)
        elif method == "getMe":
            self.reply(json.dumps({"ok": True, "result": BOT}).encode())
        elif method.startswith(("send", "edit")):
            self._show(method, body)
        else:
            self.reply(TRUE)

    def _poll(self, body: bytes) -> None:
        queue = self._queue
        if found := OFFSET.search(body):
            queue.acknowledge(int(found[1]))
        seconds = TIMEOUT.search(body)
        if queue.waiting or not (seconds and int(seconds[1])):
            self.reply(queue.batch())
            return
        queue.poll = self
        self._polls += 1
        asyncio.get_running_loop().call_later(int(seconds[1]), self._give_up, self._polls)

    def _give_up(self, poll: int) -> None:
        if self._queue.poll is self and self._polls == poll:
            self._queue.poll = None
            self.reply(self._queue.batch())

    def _show(self, method: str, body: bytes) -> None:
        found = CHAT.search(body)
        chat = int(found[1]) if found else 0
        if method.startswith("send"):
            self._queue.messages[chat] = self._queue.messages.get(chat, 0) + 1
        message = self._queue.messages.get(chat, 1)
        self.reply(
            b'{"ok":true,"result":{"message_id":%d,"date":1767000000,"text":"-",'
            b'"photo":[{"file_id":"p","file_unique_id":"p","width":9,"height":9}],'
            b'"document":{"file_id":"d","file_unique_id":"d"},'
            b'"chat":{"id":%d,"type":"private","first_name":"Ani"}}}' % (message, chat)
        )
        if method != "editMessageReplyMarkup":
            self._queue.answer(chat)


def serve(pipe: Connection) -> None:
    """Runs the process: sends its port, then answers each list of Action with its moments, until None."""
    uvloop.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    loop = asyncio.get_running_loop()
    queue = UpdateQueue()
    server = await loop.create_server(lambda: Connected(queue), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    while (actions := await asyncio.to_thread(pipe.recv)) is not None:
        pipe.send(await queue.hand_out(actions))
    server.close()
