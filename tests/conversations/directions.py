"""What the house does between the lines of a transcript: `% invite …`, `% days 3`, `% cutoff TW`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.catalog import Product, next_version
from bot.clock import WIB
from bot.db import session_on
from bot.people import Role
from bot.shipments import OPEN, Shipment
from tests.conversations.talkers import OnTelegram

if TYPE_CHECKING:
    from tests.conversations.playing import Play

AFTER_IT = 120
SCENES = Path(__file__).parent / "scenes"


async def invite(play: Play, role: str, *more: str) -> None:
    """`invite coordinator CODE` or `invite umkm UMKM CODE`: makes an invite, known as {CODE}."""
    code = await play.shop.invite(Role(role), *more[:-1])
    play.known[more[-1]] = code


async def scene(play: Play, name: str) -> None:
    """Plays a scene that several transcripts begin with, from `scenes/`."""
    await play.run((SCENES / f"{name}.chat").read_text("utf-8"))


async def days(play: Play, number: str) -> None:
    """Some days pass."""
    play.shop.later(days=float(number))


async def cutoff(play: Play, destination: str) -> None:
    """It becomes two minutes past the cut-off of the destination's open shipment; what is due is done."""
    shop = play.shop
    soonest = select(Shipment).where(Shipment.destination == destination, Shipment.state == OPEN)
    async with shop.db.reading() as connection, session_on(connection) as db:
        shipment = (await db.scalars(soonest.order_by(Shipment.cutoff_at))).first()
    assert shipment is not None, f"no open shipment to {destination}"
    shop.later(seconds=(shipment.cutoff_at - shop.house.clock.now()).total_seconds() + AFTER_IT)
    while await _behind(play):
        await asyncio.sleep(0.05)


async def _behind(play: Play) -> bool:
    """Whether some shipment is still to be closed, or one to be opened in its place."""
    house = play.shop.house
    now, wanted = house.clock.now(), sum(one.open for one in house.destinations)
    of_open = select(Shipment.cutoff_at).where(Shipment.state == OPEN)
    async with play.shop.db.reading() as connection:
        cutoffs = (await connection.scalars(of_open)).all()
    return any(one <= now for one in cutoffs) or len(cutoffs) < wanted


async def stock(play: Play, sku: str, left: str) -> None:
    """A product's stock is so much now; `gone` takes it off the shelf."""
    values: dict[str, int] = {"offered": False} if left == "gone" else {"stock": int(left)}
    async with play.shop.db.writing() as connection, session_on(connection) as db:
        values["version"] = await next_version(db)
        await db.execute(update(Product).where(Product.sku == sku).values(**values))
        await db.commit()


async def route(play: Play, forged: str) -> None:
    """The acting person taps a button that nobody gave them."""
    play.look()
    await play.person.tap(forged, play.person.said()[-1].id)


async def again(play: Play, *label: str) -> None:
    """Taps the same button twice at once."""
    wanted = " ".join(label)
    carrier = [one for one in play.person.said() if wanted in one.routes][-1]
    play.look()
    taps = (play.person.tap(carrier.routes[wanted], carrier.id) for _ in range(2))
    await asyncio.gather(*taps)


async def long(play: Play, number: str) -> None:
    """The acting person types a text of so many letters."""
    play.look()
    await play.person.type("kerupuk " * (int(number) // 8))


async def sends(play: Play, kind: str) -> None:
    """The acting person sends a photo, voice, sticker, document or location."""
    play.look()
    await _on_telegram(play).person.sends(kind)


async def forward(play: Play, *words: str) -> None:
    """The acting person forwards a message."""
    play.look()
    await _on_telegram(play).person.forward(" ".join(words))


async def edit(play: Play, *words: str) -> None:
    """The acting person rewrites their last message."""
    play.look()
    await _on_telegram(play).person.edit(" ".join(words))


def _on_telegram(play: Play) -> OnTelegram:
    assert isinstance(play.person, OnTelegram), "this transcript runs on Telegram only"
    return play.person


async def day_ahead(play: Play, number: str, name: str) -> None:
    """A day from today in Solo, as people type it, known as {NAME}."""
    day = (play.shop.house.clock.now() + timedelta(days=int(number))).astimezone(WIB)
    play.known[name] = f"{day:%d/%m/%Y}"


Direction = Callable[..., Awaitable[None]]
DIRECTIONS: dict[str, Direction] = {
    "invite": invite,
    "scene": scene,
    "days": days,
    "cutoff": cutoff,
    "stock": stock,
    "route": route,
    "twice": again,
    "long": long,
    "sends": sends,
    "forward": forward,
    "edit": edit,
    "day": day_ahead,
}
