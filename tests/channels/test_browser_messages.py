"""What a person sees in the browser chat: own messages, answers, notices, files and the history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.channels import browser as browser_package
from bot.channels.base import MadeFile, Shown, TryLater, Undeliverable
from bot.channels.browser import old_messages
from bot.channels.browser.message_store import HISTORY_LENGTH
from bot.conversation.screens import Button, Screen
from bot.core.database import session_on
from tests.support.browser_shop import Page, open_chat

HOME = Screen(
    "Rantau", "Kirim ke mana?", (Button("Produk", "goods"), Button("Keranjang", "cart", beside=True))
)
GOODS = Screen("Produk", "Pilih:", (Button("Intip manis", "product/1", "Rp 25.000"),))


async def test_typed_text_is_shown_then_answered_below_and_the_old_buttons_go(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        await page.say("/start")
        said = (await page.hears("message"))["message"]
        assert (said["who"], said["body"]) == ("person", "/start")
        await page.hears("ack")
        first = await chat.answer(chat.listener.heard[0], HOME)
        shown = (await page.hears("message"))["message"]
        assert (shown["who"], shown["title"], shown["body"]) == ("shop", "Rantau", "Kirim ke mana?")
        assert [one["route"] for one in shown["buttons"]] == ["goods", "cart"]
        await page.say("intip")
        await page.hears("ack")
        second = await chat.answer(chat.listener.heard[1], GOODS, current=first)
        below = (await page.hears("message"))["message"]
        former = (await page.hears("message"))["message"]
        assert (below["id"], former["id"]) == (int(second.message_id), int(first.message_id))
        assert below["id"] > former["id"]
        assert (former["title"], former["buttons"]) == ("Rantau", [])


async def test_a_tap_is_answered_in_the_tapped_message(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        shown = await chat.browser.notify(chat.seat("customer"), HOME, "id")
        tapped = (await page.hears("message"))["message"]["id"]
        action = await page.tap(tapped, "goods")
        await page.hears("ack", id=action)
        (event,) = chat.listener.heard
        assert (event.kind, event.route, event.message_id) == ("tap", "goods", shown.message_id)
        assert (event.language, event.message_kind) == ("id", "text")
        again = await chat.answer(event, GOODS, current=shown)
        assert again.message_id == shown.message_id
        edited = (await page.hears("message"))["message"]
        assert (edited["id"], edited["title"], edited["buttons"][0]["hint"]) == (
            tapped,
            "Produk",
            "Rp 25.000",
        )
        await page.hears("done", action=action)


async def test_a_notice_is_answered_below_and_stays_readable(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        notice = await chat.browser.notify(chat.seat("umkm"), HOME, "id")
        await page.tap(notice.message_id, "goods", seat="umkm")
        await page.hears("ack")
        below = await chat.answer(chat.listener.heard[0], GOODS, in_place=False)
        assert below.message_id != notice.message_id
    async with open_chat(tmp_path) as chat, chat.page() as page:
        assert [one["title"] for one in await page.history("umkm")] == ["Rantau", "Produk"]


async def test_a_notice_sent_while_no_page_is_open_is_shown_later(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat:
        await chat.browser.notify(chat.seat("umkm"), HOME, "id")
        async with chat.page() as page:
            assert await page.history("customer") == []
            (kept,) = await page.history("umkm")
            assert (kept["title"], kept["notice"]) == ("Rantau", True)


async def test_a_page_that_reconnects_gets_the_last_messages_in_order(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat:
        for number in range(HISTORY_LENGTH + 5):
            await chat.browser.notify(chat.seat("customer"), Screen(f"Kabar {number}"), "id")
    async with open_chat(tmp_path) as chat, chat.page() as page:
        titles = [one["title"] for one in await page.history()]
        assert titles == [f"Kabar {number}" for number in range(5, HISTORY_LENGTH + 5)]


async def test_an_action_sent_twice_is_one_event_and_one_message(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat:
        async with chat.page() as page:
            action = await page.say("halo")
            await page.hears("ack", id=action)
        async with chat.page() as page:
            await page.say("halo", action=action)
            await page.hears("ack", id=action)
        async with chat.page() as page:
            assert [one["body"] for one in await page.history()] == ["halo"]
        first, second = chat.listener.heard
        assert first.event_id == second.event_id
        assert first.sent_at == second.sent_at


async def test_an_answer_shown_twice_is_one_message(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        await page.say("halo")
        await page.hears("ack")
        shown = [await chat.answer(chat.listener.heard[0], HOME) for _ in range(2)]
        assert shown[0].message_id == shown[1].message_id


async def test_the_same_action_id_in_two_chats_is_two_events(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        action = await page.say("halo", seat="customer")
        await page.say("halo", seat="umkm", action=action)
        for _ in range(2):
            await page.hears("ack")
        one, other = chat.listener.heard
        assert one.event_id != other.event_id


async def test_nothing_is_acknowledged_before_it_is_taken(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat:
        chat.listener.failures = 1
        async with chat.page() as page:
            action = await page.say("halo")
            with pytest.raises(TypeError):  # the socket closes instead
                await page.hears("ack")
            assert page.socket.close_code == 1013
        async with chat.page() as page:
            await page.say("halo", action=action)
            await page.hears("ack", id=action)
        assert [event.text for event in chat.listener.heard] == ["halo"]


async def test_another_page_of_the_same_chat_sees_everything_and_other_chats_do_not(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as one, chat.page() as other:
        for page in (one, other):
            await page.history("coordinator")
        await one.say("halo")
        assert (await other.hears("message"))["seat"] == "customer"


async def test_messages_written_by_another_process_are_shown_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_package.channel, "LOOK_SECONDS", 0.05)
    async with open_chat(tmp_path) as chat, open_chat(tmp_path) as beside, chat.page() as page:
        await page.history("coordinator")
        await beside.browser.notify(beside.seat("customer"), HOME, "id")
        assert (await page.hears("message"))["message"]["title"] == "Rantau"


async def test_a_file_is_stored_once_and_sent_again_by_its_id(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_bytes(b"sku\n")
    made = MadeFile("manifest.csv", path, "text/csv")
    async with open_chat(tmp_path) as chat:
        known = await chat.browser.send_file(chat.seat("coordinator"), made)
        path.unlink()
        again = replace(made, known_id=known)
        assert await chat.browser.send_file(chat.seat("coordinator"), again) == known
        with pytest.raises(Undeliverable):
            await chat.browser.send_file(chat.seat("coordinator"), made)
        async with chat.page() as page:
            files = [one["file"] for one in await page.history("coordinator")]
        assert [one["href"] for one in files] == ["/chat/file/1", "/chat/file/2"]
        assert files[0]["bytes"] == 4


async def test_a_file_whose_bytes_were_erased_is_stored_anew(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_bytes(b"sku\n")
    made = MadeFile("manifest.csv", path, "text/csv")
    async with open_chat(tmp_path) as chat:
        known = await chat.browser.send_file(chat.seat("coordinator"), made)
        async with chat.database.writing() as connection, session_on(connection) as db:
            await old_messages.empty_files(db, [known])
            await db.commit()
        anew = await chat.browser.send_file(chat.seat("coordinator"), replace(made, known_id=known))
        assert anew != known
        async with chat.page() as page:
            assert [one["file"]["bytes"] for one in await page.history("coordinator")] == [4, 4]


async def test_a_tap_can_be_closed_with_a_short_line(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        action = await page.tap("", "help", seat="umkm")
        await page.hears("ack")
        await chat.browser.dismiss(chat.listener.heard[0], "Sudah.")
        done = await page.hears("done", action=action)
        assert (done["seat"], done["toast"]) == ("umkm", "Sudah.")


async def test_a_tap_on_another_chats_message_names_no_message(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        theirs = await chat.browser.notify(chat.seat("umkm"), HOME, "id")
        await page.tap(theirs.message_id, "goods", seat="customer")
        await page.hears("ack")
        (event,) = chat.listener.heard
        assert (event.message_id, event.route) == ("", "goods")
        mine = await chat.answer(
            replace(event, message_id=theirs.message_id), GOODS, Shown(theirs.message_id)
        )
        assert mine.message_id != theirs.message_id
    async with open_chat(tmp_path) as chat, chat.page() as page:
        (untouched,) = await page.history("umkm")
        assert (untouched["title"], len(untouched["buttons"])) == ("Rantau", 2)


@pytest.mark.parametrize(
    "said",
    [
        "no json",
        "[]",
        "null",
        '{"type":"text"}',
        '{"type":"text","id":"1","seat":"customer","text":"x"}',
        '{"type":"text","id":"%s","seat":"owner","text":"x"}',
        '{"type":"text","id":"%s","seat":["customer"],"text":"x"}',
        '{"type":"text","id":"%s","seat":"customer","text":7}',
        '{"type":"tap","id":"%s","seat":"customer","route":"é"}',
        '{"type":"tap","id":"%s","seat":"customer","route":"a\\nb"}',
        '{"type":"tap","id":"%s","seat":"customer","route":""}',
        '{"type":"tap","id":"%s","seat":"customer","route":"' + "x" * 65 + '"}',
        '{"type":"shout","id":"%s","seat":"customer","text":"x"}',
    ],
)
async def test_a_frame_that_no_page_sends_is_refused_and_changes_nothing(tmp_path: Path, said: str) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        await page.socket.send_str(said.replace("%s", "6d1dcd7e-24ea-4be5-8fd4-5d8b9d6f3a55"))
        await page.hears("refused")
        await page.say("masih di sini")
        await page.hears("ack")
        assert [event.text for event in chat.listener.heard] == ["masih di sini"]


async def test_a_huge_frame_ends_the_connection_and_a_long_text_reaches_the_shop(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat:
        async with chat.page() as page:
            await page.say("x" * 70_000)
            await _closed(page, 1009)
        async with chat.page() as page:
            await page.say("x" * 5_000)
            await page.hears("ack")
            assert len(chat.listener.heard[0].text) == 5_000
        async with chat.page() as page:
            (kept,) = await page.history()
            assert len(kept["body"]) == 4096


async def _closed(page: Page, code: int) -> None:
    while not page.socket.closed:
        await page.socket.receive(timeout=60)
    assert page.socket.close_code == code


async def test_lone_surrogates_and_nul_do_not_stop_the_chat(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat, chat.page() as page:
        await page.say("a\ud800\0b")  # JSON carries them as escapes
        await page.hears("ack")
        assert chat.listener.heard[0].text == "a?b"


async def test_a_start_payload_reaches_the_shop_and_is_not_shown(tmp_path: Path) -> None:
    async with open_chat(tmp_path, base_url="http://rantau.test/") as chat, chat.page() as page:
        assert chat.browser.link("i_CODE") == "http://rantau.test/?start=i_CODE"
        await page.say("/start i_CODE")
        assert (await page.hears("message"))["message"]["body"] == "/start"
        await page.hears("ack")
        assert chat.listener.heard[0].text == "/start i_CODE"


async def test_a_database_error_is_raised_as_try_later(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat:
        async with chat.database.writing() as connection:
            await connection.execute(text("DROP TABLE browser_messages"))
        with pytest.raises(TryLater):
            await chat.browser.notify(chat.seat("customer"), HOME, "id")
