"""Validation of inline keyboards."""

from __future__ import annotations

from typing import Any

from tests.support.bot_api.values import bad, structure, text

STYLES = {"danger", "success", "primary"}
ACTIONS = {"callback_data", "url", "web_app", "switch_inline_query", "copy_text", "pay"}
MOST_BUTTONS = 100
MOST_DATA_BYTES = 64

Rows = list[list[dict[str, Any]]]


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


def _button(value: Any) -> dict[str, Any]:
    button = structure(dict)(value)
    if not text(button.get("text", "")).strip():
        raise bad("a button without text")
    if unknown := button.keys() - ACTIONS - {"text", "style"}:
        raise bad(f"unknown fields of a button {sorted(unknown)}")
    if button.get("style", "primary") not in STYLES:
        raise bad(f"unknown style of a button: {button['style']}")
    if "copy_text" in button and not 1 <= len(structure(dict)(button["copy_text"]).get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if len(button.keys() & ACTIONS) != 1:
        raise bad(f"a button needs exactly one action: {button['text']}")
    if "callback_data" in button and not 1 <= len(text(button["callback_data"]).encode()) <= MOST_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not text(button["url"]).startswith(("https://", "http://", "tg://")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: wrong protocol")
    return button
