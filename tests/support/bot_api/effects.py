"""The effects of the methods on the chats."""

from __future__ import annotations

from typing import Any

from bot.core.clock import Clock
from tests.support.bot_api.chats import Chat, Message
from tests.support.bot_api.files import Files
from tests.support.bot_api.inline import Queries
from tests.support.bot_api.values import Refused, bad

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Doing:
    """The state of the server: chats, files, unanswered taps, inline queries, menus of commands."""

    def __init__(self, bot: dict[str, Any]) -> None:
        self.bot = bot
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.queries = Queries()
        self.taps: dict[str, Chat] = {}
        self.toasts: dict[str, str] = {}
        self.menus: dict[tuple[str, int, str], list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.menu_button = "default"
        self._clock = Clock()

    def now(self) -> int:
        return int(self._clock.now().timestamp())

    def get_me(self, _given: dict[str, Any]) -> dict[str, Any]:
        return {**self.bot, "can_join_groups": True, "can_read_all_group_messages": False}

    def send_message(self, given: dict[str, Any]) -> dict[str, Any]:
        return self._send(given, text=given["text"], entities=given.get("entities", []))

    def send_photo(self, given: dict[str, Any]) -> dict[str, Any]:
        self._reachable(given)
        return self._send(given, **_captioned(given), photo=self.files.id_of(given, given["photo"], "photo"))

    def send_document(self, given: dict[str, Any]) -> dict[str, Any]:
        self._reachable(given)
        file_id = self.files.id_of(given, given["document"], "document")
        return self._send(given, **_captioned(given), document=self.files.told(file_id))

    def _send(self, given: dict[str, Any], **content: Any) -> dict[str, Any]:
        chat = self._reachable(given)
        message = chat.add(self.now(), rows=given.get("reply_markup", []), **content)
        chat.touch()
        return message.as_json(self.bot)

    def edit_text(self, given: dict[str, Any]) -> dict[str, Any]:
        message = self._to_edit(given)
        if message.photo or message.document:
            raise bad("there is no text in the message to edit")
        return self._edit(given, message, text=given["text"], entities=given.get("entities", []))

    def edit_caption(self, given: dict[str, Any]) -> dict[str, Any]:
        message = self._to_edit(given)
        if not message.photo and not message.document:
            raise bad("there is no caption in the message to edit")
        return self._edit(given, message, **_captioned(given))

    def edit_media(self, given: dict[str, Any]) -> dict[str, Any]:
        message = self._to_edit(given)
        photo = self.files.id_of(given, given["media"]["media"], "photo")
        return self._edit(given, message, **_captioned(given["media"]), photo=photo, document=None)

    def edit_keyboard(self, given: dict[str, Any]) -> dict[str, Any]:
        return self._edit(given, self._to_edit(given))

    def _to_edit(self, given: dict[str, Any]) -> Message:
        message = self._reachable(given).messages.get(given["message_id"])
        if message is None:
            raise bad("message to edit not found")
        if message.sender is not None:
            raise bad("message can't be edited")
        return message

    def _edit(self, given: dict[str, Any], message: Message, **content: Any) -> dict[str, Any]:
        before = message.content()
        for name, value in {**content, "rows": given.get("reply_markup", [])}.items():
            setattr(message, name, value)
        if content:
            message.chat.touch()
        if message.content() == before:
            raise bad(NOT_MODIFIED)
        message.edited = self.now()
        return message.as_json(self.bot)

    def answer_tap(self, given: dict[str, Any]) -> bool:
        chat = self.taps.pop(given["callback_query_id"], None)
        if chat is None:
            raise bad(TOO_OLD)
        self.toasts[given["callback_query_id"]] = given.get("text", "")
        chat.touch()
        return True

    def set_commands(self, given: dict[str, Any]) -> bool:
        where = given.get("scope", {"type": "default"})
        key = (where["type"], where.get("chat_id", 0), given.get("language_code", ""))
        self.menus[key] = given["commands"]
        return True

    def set_description(self, given: dict[str, Any]) -> bool:
        self.descriptions["whole", given.get("language_code", "")] = given["description"]
        return True

    def set_short_description(self, given: dict[str, Any]) -> bool:
        self.descriptions["short", given.get("language_code", "")] = given["short_description"]
        return True

    def set_menu_button(self, given: dict[str, Any]) -> bool:
        self.menu_button = given["menu_button"]["type"]
        return True

    def _reachable(self, given: dict[str, Any]) -> Chat:
        chat = self.chats.get(given["chat_id"])
        if chat is None:
            raise bad("chat not found")
        if chat.blocked:
            raise Refused(403, f"Forbidden: {chat.blocked}")
        return chat


def _captioned(given: dict[str, Any]) -> dict[str, Any]:
    return {"text": given.get("caption", ""), "entities": given.get("caption_entities", [])}
