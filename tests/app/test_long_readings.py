"""What takes long to read is read beside the turns: nobody else waits, and the person gets it once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.engine import Conversation
from bot.conversation.events import Address, Event
from bot.conversation.long_readings import LongReading, ReadFirst
from bot.conversation.sessions import Session
from bot.handlers import serving
from bot.people import ChatPerson, Role
from bot.shipments import Shipment, ShipmentState
from bot.shipping.reports import Summaries
from tests.support import rows, small_shop
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import tap


@pytest.fixture
async def process(shared_url: str) -> AsyncIterator[OneProcess]:
    async with one_process(shared_url) as one:
        await one.take(tap("7", "s7", "to/TW"), tap("8", "s8", "to/TW"))
        yield one


def titles(process: OneProcess, chat: str) -> list[str]:
    return [screen.title for screen in process.channel.shown[chat]][1:]


async def test_others_are_answered_while_something_long_is_read(process: OneProcess) -> None:
    await process.dispatcher.take([tap("7", "e1", "test/marks/a"), tap("8", "e2", "test/count/a")])
    await process.answered([tap("8", "e2", "")])
    await process.until(lambda: process.read_by)
    await process.dispatcher.take([tap("7", "e3", "test/count/b")])
    await process.take(tap("8", "e4", "test/count/a"))
    assert (titles(process, "7"), process.counted) == ([], ["a", "a"])
    process.held.set()
    await process.answered([tap("7", "e3", "")])
    assert titles(process, "7")[0] == "a 2"
    assert (len(process.read_by), process.counted) == (1, ["a", "a", "b"])
    await process.close()
    assert all(seen == (True, "") for seen in (await process.inbox()).values())


async def test_what_moves_no_sums_waits_too_and_keeps_its_note(process: OneProcess) -> None:
    process.held.set()
    await process.take(tap("7", "e1", "test/look/a"))
    assert process.channel.shown["7"][-1].body.startswith("Ini dia.")
    assert process.channel.shown["7"][-1].title == "a 0"


async def test_after_a_change_the_turn_reads_what_it_has_changed(process: OneProcess) -> None:
    process.held.set()
    await process.take(tap("7", "e1", "test/leave/a"))
    assert titles(process, "7") == ["a 1"]
    assert await process.effects() == {"a": 1}


async def test_reading_that_was_cut_off_is_done_at_the_next_start(
    process: OneProcess, shared_url: str
) -> None:
    await process.dispatcher.take([tap("7", "e1", "test/marks/a")])
    await process.until(lambda: process.read_by)
    await process.close()
    async with one_process(shared_url) as again:
        again.held.set()
        await again.dispatcher.redraw_unanswered()
        await again.answered([tap("7", "e1", "")])
        assert [screen.title for screen in again.channel.shown["7"]] == ["a 0"]


async def test_redelivery_while_it_is_read_is_answered_once(process: OneProcess) -> None:
    await process.dispatcher.take([tap("7", "e1", "test/marks/a")])
    await process.until(lambda: process.read_by)
    await process.dispatcher.take([tap("7", "e1", "test/marks/a")])
    process.held.set()
    await process.take(tap("7", "e2", "test/count/b"))
    assert titles(process, "7").count("a 0") == 1
    assert process.counted == ["b"]


async def test_reading_that_fails_is_tried_in_the_turn(process: OneProcess) -> None:
    process.held.set()
    process.failing.append(OperationalError("select", {}, Exception("gone")))
    await process.take(tap("7", "e1", "test/marks/a"))
    assert (titles(process, "7"), len(process.read_by)) == (["a 0"], 2)


async def _more_shipments(db: AsyncSession) -> None:
    """Seven forwarded ones, more than a page shows."""
    dates = dict.fromkeys(("cutoff_at", "hand_in_at", "departs_at", "opened_at"), small_shop.NOW)
    for number in range(2, 9):
        code = f"TW-26010{number}"
        db.add(Shipment(code=code, destination="TW", state=ShipmentState.FORWARDED, **dates))
    await db.flush()


LONG = {
    (Role.COORDINATOR, small_shop.COORDINATOR): (
        "c",
        "c/totals",
        "c/shipments",
        "c/touched/1",
        "role/coordinator",
    ),
    (Role.UMKM, small_shop.MAKER): ("u", "u/orders/waiting/1", "u/orders/settled/1", "u/recap", "role/umkm"),
}


@pytest.mark.parametrize(
    ("role", "person", "route"),
    [(role, person, route) for (role, person), routes in LONG.items() for route in routes],
)
async def test_places_that_look_at_every_order_read_beside(
    sqlite_tables_url: str, role: Role, person: int, route: str
) -> None:
    async with rows.fresh_session(sqlite_tables_url) as db:
        await small_shop.fill(db)
        await _more_shipments(db)
        await db.commit()
        conversation = Conversation(serving(small_shop.shop()))
        address = Address("here", "", str(person))
        event = Event(address, "e", "tap", route=route)
        session = Session(person, address, ChatPerson(person, "", "id", None), role)
        done: dict[LongReading[object], object] = {}
        while True:
            try:
                screen, error = await conversation.answer(
                    await db.connection(), event, session, small_shop.NOW, done
                )
                break
            except ReadFirst as first:
                done[first.reading] = await first.reading.read(db)
        assert (screen is not None, error) == (True, "")
        assert 1 <= len(done) <= 2
        assert all(len(one.shipment_ids) <= 6 for one in done if isinstance(one, Summaries))
