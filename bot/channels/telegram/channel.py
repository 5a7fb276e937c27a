"""Telegram as a channel: what the rest of the program sees of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from aiohttp import web
from telegram import InputFile
from telegram.error import BadRequest, InvalidToken

from bot.channels import pictures
from bot.channels.base import Draw, MadeFile, Shown, Take, Undeliverable
from bot.channels.send_budget import SendBudget
from bot.channels.slots import Urgency
from bot.channels.telegram.api import Api, channel_errors, is_gone
from bot.channels.telegram.inline_mode import Inline
from bot.channels.telegram.polling import Polling, PollingTimes, TokenRefused, UntilAnswered
from bot.channels.telegram.send import PhotoPath, Photos, ScreenSender, number_of, place_of
from bot.channels.telegram.updates import ALLOWED_UPDATES, Reader
from bot.channels.telegram.webhook import Receiver, Webhook
from bot.conversation.events import Address, Attachment, Event
from bot.conversation.inline_cards import Window
from bot.conversation.screens import Screen
from bot.core.media import TooLarge

TOAST_LENGTH = 200
CONNECTIONS = 40
LAST_SECONDS = 2.0


def no_photos(_reference: str) -> Path | None:
    """Finds no picture, for a shop without any."""
    return None


class Telegram:
    """One bot at Telegram, or at another Bot API server (`api_url`: its root).

    With a `webhook` it is reached at `routes()`, which the program's HTTP server serves; without one it
    polls. `photo_path` gives the file of a picture that a screen names; `public_url` is where anybody reaches
    our HTTP server, from where inline results show their pictures. `window` answers what people type after
    the bot's name in other chats (inline mode). `budget` bounds what is sent. Call `close` in the end.
    """

    name = "telegram"
    numbers_choices = False

    def __init__(
        self,
        token: str,
        api_url: str = "",
        webhook: Webhook | None = None,
        photo_path: PhotoPath = no_photos,
        public_url: str = "",
        times: PollingTimes | None = None,
        window: Window | None = None,
        budget: SendBudget | None = None,
    ) -> None:
        self.bot_id = token.partition(":")[0]
        self._webhook = webhook
        self._times = times or PollingTimes()
        self._api = Api(token, api_url, budget)
        self._reader = Reader(self.bot_id)
        self._photo_path, self._public_url = photo_path, public_url
        self._inline = Inline(self._api, self.link, self._picture, window)
        self._receiver = Receiver(self._reader, webhook, self._inline.take) if webhook else None
        self._sender = ScreenSender(self._api, Photos(photo_path), self._times.sleep)

    async def run(self, take: Take) -> None:
        """Receives until cancelled. Raises AnotherPoller and TokenRefused; neither is retried."""
        await UntilAnswered(self._times).result(self._learn_username)
        if self._receiver is None:
            await Polling(self._api, self._reader, self._inline.take, self._times).run(take)
        else:
            await self._listen(self._receiver, take)

    async def _listen(self, receiver: Receiver, take: Take) -> None:
        receiver.take = take
        try:
            await UntilAnswered(self._times).result(self._set_webhook)
            await asyncio.Event().wait()
        finally:
            receiver.take = None

    async def _set_webhook(self) -> None:
        assert self._webhook is not None
        parameters = {
            "url": self._webhook.url.rstrip("/") + self._path,
            "secret_token": self._webhook.secret,
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": CONNECTIONS,
        }
        await self._api.call("setWebhook", parameters)

    @property
    def _path(self) -> str:
        return f"/telegram/{self.bot_id}"

    def routes(self) -> list[web.RouteDef]:
        """The route that Telegram posts updates to, none when we poll. It answers 503 until `run` runs."""
        return [web.post(self._path, self._receiver.receive)] if self._receiver else []

    async def introduce(self) -> None:
        """Learns the bot's username, so that `link` works. Raises TryLater and TokenRefused."""
        with channel_errors():
            try:
                await self._learn_username()
            except InvalidToken as refused:
                raise TokenRefused(TokenRefused.__doc__) from refused

    async def _learn_username(self) -> None:
        if not self._reader.username:
            me = await self._api.call("getMe", {})
            self._reader.username = str(me["username"])

    def link(self, payload: str) -> str:
        """`https://t.me/…?start=payload`; "" until the username is known (`run`, `introduce`)."""
        name = self._reader.username
        return f"https://t.me/{name}?start={payload}" if name else ""

    def _picture(self, reference: str) -> str:
        """The public address of a picture; "" when there is none, or Telegram cannot fetch it from us."""
        known = self._public_url.startswith("https://") and reference and self._photo_path(reference)
        return f"{self._public_url}{pictures.address(reference)}" if known else ""

    async def answer(self, draw: Draw) -> Shown:
        """Shows the screen, after a tap in the tapped message, and closes the tap."""
        with channel_errors():
            return await self._sender.answer(draw)

    async def tidied(self, seconds: float) -> None:
        """Waits so long until answered taps are closed and old keyboards are gone."""
        await self._sender.finish(seconds)

    async def dismiss(self, event: Event, text: str = "") -> None:
        """Closes a tap, with one short line at the top of the chat; after typed text, sends the line."""
        with channel_errors():
            if event.receipt:
                await self._sender.close(event.receipt, text[:TOAST_LENGTH])
            elif text:
                parameters = {**place_of(event.address), "text": text}
                await self._api.send("sendMessage", parameters, Urgency.REPLY)

    async def notify(self, to: Address, screen: Screen, language: str) -> Shown:
        """Shows a screen that no tap asked for, as a message of its own."""
        with channel_errors():
            return await self._sender.send(to, screen, Urgency.NOTICE)

    async def send_file(self, to: Address, file: MadeFile) -> str:
        """Sends a file as a message of its own; returns Telegram's id of it.

        If Telegram no longer takes the known id, the file itself is sent.
        """
        with channel_errors():
            if file.known_id:
                try:
                    return await self._send_document(to, file.known_id)
                except BadRequest as refused:
                    if is_gone(refused):
                        raise
            return await self._upload(to, file)

    async def _upload(self, to: Address, file: MadeFile) -> str:
        try:
            content = file.path.open("rb")
        except OSError as missing:
            raise Undeliverable(f"{file.name}: {missing.strerror}") from missing
        with content:
            upload = InputFile(content, filename=file.name, read_file_handle=False)
            upload.mimetype = file.mime
            return await self._send_document(to, upload)

    async def _send_document(self, to: Address, document: str | InputFile) -> str:
        parameters = {**place_of(to), "document": document}
        message = await self._api.send("sendDocument", parameters, Urgency.REPLY, once=True)
        return str(message["document"]["file_id"])

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The file that a person sent, piece by piece. Raises TooLarge over Telegram's limit of 20 MB."""
        with channel_errors():
            try:
                async for piece in self._api.download(attachment.file_id):
                    yield piece
            except BadRequest as refused:
                if "too big" in refused.message:
                    raise TooLarge(refused.message) from refused
                raise

    async def set_commands(
        self, commands: Mapping[str, Sequence[tuple[str, str]]], chat: Address | None = None
    ) -> None:
        """Sets the menu of commands per language ("" for all others), for one chat or for everybody.

        A command is its name without the slash (a–z, 0–9, _; at most 32) and what it does (3–256).
        """
        scope = {"type": "chat", "chat_id": number_of(chat)} if chat else None
        with channel_errors():
            for language, menu in commands.items():
                drawn = [{"command": name, "description": does} for name, does in menu]
                parameters = {"commands": drawn, "language_code": language or None, "scope": scope}
                await self._api.call("setMyCommands", parameters)

    async def describe(self, whole: Mapping[str, str], short: Mapping[str, str]) -> None:
        """Sets what the bot says of itself per language ("" for all others), and its button to the commands.

        `whole` is what an empty chat shows (at most 512), `short` stands on its profile (at most 120).
        """
        with channel_errors():
            for language, text in whole.items():
                told = {"description": text, "language_code": language or None}
                await self._api.call("setMyDescription", told)
            for language, text in short.items():
                told = {"short_description": text, "language_code": language or None}
                await self._api.call("setMyShortDescription", told)
            await self._api.call("setChatMenuButton", {"menu_button": {"type": "commands"}})

    async def close(self) -> None:
        """Closes the connections to the server, once taps and old keyboards are seen to."""
        await self.tidied(LAST_SECONDS)
        await self._inline.close()
        await self._api.close_connections()
