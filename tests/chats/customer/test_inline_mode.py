"""Inline mode: product cards in any chat, which open the product and change nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import text

from bot.app.tables import metadata
from tests.support.running_shop import RunningProgram


def titles(answer: dict[str, Any]) -> list[str]:
    return [one["title"] for one in answer["results"]]


def hints(answer: dict[str, Any]) -> list[str]:
    return [one["description"] for one in answer["results"]]


async def test_inline_card_links_to_its_product(program: RunningProgram) -> None:
    ani = program.api.person("Ani")
    answer = await ani.ask("krak")
    (karak,) = answer["results"]
    assert (karak["id"], karak["title"]) == ("SOLO-002", "Karak")
    assert karak["description"] == "Rp15.000 per bungkus"
    said = karak["input_message_content"]["message_text"]
    assert "Kerupuk dari adonan nasi" in said
    assert "Camilan Pasar Gede" in said
    ((button,),) = karak["reply_markup"]
    assert button["url"] in said
    await ani.say(f"/start {button['url'].partition('?start=')[2]}")
    assert ani.screen.text.startswith("Karak\n")


async def test_a_card_posted_to_the_bot_itself_opens_the_product(program: RunningProgram) -> None:
    ani = program.api.person("Ani")
    (karak,) = (await ani.ask("karak"))["results"]
    await ani.post(karak)
    assert "Buatan Camilan Pasar Gede" in ani.screen.text


async def test_products_barred_from_the_named_country_come_last_and_are_marked(
    program: RunningProgram,
) -> None:
    ani = program.api.person("Ani")
    assert titles(await ani.ask("abon")) == ["Abon ayam", "Abon lele", "Abon sapi"]
    answer = await ani.ask("abon ke taiwan")
    assert titles(answer) == ["Abon lele", "Abon ayam", "Abon sapi"]
    assert [one.partition(" · ")[2] for one in hints(answer)] == ["", *["tidak bisa ke Taiwan"] * 2]
    assert "✖ Tidak bisa dikirim ke Taiwan" in answer["results"][2]["input_message_content"]["message_text"]
    assert titles(await ani.ask("jenang")) == ["Jenang alot"]  # one typo away from Jepang


async def test_inline_cards_follow_the_language_of_the_client(program: RunningProgram) -> None:
    assert titles(await program.api.person("Wei", language="zh-hans").ask("abon sapi")) == ["Beef floss"]
    assert titles(await program.api.person("Aminah", language="ms").ask("beef floss")) == ["Abon sapi"]
    answer = await program.api.person("Tom", language="en").ask("qwzxy")
    assert answer["results"] == []
    assert answer["button"]["text"] == "Nothing found. Look into the shop"


async def test_empty_query_pages_through_products_of_every_shelf(program: RunningProgram) -> None:
    ani, seen, offset = program.api.person("Ani"), list[str](), ""
    first = await ani.ask("")
    assert len({program.shop.catalogue.by_sku[one["id"]].category for one in first["results"]}) == 15
    assert first["button"]["start_parameter"] == "home"
    for _page in range(20):
        answer = await ani.ask("", offset)
        seen += [one["id"] for one in answer["results"]]
        if not (offset := answer["next_offset"]):
            break
    assert len(seen) == len(set(seen)) == len(program.shop.catalogue.goods())
    assert (await ani.ask("", "9" * 60))["results"] == first["results"]
    assert (await ani.ask("", "-3"))["results"] == first["results"]


async def test_inline_query_writes_nothing_and_ignores_who_asks(program: RunningProgram) -> None:
    ani, stranger = program.api.person("Ani"), program.api.person("Wulan")
    await ani.say("/start")
    await ani.tap("Jepang")
    await ani.say("/start p_SOLO-002")
    await ani.tap("5")
    before = await rows_when_idle(program)
    for typed in ("abon", "karak", "", "abon taiwan", "qwzxy"):
        mine, theirs = await ani.ask(typed), await stranger.ask(typed)
        assert mine["results"] == theirs["results"]
        assert mine["next_offset"] == theirs["next_offset"]
    assert await rows(program) == before


async def rows_when_idle(program: RunningProgram) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, once the inbox has marked all events as answered."""
    async with asyncio.timeout(60):
        while True:
            async with program.db.reading() as connection:
                if not await connection.scalar(text("SELECT count(*) FROM inbox WHERE answered_at IS NULL")):
                    return await rows(program)
            await asyncio.sleep(0.02)


async def rows(program: RunningProgram) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    async with program.db.reading() as connection:
        return {
            name: sorted(map(tuple, await connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)
            for name in metadata.tables
        }


async def test_a_product_with_sizes_is_one_card_that_asks_which(program: RunningProgram) -> None:
    ani = program.api.person("Ani")
    (shirt,) = [one for one in (await ani.ask("kemeja batik"))["results"] if one["id"] == "SOLO-070"]
    assert not [one for one in titles(await ani.ask("kemeja batik")) if one.endswith((" L", " XL"))]
    ((button,),) = shirt["reply_markup"]
    await ani.say(f"/start {button['url'].partition('?start=')[2]}")
    assert ani.screen.text.startswith("Kemeja batik\n")
    assert "Mau yang mana?" in ani.screen.text
