"""The message store of the browser chat, on every supported database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.app.tables import metadata
from bot.channels.browser.message_store import Messages, Target, screen_content
from bot.conversation.screens import Button, Screen
from bot.core.database import Database

AT = datetime(2026, 3, 2, 5, tzinfo=UTC)
SCREEN = screen_content(Screen("Rantau — 印", "Kirim ke mana?", (Button("Produk", "goods"),)), "id")


@pytest.fixture
async def messages(tables_url: str):
    database = Database(tables_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield Messages(database)
    await database.close()


async def test_a_message_is_stored_once_with_its_first_time(messages: Messages) -> None:
    first = await messages.said("seat-umkm", "seat-umkm/1", "halo 👋", AT)
    again = await messages.said("seat-umkm", "seat-umkm/1", "halo 👋", AT + timedelta(hours=1))
    assert (again.id, again.at, again.content) == (first.id, AT, {"body": "halo 👋"})
    assert len(await messages.last("seat-umkm")) == 1


async def test_an_edit_raises_the_version_and_keeps_the_position(messages: Messages) -> None:
    (first,) = await messages.show(Target("a"), SCREEN, AT)
    later = AT + timedelta(minutes=5)
    (edited,) = await messages.show(Target("a", over=str(first.id)), SCREEN | {"title": "Produk"}, later)
    assert (edited.id, edited.version, edited.at, edited.changed_at) == (first.id, 2, AT, later)
    (kept,) = await messages.last("a")
    assert kept.content["title"] == "Produk"


async def test_a_new_message_removes_the_earlier_buttons_and_a_redraw_restores_them(
    messages: Messages,
) -> None:
    (first,) = await messages.show(Target("a"), SCREEN, AT)
    second, former = await messages.show(Target("a", "a/1", loses_keyboard=str(first.id)), SCREEN, AT)
    assert (former.id, former.keyboard, second.keyboard) == (first.id, False, True)
    (again,) = await messages.show(Target("a", "a/1", loses_keyboard=str(first.id)), SCREEN, AT)
    assert again.id == second.id
    shown = await messages.show(Target("a", over=str(first.id), loses_keyboard=str(second.id)), SCREEN, AT)
    assert [(one.id, one.keyboard) for one in shown] == [(first.id, True), (second.id, False)]


async def test_a_screen_never_replaces_a_file_or_a_message_of_another_chat(messages: Messages) -> None:
    file = await messages.file(await messages.keep_file("m.csv", "text/csv", b"\x00\xff"))
    assert file
    assert file.content == b"\x00\xff"
    sent = await messages.send_file("a", file, AT)
    (theirs,) = await messages.show(Target("b"), SCREEN, AT)
    for over in (str(sent.id), str(theirs.id), "", "x", "99999999999"):
        (new,) = await messages.show(Target("a", over=over), SCREEN, AT)
        assert new.id not in (sent.id, theirs.id)


async def test_recent_changes_are_found_for_the_given_chats_only(messages: Messages) -> None:
    for chat, at in (("a", AT), ("a", AT + timedelta(hours=1)), ("b", AT + timedelta(hours=1))):
        await messages.show(Target(chat), SCREEN, at)
    found = await messages.changed({"a"}, AT + timedelta(minutes=1))
    assert [(one.chat_id, one.changed_at) for one in found] == [("a", AT + timedelta(hours=1))]
