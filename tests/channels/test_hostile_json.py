"""JSON made to break its reader is refused at every door, and leaves no traceback in the log."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import WSMsgType
from telegram.error import TelegramError

from bot.channels.browser import protocol
from bot.channels.telegram.request import AiohttpRequest, _seconds_to_wait
from bot.channels.telegram.updates import LONGEST_ID, Reader
from tests.channels.test_telegram_webhook import door, update
from tests.support.browser_shop import open_chat

DEPTHS = (1, 2, 50, 400, *range(900, 1000, 3), 5_000, 60_000)
VALUES = [
    *("[" * depth + "]" * depth for depth in DEPTHS),
    *('{"a":' * depth + "1" + "}" * depth for depth in DEPTHS),
    *("9" * 4_000, "9" * 60_000, "1e999999", "-Infinity", "NaN", "true", "null", "0." + "1" * 6_000),
    *('"\\ud800"', '"\\u0000"', '"' + "x" * 9_000 + '"'),
]
FRAME = {"id": str(uuid4()), "seat": "customer", "type": "text", "text": "x", "route": "home", "message": "1"}
SENDER = {"id": 7, "first_name": "Ani", "language_code": "id"}
CHAT = {"id": 7, "type": "private"}
MESSAGE = {"message_id": 1, "date": 1_764_000_000, "chat": CHAT, "from": SENDER, "text": "x"}
UPDATES = [
    {"update_id": 5, "message": MESSAGE},
    {"update_id": 5, "message": MESSAGE | {"media_group_id": "9", "photo": [{"file_id": "a"}]}},
    {"update_id": 5, "message": MESSAGE | {"document": {"file_id": "a", "file_name": "b", "file_size": 1}}},
    {"update_id": 5, "callback_query": {"id": "1", "from": SENDER, "data": "home", "message": MESSAGE}},
]


def spoilt(sound: object) -> Iterator[str]:
    """The JSON with a hostile value in the place of each value in turn, and of the whole."""
    yield from VALUES
    places = [place for place, value in _inside(sound) if not isinstance(value, dict | list)]
    for place in places:
        marked = json.dumps(_replaced(sound, place))
        yield from (marked.replace('"HERE"', value) for value in VALUES)


def _inside(value: object, place: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], object]]:
    yield place, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from _inside(one, (*place, key))


def _replaced(value: object, place: tuple[object, ...]) -> object:
    if not place:
        return "HERE"
    if isinstance(value, dict):
        return {key: _replaced(one, place[1:]) if key == place[0] else one for key, one in value.items()}
    assert isinstance(value, list)
    return [_replaced(one, place[1:]) if number == place[0] else one for number, one in enumerate(value)]


@pytest.mark.parametrize("kind", ["text", "tap"])
def test_any_frame_is_an_action_or_not_understood(kind: str) -> None:
    for frame in spoilt(FRAME | {"type": kind}):
        try:
            action = protocol.read_action(frame, {"customer": "seat-customer"})
        except protocol.NotUnderstood:
            continue
        assert all(isinstance(getattr(action, name), str) for name in ("id", "text", "route", "message_id"))


@pytest.mark.parametrize("sound", UPDATES, ids=lambda one: "".join(list(one)[-1:]))
def test_any_update_is_an_event_that_a_database_takes(sound: object) -> None:
    reader = Reader("4242", "rantau_test_bot")
    for body in spoilt(sound):
        try:
            read = json.loads(body)
        except (ValueError, RecursionError):
            continue
        for event in reader.events([read]):
            ids = (event.event_id, event.address.chat_id, event.message_id, event.receipt, event.language)
            assert max(map(len, ids)) <= 2 * LONGEST_ID
            for text in (*ids, event.name, event.text, event.route, event.payload):
                assert "\0" not in text.encode().decode()


async def test_hostile_frames_are_refused_and_the_page_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hostile = ["[" * 60_000, '{"id":' * 10_000, '{"id": ' + "9" * 60_000 + "}", "[" * 30_000 + "]" * 30_000]
    async with open_chat(tmp_path) as chat, chat.page() as page:
        for frame in hostile:
            await page.socket.send_str(frame)
            assert (await page.hears("refused"))["id"] == ""
        await page.say("halo")
        await page.hears("ack")
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(
    ("sent", "kind"),
    [(b"x" * 70_000, WSMsgType.TEXT), (b"\xff\xfe", WSMsgType.TEXT), (b"x", WSMsgType.BINARY)],
)
async def test_a_frame_of_no_page_closes_its_socket_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, sent: bytes, kind: WSMsgType
) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        await page.history("coordinator")
        await page.socket.send_frame(sent, kind)
        async with asyncio.timeout(60):
            while not page.socket.closed:
                await page.socket.receive()
        async with chat.page() as other:
            await other.history()
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_hostile_webhook_bodies_are_answered_for_good_and_log_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with door() as at:
        for body in (
            "[" * 60_000,
            "9" * 60_000,
            '{"update_id":' * 60_000,
            '{"message": ' + "[" * 500_000 + "}",
        ):
            assert await at.post(body.encode()) == (400, "This is no JSON.")
        for depth in range(880, 1_000, 2):  # around what Python reads but does not write again
            status, _text = await at.post(
                ('{"update_id": 5, "x": ' + "[" * depth + "]" * depth + "}").encode()
            )
            assert status in (200, 400), depth
        assert (await at.post(update(6)))[0] == 200
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("answer", [b"[" * 100_000, b'{"result":' * 100_000, b"9" * 60_000])
def test_a_hostile_answer_of_the_server_is_an_error_of_the_channel(answer: bytes) -> None:
    with pytest.raises(TelegramError, match="no JSON"):
        AiohttpRequest.parse_json_payload(answer)
    assert _seconds_to_wait(answer) == 1.0
    assert _seconds_to_wait(b'{"parameters": {"retry_after": ' + b"9" * 4_000 + b"}}") == 1.0
