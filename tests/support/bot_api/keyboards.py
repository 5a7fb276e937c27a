"""Validation of inline keyboards."""

from __future__ import annotations

from typing import Any

from tests.support.bot_api.values import bad, structure, text

ACTIONS = {"callback_data", "url", "web_app", "switch_inline_query", "copy_text", "pay"}
MOST_BUTTONS = 100
MOST_DATA_BYTES = 64

Rows = list[list[dict[str, str]]]


def keyboard(value: Any) -> Rows:
    """Validates an inline keyboard; returns its rows without empty ones."""
    given = structure(dict)(value)
    if given.keys() != {"inline_keyboard"}:
        raise bad(f"not an inline keyboard: {sorted(given)}")
    rows = [
        [_button(one) for one in structure(list)(row)] for row in structure(list)(given["inline_keyboard"])
    ]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return [row for row in rows if row]


def _button(value: Any) -> dict[str, str]:
    button = structure(dict)(value)
    if not text(button.get("text", "")).strip():
        raise bad("a button without text")
    if button.keys() - ACTIONS - {"text"}:
        raise bad(f"unknown fields of a button {sorted(button.keys() - ACTIONS - {'text'})}")
    if len(button.keys() & ACTIONS) != 1:
        raise bad(f"a button needs exactly one action: {button['text']}")
    if "callback_data" in button and not 1 <= len(text(button["callback_data"]).encode()) <= MOST_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not text(button["url"]).startswith(("https://", "http://", "tg://")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: wrong protocol")
    return button
