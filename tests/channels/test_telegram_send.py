"""Showing screens: by which calls, and what happens to the earlier message."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Blocked, TryLater, Undeliverable
from bot.channels.slots import Urgency
from bot.channels.telegram.api import Api
from bot.channels.telegram.render import NO_KEYBOARD
from bot.conversation.screens import Screen
from tests.support.telegram_receiver import CART, INTIP, KARAK, MENU, pictures, talking, until

LONG_INTIP = Screen("Intip manis", "x" * 1013, photo="product/42")


async def test_a_typed_text_is_answered_below_and_the_old_keyboard_goes() -> None:
    async with talking() as talk:
        first = await talk.opened(MENU)
        second = await talk.answer(CART, await talk.says("keranjang"))
        assert talk.ani.screen.text == "Keranjang\n\nMasih kosong."
        assert talk.ani.screen.bold == "Keranjang"
        assert [one.labels for one in talk.ani.messages] == [[], ["Menu"]]
        assert (second.message_id != first.message_id, second.kind) == (True, "text")
        assert sorted(talk.called()) == ["editMessageReplyMarkup", "sendMessage", "sendMessage"]
        assert isinstance(second.at, datetime)
        assert second.at.tzinfo is not None


async def test_a_tap_edits_the_tapped_text_and_is_closed() -> None:
    async with talking() as talk:
        first = await talk.opened(MENU)
        second = await talk.answer(CART, await talk.taps("Keranjang"))
        assert (second.message_id, second.kind) == (first.message_id, "text")
        assert [one.labels for one in talk.ani.messages] == [["Menu"]]
        assert sorted(talk.called("sendMessage")) == ["answerCallbackQuery", "editMessageText"]
        assert not talk.api.world.taps


async def test_a_tap_is_closed_while_its_message_is_edited() -> None:
    async with talking() as talk:
        await talk.opened(MENU)
        event = await talk.taps("Keranjang")
        closed, edited = talk.api.hold("answerCallbackQuery"), talk.api.hold("editMessageText")
        answering = asyncio.create_task(talk.answer(CART, event))
        await until(lambda: len(talk.called("sendMessage")) == 2)
        assert talk.api.world.taps
        assert talk.ani.screen.text == "Menu\n\nMau apa?"
        closed.set()
        edited.set()
        await answering
        assert talk.ani.screen.text == "Keranjang\n\nMasih kosong."


async def test_a_photo_replaces_the_tapped_text_as_media(tmp_path: Path) -> None:
    async with talking(photo_path=pictures(tmp_path)) as talk:
        first = await talk.opened(MENU)
        shown = await talk.answer(INTIP, await talk.taps("Katalog"))
        assert (shown.message_id, shown.kind) == (first.message_id, "photo")
        assert talk.ani.screen.text == "Intip manis\n\nRp12.000"
        assert talk.ani.screen.bold == "Intip manis"
        assert talk.api.world.files[talk.ani.screen.photo].content.endswith(b"42")


async def test_the_same_photo_is_edited_by_caption_and_another_by_media(tmp_path: Path) -> None:
    async with talking(photo_path=pictures(tmp_path)) as talk:
        await talk.opened(INTIP)
        more = Screen("Intip manis", "2 di keranjang", INTIP.buttons, photo=INTIP.photo)
        await talk.answer(more, await talk.taps("Tambah"))
        assert talk.called()[-2:].count("editMessageCaption") == 1
        await talk.answer(KARAK, await talk.taps("Tambah"))
        assert talk.called()[-2:].count("editMessageMedia") == 1
        assert [one.text for one in talk.ani.messages] == ["Karak\n\nRp9.000"]


async def test_a_photo_is_uploaded_once_and_then_sent_by_its_id(tmp_path: Path) -> None:
    async with talking(photo_path=pictures(tmp_path)) as talk:
        await talk.opened(INTIP)
        await talk.opened(INTIP)
        first, second = talk.api.made("sendPhoto")
        assert first["photo"].name == "42.png"
        assert second["photo"] == talk.ani.screen.photo


async def test_a_text_after_a_photo_is_a_new_message(tmp_path: Path) -> None:
    async with talking(photo_path=pictures(tmp_path)) as talk:
        await talk.opened(INTIP)
        shown = await talk.answer(CART, await talk.taps("Tambah"))
        assert shown.kind == "text"
        assert [one.labels for one in talk.ani.messages] == [[], ["Menu"]]
        assert "editMessageText" not in talk.called()


async def test_a_notice_stays_as_it_is_and_is_answered_below() -> None:
    async with talking() as talk:
        await talk.opened(MENU)
        notice = await talk.channel.notify(talk.address, CART, "id")
        event = await talk.taps("Menu")
        assert event.message_id == notice.message_id
        await talk.answer(MENU, event, in_place=False)
        assert [one.labels for one in talk.ani.messages] == [[], ["Menu"], ["Katalog", "Keranjang"]]
        assert not talk.api.world.taps


async def test_a_redraw_without_an_event_is_a_new_message() -> None:
    async with talking() as talk:
        await talk.opened(MENU)
        await talk.answer(CART, None)
        assert [one.labels for one in talk.ani.messages] == [[], ["Menu"]]


async def test_the_same_screen_again_counts_as_shown() -> None:
    async with talking() as talk:
        first = await talk.opened(MENU)
        again = await talk.answer(MENU, await talk.taps("Katalog"))
        assert (again.message_id, again.kind, len(talk.ani.messages)) == (first.message_id, "text", 1)


async def test_an_expired_tap_still_gets_its_screen() -> None:
    async with talking() as talk:
        await talk.opened(MENU)
        event = await talk.taps("Keranjang")
        talk.api.world.taps.clear()
        await talk.answer(CART, event)
        assert talk.ani.screen.labels == ["Menu"]


async def test_a_tap_that_cannot_be_closed_still_gets_its_screen() -> None:
    async with talking() as talk:
        await talk.opened(MENU)
        event = await talk.taps("Keranjang")
        talk.api.refuse("answerCallbackQuery", 502, "Bad Gateway")
        await talk.answer(CART, event)
        assert talk.ani.screen.labels == ["Menu"]


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited"])
async def test_a_message_that_cannot_be_edited_is_answered_below(why: str) -> None:
    async with talking() as talk:
        first = await talk.opened(MENU)
        event = await talk.taps("Keranjang")
        talk.api.refuse("editMessageText", 400, f"Bad Request: {why}")
        shown = await talk.answer(CART, event)
        assert shown.message_id != first.message_id
        assert [one.labels for one in talk.ani.messages] == [[], ["Menu"]]


async def test_a_photo_that_telegram_refuses_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "42.png").write_bytes(b"no picture")
    async with talking(photo_path=lambda _: tmp_path / "42.png") as talk:
        shown = await talk.opened(INTIP)
        assert (shown.kind, talk.ani.screen.text) == ("text", "Intip manis\n\nRp12.000")
        shown = await talk.answer(KARAK, await talk.taps("Tambah"))
        assert (shown.kind, talk.ani.screen.text) == ("text", "Karak\n\nRp9.000")


async def test_an_id_that_telegram_no_longer_takes_is_replaced_by_the_file(tmp_path: Path) -> None:
    async with talking(photo_path=pictures(tmp_path)) as talk:
        await talk.opened(INTIP)
        talk.api.world.files.forget(talk.ani.screen.photo)
        assert (await talk.opened(INTIP)).kind == "text"
        assert (await talk.opened(INTIP)).kind == "photo"


async def test_a_screen_without_a_picture_or_with_long_text_is_a_text_message(tmp_path: Path) -> None:
    async with talking(photo_path=pictures(tmp_path)) as talk:
        assert (await talk.opened(Screen("Rambak", photo="product/99"))).kind == "text"
        assert (await talk.opened(LONG_INTIP)).kind == "text"
        assert len(talk.ani.screen.text) == 1026


async def test_short_flood_control_is_waited_out_and_long_is_raised() -> None:
    async with talking() as talk:
        talk.api.flood("sendMessage", retry_after=1)
        await talk.opened(MENU)
        talk.api.flood("sendMessage", retry_after=40)
        with pytest.raises(TryLater) as later:
            await talk.opened(CART)
        assert later.value.seconds == 40
        assert [one.text for one in talk.ani.messages] == ["Menu\n\nMau apa?"]


async def test_a_blocked_bot_and_a_network_error_raise_different_errors() -> None:
    async with talking() as talk:
        event = await talk.says("/start")
        talk.api.refuse("sendMessage", 502, "Bad Gateway")
        with pytest.raises(TryLater):
            await talk.answer(MENU, event)
        talk.ani.chat.blocked = "bot was blocked by the user"
        with pytest.raises(Blocked):
            await talk.answer(MENU, event)
        talk.ani.chat.blocked = ""
        talk.api.refuse("sendMessage", 400, "Bad Request: we do not like it")
        with pytest.raises(Undeliverable):
            await talk.answer(MENU, event)
        assert talk.ani.messages == []


async def test_dismissing_closes_a_tap_with_a_line_and_answers_a_text_with_it() -> None:
    async with talking() as talk:
        await talk.opened(MENU)
        await talk.channel.dismiss(await talk.taps("Keranjang"), "Sudah ditutup. " * 30)
        assert talk.ani.toast() == ("Sudah ditutup. " * 30)[:200]
        event = await talk.says("halo")
        await talk.channel.dismiss(event)
        assert len(talk.ani.messages) == 1
        await talk.channel.dismiss(event, "Sebentar ya.")
        assert talk.ani.screen.text == "Sebentar ya."


async def test_dismissing_in_a_group_sends_the_line_to_the_group() -> None:
    async with talking() as talk:
        group = talk.api.group("Perantau Taipei")
        await talk.ani.say("/menu@rantau_test_bot", chat=group, wait=0)
        event = await talk.sink.next()
        await talk.channel.dismiss(event, f"Di sini: {talk.channel.link('menu')}")
        assert group.from_bot[-1].text == "Di sini: https://t.me/rantau_test_bot?start=menu"


async def test_a_keyboard_that_is_already_gone_raises_nothing() -> None:
    async with talking() as talk:
        await talk.opened(Screen("Tanpa tombol"))
        await talk.opened(MENU)
        assert talk.ani.screen.labels == ["Katalog", "Keranjang"]
        assert talk.api.made("editMessageReplyMarkup")[0]["reply_markup"] == NO_KEYBOARD


async def test_answers_to_late_events_yield_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, send = [], Api.send

    async def noted(self: Api, method: str, parameters: dict[str, Any], urgency: Urgency) -> Any:
        asked.append((method, urgency))
        return await send(self, method, parameters, urgency)

    monkeypatch.setattr(Api, "send", noted)
    async with talking() as talk:
        await talk.answer(MENU, replace(await talk.says("/start"), late=True))
        await talk.answer(CART, replace(await talk.taps("Keranjang"), late=True))
        await talk.answer(MENU, await talk.taps("Menu"))
    edit = "editMessageText"
    assert asked == [("sendMessage", Urgency.LATE), (edit, Urgency.LATE), (edit, Urgency.REPLY)]


async def test_a_topic_of_a_group_is_answered_in_its_topic() -> None:
    async with talking() as talk:
        group = talk.api.group("Perantau Taipei")
        await talk.ani.say("/menu@rantau_test_bot", chat=group, wait=0)
        event = await talk.sink.next()
        in_topic = replace(event, address=replace(event.address, chat_id=f"{group.id}/17"))
        await talk.channel.dismiss(in_topic, "Di sini ya.")
        sent = talk.api.made("sendMessage")[-1]
        assert (int(sent["chat_id"]), int(sent["message_thread_id"])) == (group.id, 17)
