"""Sold out products, and after them forbidden ones, come last in a search and in a choice."""

from __future__ import annotations

from sqlalchemy import update

from bot.catalog import Product, next_version
from bot.core.database import session_on
from tests.support.bot_api import Person
from tests.support.running_shop import RunningProgram


def names(ani: Person) -> list[str]:
    return [one.partition(" ·")[0] for one in ani.screen.labels]


async def test_sold_out_and_forbidden_products_come_last(program: RunningProgram) -> None:
    ani = program.api.person("Ani")
    await ani.say("/start")
    await ani.tap("Taiwan")
    await ani.say("abon")
    assert names(ani)[:3] == ["Abon lele", "Abon ayam", "Abon sapi"]
    await ani.say("mau abon 2 ya kak")
    assert names(ani)[0] == "Abon lele"
    await ani.tap("Bukan ini semua")
    await ani.say("intip")
    assert names(ani)[:2] == ["Intip gurih", "Intip manis"]
    async with program.db.writing() as connection, session_on(connection) as db:
        gone = update(Product).where(Product.sku == "SOLO-105")
        await db.execute(gone.values(stock=0, version=await next_version(db)))
        await db.commit()
    await ani.say("intip")
    assert names(ani)[:2] == ["Intip manis", "Intip gurih"]
