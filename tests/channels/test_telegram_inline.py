"""Inline mode: cards in any chat, answered without delaying conversations."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import inline_mode
from bot.conversation.inline_cards import Card, Cards
from bot.conversation.screens import ScreenRefused
from tests.channels.test_telegram_webhook import door
from tests.support.bot_api import PNG, BotApi
from tests.support.telegram_receiver import EventSink, channel_at, running, talking, until

KARAK = Card("SOLO-002", "Karak 🍘", "Rp15.000", "Kerupuk nasi.", "Lihat di toko", "p_SOLO-002")
EMPTY = Cards(invitation="Ke toko")


def window(typed: str, _client: str, _offset: str) -> Cards:
    return Cards([KARAK]) if "karak" in typed else EMPTY


async def test_what_is_typed_in_any_chat_is_answered_with_cards() -> None:
    async with talking(window=window) as talk:
        answer = await talk.ani.ask("karak")
        assert talk.sink.asked == 0
    (result,) = answer["results"]
    link = "https://t.me/rantau_test_bot?start=p_SOLO-002"
    said = result["input_message_content"]
    assert (result["type"], result["id"], result["title"]) == ("article", "SOLO-002", "Karak 🍘")
    assert result["description"] == "Rp15.000"
    assert said["message_text"] == f"Karak 🍘\n\nKerupuk nasi.\n\n{link}"
    assert said["entities"] == [{"type": "bold", "offset": 0, "length": 8}]
    assert result["reply_markup"] == [[{"text": "Lihat di toko", "url": link}]]
    assert (answer["is_personal"], answer["cache_time"], answer["next_offset"]) == (True, 30, "")
    assert "button" not in answer


async def test_a_card_shows_its_picture_where_we_are_reached_from_outside(tmp_path: Path) -> None:
    pictured = replace(KARAK, photo="product/SOLO-002")
    missing = replace(KARAK, id="SOLO-001", photo="product/SOLO-001")
    (tmp_path / "SOLO-002.png").write_bytes(PNG)
    shown = {"product/SOLO-002": tmp_path / "SOLO-002.png"}.get

    def cards(*_asked: str) -> Cards:
        return Cards([pictured, missing])

    async with talking(window=cards, photo_path=shown, public_url="https://rantau.example") as talk:
        known, unknown = (await talk.ani.ask("karak"))["results"]
    assert known["thumbnail_url"] == "https://rantau.example/picture/product/SOLO-002"
    assert "thumbnail_url" not in unknown
    for url in ("", "http://rantau.example"):  # one address that Telegram refuses loses the whole answer
        async with talking(window=cards, photo_path=shown, public_url=url) as talk:
            assert "thumbnail_url" not in (await talk.ani.ask("karak"))["results"][0]


async def test_where_nothing_is_found_a_button_opens_the_private_chat() -> None:
    async with talking(window=window) as talk:
        answer = await talk.ani.ask("helikopter")
    assert answer["results"] == []
    assert answer["button"] == {"text": "Ke toko", "start_parameter": "home"}


async def test_the_window_gets_text_language_and_offset_and_nothing_about_the_person() -> None:
    heard: list[tuple[Any, ...]] = []

    def listening(*asked: str) -> Cards:
        heard.append(asked)
        return Cards([KARAK], more="20")

    async with talking(window=listening) as talk:
        budi = talk.api.person("Budi", language="en-GB")
        assert (await budi.ask("karak", "20"))["next_offset"] == "20"
    assert heard == [("karak", "en-GB", "20")]


async def test_inline_queries_posted_to_the_webhook_are_answered() -> None:
    async with door(window=window) as at:
        assert "inline_query" in at.api.made("setWebhook")[0]["allowed_updates"]
        answer = await at.api.person("Ani").ask("karak")
        assert [one["id"] for one in answer["results"]] == ["SOLO-002"]
        await until(lambda: not at.api.updates.waiting)
        assert {status for _number, status in at.api.updates.posted} == {200}
        assert at.sink.asked == 0


async def test_a_query_that_cannot_be_answered_is_dropped_and_the_next_is_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaking(typed: str, *_more: str) -> Cards:
        raise RuntimeError("broken glass")

    async with talking(window=breaking) as talk:
        await talk.ani.ask("rahasia saya", wait=0)
        await until(lambda: "broken glass" in caplog.text)
        assert (await talk.says("halo")).text == "halo"
        await until(lambda: not talk.api.updates.waiting)
        assert talk.api.made("answerInlineQuery") == []
    assert "rahasia" not in caplog.text


@pytest.mark.parametrize("query", [7, {}, {"id": "1"}, {"id": "1", "from": {}, "query": "a", "offset": ""}])
async def test_a_query_of_unknown_shape_is_dropped(query: Any) -> None:
    async with talking(window=window) as talk:
        talk.api.updates.push("inline_query", query)
        assert (await talk.says("halo")).text == "halo"
        assert [event.kind for batch in talk.sink.batches for event in batch] == ["text"]


async def test_a_query_that_has_expired_is_dropped() -> None:
    async with talking(window=window) as talk:
        talk.api.hang("answerInlineQuery", 0.05)
        await talk.ani.ask("karak", wait=0)
        await until(lambda: talk.api.made("answerInlineQuery"))
        talk.api.world.queries.expire()
        assert (await talk.ani.ask("karak"))["results"]
        assert len(talk.api.made("answerInlineQuery")) == 2


async def test_only_the_newest_query_of_each_person_and_the_latest_people_wait() -> None:
    async with talking(window=window) as talk:
        let_go = talk.api.hold("answerInlineQuery", times=inline_mode.MOST_AT_ONCE)
        others = [talk.api.person(f"Orang {number}") for number in range(inline_mode.MOST_AT_ONCE)]
        for other in others:
            await other.ask("karak", wait=0)
        await until(lambda: len(talk.api.made("answerInlineQuery")) == inline_mode.MOST_AT_ONCE)
        for typed in ("k", "ka", "kar", "kara"):
            await talk.ani.ask(typed, wait=0)
        last = asyncio.create_task(talk.ani.ask("karak"))
        await until(lambda: not talk.api.updates.waiting and talk.api.updates.is_polled)
        let_go.set()
        assert (await last)["results"]
        assert len(talk.api.made("answerInlineQuery")) == inline_mode.MOST_AT_ONCE + 1


async def test_a_flood_of_queries_is_bounded_and_does_not_delay_taps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline_mode, "MOST_WAITING", 5)
    async with talking(window=window) as talk:
        let_go = talk.api.hold("answerInlineQuery", times=inline_mode.MOST_AT_ONCE)
        for number in range(60):
            await talk.api.person(f"Orang {number}").ask("karak", wait=0)
        assert (await talk.says("halo")).text == "halo"
        let_go.set()
        assert (await talk.api.person("Terakhir").ask("karak"))["results"]
        assert len(talk.api.made("answerInlineQuery")) <= inline_mode.MOST_AT_ONCE + 5 + 1


async def test_queries_of_an_uncommitted_batch_come_again_with_it() -> None:
    async with talking(window=window) as talk:
        talk.sink.broken = OSError("disk full")
        await talk.ani.say("halo", wait=0)
        await talk.ani.ask("karak", wait=0)
        await until(lambda: talk.sink.asked >= 3)
        assert talk.api.made("answerInlineQuery") == []
        talk.sink.broken = None
        await until(lambda: talk.api.made("answerInlineQuery"))
        await until(lambda: not talk.api.updates.waiting)
        assert len(talk.api.made("answerInlineQuery")) == 1


async def test_without_a_window_queries_are_ignored() -> None:
    async with talking() as talk:
        await talk.ani.ask("karak", wait=0)
        assert (await talk.says("halo")).text == "halo"
        assert talk.api.made("answerInlineQuery") == []


async def test_a_closed_channel_answers_no_query() -> None:
    sink = EventSink()
    async with BotApi() as api:
        async with channel_at(api, window=window) as channel, running(channel, sink):
            api.hang("answerInlineQuery", 30)
            await api.person("Ani").ask("karak", wait=0)
            await until(lambda: api.made("answerInlineQuery"))
        assert len(api.made("answerInlineQuery")) == 1


async def test_a_card_posted_into_the_private_chat_opens_its_product() -> None:
    async with talking(window=window) as talk:
        (result,) = (await talk.ani.ask("karak"))["results"]
        await talk.ani.post(result, wait=0)
        event = await talk.sink.next()
        assert (event.kind, event.text) == ("text", "/start p_SOLO-002")
        group = talk.api.group("Warga Solo di Taipei")
        await talk.ani.post(result, group, wait=0)
        assert (await talk.says("halo")).text == "halo"
        assert len(talk.sink.event_ids) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"id": ""},
        {"id": "x" * 65},
        {"title": ""},
        {"title": "x" * 61},
        {"body": "x" * 1020},
        {"payload": "p_SOLO 2"},
        {"payload": ""},
        {"label": ""},
    ],
)
def test_a_card_beyond_a_limit_is_refused(more: dict[str, str]) -> None:
    told = {"id": "A", "title": "Karak", "hint": "", "body": "", "label": "Lihat", "payload": "p_A"}
    with pytest.raises(ScreenRefused):
        Card(**{**told, **more})


def test_an_answer_beyond_a_limit_is_refused() -> None:
    with pytest.raises(ScreenRefused):
        Cards([KARAK, KARAK])
    with pytest.raises(ScreenRefused):
        Cards(more="x" * 65)
