"""The connected pages, and which version of each message they have."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import WSCloseCode, web

from bot.channels.browser import protocol
from bot.channels.browser.message_store import BrowserMessage
from bot.channels.browser.visitors import Visitor

MOST_WAITING = 300
PAGES_PER_CHAT = 12

HasPhoto = Callable[[str], bool]


class Page:
    """One connected page. Its frames wait in a queue, so that a slow page does not hold up the others."""

    def __init__(self, socket: web.WebSocketResponse, visitor: Visitor, language: str) -> None:
        self.socket, self.visitor, self.language = socket, visitor, language
        self._frames: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._versions: dict[int, int] = {}
        self._closing: asyncio.Task[object] | None = None

    def tell(self, frame: dict[str, Any]) -> None:
        """Queues a frame; a page whose queue is full is closed and has to reconnect."""
        try:
            self._frames.put_nowait(json.dumps(frame, ensure_ascii=False))
        except asyncio.QueueFull:
            self.close(WSCloseCode.TRY_AGAIN_LATER)

    def frame_for(self, row: BrowserMessage, has_photo: HasPhoto) -> dict[str, Any] | None:
        """The message as a frame; None if it is not for this page, or the page has this version of it."""
        seat = self.visitor.seat_of(row.chat_id)
        if seat is None or self._versions.get(row.id, 0) >= row.version:
            return None
        self._versions[row.id] = row.version
        return protocol.message_for_page(row, seat, has_photo)

    def close(self, code: WSCloseCode) -> None:
        """Starts closing the connection, without waiting for it."""
        if self._closing is None:
            self._closing = asyncio.create_task(self.socket.close(code=code))

    async def send_frames(self) -> None:
        """Sends queued frames until the page is gone."""
        while not self.socket.closed:
            frame = await self._frames.get()
            try:
                await self.socket.send_str(frame)
            except ConnectionError:
                return


class Connections:
    """All connected pages of this process."""

    def __init__(self, has_photo: HasPhoto) -> None:
        self.pages: list[Page] = []
        self._has_photo = has_photo

    def join(self, page: Page) -> None:
        """Adds a page; when a visitor has too many, the oldest is closed."""
        pages = [other for other in self.pages if other.visitor == page.visitor]
        if len(pages) >= PAGES_PER_CHAT:
            pages[0].close(WSCloseCode.POLICY_VIOLATION)
        self.pages.append(page)

    def leave(self, page: Page) -> None:
        """Removes a page that is gone."""
        self.pages.remove(page)

    def chats(self) -> set[str]:
        """The chats that a connected page shows."""
        return {chat for page in self.pages for chat in page.visitor.seats.values()}

    def show(self, rows: Sequence[BrowserMessage]) -> None:
        """Sends changed messages to every page that shows their chat."""
        for page in self.pages:
            for row in rows:
                if frame := page.frame_for(row, self._has_photo):
                    page.tell(frame)

    def tell(self, chat_id: str, frame: dict[str, Any]) -> None:
        """Sends a frame, with the name of the seat added, to every page that shows this chat."""
        for page in self.pages:
            if (seat := page.visitor.seat_of(chat_id)) is not None:
                page.tell(frame | {"seat": seat})

    def tell_all(self, frame: dict[str, Any]) -> None:
        """Sends a frame to every page."""
        for page in self.pages:
            page.tell(frame)

    async def hang_up(self) -> None:
        """Closes every connection as going away; the pages reconnect on their own."""
        pages = list(self.pages)
        await asyncio.gather(*(page.socket.close(code=WSCloseCode.GOING_AWAY) for page in pages))
