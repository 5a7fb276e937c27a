"""A photo named after a product's SKU is shown with the product, on every channel."""

from __future__ import annotations

from pathlib import Path

from pictures.__main__ import FOLDER
from tests.support.bot_api import PNG
from tests.support.chat_people import InBrowser
from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram

KARAK = "@siti\n> /start\n[Taiwan]\n> karak\n< Mau berapa?"


def add_photo_of_karak(program: RunningProgram, folder: Path) -> None:
    photos = folder / "photos"
    photos.mkdir()
    (photos / "SOLO-002.png").write_bytes(PNG)
    program.shop.photos = [photos, *program.shop.photos]


async def test_telegram_sends_a_product_as_its_photo(program: RunningProgram, tmp_path: Path) -> None:
    add_photo_of_karak(program, tmp_path)
    play = Play(program, "telegram")
    await play.run(f"{KARAK}\n[2]\n< 2 × Karak\n> intip manis\n< Mau berapa?")
    photo, card = program.api.made("sendPhoto")
    assert photo["caption"].startswith("Karak\n")
    assert photo["photo"].content == PNG
    assert card["photo"].content == (FOLDER / "SOLO-001.png").read_bytes()


async def test_browser_chat_shows_a_product_with_its_photo(program: RunningProgram, tmp_path: Path) -> None:
    add_photo_of_karak(program, tmp_path)
    play = Play(program, "browser")
    await play.run(KARAK)
    assert isinstance(play.person, InBrowser)
    visitor = play.person.visitor
    bubble = visitor.messages[-1]
    assert bubble["title"] == "Karak"
    async with visitor.http.get(f"{visitor.base}{bubble['photo']}") as answer:
        assert answer.status == 200
        assert await answer.read() == PNG
