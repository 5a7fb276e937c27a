"""The tests' own Bot API server: it must refuse what Telegram refuses, or the other tests mean little."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.support.bot_api import PNG, BotApi, Person

Answer = tuple[int, Any]


async def post(api: BotApi, method: str, token: str = "", **arguments: Any) -> Answer:
    async with aiohttp.ClientSession() as session:
        address = f"{api.url}/bot{token or api.token}/{method}"
        async with session.post(address, json=arguments) as answer:
            told = await answer.json()
            return answer.status, told["result"] if told["ok"] else told["description"]


async def send(api: BotApi, ani: Person, **arguments: Any) -> Answer:
    return await post(api, "sendMessage", **{"chat_id": ani.id, "text": "halo", **arguments})


def rows(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": 5}, "text is needed"),
        ({"chat_id": "Ani"}, "whole number"),
        ({"chat_id": 5}, "chat not found"),
        ({"protect_content": "maybe"}, "true or false"),
        ({"parse_markdown": True}, "unknown parameters"),
        ({"entities": [{"type": "bold", "offset": 0, "length": 5}]}, "ENTITY_BOUNDS_INVALID"),
        ({"entities": [{"type": "loud", "offset": 0, "length": 1}]}, "unknown type"),
        ({"entities": "[{"}, "can't parse"),
        ({"reply_markup": {"keyboard": []}}, "not an inline keyboard"),
        ({"reply_markup": rows({"text": "A"})}, "exactly one action"),
        (
            {"reply_markup": rows({"text": "A", "callback_data": "a", "url": "https://a.b"})},
            "exactly one action",
        ),
        ({"reply_markup": rows({"text": "", "callback_data": "a"})}, "without text"),
        ({"reply_markup": rows({"text": "A", "callback_data": "x" * 65})}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": rows({"text": "A", "callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": rows({"text": "A", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": rows({"text": "A", "url": "rantau"})}, "wrong protocol"),
        ({"reply_markup": rows(*[{"text": "A", "callback_data": "a"}] * 101)}, "TOO_LONG"),
        ({"reply_markup": rows({"text": "A", "callback_data": "a", "hint": "b"})}, "unknown fields"),
    ],
)
async def test_a_bad_message_is_refused_and_nothing_is_sent(arguments: dict[str, Any], words: str) -> None:
    async with BotApi() as api:
        ani = api.person("Ani")
        status, told = await send(api, ani, **arguments)
        assert (status, words in told) == (400, True), told
        assert ani.messages == []


async def test_a_message_just_within_the_limits_is_accepted() -> None:
    async with BotApi() as api:
        ani = api.person("Ani")
        button = {"text": "A", "callback_data": "x" * 64}
        markup = {"inline_keyboard": [[button] * 8] * 12}
        assert (await send(api, ani, text="x" * 4096, reply_markup=markup))[0] == 200
        assert len(ani.screen.labels) == 96


@pytest.mark.parametrize("body", ["json", "form", "multipart", "query"])
async def test_arguments_are_accepted_in_every_encoding_that_telegram_takes(body: str) -> None:
    arguments = {"text": "halo", "reply_markup": json.dumps(rows({"text": "A", "callback_data": "a"}))}
    ways: dict[str, dict[str, Any]] = {
        "json": {"json": {**arguments, "chat_id": 7001}},
        "form": {"data": {**arguments, "chat_id": "7001"}},
        "multipart": {"data": aiohttp.FormData({**arguments, "chat_id": "7001"}, default_to_multipart=True)},
        "query": {"params": {**arguments, "chat_id": "7001"}},
    }
    async with BotApi() as api, aiohttp.ClientSession() as session:
        ani = api.person("Ani")
        async with session.post(f"{api.url}/bot{api.token}/sendMessage", **ways[body]) as answer:
            assert (await answer.json())["ok"]
        assert (ani.screen.text, ani.screen.labels) == ("halo", ["A"])


async def test_unknown_methods_and_tokens_are_refused() -> None:
    async with BotApi() as api:
        assert await post(api, "sendMesage") == (404, "Not Found")
        assert await post(api, "getMe", token="4242:other") == (401, "Unauthorized")


async def test_edits_are_refused_where_telegram_refuses_them() -> None:
    async with BotApi() as api:
        ani = api.person("Ani")
        await send(api, ani)
        await ani.say("punya saya", wait=0)

        async def edit(method: str, message_id: int, **arguments: Any) -> str:
            given = {"chat_id": ani.id, "message_id": message_id, **arguments}
            return str((await post(api, method, **given))[1])

        assert "not modified" in await edit("editMessageText", 1, text="halo")
        assert "not found" in await edit("editMessageText", 9, text="halo")
        assert "can't be edited" in await edit("editMessageText", 2, text="halo")
        assert "no caption" in await edit("editMessageCaption", 1, caption="halo")
        assert "not modified" in await edit("editMessageReplyMarkup", 1)
        assert ani.screen.text == "halo"


async def test_a_photo_is_checked_and_its_caption_too() -> None:
    async with BotApi() as api, aiohttp.ClientSession() as session:
        ani = api.person("Ani")

        async def photo(content: bytes, caption: str = "") -> str:
            form = aiohttp.FormData({"chat_id": str(ani.id), "caption": caption})
            form.add_field("photo", content, filename="a.png", content_type="image/png")
            async with session.post(f"{api.url}/bot{api.token}/sendPhoto", data=form) as answer:
                told = await answer.json()
                return "sent" if told["ok"] else str(told["description"])

        assert "non-empty" in await photo(b"")
        assert "IMAGE_PROCESS_FAILED" in await photo(b"text")
        assert "caption is too long" in await photo(PNG, "x" * 1025)
        assert ani.messages == []
        assert await photo(PNG, "x" * 1024) == "sent"
        edit = {"chat_id": ani.id, "message_id": 1, "text": "halo"}
        assert "no text" in (await post(api, "editMessageText", **edit))[1]
        assert "wrong file identifier" in (await post(api, "sendPhoto", chat_id=ani.id, photo="photo-77"))[1]


async def test_a_tap_is_answered_once() -> None:
    async with BotApi() as api:
        ani = api.person("Ani")
        await send(api, ani, reply_markup=rows({"text": "A", "callback_data": "a"}))
        await ani.tap("A", wait=0)
        (receipt,) = api.world.taps
        assert (
            "MESSAGE_TOO_LONG"
            in (await post(api, "answerCallbackQuery", callback_query_id=receipt, text="x" * 201))[1]
        )
        assert (await post(api, "answerCallbackQuery", callback_query_id=receipt))[1] is True
        assert "too old" in (await post(api, "answerCallbackQuery", callback_query_id=receipt))[1]
        assert "too old" in (await post(api, "answerCallbackQuery", callback_query_id="other"))[1]


async def test_sending_to_a_person_who_blocked_the_bot_is_forbidden() -> None:
    async with BotApi() as api:
        ani = api.person("Ani")
        ani.block()
        assert await send(api, ani) == (403, "Forbidden: bot was blocked by the user")
        ani.unblock()
        assert (await send(api, ani))[0] == 200
        statuses = [one["my_chat_member"]["new_chat_member"]["status"] for one in api.updates.waiting]
        assert statuses == ["kicked", "member"]


async def test_updates_stay_until_they_are_acknowledged() -> None:
    async with BotApi() as api:
        ani = api.person("Ani")
        numbers = [await ani.say(f"pesan {at}", wait=0) for at in range(3)]

        async def fetched(**arguments: Any) -> list[int]:
            return [one["update_id"] for one in (await post(api, "getUpdates", **arguments))[1]]

        assert await fetched() == await fetched() == numbers
        assert await fetched(limit=2) == numbers[:2]
        assert await fetched(offset=numbers[1]) == numbers[1:]
        assert await fetched(offset=-1) == numbers[2:]
        assert await fetched(offset=numbers[2] + 1) == []
        assert (await post(api, "getUpdates", limit=101))[0] == 400


async def test_a_long_poll_ends_on_an_update_or_on_another_poll() -> None:
    async with BotApi() as api:
        poll = asyncio.create_task(post(api, "getUpdates", timeout=30))
        while not api.updates.is_polled:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await api.person("Ani").say("halo", wait=0)
        assert len((await poll)[1]) == 1
        number = api.updates.waiting[0]["update_id"]
        first = asyncio.create_task(post(api, "getUpdates", timeout=30, offset=number + 1))
        while not api.updates.is_polled:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert (await post(api, "getUpdates", timeout=0))[0] == 200
        assert (await first)[0] == 409
        await post(api, "setWebhook", url="https://rantau.example")
        assert (await post(api, "getUpdates"))[0] == 409


async def test_only_requested_kinds_of_updates_come() -> None:
    async with BotApi() as api:
        await post(api, "getUpdates", allowed_updates=["message"])
        ani = api.person("Ani")
        ani.block()
        await ani.say("halo", wait=0)
        assert [list(one)[1] for one in api.updates.waiting] == ["message"]


async def test_flood_control_can_be_provoked() -> None:
    async with BotApi() as api:
        ani = api.person("Ani")
        api.flood("sendMessage", retry_after=9)
        assert await send(api, ani) == (429, "Too Many Requests: retry after 9")
        assert (await send(api, ani))[0] == 200


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"commands": [{"command": "Menu", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "menu", "description": ""}]}, "DESCRIPTION_INVALID"),
        ({"commands": [], "language_code": "indonesian"}, "LANG_CODE_INVALID"),
        ({}, "commands is missing"),
    ],
)
async def test_a_bad_menu_of_commands_is_refused(arguments: dict[str, Any], words: str) -> None:
    async with BotApi() as api:
        assert words in (await post(api, "setMyCommands", **arguments))[1]
        assert api.world.menus == {}


async def test_each_action_of_a_person_becomes_its_kind_of_update() -> None:
    async with BotApi() as api:
        ani = api.person("Ani", language="jv")
        await ani.say("/start p_SOLO-001", wait=0)
        await ani.forward("titip ya", wait=0)
        await ani.edit("titip dua", wait=0)
        for kind in ("photo", "voice", "sticker", "document", "video", "contact", "location"):
            await ani.sends(kind, caption="ini" if kind == "photo" else "", wait=0)
        told = [(list(one)[1], one[list(one)[1]]) for one in api.updates.waiting]
        assert told[0][1]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
        assert told[1][1]["forward_origin"]["type"] == "hidden_user"
        assert (told[2][0], told[2][1]["text"]) == ("edited_message", "titip dua")
        assert told[3][1]["caption"] == "ini"
        assert all(kind in message for kind, (_, message) in zip(("photo", "voice"), told[3:5], strict=True))
