"""The methods of the server: their parameters with validation, and their effects."""

from __future__ import annotations

from typing import Any

from tests.support.bot_api import inline
from tests.support.bot_api import values as v
from tests.support.bot_api.keyboards import keyboard

CAPTION = v.text_up_to(1024, "message caption is too long")

SENDING: dict[str, v.Check] = {
    "disable_notification": v.flag,
    "protect_content": v.flag,
    "reply_markup": keyboard,
    "message_thread_id": v.number,
}
TEXT: dict[str, v.Check] = {
    "text": v.message_text,
    "entities": v.entities,
    "link_preview_options": v.link_preview,
    "reply_markup": keyboard,
}
CAPTIONED: dict[str, v.Check] = {
    "caption": CAPTION,
    "caption_entities": v.entities,
    "show_caption_above_media": v.flag,
}
EDITED: dict[str, v.Check] = {"chat_id": v.number, "message_id": v.number, "reply_markup": keyboard}


def commands(value: Any) -> list[dict[str, str]]:
    known = {"command": v.text, "description": v.text}
    menu = [v.fields(one, known, ("command", "description")) for one in v.structure(list)(value)]
    for one in menu:
        name = one["command"]
        if not (
            0 < len(name) <= 32 and name.islower() and name.replace("_", "").isalnum() and name.isascii()
        ):
            raise v.bad("BOT_COMMAND_INVALID")
        if not 1 <= len(one["description"]) <= 256:
            raise v.bad("BOT_COMMAND_DESCRIPTION_INVALID")
    if len(menu) > 100:
        raise v.bad("BOT_COMMANDS_TOO_MUCH")
    return menu


def scope(value: Any) -> dict[str, Any]:
    return v.fields(value, {"type": v.text, "chat_id": v.number}, ("type",))


def language(value: Any) -> str:
    if not (v.text(value).isalpha() and len(value) == 2 and value.islower()):
        raise v.bad("BOT_COMMAND_LANG_CODE_INVALID")
    return str(value)


def menu_button(value: Any) -> dict[str, Any]:
    given = v.fields(value, {"type": v.text}, ("type",))
    if given["type"] not in ("commands", "default"):
        raise v.bad("this server knows menu buttons of the types commands and default only")
    return given


def media(value: Any) -> dict[str, Any]:
    known = {"type": v.text, "media": v.file, "caption": CAPTION, "caption_entities": v.entities}
    given = v.fields(value, {**known, "has_spoiler": v.flag}, ("type", "media"))
    if given["type"] != "photo":
        raise v.bad("this server knows media of the type photo only")
    return given


PARAMETERS: dict[str, dict[str, v.Check]] = {
    "getMe": {},
    "getUpdates": {
        "offset": v.number,
        "limit": v.between(1, 100),
        "timeout": v.between(0, 50),
        "allowed_updates": v.texts,
    },
    "setWebhook": {
        "url": v.text,
        "secret_token": v.text_up_to(256, "secret token is too long"),
        "max_connections": v.between(1, 100),
        "allowed_updates": v.texts,
        "drop_pending_updates": v.flag,
    },
    "deleteWebhook": {"drop_pending_updates": v.flag},
    "getWebhookInfo": {},
    "sendMessage": {"chat_id": v.number, **SENDING, **TEXT},
    "sendPhoto": {"chat_id": v.number, "photo": v.file, **SENDING, **CAPTIONED},
    "sendDocument": {"chat_id": v.number, "document": v.file, **SENDING, **CAPTIONED},
    "editMessageText": {**EDITED, **TEXT},
    "editMessageCaption": {**EDITED, **CAPTIONED},
    "editMessageMedia": {**EDITED, "media": media},
    "editMessageReplyMarkup": EDITED,
    "answerCallbackQuery": {
        "callback_query_id": v.text,
        "text": v.text_up_to(200, "MESSAGE_TOO_LONG"),
        "show_alert": v.flag,
        "url": v.text,
        "cache_time": v.number,
    },
    "answerInlineQuery": inline.PARAMETERS,
    "setMyCommands": {"commands": commands, "scope": scope, "language_code": language},
    "setMyDescription": {
        "description": v.text_up_to(512, "BOT_DESCRIPTION_INVALID"),
        "language_code": language,
    },
    "setMyShortDescription": {
        "short_description": v.text_up_to(120, "BOT_SHORT_DESCRIPTION_INVALID"),
        "language_code": language,
    },
    "setChatMenuButton": {"chat_id": v.number, "menu_button": menu_button},
    "getFile": {"file_id": v.text},
}

NEEDS: dict[str, tuple[str, ...]] = {
    "setWebhook": ("url",),
    "sendMessage": ("chat_id", "text"),
    "sendPhoto": ("chat_id", "photo"),
    "sendDocument": ("chat_id", "document"),
    "editMessageText": ("chat_id", "message_id", "text"),
    "editMessageCaption": ("chat_id", "message_id"),
    "editMessageMedia": ("chat_id", "message_id", "media"),
    "editMessageReplyMarkup": ("chat_id", "message_id"),
    "answerCallbackQuery": ("callback_query_id",),
    "answerInlineQuery": ("inline_query_id", "results"),
    "setMyCommands": ("commands",),
    "getFile": ("file_id",),
}

EMPTY = {"text": "message text is empty", "chat_id": "chat_id is empty"}


def checked(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Reads and validates the arguments; uploads named by `attach://` stay unchanged. Raises Refused."""
    known = PARAMETERS[method]
    for name in NEEDS.get(method, ()):
        if name not in arguments:
            raise v.bad(EMPTY.get(name, f"parameter {name} is missing"))
    attached = [
        name for name, value in arguments.items() if isinstance(value, v.Upload) and name not in known
    ]
    unknown = arguments.keys() - known.keys() - set(attached)
    if unknown or not all(f"attach://{name}" in str(arguments) for name in attached):
        raise v.bad(f"unknown parameters {sorted(unknown) or attached}")
    given = {name: known[name](value) for name, value in arguments.items() if name in known}
    v.entities_within(given.get("entities", []), given.get("text", ""))
    v.entities_within(given.get("caption_entities", []), given.get("caption", ""))
    return given | {name: arguments[name] for name in attached}
