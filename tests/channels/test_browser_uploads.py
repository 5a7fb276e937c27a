"""Uploads from the chat page are accepted only where a file is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.channels.browser import SEATS
from bot.conversation.events import Event
from bot.conversation.screens import Ask, Button, Screen
from bot.core.media import MOST_BYTES, Media
from tests.support.browser_shop import OpenChat, open_chat

SHEET = Screen("Timbangan", buttons=[Button("Nanti", "home")], asks=Ask("w", frozenset({"document"})))
PICTURE = Screen("Struk", buttons=[Button("Nanti", "home")], asks=Ask("p", frozenset({"photo", "text"})))
EITHER = Screen("Surat", buttons=[Button("Nanti", "home")], asks=Ask("s", frozenset({"photo", "document"})))


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[OpenChat]:
    async with open_chat(tmp_path) as one:
        yield one


async def asks(chat: OpenChat, screen: Screen, seat: str = "customer") -> None:
    event = Event(chat.seat(seat), f"{SEATS[seat]}/{uuid4()}", "text", text="halo")
    await chat.answer(event, screen)


async def upload(
    chat: OpenChat, body: Any = b"PK", name: str = "timbang.xlsx", seat: str = "customer", **more: Any
) -> int:
    sent = BytesIO(body) if isinstance(body, bytes) else body
    query = {"seat": seat, "id": str(uuid4()), "name": name, "lang": "id"} | more.pop("query", {})
    async with chat.http.post(f"{chat.base}/chat/upload", params=query, data=sent, **more) as answer:
        return answer.status


def kept(folder: Path) -> list[Path]:
    return list((folder / "media").glob("*")) if (folder / "media").exists() else []


async def test_a_requested_file_is_stored_and_handed_in(chat: OpenChat, tmp_path: Path) -> None:
    await asks(chat, SHEET)
    async with chat.page() as page:
        await page.history("coordinator")
        assert await upload(chat, b"PK" * 1_000_000, "C:\\daftar\\timbang\n akhir.XLSX") == 200
        shown = (await page.hears("message"))["message"]
    (event,) = chat.listener.heard
    assert event.attachment is not None
    assert (event.kind, event.attachment.kind, event.attachment.size) == ("text", "document", 2_000_000)
    assert event.attachment.name == "timbang akhir.XLSX"
    assert event.event_id.startswith("seat-customer/")
    assert await Media(tmp_path / "media").read(event.attachment.ref) == b"PK" * 1_000_000
    assert (shown["who"], shown["file"]) == ("person", {"name": "timbang akhir.XLSX", "bytes": 2_000_000})


@pytest.mark.parametrize(
    ("screen", "name", "kind"),
    [(EITHER, "struk.jpg", "photo"), (SHEET, "struk.jpg", "document"), (EITHER, "a.pdf", "document")],
)
async def test_a_picture_is_a_photo_where_a_photo_is_accepted(
    chat: OpenChat, screen: Screen, name: str, kind: str
) -> None:
    await asks(chat, screen)
    assert await upload(chat, name=name) == 200
    assert [one.attachment and one.attachment.kind for one in chat.listener.heard] == [kind]


async def test_the_page_is_told_what_the_open_question_accepts(chat: OpenChat) -> None:
    async with chat.page() as page:
        await page.history("coordinator")
        await asks(chat, PICTURE)
        first = (await page.hears("message"))["message"]
        assert first["accepts"] == ["photo"]
        event = Event(chat.seat("customer"), f"{SEATS['customer']}/{uuid4()}", "text", text="batal")
        shown = await chat.answer(event, Screen("Menu"))
        assert "accepts" not in (await page.hears("message", seat="customer"))["message"]
        assert shown.message_id


async def test_an_upload_is_refused_where_no_file_is_asked_for(chat: OpenChat, tmp_path: Path) -> None:
    assert await upload(chat) == 409
    await asks(chat, SHEET)
    assert await upload(chat, seat="umkm") == 409
    assert await upload(chat, seat="nobody") == 400
    await asks(chat, PICTURE)
    assert await upload(chat) == 415
    await asks(chat, Screen("Menu", buttons=[Button("Nanti", "home")]))
    assert await upload(chat) == 409
    assert (chat.listener.heard, kept(tmp_path)) == ([], [])


@pytest.mark.parametrize("query", [{"id": "../../x"}, {"id": ""}, {"name": ""}, {"name": "/"}])
async def test_an_upload_that_no_page_sends_is_refused(
    chat: OpenChat, tmp_path: Path, query: dict[str, str]
) -> None:
    await asks(chat, SHEET)
    assert await upload(chat, query=query) == 400
    assert await upload(chat, b"") == 400
    assert (chat.listener.heard, kept(tmp_path)) == ([], [])


async def test_another_site_cannot_send_a_file(chat: OpenChat, tmp_path: Path) -> None:
    await asks(chat, SHEET)
    assert await upload(chat, headers={"Origin": "https://evil.example"}) == 403
    assert await upload(chat, headers={"X-Forwarded-For": "203.0.113.9"}) == 403
    assert (chat.listener.heard, kept(tmp_path)) == ([], [])


async def test_an_upload_without_a_session_is_refused(tmp_path: Path) -> None:
    async with open_chat(tmp_path, mode="on") as chat:
        assert await upload(chat, seat="me") == 403
        assert (chat.listener.heard, kept(tmp_path)) == ([], [])


@pytest.mark.parametrize("announced", [True, False])
async def test_an_upload_over_20_mb_is_cut_off(chat: OpenChat, tmp_path: Path, announced: bool) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(21):
            yield bytes(1024 * 1024)

    await asks(chat, SHEET)
    assert await upload(chat, bytes(MOST_BYTES + 1) if announced else endless()) == 413
    assert (chat.listener.heard, kept(tmp_path)) == ([], [])
    assert await upload(chat, bytes(MOST_BYTES)) == 200


async def test_an_upload_that_was_not_committed_can_be_sent_again(chat: OpenChat) -> None:
    await asks(chat, SHEET)
    chat.listener.failures = 1
    same = {"id": str(uuid4())}
    assert await upload(chat, query=same) == 500
    assert await upload(chat, query=same) == 200
    assert len(chat.listener.heard) == 1
    async with chat.page() as page:
        assert [one["who"] for one in await page.history()] == ["shop", "person"]


async def test_a_file_that_nobody_asked_for_is_heard_of_by_name_and_not_kept(
    chat: OpenChat, tmp_path: Path
) -> None:
    async with chat.page() as page:
        await page.history("coordinator")
        offered = {"type": "file", "id": str(uuid4()), "seat": "customer", "bytes": 4096}
        await page.socket.send_json(offered | {"name": "C:\\foto\\paket\n rusak.jpg"})
        shown = (await page.hears("message"))["message"]
        await page.hears("ack")
        for wrong in ({}, {"name": "/"}, {"name": 7}):
            await page.socket.send_json(offered | {"id": str(uuid4())} | wrong)
            await page.hears("refused")
    (event,) = chat.listener.heard
    assert event.attachment is not None
    assert (event.attachment.name, event.attachment.size) == ("paket rusak.jpg", 4096)
    assert (event.attachment.failed, event.attachment.ref) == ("not_fetched", "")
    assert (shown["who"], shown["file"]) == ("person", {"name": "paket rusak.jpg", "bytes": 4096})
    assert kept(tmp_path) == []
