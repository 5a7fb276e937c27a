"""The pages that are connected right now, and what each of them was told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import WSCloseCode, web

from bot.channels.browser import protocol
from bot.channels.browser.message_store import BrowserMessage
from bot.channels.browser.visitors import Visitor

WAITING_WORDS = 300
PAGES_PER_CHAT = 12

HasPhoto = Callable[[BrowserMessage], bool]


class Page:
    """One connected page. Words to it wait in a queue, so that a slow reader holds nobody up."""

    def __init__(self, socket: web.WebSocketResponse, visitor: Visitor, language: str) -> None:
        self.socket, self.visitor, self.language = socket, visitor, language
        self._words: asyncio.Queue[str] = asyncio.Queue(WAITING_WORDS)
        self._told: dict[int, int] = {}
        self._closing: asyncio.Task[object] | None = None

    def tell(self, word: dict[str, Any]) -> None:
        """Sends a word as soon as it can be sent; a page that cannot keep up has to connect again."""
        try:
            self._words.put_nowait(json.dumps(word, ensure_ascii=False))
        except asyncio.QueueFull:
            self.close(WSCloseCode.TRY_AGAIN_LATER)

    def word_for(self, row: BrowserMessage, has_photo: HasPhoto) -> dict[str, Any] | None:
        """The message for this page; None when it is not for it, or was told in this or a later version."""
        seat = self.visitor.seat_of(row.chat_id)
        if seat is None or self._told.get(row.id, 0) >= row.version:
            return None
        self._told[row.id] = row.version
        return protocol.message_for_page(row, seat, has_photo(row))

    def close(self, code: WSCloseCode) -> None:
        """Hangs up without waiting for it."""
        if self._closing is None:
            self._closing = asyncio.create_task(self.socket.close(code=code))

    async def send_words(self) -> None:
        """Sends what is told until the page is gone."""
        while not self.socket.closed:
            word = await self._words.get()
            try:
                await self.socket.send_str(word)
            except ConnectionError:
                return


class Live:
    """All connected pages of this process."""

    def __init__(self, has_photo: HasPhoto) -> None:
        self.pages: list[Page] = []
        self._has_photo = has_photo

    def join(self, page: Page) -> None:
        """From now on the page hears of its chats; too many pages of one visitor: the oldest goes."""
        same = [one for one in self.pages if one.visitor == page.visitor]
        if len(same) >= PAGES_PER_CHAT:
            same[0].close(WSCloseCode.POLICY_VIOLATION)
        self.pages.append(page)

    def leave(self, page: Page) -> None:
        """The page is gone."""
        self.pages.remove(page)

    def chats(self) -> set[str]:
        """The chats that somebody is looking at."""
        return {chat for page in self.pages for chat in page.visitor.seats.values()}

    def show(self, rows: Sequence[BrowserMessage]) -> None:
        """Shows changed messages on every page that looks at their chat."""
        for page in self.pages:
            for row in rows:
                if word := page.word_for(row, self._has_photo):
                    page.tell(word)

    def tell(self, chat_id: str, word: dict[str, Any]) -> None:
        """Tells every page that looks at this chat; the word is given the name of its seat."""
        for page in self.pages:
            if (seat := page.visitor.seat_of(chat_id)) is not None:
                page.tell(word | {"seat": seat})

    def tell_all(self, word: dict[str, Any]) -> None:
        """Tells every page."""
        for page in self.pages:
            page.tell(word)

    async def hang_up(self) -> None:
        """Closes every page's connection: we are going away, they come back by themselves."""
        pages = list(self.pages)
        await asyncio.gather(*(page.socket.close(code=WSCloseCode.GOING_AWAY) for page in pages))
