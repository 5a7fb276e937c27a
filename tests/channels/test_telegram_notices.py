"""Notices, files, menus of commands and links: what is sent without a tap."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.channels.base import Blocked, MadeFile, TryLater, Undeliverable
from bot.channels.telegram import Telegram, TokenRefused
from bot.conversation.events import Address
from tests.support.bot_api import BotApi
from tests.support.telegram_receiver import CART, MENU, channel_at, talking

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def made(folder: Path, content: bytes = b"sheet", known_id: str = "") -> MadeFile:
    path = folder / "12-v1"
    path.write_bytes(content)
    return MadeFile("manifest-TW-7-v1.xlsx", path, XLSX, known_id)


async def test_the_bot_id_is_read_from_the_token() -> None:
    async with BotApi() as api, channel_at(api) as channel:
        assert (channel.name, channel.bot_id, channel.numbers_choices) == ("telegram", "4242", False)
        assert api.calls == []


async def test_a_link_needs_the_username_from_the_server() -> None:
    async with BotApi() as api, channel_at(api) as channel:
        assert channel.link("i_CODE") == ""
        await channel.introduce()
        await channel.introduce()
        assert channel.link("i_CODE") == "https://t.me/rantau_test_bot?start=i_CODE"
        assert len(api.calls) == 1


async def test_a_wrong_token_and_a_server_out_of_reach_raise_different_errors() -> None:
    async with BotApi() as api:
        channel = Telegram("4242:wrong", api.url)
        with pytest.raises(TokenRefused):
            await channel.introduce()
        api.refuse("getMe", 502, "Bad Gateway")
        async with channel_at(api) as right:
            with pytest.raises(TryLater):
                await right.introduce()
        await channel.close()


async def test_an_address_that_is_no_chat_is_undeliverable() -> None:
    async with talking() as talk:
        with pytest.raises(Undeliverable):
            await talk.channel.notify(Address("telegram", "4242", ""), CART, "id")
        assert talk.called() == []


async def test_a_notice_is_a_message_of_its_own_and_leaves_the_screen_alone() -> None:
    async with talking() as talk:
        await talk.opened(MENU)
        await talk.channel.notify(talk.address, CART, "id")
        assert [one.labels for one in talk.ani.messages] == [["Katalog", "Keranjang"], ["Menu"]]


@pytest.mark.parametrize(
    ("code", "words", "error"),
    [
        (403, "Forbidden: bot was blocked by the user", Blocked),
        (403, "Forbidden: user is deactivated", Blocked),
        (403, "Forbidden: bot can't initiate conversation with a user", Blocked),
        (400, "Bad Request: chat not found", Blocked),
        (400, "Bad Request: PEER_ID_INVALID", Blocked),
        (400, "Bad Request: message text is empty", Undeliverable),
        (500, "Internal Server Error", TryLater),
        (401, "Unauthorized", TryLater),
    ],
)
async def test_a_notice_that_fails_raises_the_matching_error(
    code: int, words: str, error: type[Exception], tmp_path: Path
) -> None:
    async with talking() as talk:
        for method in ("sendMessage", "sendDocument"):
            talk.api.refuse(method, code, words)
        with pytest.raises(error):
            await talk.channel.notify(talk.address, CART, "id")
        with pytest.raises(error):
            await talk.channel.send_file(talk.address, made(tmp_path))
        assert talk.ani.messages == []


async def test_flood_control_of_a_notice_names_the_seconds() -> None:
    async with talking() as talk:
        talk.api.flood("sendMessage", retry_after=17)
        with pytest.raises(TryLater) as later:
            await talk.channel.notify(talk.address, CART, "id")
        assert later.value.seconds == 17


async def test_a_notice_to_a_stranger_is_blocked() -> None:
    async with talking() as talk:
        with pytest.raises(Blocked):
            await talk.channel.notify(Address("telegram", "4242", "99"), CART, "id")


async def test_a_server_out_of_reach_raises_try_later() -> None:
    async with BotApi() as api:
        unreachable = api
    async with channel_at(unreachable) as channel:
        with pytest.raises(TryLater) as later:
            await channel.notify(Address("telegram", "4242", "7001"), CART, "id")
    assert later.value.seconds is None


async def test_a_file_arrives_unchanged_and_is_sent_by_its_id_afterwards(tmp_path: Path) -> None:
    async with talking() as talk:
        content = bytes(range(256)) * 8000
        file_id = await talk.channel.send_file(talk.address, made(tmp_path, content))
        assert talk.ani.files == ["manifest-TW-7-v1.xlsx"]
        assert talk.ani.file("manifest-TW-7-v1.xlsx") == content
        assert talk.api.made("sendDocument")[0]["document"].mime == XLSX
        assert await talk.channel.send_file(talk.address, made(tmp_path, known_id=file_id)) == file_id
        assert talk.api.made("sendDocument")[1]["document"] == file_id
        assert len(talk.ani.files) == 2


async def test_an_id_that_telegram_no_longer_takes_is_replaced_by_the_file(tmp_path: Path) -> None:
    async with talking() as talk:
        fresh = await talk.channel.send_file(talk.address, made(tmp_path, known_id="document-9999"))
        assert fresh != "document-9999"
        assert talk.ani.file("manifest-TW-7-v1.xlsx") == b"sheet"


async def test_a_missing_file_is_undeliverable(tmp_path: Path) -> None:
    async with talking() as talk:
        with pytest.raises(Undeliverable, match=r"manifest-TW-7-v1\.xlsx"):
            await talk.channel.send_file(
                talk.address, MadeFile("manifest-TW-7-v1.xlsx", tmp_path / "none", XLSX)
            )
        assert talk.ani.files == []


async def test_menus_of_commands_are_set_per_language_and_per_chat() -> None:
    async with talking() as talk:
        menu = {"": [("menu", "Main menu")], "id": [("menu", "Menu utama"), ("keranjang", "Keranjang")]}
        await talk.channel.set_commands(menu)
        await talk.channel.set_commands({"id": [("total", "Jumlah pesanan")]}, talk.address)
        menus = talk.api.world.menus
    assert menus["default", 0, ""] == [{"command": "menu", "description": "Main menu"}]
    assert [one["command"] for one in menus["default", 0, "id"]] == ["menu", "keranjang"]
    assert [one["command"] for one in menus["chat", talk.ani.id, "id"]] == ["total"]


async def test_the_token_is_in_no_log_of_a_whole_conversation(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with talking() as talk:
        talk.api.refuse("getUpdates", 502, "Bad Gateway")
        await talk.opened(MENU)
        talk.api.refuse("editMessageText", 400, "Bad Request: message can't be edited")
        await talk.answer(CART, await talk.taps("Keranjang"))
    assert "telegram does not answer" in caplog.text
    assert talk.api.token.partition(":")[2] not in caplog.text
