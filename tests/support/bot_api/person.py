"""A person who chats with the bot: types, taps, sends, blocks, and sees the messages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.bot_api.chats import Chat, Message, size_of
from tests.support.bot_api.inline import Answer
from tests.support.bot_api.values import PNG, Upload

if TYPE_CHECKING:
    from tests.support.bot_api.server import BotApi

BEFORE_HINT = " · "
PATIENCE = 120.0
NOTHING_MORE = 0.15


@dataclass(frozen=True)
class Seen:
    """A message of the bot as a person sees it; `hidden` are the routes behind the labels."""

    id: int
    text: str
    rows: tuple[tuple[str, ...], ...]
    photo: str = ""
    document: str = ""
    bold: str = ""

    @property
    def labels(self) -> list[str]:
        return [label for row in self.rows for label in row]

    def __str__(self) -> str:
        return "\n".join([self.text, *(" ".join(f"[{one}]" for one in row) for row in self.rows)])


def seen(message: Message) -> Seen:
    in_units = message.text.encode("utf-16-le")
    bold = [
        in_units[2 * one["offset"] : 2 * (one["offset"] + one["length"])]
        for one in message.entities
        if one["type"] == "bold"
    ]
    rows = tuple(tuple(button["text"] for button in row) for row in message.rows)
    document = message.document["file_name"] if message.document else ""
    return Seen(message.id, message.text, rows, message.photo, document, b"".join(bold).decode("utf-16-le"))


class Person:
    """A person; each action waits up to `wait` seconds for the bot's answer, with `wait=0` not at all."""

    def __init__(self, api: BotApi, chat: Chat, user: dict[str, Any]) -> None:
        self._api, self.chat, self._user = api, chat, user

    @property
    def id(self) -> int:
        return int(self._user["id"])

    @property
    def screen(self) -> Seen:
        """The bot's last message with text."""
        with_words = [one for one in self.chat.from_bot if not one.document]
        assert with_words, f"the bot has not said anything to {self._user['first_name']}"
        return seen(with_words[-1])

    @property
    def messages(self) -> list[Seen]:
        """All messages of the bot, oldest first."""
        return [seen(message) for message in self.chat.from_bot]

    @property
    def files(self) -> list[str]:
        """The names of the documents that the bot sent here."""
        return [message.document for message in self.messages if message.document]

    def file(self, name: str) -> bytes:
        """The content of the last document of that name."""
        sent = [
            one.document for one in self.chat.from_bot if one.document and one.document["file_name"] == name
        ]
        assert sent, f"no file {name} among {self.files}"
        return self._api.world.files[sent[-1]["file_id"]].content

    async def say(self, text: str, chat: Chat | None = None, wait: float = PATIENCE) -> int:
        """Types a text, here or in a group; returns the update's number."""
        length = len(text.split(maxsplit=1)[0]) if text.startswith("/") else 0
        command = [{"type": "bot_command", "offset": 0, "length": length}] if length else []
        return await self._says(chat or self.chat, wait, text=text, entities=command)

    async def forward(self, text: str, wait: float = PATIENCE) -> int:
        """Forwards what somebody else wrote."""
        origin = {"type": "hidden_user", "sender_user_name": "Budi", "date": self._api.world.now() - 60}
        return await self._says(self.chat, wait, text=text, more={"forward_origin": origin})

    async def sends(self, kind: str, caption: str = "", wait: float = PATIENCE, **details: Any) -> int:
        """Sends a photo, voice, sticker, document, video, contact or location."""
        told = {kind: self._thing(kind, details)}
        told |= {"media_group_id": details["album"]} if "album" in details else {}
        return await self._says(self.chat, wait, text=caption, more=told)

    async def edit(self, text: str, wait: float = PATIENCE) -> int:
        """Rewrites the person's own last message."""
        message = [one for one in self.chat.messages.values() if one.sender is not None][-1]
        message.text, message.edited = text, self._api.world.now()
        before = self.chat.version
        number = self._api.updates.push("edited_message", message.as_json(self._api.bot))
        await self._until_moved(before, wait)
        return number

    async def tap(self, label: str, on: Seen | None = None, wait: float = PATIENCE) -> int:
        """Taps a button: of the message `on`, else of the last one that has such a label."""
        message, button = self._find(label, on)
        assert "callback_data" in button, f"[{label}] is a link to {button.get('url')}"
        return await self.tap_route(button["callback_data"], message, wait)

    async def tap_route(self, route: str, message: Message | None = None, wait: float = PATIENCE) -> int:
        """Sends a tap with any route, as a forger could."""
        message = message or self.chat.from_bot[-1]
        receipt = f"tap-{len(self._api.world.toasts) + len(self._api.world.taps) + 1}"
        self._api.world.taps[receipt] = self.chat
        told = {"id": receipt, "from": self._user, "chat_instance": "1", "data": route}
        before = self.chat.version
        told["message"] = message.as_json(self._api.bot)
        number = self._api.updates.push("callback_query", told)
        if wait:
            await self._until_closed(receipt, before, wait)
        return number

    async def ask(self, typed: str, offset: str = "", wait: float = PATIENCE) -> Answer:
        """Types after the bot's name in another chat; returns the answer, an empty one with `wait=0`."""
        number, answer = self._api.world.queries.ask()
        query = {"id": number, "from": self._user, "query": typed, "offset": offset, "chat_type": "private"}
        self._api.updates.push("inline_query", query)
        if not wait:
            return {}
        async with asyncio.timeout(wait):
            return await answer

    async def post(self, result: Answer, chat: Chat | None = None, wait: float = PATIENCE) -> int:
        """Posts one of the answers into a chat, by default the private one with the bot."""
        said = result["input_message_content"]
        content = {"text": said["message_text"], "entities": said.get("entities", [])}
        more = {"via_bot": self._api.bot}
        return await self._says(chat or self.chat, wait, **content, rows=result["reply_markup"], more=more)

    def toast(self) -> str:
        """The line that the last closed tap showed at the top of the chat."""
        return list(self._api.world.toasts.values())[-1]

    def block(self) -> int:
        """Blocks the bot."""
        self.chat.blocked = "bot was blocked by the user"
        return self._member("member", "kicked")

    def unblock(self) -> int:
        """Unblocks the bot."""
        self.chat.blocked = ""
        return self._member("kicked", "member")

    async def sees(self, words: str, wait: float = PATIENCE) -> Seen:
        """Waits until a message of the bot contains these words."""
        async with asyncio.timeout(wait or None):
            while True:
                found = [one for one in self.messages if words in str(one)]
                if found:
                    return found[-1]
                await self.chat.moved.wait()

    def _find(self, label: str, on: Seen | None) -> tuple[Message, dict[str, str]]:
        messages = [self.chat.messages[on.id]] if on else self.chat.from_bot[::-1]
        for message in messages:
            for button in (one for row in message.rows for one in row):
                if label in (button["text"], button["text"].split(BEFORE_HINT)[0]):
                    return message, button
        raise AssertionError(f"no [{label}] in sight:\n{on or self.screen}")

    async def _says(self, chat: Chat, wait: float, **content: Any) -> int:
        message = chat.add(self._api.world.now(), sender=self._user, **content)
        before = chat.version
        number = self._api.updates.push("message", message.as_json(self._api.bot))
        await self._until_moved(before, wait, chat)
        return number

    async def _until_moved(self, before: int, wait: float, chat: Chat | None = None) -> None:
        chat = chat or self.chat
        if wait and chat.version == before:
            async with asyncio.timeout(wait):
                await chat.moved.wait()

    async def _until_closed(self, receipt: str, before: int, wait: float) -> None:
        async with asyncio.timeout(wait):
            while receipt in self._api.world.taps:
                await self.chat.moved.wait()
        try:
            async with asyncio.timeout(
                NOTHING_MORE
            ):  # the bot closes the tap and edits in two concurrent calls
                while self.chat.version < before + 2:
                    await self.chat.moved.wait()
        except TimeoutError:
            return

    def _member(self, old: str, new: str) -> int:
        member = {"user": self._api.bot}
        told = {"chat": self.chat.as_json(), "from": self._user, "date": self._api.world.now()}
        told |= {"old_chat_member": {**member, "status": old}, "new_chat_member": {**member, "status": new}}
        return self._api.updates.push("my_chat_member", told)

    def _thing(self, kind: str, details: dict[str, Any]) -> Any:
        if kind == "location":
            return {"latitude": details.get("latitude", 25.03), "longitude": details.get("longitude", 121.56)}
        if kind == "contact":
            return {
                "phone_number": details.get("phone", "+886912345678"),
                "first_name": details.get("name", "Ani"),
            }
        upload = Upload(
            details.get("name", f"a.{kind}"), details.get("content", PNG), "application/octet-stream"
        )
        file_id = self._api.world.files.keep(upload, kind)
        return (
            [size_of(f"small-{file_id}", 90), size_of(file_id, 800)]
            if kind == "photo"
            else {
                **self._api.world.files.told(file_id),
                **{name: value for name, value in details.items() if name == "file_name"},
            }
        )
