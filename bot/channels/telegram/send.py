"""Shows screens in chats, by editing the tapped message if its kind allows that, else by a new message."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from telegram import InputFile, InputMediaPhoto, MessageEntity
from telegram.error import BadRequest, TelegramError

from bot.channels.base import Draw, Shown, Undeliverable
from bot.channels.telegram.api import Api, after_floods, is_gone
from bot.channels.telegram.render import NO_KEYBOARD, Drawing, draw
from bot.conversation.events import Address
from bot.conversation.screens import Screen

PhotoPath = Callable[[str], Path | None]
Sleep = Callable[[float], Awaitable[None]]

REMEMBERED_PHOTOS = 10_000

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Photos:
    """The pictures that screens name, and a cache of Telegram's ids of them; losing it does no harm."""

    path_of: PhotoPath
    _file_ids: dict[str, str] = field(default_factory=dict)
    _shown: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)

    def has(self, reference: str) -> bool:
        """Whether there is a picture of this reference."""
        return bool(reference) and (reference in self._file_ids or self.path_of(reference) is not None)

    def media(self, reference: str, attach: bool = False) -> str | InputFile:
        """The picture to send: Telegram's id of it, or the file itself. Raises OSError."""
        known = self._file_ids.get(reference)
        path = None if known else self.path_of(reference)
        if known or path is None:
            return known or ""
        return InputFile(path.read_bytes(), filename=path.name, attach=attach)

    def sent(self, chat_id: str, message: dict[str, Any], reference: str) -> None:
        """Notes Telegram's id of the picture, and that this message shows it."""
        self._file_ids[reference] = message["photo"][-1]["file_id"]
        self._shown[chat_id, str(message["message_id"])] = reference
        while len(self._shown) > REMEMBERED_PHOTOS:
            self._shown.popitem(last=False)

    def forget(self, reference: str) -> None:
        """Forgets Telegram's id of a picture that it no longer takes."""
        self._file_ids.pop(reference, None)

    def shows(self, chat_id: str, message_id: str, reference: str) -> bool:
        """Whether that message is known to show this picture."""
        return self._shown.get((chat_id, message_id)) == reference


@dataclass(slots=True)
class ScreenSender:
    """Sends and edits screens. Its methods raise the library's errors."""

    api: Api
    photos: Photos
    sleep: Sleep = asyncio.sleep

    async def answer(self, request: Draw) -> Shown:
        """Shows the screen; at the same time closes the tap or removes the old keyboard."""
        event = request.event
        tapped = event.message_id if event is not None and event.kind == "tap" else ""
        others: list[Awaitable[None]] = []
        if event is not None and event.receipt:
            others.append(self._close_quietly(event.receipt))
        if tapped and request.in_place:
            showing = self._edit_or_send(request, tapped)
        else:
            showing = self.send(request.to, request.screen)
            if request.current is not None and request.current.message_id != tapped:
                others.append(self._remove_keyboard(request.to, request.current.message_id))
        return await _together(showing, *others)

    async def send(self, to: Address, screen: Screen) -> Shown:
        """Sends the screen as a new message, with its photo if there is one."""
        drawing = draw(screen)
        if drawing.fits_a_caption and self.photos.has(screen.photo):
            try:
                return await self._send_photo(to, screen.photo, drawing)
            except (BadRequest, OSError) as refused:
                if isinstance(refused, BadRequest) and is_gone(refused):
                    raise
                self._without_photo(screen.photo, refused)
        message = await self._call("sendMessage", {"chat_id": number_of(to), **drawing.as_text()})
        return _shown(message, "text")

    async def _send_photo(self, to: Address, reference: str, drawing: Drawing) -> Shown:
        parameters = {"chat_id": number_of(to), **drawing.as_caption()}
        message = await self._call("sendPhoto", {**parameters, "photo": self.photos.media(reference)})
        self.photos.sent(to.chat_id, message, reference)
        return _shown(message, "photo")

    async def _edit_or_send(self, request: Draw, tapped: str) -> Shown:
        drawing = draw(request.screen)
        with_photo = drawing.fits_a_caption and self.photos.has(request.screen.photo)
        kind = request.event.message_kind if request.event else ""
        if with_photo or kind == "text":
            try:
                return await self._edit(request, tapped, drawing, with_photo)
            except (BadRequest, OSError) as refused:
                if "not modified" in str(refused):
                    return Shown(tapped, "photo" if with_photo else "text")
                _log.info("message %s is not edited: %s", tapped, refused)
        return await _together(
            self.send(request.to, request.screen), self._remove_keyboard(request.to, tapped)
        )

    async def _edit(self, request: Draw, tapped: str, drawing: Drawing, with_photo: bool) -> Shown:
        where = {"chat_id": number_of(request.to), "message_id": int(tapped)}
        if not with_photo:
            message = await self._call("editMessageText", {**where, **drawing.as_text()})
            return _shown(message, "text")
        reference = request.screen.photo
        if self.photos.shows(request.to.chat_id, tapped, reference):
            message = await self._call("editMessageCaption", {**where, **drawing.as_caption()})
        else:
            message = await self._edit_media(where, reference, drawing)
        self.photos.sent(request.to.chat_id, message, reference)
        return _shown(message, "photo")

    async def _edit_media(self, where: dict[str, Any], reference: str, drawing: Drawing) -> Any:
        media = InputMediaPhoto(
            self.photos.media(reference, attach=True),
            caption=drawing.text,
            caption_entities=[MessageEntity(**entity) for entity in drawing.entities],
        )
        parameters = {**where, "media": media, "reply_markup": drawing.keyboard}
        return await self._call("editMessageMedia", parameters)

    async def _close_quietly(self, receipt: str) -> None:
        """Closes a tap; an error in doing so does not keep the screen from being shown."""
        try:
            await self.close(receipt)
        except TelegramError as failed:
            _log.info("a tap was not closed: %s", failed)

    async def close(self, receipt: str, text: str = "") -> None:
        """Closes a tap, with a short line if there is one. An expired tap counts as closed."""
        try:
            await self._call("answerCallbackQuery", {"callback_query_id": receipt, "text": text or None})
        except BadRequest as refused:
            _log.info("a tap was closed already: %s", refused)

    async def _remove_keyboard(self, to: Address, message_id: str) -> None:
        where = {"chat_id": number_of(to), "message_id": int(message_id)}
        try:
            await self.api.call("editMessageReplyMarkup", {**where, "reply_markup": NO_KEYBOARD})
        except TelegramError as refused:
            _log.info("message %s keeps its keyboard: %s", message_id, refused)

    async def _call(self, method: str, parameters: dict[str, Any]) -> Any:
        return await after_floods(lambda: self.api.call(method, parameters), self.sleep)

    def _without_photo(self, reference: str, refused: Exception) -> None:
        self.photos.forget(reference)
        _log.warning("the photo %s is left out: %s", reference, refused)


async def _together(showing: Awaitable[Shown], *others: Awaitable[None]) -> Shown:
    """Awaits all at the same time; raises the first error once all have ended."""
    shown, *results = await asyncio.gather(showing, *others, return_exceptions=True)
    for result in (shown, *results):
        if isinstance(result, BaseException):
            raise result
    return cast(Shown, shown)


def number_of(to: Address) -> int:
    """The chat's number. Raises Undeliverable for the empty address of an unreadable update."""
    try:
        return int(to.chat_id)
    except ValueError as wrong:
        raise Undeliverable(f"no chat of Telegram's: {to.chat_id!r}") from wrong


def _shown(message: dict[str, Any], kind: str) -> Shown:
    at = message.get("edit_date") or message["date"]
    return Shown(str(message["message_id"]), kind, datetime.fromtimestamp(at, UTC))
