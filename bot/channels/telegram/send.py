"""Shows screens in chats, by editing the tapped message if its kind allows that, else by a new message."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from telegram import InputFile, InputMediaPhoto, MessageEntity
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.base import Draw, Shown, TryLater, Undeliverable
from bot.channels.slots import Urgency
from bot.channels.telegram.api import Api, after_floods, is_gone
from bot.channels.telegram.render import NO_KEYBOARD, Drawing, draw
from bot.conversation.events import Address
from bot.conversation.screens import Screen
from bot.core.retry import Asked, Retry, RetryPolicy, fixed

PhotoPath = Callable[[str], Path | None]
Sleep = Callable[[float], Awaitable[None]]

REMEMBERED_PHOTOS = 10_000
TIDYING_RETRIES = RetryPolicy(fixed(0.5, 1, 2, 4, 4), longest_asked=4, asked=Asked.INSTEAD_OR_GIVE_UP)
"""A tap can be closed for about a quarter of a minute; later its wheel has stopped turning by itself."""

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
    """Sends and edits screens. Its methods raise the library's errors, and TryLater.

    What only tidies up (closing a tap, taking an old keyboard away) holds no screen up: it is tried again
    in the background, and `finish` waits for it.
    """

    api: Api
    photos: Photos
    sleep: Sleep = asyncio.sleep
    _tidying: set[asyncio.Task[None]] = field(default_factory=set)

    async def answer(self, request: Draw) -> Shown:
        """Shows the screen; meanwhile closes the tap, and then removes the old keyboard."""
        event = request.event
        tapped = event.message_id if event is not None and event.kind == "tap" else ""
        if event is not None and event.receipt:
            self._tidy(partial(self.close, event.receipt))
        if tapped and request.in_place:
            return await self._edit_or_send(request, tapped)
        shown = await self.send(request.to, request.screen, _urgency(request))
        if request.current is not None and request.current.message_id != tapped:
            self._tidy(partial(self._remove_keyboard, request.to, request.current.message_id))
        return shown

    async def finish(self, seconds: float) -> None:
        """Waits so long for what is being tidied up."""
        if self._tidying:
            await asyncio.wait(self._tidying, timeout=seconds)

    async def send(self, to: Address, screen: Screen, urgency: Urgency = Urgency.REPLY) -> Shown:
        """Sends the screen as a new message, with its photo if there is one."""
        drawing = draw(screen)
        if drawing.fits_a_caption and self.photos.has(screen.photo):
            try:
                return await self._send_photo(to, screen.photo, drawing, urgency)
            except (BadRequest, OSError) as refused:
                if isinstance(refused, BadRequest) and is_gone(refused):
                    raise
                self._without_photo(screen.photo, refused)
        parameters = {**place_of(to), **drawing.as_text()}
        message = await self.api.send("sendMessage", parameters, urgency)
        return _shown(message, "text")

    async def _send_photo(self, to: Address, reference: str, drawing: Drawing, urgency: Urgency) -> Shown:
        parameters = {**place_of(to), **drawing.as_caption()}
        with_photo = {**parameters, "photo": self.photos.media(reference)}
        message = await self.api.send("sendPhoto", with_photo, urgency)
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
        shown = await self.send(request.to, request.screen, _urgency(request))
        self._tidy(partial(self._remove_keyboard, request.to, tapped))
        return shown

    async def _edit(self, request: Draw, tapped: str, drawing: Drawing, with_photo: bool) -> Shown:
        where = {"chat_id": number_of(request.to), "message_id": int(tapped)}
        if not with_photo:
            message = await self._reply(request, "editMessageText", {**where, **drawing.as_text()})
            return _shown(message, "text")
        reference = request.screen.photo
        if self.photos.shows(request.to.chat_id, tapped, reference):
            message = await self._reply(request, "editMessageCaption", {**where, **drawing.as_caption()})
        else:
            message = await self._edit_media(request, where, drawing)
        self.photos.sent(request.to.chat_id, message, reference)
        return _shown(message, "photo")

    async def _edit_media(self, request: Draw, where: dict[str, Any], drawing: Drawing) -> Any:
        media = InputMediaPhoto(
            self.photos.media(request.screen.photo, attach=True),
            caption=drawing.text,
            caption_entities=[MessageEntity(**entity) for entity in drawing.entities],
        )
        parameters = {**where, "media": media, "reply_markup": drawing.keyboard}
        return await self._reply(request, "editMessageMedia", parameters)

    async def close(self, receipt: str, text: str = "") -> None:
        """Closes a tap, with a short line if there is one. An expired tap counts as closed."""
        parameters = {"callback_query_id": receipt, "text": text or None}
        try:
            await after_floods(lambda: self.api.call("answerCallbackQuery", parameters), self.sleep)
        except BadRequest as refused:
            _log.info("a tap was closed already: %s", refused)

    async def _remove_keyboard(self, to: Address, message_id: str) -> None:
        where = {"chat_id": number_of(to), "message_id": int(message_id)}
        try:
            parameters = {**where, "reply_markup": NO_KEYBOARD}
            await self.api.send("editMessageReplyMarkup", parameters, Urgency.NOTICE)
        except (BadRequest, Forbidden) as refused:
            _log.info("message %s keeps its keyboard: %s", message_id, refused)

    def _tidy(self, work: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.create_task(self._until_done(work))
        self._tidying.add(task)
        task.add_done_callback(self._tidying.discard)

    async def _until_done(self, work: Callable[[], Awaitable[None]]) -> None:
        retry = Retry(TIDYING_RETRIES, self.sleep)
        while True:
            try:
                return await work()
            except (TelegramError, TryLater) as failed:
                if not await retry.rest(getattr(failed, "seconds", None)):
                    _log.info("not tidied up: %s", failed)
                    return None

    async def _reply(self, request: Draw, method: str, parameters: dict[str, Any]) -> Any:
        return await self.api.send(method, parameters, _urgency(request))

    def _without_photo(self, reference: str, refused: Exception) -> None:
        self.photos.forget(reference)
        _log.warning("the photo %s is left out: %s", reference, refused)


def _urgency(request: Draw) -> Urgency:
    return Urgency.LATE if request.event is not None and request.event.late else Urgency.REPLY


def number_of(to: Address) -> int:
    """The chat's number. Raises Undeliverable for the empty address of an unreadable update."""
    try:
        return int(to.chat_id.partition("/")[0])
    except ValueError as wrong:
        raise Undeliverable(f"no chat of Telegram's: {to.chat_id!r}") from wrong


def place_of(to: Address) -> dict[str, int]:
    """The parameters that name where a new message goes: the chat, and the topic in a group with topics.

    Raises Undeliverable as `number_of` does.
    """
    topic = to.chat_id.partition("/")[2]
    return {"chat_id": number_of(to), **({"message_thread_id": int(topic)} if topic else {})}


def _shown(message: dict[str, Any], kind: str) -> Shown:
    at = message.get("edit_date") or message["date"]
    return Shown(str(message["message_id"]), kind, datetime.fromtimestamp(at, UTC))
