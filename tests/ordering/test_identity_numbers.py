"""Identity numbers: stored per order, masked, and erased when no longer needed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import file_sender, tables
from bot.app.file_sender import KnownFile
from bot.channels.browser.message_store import BrowserFile
from bot.core.redaction import as_kept, carries_number, hiding, masked, without_numbers
from bot.ordering import identity_numbers
from bot.ordering.identity_numbers import Identity
from bot.orders import Order, OrderHistory, OrderState
from tests.support import rows
from tests.support.rows import NOON, Wanted

NUMBER = "P123456789012"
DAY = timedelta(days=1)
assert tables.metadata


@pytest.fixture
def db(makers_db: AsyncSession) -> AsyncSession:
    return makers_db


async def an_order(db: AsyncSession, number: str = NUMBER, shipment_id: int = 1, **other) -> Order:
    """An order to Taiwan for which a number was given at noon."""
    goods = await rows.product_or_new(db, 1, 1)
    into = await rows.shipment_or_new(db, shipment_id, f"TW-26120{shipment_id}")
    made = await rows.order(db, into, [Wanted(goods, 2)], **other)
    if made.state == OrderState.DRAFT:
        made.shipment_id = None
    await identity_numbers.give(db, made, "pccc", number, NOON)
    return made


async def kept(db: AsyncSession, order: Order) -> Identity:
    return await db.scalar(
        select(Identity).where(Identity.order_id == order.id).execution_options(populate_existing=True)
    )


async def test_order_has_one_identity_row_that_a_newer_number_replaces(db: AsyncSession) -> None:
    order = await an_order(db, state=OrderState.DRAFT)
    before = order.revision
    first = await identity_numbers.of_order(db, order.id)
    again = await identity_numbers.give(db, order, "pccc", "P999999999999", NOON + DAY)
    assert (again.id, again.number, again.given_at) == (first.id, "P999999999999", NOON + DAY)
    assert order.revision == before + 1
    assert dict(await identity_numbers.of_orders(db, [order.id, 999])) == {order.id: again}
    assert await identity_numbers.of_order(db, 999) is None
    await identity_numbers.forget(db, order.id)
    assert await identity_numbers.of_order(db, order.id) is None


async def test_document_gets_the_number_until_it_is_erased(db: AsyncSession) -> None:
    order = await an_order(db)
    found = identity_numbers.shown(await kept(db, order))
    assert (found.kind, found.number, found.erased) == ("pccc", NUMBER, False)
    order.delivered_at = NOON
    await erase_due(db, NOON + 30 * DAY)
    found = identity_numbers.shown(await kept(db, order))
    assert (found.kind, found.number, found.erased) == ("pccc", "", True)


async def test_repr_and_mask_never_contain_the_number(db: AsyncSession) -> None:
    row = await kept(db, await an_order(db))
    assert NUMBER not in f"{row!r} {identity_numbers.shown(row)!r} {row.masked}"
    assert row.masked == "P12••••••••12"


async def erase_due(db: AsyncSession, now: datetime) -> list[int]:
    """Erases all numbers that are due."""
    everything = (await db.scalars(select(identity_numbers.Identity.id))).all()
    return await identity_numbers.erase_due(db, everything, now)


async def erased_at(db: AsyncSession, order: Order, after: timedelta) -> bool:
    """Whether the number is erased this long after noon; checks that nothing else changes if not."""
    done = await erase_due(db, NOON + after)
    row = await kept(db, order)
    assert (row.number is None) == (row.erased_at is not None) == (order.id in done)
    assert row.number in (None, NUMBER)
    return row.number is None


async def test_number_is_erased_30_days_after_delivery_and_the_history_says_so(db: AsyncSession) -> None:
    order = await an_order(db, delivered_at=NOON)
    assert not await erased_at(db, order, 30 * DAY - timedelta(seconds=1))
    assert await db.scalar(select(OrderHistory)) is None
    assert await erased_at(db, order, 30 * DAY)
    history = (await db.scalars(select(OrderHistory))).one()
    assert (history.what, history.who_id, history.role, history.facts) == (
        "identity_erased",
        None,
        "house",
        {},
    )
    assert not await erase_due(db, NOON + 31 * DAY)


async def test_number_is_erased_120_days_after_closing_while_delivery_is_unknown(db: AsyncSession) -> None:
    order = await an_order(db)
    assert not await erased_at(db, order, 400 * DAY)  # the shipment is still open
    shipment = await rows.shipment_or_new(db, 1, "")
    shipment.closed_at = NOON
    await db.flush()
    assert not await erased_at(db, order, 120 * DAY - timedelta(seconds=1))
    assert await erased_at(db, order, 120 * DAY)


async def test_delivery_date_counts_instead_of_the_closing_date(db: AsyncSession) -> None:
    order = await an_order(db, delivered_at=NOON + 110 * DAY)
    (await rows.shipment_or_new(db, 1, "")).closed_at = NOON
    await db.flush()
    assert not await erased_at(db, order, 139 * DAY)
    assert await erased_at(db, order, 140 * DAY)


async def test_number_of_a_cancelled_order_is_erased_at_once(db: AsyncSession) -> None:
    order, other = (
        await an_order(db, state=OrderState.CANCELLED),
        await an_order(db, state=OrderState.PLACED, number="P1"),
    )
    assert await erase_due(db, NOON) == [order.id]
    assert (await kept(db, order)).number is None
    assert (await kept(db, other)).number == "P1"


async def test_number_of_a_draft_is_erased_after_30_days_and_its_review_is_void(
    db: AsyncSession,
) -> None:
    order = await an_order(db, state=OrderState.DRAFT)
    before = order.revision
    assert not await erased_at(db, order, 30 * DAY - timedelta(seconds=1))
    assert order.revision == before
    assert await erased_at(db, order, 30 * DAY)
    assert order.revision == before + 1
    again = await identity_numbers.give(db, order, "pccc", NUMBER, NOON + 31 * DAY)
    assert (again.number, again.erased_at) == (NUMBER, None)


async def test_only_the_same_consignees_number_of_the_same_kind_is_reusable(db: AsyncSession) -> None:
    earlier = await an_order(db)
    draft = await an_order(db, state=OrderState.DRAFT)
    draft.consignee_name, draft.mobile = earlier.consignee_name, earlier.mobile
    assert (await identity_numbers.reusable(db, draft, earlier, "pccc")).number == NUMBER
    assert await identity_numbers.reusable(db, draft, earlier, "qid") is None
    assert await identity_numbers.reusable(db, draft, None, "pccc") is None
    draft.consignee_name = "Orang Lain"
    assert await identity_numbers.reusable(db, draft, earlier, "pccc") is None
    draft.consignee_name, earlier.delivered_at = earlier.consignee_name, NOON - 40 * DAY
    await erase_due(db, NOON)
    assert await identity_numbers.reusable(db, draft, earlier, "pccc") is None


async def test_cached_files_of_the_erased_shipment_are_forgotten_and_others_stay(db: AsyncSession) -> None:
    order = await an_order(db)
    await an_order(db, shipment_id=11)
    for ref in ("manifest/1/v1/xlsx", "manifest/1/v2/csv", "manifest/11/v1/xlsx", "recap/1/1"):
        db.add(KnownFile(channel="browser", bot_id="web", ref=ref, language="id", file_id=ref[:20]))
    for name in ("TW-261201-v1-manifest.xlsx", "TW-2612011-v1-manifest.xlsx", "totals.csv"):
        db.add(BrowserFile(id=name[:12], name=name, mime="x/y", content=b"123"))
    await db.flush()
    await file_sender.forget_manifests(db, [order.id])
    left = await db.scalars(select(KnownFile.ref).order_by(KnownFile.ref))
    assert list(left) == ["manifest/11/v1/xlsx", "recap/1/1"]
    sizes = {one.name: len(one.content) for one in await db.scalars(_anew(select(BrowserFile)))}
    assert sizes == {"TW-261201-v1-manifest.xlsx": 0, "TW-2612011-v1-manifest.xlsx": 3, "totals.csv": 3}
    await file_sender.forget_manifests(db, [])


def _anew(question):
    return question.execution_options(populate_existing=True)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("A123456789", "A12•••••89"),
        (NUMBER, "P12••••••••12"),
        ("28435600123", "284••••••23"),
        ("B1234567", "B••••••7"),
        ("12345", "1•••5"),
        ("1234", "••••••"),
        ("", "••••••"),
    ],
)
def test_masked_number_shows_only_its_ends(number: str, shown: str) -> None:
    assert masked(number) == shown


@pytest.mark.parametrize(
    "text",
    ["PCCC: P123456789012", "arc A123456789 ya", "qid 28435600123", "784-1980-1234567-8", "p 123456789012"],
)
def test_stored_text_hides_what_looks_like_an_identity_number(text: str) -> None:
    assert "•" in without_numbers(text)
    assert not any(len(run) > 4 for run in without_numbers(text).replace("•", " ").split() if run.isdigit())


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "+886912345678",
        "No. 12, Lane 35, Zhongshan E. Rd. 32042",
        "2-5-14 Sakuragicho, Saitama 330-0854",
        "BT2328",
        "RRRD2929",
        "TW-4K7M",
        "SOLO-001=3 SOLO-037=10",
        "Blk 123 Bedok #05-123 460123",
    ],
)
def test_addresses_phones_and_orders_are_stored_as_typed(text: str) -> None:
    assert without_numbers(text) == as_kept(text, private=False) == text


def test_a_number_that_is_named_is_hidden_however_it_is_grouped() -> None:
    assert without_numbers("KTP saya 3174 0123 4567 8901, rumah no 12") == "KTP saya ••••••, rumah no 12"


def test_answer_to_a_private_question_is_stored_only_if_words_or_a_command() -> None:
    assert as_kept("12 345", private=True) == "••••••"
    assert as_kept("belum punya", private=True) == "belum punya"
    assert as_kept("/menu", private=True) == "/menu"
    with hiding("a123-456"):
        assert without_numbers("wrong: 'a123-456' or A123456") == "wrong: '••••••' or ••••••"
    assert without_numbers("A123456") == "A123456"


@pytest.mark.parametrize(
    ("text", "carries"),
    [
        ("P987654321012", True),
        ("KTP saya 3174 0123 4567 8901", True),
        ("no paspor: X 123 4567", True),
        ("ktp dikirim 2 hari lagi", False),
        ("pccc saya p 987654321012 ya", True),
        ("ID: A123456789.", True),
        ("AB-12345678", True),
        ("HP 081234567890", False),
        ("wa 0912345678, no 12345678", False),
        ("titip ke 0912345678", False),
        ("Blok B2 no 12, lantai 7", False),
        ("TW-4K7M yang kemarin", False),
        ("warna merah, ukuran XL", False),
    ],
)
def test_number_with_letters_is_found_among_other_words(text: str, carries: bool) -> None:
    assert carries_number(text) is carries
