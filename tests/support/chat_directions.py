"""Directions: what happens between the lines of a transcript: `% invite …`, `% days 3`, `% cutoff TW`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from babel.dates import format_date
from sqlalchemy import func, select, update

from bot.app import scheduled_jobs, tables
from bot.catalog import Product, next_version
from bot.core.database import session_on
from bot.core.deployment import Deployment
from bot.destinations import overrides
from bot.destinations.overrides import set_open
from bot.orders import Order, OrderLine
from bot.people import Role
from bot.people.erasures import Erasure
from bot.shipments import Shipment, ShipmentState
from tests.support import passing_time, placed_orders
from tests.support.chat_people import PATIENCE, OnTelegram

if TYPE_CHECKING:
    from tests.support.play_chat import Play

AFTER_IT = 120
SCENES = Path(__file__).parents[1] / "chats" / "scenes"


async def invite(play: Play, role: str, *more: str) -> None:
    """`invite coordinator CODE` or `invite umkm UMKM CODE`: makes an invite, known as {CODE}."""
    code = await play.program.invite(Role(role), *more[:-1])
    play.known[more[-1]] = code


async def scene(play: Play, name: str) -> None:
    """Plays a scene that several transcripts begin with, from `scenes/`."""
    await play.run((SCENES / f"{name}.chat").read_text("utf-8"))


async def days(play: Play, number: str) -> None:
    """Moves the clock by days and waits until what is due is done."""
    await passing_time.later(play.program, days=float(number))


async def cutoff(play: Play, destination: str) -> None:
    """Moves the clock past the cut-off of the destination's shipment; waits until what is due is done."""
    program = play.program
    soonest = select(Shipment).where(
        Shipment.destination == destination, Shipment.state == ShipmentState.OPEN
    )
    async with program.db.reading() as connection, session_on(connection) as db:
        shipment = (await db.scalars(soonest.order_by(Shipment.cutoff_at))).first()
    assert shipment is not None, f"no open shipment to {destination}"
    until = shipment.cutoff_at - program.shop.clock.now()
    await passing_time.later(program, seconds=until.total_seconds() + AFTER_IT)


async def close(play: Play, *destinations: str) -> None:
    """Closes these destinations, as the command does."""
    async with play.program.db.writing() as connection, session_on(connection) as db:
        for iso2 in destinations:
            assert await set_open(db, iso2, False, play.program.shop.clock.now())
        await db.commit()


async def stock(play: Play, sku: str, left: str) -> None:
    """Sets a product's stock; `gone` withdraws the product."""
    values: dict[str, int] = {"offered": False} if left == "gone" else {"stock": int(left)}
    async with play.program.db.writing() as connection, session_on(connection) as db:
        values["version"] = await next_version(db)
        await db.execute(update(Product).where(Product.sku == sku).values(**values))
        await db.commit()


async def stays(play: Play, sku: str, *why: str) -> None:
    """States that a product may not travel, and why."""
    async with play.program.db.writing() as connection, session_on(connection) as db:
        values = {"stays_because": " ".join(why), "version": await next_version(db)}
        await db.execute(update(Product).where(Product.sku == sku).values(**values))
        await db.commit()


async def route(play: Play, forged: str) -> None:
    """The acting person taps a route that was never shown to them."""
    await play.press(forged, play.person.said()[-1].id)


async def again(play: Play, *label: str) -> None:
    """Taps the same button twice at once."""
    wanted = " ".join(label)
    carrier = [one for one in play.person.said() if wanted in one.routes][-1]
    await play.press(carrier.routes[wanted], carrier.id, times=2)


async def long(play: Play, number: str, *words: str) -> None:
    """The acting person types a text of so many letters, which repeats the words."""
    play.look()
    part = f"{' '.join(words) or 'kerupuk'} "
    await play.person.type(part * (int(number) // len(part)))


async def sends(play: Play, kind: str, *caption: str) -> None:
    """The acting person sends a photo, voice, sticker, document or location, with a caption."""
    play.look()
    await _on_telegram(play).person.sends(kind, " ".join(caption))


async def album(play: Play, number: str, *caption: str) -> None:
    """The acting person sends so many photos at once, with a caption."""
    play.look()
    name = f"album {len(play.log)}"
    for part in range(int(number)):
        words = " ".join(caption) if part == 0 else ""
        await _on_telegram(play).person.sends("photo", words, wait=0, album=name)


async def forward(play: Play, *words: str) -> None:
    """The acting person forwards a message."""
    play.look()
    await _on_telegram(play).person.forward(" ".join(words))


async def edit(play: Play, *words: str) -> None:
    """The acting person rewrites their last message."""
    play.look()
    await _on_telegram(play).person.edit(" ".join(words))


async def orders(play: Play, number: str) -> None:
    """So many customers order one intip manis each, in one transaction."""
    shop, now = play.program.shop, play.program.shop.clock.now()
    async with play.program.db.writing() as connection, session_on(connection) as db:
        for _ in range(int(number)):
            who = await placed_orders.customer(db, now)
            await placed_orders.place(db, shop, who, {shop.catalogue.by_sku["SOLO-001"].id: 1}, now)
        await db.commit()


async def orders_are(play: Play, number: str) -> None:
    """Checks how many orders were ever placed."""
    ever = select(func.count()).select_from(Order).where(Order.number.is_not(None))
    async with play.program.db.reading() as connection:
        assert await connection.scalar(ever) == int(number)


async def risks_accepted(play: Play, *skus: str) -> None:
    """Checks which lines' risk a customer has accepted."""
    accepted = select(OrderLine.sku).where(OrderLine.risk_accepted_at.is_not(None)).order_by(OrderLine.sku)
    async with play.program.db.reading() as connection:
        assert (await connection.scalars(accepted)).all() == sorted(skus)


async def files_gone(play: Play) -> None:
    """Somebody deletes from the disk all files that people have sent."""
    for one in play.program.settings.media_dir.iterdir():
        one.unlink()


async def group(play: Play, *words: str) -> None:
    """The acting person says something in a group, and the shop answers there in one message."""
    assert len(await _in_group(play, " ".join(words))) == 1


async def group_silent(play: Play, *words: str) -> None:
    """The acting person says something in a group, and the shop says nothing."""
    assert await _in_group(play, " ".join(words)) == []


async def _in_group(play: Play, text: str) -> list[str]:
    person = _on_telegram(play).person
    chats = play.program.api.world.chats.values()
    chat = next((one for one in chats if one.kind != "private"), None) or play.program.api.group(
        "Arisan Taipei"
    )
    before = len(chat.from_bot)
    await person.say(text, chat, wait=0)
    await person.say("/menu")  # private: once this is answered, so would be what came before
    await asyncio.sleep(0.2)
    said = [one.text for one in chat.from_bot[before:]]
    assert all("Ordering" in one or "chat pribadi" in one for one in said), said
    return said


def _on_telegram(play: Play) -> OnTelegram:
    assert isinstance(play.person, OnTelegram), "this transcript runs on Telegram only"
    return play.person


async def opens(play: Play, iso2: str) -> None:
    """Opens a destination and its shipment."""
    async with play.program.db.writing() as connection, session_on(connection) as db:
        await overrides.set_open(db, iso2, True, play.program.shop.clock.now())
        await db.commit()
    async with asyncio.timeout(PATIENCE):
        while True:
            if await _has_shipment(play, iso2):
                return
            await asyncio.sleep(0.05)


async def _has_shipment(play: Play, iso2: str) -> bool:
    async with play.program.db.reading() as connection:
        return await connection.scalar(select(Shipment.id).where(Shipment.destination == iso2)) is not None


async def kept_only_as_identity(play: Play, *numbers: str) -> None:
    """Checks that each identity number is stored in its own table and in no other row of the database."""
    async with play.program.db.reading() as connection:
        for table in tables.metadata.sorted_tables:
            told = "\n".join(map(repr, (await connection.execute(select(table))).all()))
            for number in numbers:
                assert (number in told) == (table.name == "identities"), f"{number} in {table.name}"


async def kept_nowhere(play: Play, *numbers: str) -> None:
    """Checks that no row of the database holds any of the numbers."""
    async with play.program.db.reading() as connection:
        for table in tables.metadata.sorted_tables:
            told = "\n".join(map(repr, (await connection.execute(select(table))).all()))
            assert not any(number in told for number in numbers), f"in {table.name}"


async def delivered(play: Play, number: str, ago: str) -> None:
    """Sets an order's delivery so many days back; waits until what is due is done."""
    now = play.program.shop.clock.now()
    when = update(Order).where(Order.number == number).values(delivered_at=now - timedelta(days=int(ago)))
    async with play.program.db.writing() as connection:
        await connection.execute(when)
    await scheduled_jobs.erase_identities(
        scheduled_jobs.JobContext(play.program.db, play.program.shop, Deployment(), lambda: None)
    )


async def erased(play: Play) -> None:
    """Waits until everybody who asked for it is erased."""
    waits = select(Erasure.id).where(Erasure.done_at.is_(None)).limit(1)
    async with asyncio.timeout(PATIENCE):
        while True:
            async with play.program.db.reading() as connection:
                if await connection.scalar(waits) is None:
                    return
            await asyncio.sleep(0.05)


async def day_ahead(play: Play, number: str, name: str) -> None:
    """A day from today in Solo, as people type it, known as {NAME}; as the shop says it: {NAME_said}."""
    day = play.program.shop.clock.today() + timedelta(days=int(number))
    play.known[name] = f"{day:%d/%m/%Y}"
    play.known[f"{name}_said"] = format_date(day, "EEE, d MMM y", locale="id")


Direction = Callable[..., Awaitable[None]]
DIRECTIONS: dict[str, Direction] = {
    "invite": invite,
    "scene": scene,
    "days": days,
    "cutoff": cutoff,
    "stock": stock,
    "stays": stays,
    "close": close,
    "route": route,
    "twice": again,
    "long": long,
    "sends": sends,
    "album": album,
    "forward": forward,
    "edit": edit,
    "orders": orders,
    "orders_are": orders_are,
    "risks_accepted": risks_accepted,
    "group": group,
    "group_silent": group_silent,
    "day": day_ahead,
    "erased": erased,
    "files_gone": files_gone,
    "opens": opens,
    "kept_only_as_identity": kept_only_as_identity,
    "kept_nowhere": kept_nowhere,
    "delivered": delivered,
}
