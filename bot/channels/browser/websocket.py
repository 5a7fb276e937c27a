"""One page's WebSocket: what the person does there becomes events, in order, each acknowledged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.base import Take
from bot.channels.browser import protocol
from bot.channels.browser.connections import HasPhoto, Live, Page
from bot.channels.browser.message_store import Messages
from bot.conversation.events import Address, Attachment, Event
from bot.core.media import Stored

_log = logging.getLogger(__name__)


class Listening:
    """Hears connected pages. An action is acknowledged when it is committed, and never before."""

    def __init__(
        self,
        messages: Messages,
        live: Live,
        address: Callable[[str], Address],
        now: Callable[[], datetime],
        has_photo: HasPhoto,
    ) -> None:
        self._messages, self._live, self._address = messages, live, address
        self._now, self._has_photo = now, has_photo
        self.take: Take | None = None

    async def converse(self, page: Page) -> None:
        """Tells the history, then hears the page until it is gone."""
        self._live.join(page)
        speaking = asyncio.create_task(page.send_words())
        try:
            await self._tell_history(page)
            await self._hear(page)
        except Exception:  # the edge of the loop that hears a page: it will connect and say it again
            _log.exception("a page was not heard")
            await page.socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
        finally:
            self._live.leave(page)
            speaking.cancel()

    async def _tell_history(self, page: Page) -> None:
        for seat, chat_id in page.visitor.seats.items():
            rows = await self._messages.last(chat_id)
            words = [page.word_for(row, self._has_photo) for row in rows]
            page.tell({"type": "history", "seat": seat, "messages": [one["message"] for one in words if one]})

    async def _hear(self, page: Page) -> None:
        async for frame in page.socket:
            if frame.type is not WSMsgType.TEXT:
                await page.socket.close(code=WSCloseCode.UNSUPPORTED_DATA)
                return
            try:
                await self._heard(page, protocol.read_action(frame.data, page.visitor.seats))
            except protocol.NotUnderstood as garbled:
                page.tell({"type": "refused", "id": garbled.action})

    async def _heard(self, page: Page, action: protocol.Action) -> None:
        if self.take is None:
            await page.socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return
        chat_id = page.visitor.seats[action.seat]
        make = self._typed if action.kind == "text" else self._tapped
        await self.take([await make(page, action, self._address(chat_id))])
        page.tell({"type": "ack", "id": action.id})

    async def uploaded(self, chat_id: str, action: str, kept: Stored, language: str) -> None:
        """A file has come by itself, beside the socket. Raises what kept it from being taken."""
        assert self.take is not None
        address, event_id = self._address(chat_id), f"{chat_id}/{action}"
        file = {"name": kept.name, "bytes": kept.size}
        row = await self._messages.said(chat_id, event_id, "", self._now(), file)
        self._live.show([row])
        sent = Attachment(kept.kind, kept.ref, kept.name, kept.size, ref=kept.ref)
        await self.take(
            [Event(address, event_id, "text", attachment=sent, language=language, sent_at=row.at)]
        )

    async def _typed(self, page: Page, action: protocol.Action, address: Address) -> Event:
        event_id = f"{address.chat_id}/{action.id}"
        row = await self._messages.said(address.chat_id, event_id, action.bubble, self._now())
        self._live.show([row])
        return Event(address, event_id, "text", text=action.text, language=page.language, sent_at=row.at)

    async def _tapped(self, page: Page, action: protocol.Action, address: Address) -> Event:
        # Any route may be asked for: routes are requests, never permissions. The message must be the chat's.
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
    """The page's language in two letters: its own word, else the browser's header, else nothing."""
    asked = request.query.get("lang", "") or request.headers.get("Accept-Language", "")
    language = asked[:2].lower()
    return language if len(language) == 2 and language.isascii() and language.isalpha() else ""
