"""Serves one page's WebSocket: turns actions into events, in order, and acknowledges each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.base import Take
from bot.channels.browser import protocol
from bot.channels.browser.connections import Connections, HasPhoto, Page
from bot.channels.browser.message_store import Messages
from bot.conversation.events import Address, Attachment, Event
from bot.core.media import Stored

_log = logging.getLogger(__name__)


class Listener:
    """Reads from connected pages. An action is acknowledged when it is committed, never before."""

    def __init__(
        self,
        messages: Messages,
        connections: Connections,
        address: Callable[[str], Address],
        now: Callable[[], datetime],
        has_photo: HasPhoto,
    ) -> None:
        self._messages, self._connections, self._address = messages, connections, address
        self._now, self._has_photo = now, has_photo
        self.take: Take | None = None

    async def converse(self, page: Page) -> None:
        """Sends the history, then reads from the page until it is gone."""
        self._connections.join(page)
        sending = asyncio.create_task(page.send_frames())
        try:
            await self._send_history(page)
            await self._read(page)
        except Exception:  # the edge of the loop that reads a page: it reconnects and sends again
            _log.exception("reading from a page failed")
            await page.socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
        finally:
            self._connections.leave(page)
            sending.cancel()

    async def _send_history(self, page: Page) -> None:
        for seat, chat_id in page.visitor.seats.items():
            rows = await self._messages.last(chat_id)
            frames = [page.frame_for(row, self._has_photo) for row in rows]
            messages = [frame["message"] for frame in frames if frame]
            page.tell({"type": "history", "seat": seat, "messages": messages})

    async def _read(self, page: Page) -> None:
        async for frame in page.socket:
            if frame.type is not WSMsgType.TEXT:
                await page.socket.close(code=WSCloseCode.UNSUPPORTED_DATA)
                return
            try:
                await self._take(page, protocol.read_action(frame.data, page.visitor.seats))
            except protocol.NotUnderstood as garbled:
                page.tell({"type": "refused", "id": garbled.action})

    async def _take(self, page: Page, action: protocol.Action) -> None:
        if self.take is None:
            await page.socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return
        chat_id = page.visitor.seats[action.seat]
        make = {"text": self._typed, "tap": self._tapped, "file": self._offered}[action.kind]
        await self.take([await make(page, action, self._address(chat_id))])
        page.tell({"type": "ack", "id": action.id})

    async def uploaded(self, chat_id: str, action: str, stored: Stored, language: str) -> None:
        """Hands in a file that was uploaded beside the socket. Raises the error that prevents it."""
        assert self.take is not None
        address, event_id = self._address(chat_id), f"{chat_id}/{action}"
        file = {"name": stored.name, "bytes": stored.size}
        row = await self._messages.said(chat_id, event_id, "", self._now(), file)
        self._connections.show([row])
        sent = Attachment(stored.kind, stored.ref, stored.name, stored.size, ref=stored.ref)
        await self.take(
            [Event(address, event_id, "text", attachment=sent, language=language, sent_at=row.at)]
        )

    async def _typed(self, page: Page, action: protocol.Action, address: Address) -> Event:
        event_id = f"{address.chat_id}/{action.id}"
        row = await self._messages.said(address.chat_id, event_id, action.bubble, self._now())
        self._connections.show([row])
        return Event(address, event_id, "text", text=action.text, language=page.language, sent_at=row.at)

    async def _offered(self, page: Page, action: protocol.Action, address: Address) -> Event:
        """A file that no question asks for: it stays where it is, and the shop says what it can read."""
        event_id, file = f"{address.chat_id}/{action.id}", {"name": action.file, "bytes": action.size}
        row = await self._messages.said(address.chat_id, event_id, "", self._now(), file)
        self._connections.show([row])
        offered = Attachment("document", name=action.file, size=action.size, failed="not_fetched")
        return Event(address, event_id, "text", attachment=offered, language=page.language, sent_at=row.at)

    async def _tapped(self, page: Page, action: protocol.Action, address: Address) -> Event:
        # Any route may be requested: routes grant nothing. The message must belong to the chat.
        row = await self._messages.of(address.chat_id, action.message_id)
        return Event(
            address,
            f"{address.chat_id}/{action.id}",
            "tap",
            route=action.route,
            language=page.language,
            sent_at=self._now(),
            message_id=str(row.id) if row else "",
            message_kind=kind_of(row.content) if row else "",
            receipt=action.id,
        )


def kind_of(content: dict[str, object]) -> str:
    """`photo` or `text`: the kind of message that carries this content."""
    return "photo" if content.get("photo") else "text"


def language_of(request: web.Request) -> str:
    """The page's language in two letters: from its query, else from the browser's header, else ""."""
    asked = request.query.get("lang", "") or request.headers.get("Accept-Language", "")
    language = asked[:2].lower()
    return language if len(language) == 2 and language.isascii() and language.isalpha() else ""
