"""Inline queries from any chat, and the validation of their answers."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from tests.support.bot_api import values as v
from tests.support.bot_api.keyboards import keyboard

MOST_RESULTS = 50
MOST_BYTES = 64
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
Answer = dict[str, Any]


def _content(value: Any) -> dict[str, Any]:
    known = {"message_text": v.message_text, "entities": v.entities, "link_preview_options": v.link_preview}
    given = v.fields(value, known, ("message_text",))
    v.entities_within(given.get("entities", []), given["message_text"])
    return given


def _result(value: Any) -> dict[str, Any]:
    """Validates an article; this server knows no other kind."""
    known: dict[str, v.Check] = {"type": v.text, "id": v.text, "title": v.text, "description": v.text}
    known |= {"input_message_content": _content, "reply_markup": keyboard, "url": v.text}
    known |= {"thumbnail_url": v.text, "thumbnail_width": v.number, "thumbnail_height": v.number}
    given = v.fields(value, known, ("type", "id", "title", "input_message_content"))
    if given["type"] != "article":
        raise v.bad("this server knows results of the type article only")
    if not 1 <= len(given["id"].encode()) <= MOST_BYTES:
        raise v.bad("RESULT_ID_INVALID")
    if not given["title"].strip():
        raise v.bad("ARTICLE_TITLE_EMPTY")
    return given


def results(value: Any) -> list[dict[str, Any]]:
    found = [_result(one) for one in v.structure(list)(value)]
    if len(found) > MOST_RESULTS:
        raise v.bad("RESULTS_TOO_MUCH")
    if len({one["id"] for one in found}) < len(found):
        raise v.bad("RESULT_ID_DUPLICATE")
    return found


def offset(value: Any) -> str:
    if len(v.text(value).encode()) > MOST_BYTES:
        raise v.bad("NEXT_OFFSET_INVALID")
    return str(value)


def button(value: Any) -> dict[str, str]:
    given = v.fields(value, {"text": v.text, "start_parameter": v.text}, ("text", "start_parameter"))
    if not given["text"].strip():
        raise v.bad("a button without text")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", given["start_parameter"]):
        raise v.bad("START_PARAM_INVALID")
    return given


PARAMETERS: dict[str, v.Check] = {
    "inline_query_id": v.text,
    "results": results,
    "cache_time": v.between(0, 86_400),
    "is_personal": v.flag,
    "next_offset": offset,
    "button": button,
}


class Queries:
    """The queries without an answer yet."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._asked = 0

    def ask(self) -> tuple[str, asyncio.Future[Answer]]:
        """A new query: its id, and a future of its answer."""
        self._asked += 1
        number = f"89{self._asked:010}"
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        return number, answer

    def expire(self) -> None:
        """Lets all queries expire."""
        self._waiting.clear()

    def answered(self, given: dict[str, Any]) -> bool:
        """answerInlineQuery."""
        waiting = self._waiting.pop(given["inline_query_id"], None)
        if waiting is None:
            raise v.bad(TOO_OLD)
        if not waiting.cancelled():
            waiting.set_result(given)
        return True
