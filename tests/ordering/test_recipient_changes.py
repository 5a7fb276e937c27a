"""A placed order's recipient changes whole or not at all, and another person keeps nobody's number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import tables
from bot.ordering import Actor, consignees, identity_numbers, recipient_changes
from bot.ordering.history import history
from bot.ordering.recipient_changes import KEPT, RecipientChange
from bot.orders import NoSuchOrder, Order, OrderMovedOn, OrderState, TooLate
from bot.people import Chat, Person, Role
from bot.people.outbox import Notice
from bot.shipments import ShipmentState
from tests.support import rows
from tests.support.rows import NOON, Wanted

assert tables.metadata
PCCC = "P987654321012"


@pytest.fixture
async def db(makers_db: AsyncSession) -> AsyncSession:
    makers_db.add(Person(id=2, created_at=NOON, name="Wati"))
    await makers_db.flush()
    return makers_db


async def an_order(db: AsyncSession, **facts) -> Order:
    goods = await rows.product_or_new(db, 1, 1)
    into = await rows.shipment_or_new(db, 1, "TW-261204")
    return await rows.order(db, into, [Wanted(goods, 2)], **facts)


async def a_change(db: AsyncSession, order: Order, person: int = 1, **wanted) -> RecipientChange:
    change = await recipient_changes.begun(db, person, order, NOON)
    for name, value in wanted.items():
        setattr(change, name, value)
    await recipient_changes.keep(db, change)
    return change


CUSTOMER = Actor(1, Role.CUSTOMER, NOON)
COORDINATOR = Actor(2, Role.COORDINATOR, NOON, "because")


async def test_it_is_saved_whole_and_the_history_holds_no_values(db: AsyncSession) -> None:
    order = await an_order(db)
    before = order.revision
    change = await a_change(db, order, mobile="+886922333444", address_typed={"street_address": "No. 9"})
    await recipient_changes.save(db, order.id, change.seal, "", CUSTOMER)
    assert (order.mobile, order.address_typed) == ("+886922333444", {"street_address": "No. 9"})
    assert order.revision > before
    (entry,) = await history(db, order.id)
    assert (entry.what, entry.role) == ("recipient_changed", Role.CUSTOMER)
    assert "mobile" in entry.facts["fields"]
    assert "886922333444" not in str(entry.facts)
    assert await db.scalar(select(func.count()).select_from(RecipientChange)) == 0
    assert await db.scalar(select(func.count()).select_from(Notice)) == 0


async def test_a_name_that_no_list_knows_goes_along(db: AsyncSession) -> None:
    order = await an_order(db)
    kept = {"city": "Desa Baru"}
    change = await a_change(db, order, address_typed=order.address_typed | kept, unlisted=kept)
    await recipient_changes.save(db, order.id, change.seal, "", CUSTOMER)
    assert (order.unlisted, order.address_typed["city"]) == (kept, "Desa Baru")
    assert (await recipient_changes.begun(db, 2, order, NOON)).unlisted == kept


async def test_without_a_difference_nothing_is_noted(db: AsyncSession) -> None:
    order = await an_order(db)
    before = order.revision
    change = await a_change(db, order)
    await recipient_changes.save(db, order.id, change.seal, "", CUSTOMER)
    assert order.revision == before
    assert await history(db, order.id) == []


async def test_what_was_not_seen_is_not_saved(db: AsyncSession) -> None:
    order = await an_order(db)
    change = await a_change(db, order, mobile="+886922333444")
    seen = change.seal
    change.mobile = "+886955666777"
    with pytest.raises(OrderMovedOn):
        await recipient_changes.save(db, order.id, seen, "", CUSTOMER)
    order.consignee_name = "Budi"
    with pytest.raises(OrderMovedOn):
        await recipient_changes.save(db, order.id, change.seal, "", CUSTOMER)
    assert await history(db, order.id) == []
    assert order.mobile not in ("+886922333444", "+886955666777")


async def test_a_change_begins_anew_only_when_the_recipient_has_moved_on(db: AsyncSession) -> None:
    order = await an_order(db)
    await a_change(db, order, mobile="+886922333444")
    order.revision += 1  # paid, or a line changed
    assert (await recipient_changes.begun(db, 1, order, NOON)).mobile == "+886922333444"
    order.consignee_name = "Budi"
    again = await recipient_changes.begun(db, 1, order, NOON)
    assert (again.mobile, again.consignee_name) == (order.mobile, "Budi")
    await recipient_changes.keep(db, again)
    assert await recipient_changes.of(db, 1, order.id) is again


async def test_to_look_keeps_nothing(db: AsyncSession) -> None:
    await recipient_changes.begun(db, 1, await an_order(db), NOON)
    await db.flush()
    assert await db.scalar(select(func.count()).select_from(RecipientChange)) == 0


async def test_nobody_saves_a_change_of_another_ones_order(db: AsyncSession) -> None:
    order = await an_order(db)
    change = await a_change(db, order, person=2, mobile="+886922333444")
    with pytest.raises(NoSuchOrder):
        await recipient_changes.save(db, order.id, change.seal, "", Actor(2, Role.CUSTOMER, NOON))


@pytest.mark.parametrize(
    ("standing", "facts"),
    [(ShipmentState.CLOSED, {}), (ShipmentState.OPEN, {"state": OrderState.CANCELLED})],
)
async def test_a_customer_comes_too_late(db: AsyncSession, standing: str, facts: dict) -> None:
    order = await an_order(db, **facts)
    (await rows.shipment_or_new(db, 1, "TW-261204")).state = standing
    change = await a_change(db, order, mobile="+886922333444")
    with pytest.raises(TooLate):
        await recipient_changes.save(db, order.id, change.seal, "", CUSTOMER)


async def test_a_coordinator_may_after_the_cutoff_and_the_customer_is_told(db: AsyncSession) -> None:
    order = await an_order(db)
    db.add(Chat(channel="browser", bot_id="1", chat_id="1", person_id=1))
    (await rows.shipment_or_new(db, 1, "TW-261204")).state = ShipmentState.CLOSED
    change = await a_change(db, order, person=2, mobile="+886922333444")
    await recipient_changes.save(db, order.id, change.seal, "", COORDINATOR)
    assert order.mobile == "+886922333444"
    assert await db.scalar(select(func.count()).select_from(Notice)) == 1
    assert (await history(db, order.id))[0].facts["reason"] == "because"


async def test_another_person_keeps_nobodys_number(db: AsyncSession) -> None:
    order = await an_order(db)
    await identity_numbers.give(db, order, "pccc", PCCC, NOON)
    change = await a_change(db, order, consignee_name="Budi", number=None)
    await recipient_changes.save(db, order.id, change.seal, "pccc", CUSTOMER)
    assert await identity_numbers.of_order(db, order.id) is None
    change = await a_change(db, order, consignee_name="Ani", number="P222222222222")
    await recipient_changes.save(db, order.id, change.seal, "pccc", CUSTOMER)
    kept = await identity_numbers.of_order(db, order.id)
    assert kept is not None
    assert kept.number == "P222222222222"
    assert "P222222222222" not in repr(change)


async def test_the_same_person_keeps_the_number(db: AsyncSession) -> None:
    order = await an_order(db)
    await identity_numbers.give(db, order, "pccc", PCCC, NOON)
    change = await a_change(db, order, mobile="+886922333444")
    await recipient_changes.save(db, order.id, change.seal, "pccc", CUSTOMER)
    kept = await identity_numbers.of_order(db, order.id)
    assert kept is not None
    assert kept.number == PCCC


async def test_unsaved_changes_go_in_time_and_with_the_names(db: AsyncSession) -> None:
    order = await an_order(db)
    await a_change(db, order, person=2, mobile="+886922333444")
    connection = await db.connection()
    await recipient_changes.forget_old(connection, NOON + KEPT)
    assert await recipient_changes.of(db, 2, order.id) is not None
    await recipient_changes.forget_old(connection, NOON + KEPT + timedelta(seconds=1))
    assert await recipient_changes.of(db, 2, order.id) is None
    await a_change(db, order, person=2, mobile="+886922333444")
    await consignees.erase(db, [order], NOON)
    assert await recipient_changes.of(db, 2, order.id) is None
