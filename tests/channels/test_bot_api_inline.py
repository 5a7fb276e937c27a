"""Inline mode at the tests' own Bot API server: answers that Telegram would not take are refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.channels.test_bot_api_server import post
from tests.support.bot_api import BotApi

TOO_OLD = "query is too old"


def article(number: str = "A", **more: Any) -> dict[str, Any]:
    content = {"message_text": "Karak", "entities": [{"type": "bold", "offset": 0, "length": 5}]}
    return {"type": "article", "id": number, "title": "Karak", "input_message_content": content, **more}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"results": [article(str(number)) for number in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("")]}, "RESULT_ID_INVALID"),
        ({"results": [article("é" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(type="photo")]}, "article only"),
        ({"results": [article(price="9")]}, "unknown fields"),
        ({"results": [article(input_message_content={"message_text": ""})]}, "text is empty"),
        ({"results": [article(input_message_content={"message_text": "x" * 4097})]}, "too long"),
        ({"results": [{"type": "article", "id": "A", "title": "Karak"}]}, "missing"),
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": "Toko", "start_parameter": "rumah kita"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Toko", "start_parameter": ""}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Toko"}}, "missing"),
        ({"switch_pm_text": "Toko"}, "unknown parameters"),
        ({"cache_time": -1}, "a number from"),
        ({"inline_query_id": "1"}, TOO_OLD),
    ],
)
async def test_an_answer_that_telegram_refuses_is_refused(arguments: dict[str, Any], words: str) -> None:
    async with BotApi() as api:
        number, answer = api.world.queries.ask()
        status, said = await post(
            api, "answerInlineQuery", **{"inline_query_id": number, "results": [], **arguments}
        )
        assert status == 400
        assert words in said
        assert not answer.done()


async def test_a_query_is_answered_once() -> None:
    async with BotApi() as api:
        number, answer = api.world.queries.ask()
        given = {"inline_query_id": number, "results": [article()], "cache_time": 30, "next_offset": ""}
        assert await post(api, "answerInlineQuery", **given) == (200, True)
        assert [one["id"] for one in (await answer)["results"]] == ["A"]
        status, said = await post(api, "answerInlineQuery", **given)
        assert status == 400
        assert TOO_OLD in said
