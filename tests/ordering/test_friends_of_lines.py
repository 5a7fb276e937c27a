"""The recipients of lines, in the database and on paper: from the cart to the label, through changes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest

from bot import understanding
from bot.core.clock import solo_day
from bot.documents.address_label import labels_pdf
from bot.documents.facts import CartonFacts, ManifestFacts
from bot.documents.packing_list import packing_lists_pdf
from bot.ordering import carts, changes, history, maker_answers, placement, proposal_messages
from bot.ordering.proposals import Proposal
from bot.orders import Order
from bot.people import Role, friends
from bot.people.friends import FriendShare
from bot.shipping import manifests
from bot.understanding import Interpretation
from tests.support import document_facts, placed_orders, read_pdf
from tests.support.rows import NOON, fresh_session
from tests.support.trade import Trade

KAKAK, ROOM = FriendShare("kakak", 2), FriendShare("teman kamar", 3)
LATIN = tuple(FriendShare(f"teman kos nomor {one}", 1) for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
SCRIPTS = (
    FriendShare("王小明", 1),
    FriendShare("田中さくら", 1),
    FriendShare("김민수", 1),
    FriendShare("สมหญิง", 1),
)


@pytest.fixture
async def trade(sqlite_tables_url: str) -> AsyncIterator[Trade]:
    async with fresh_session(sqlite_tables_url) as db:
        yield await Trade.begin(db)


async def placed(trade: Trade, pieces: int = 5) -> Order:
    """An order of five pieces, two of them for a sister and three for a room mate."""
    who = trade.customers[0]
    draft = await placed_orders.draft(trade.db, trade.shop, who, {1: pieces, 4: 1}, trade.now)
    await carts.share(trade.db, draft, 1, [KAKAK, ROOM])
    seal = carts.read(draft, trade.shop, solo_day(trade.now)).seal
    cadence, actor = trade.shop.profile.cadence_of("TW"), trade.actor(who.id)
    return await placement.place(trade.db, draft.id, seal, trade.shop, cadence, actor)


def named_recipients(order: Order) -> str:
    return friends.worded(order.lines[0].for_whom)


async def test_recipients_of_a_cart_are_cleaned_and_change_no_quantity(trade: Trade) -> None:
    draft = await placed_orders.draft(trade.db, trade.shop, trade.customers[0], {1: 5}, trade.now)
    revision = draft.revision
    await carts.share(
        trade.db, draft, 1, [FriendShare(" kakak ", 1), ROOM, FriendShare("Kakak A123456789", 1)]
    )
    await trade.db.refresh(draft)
    cart = carts.read(draft, trade.shop, solo_day(trade.now))
    assert cart.lines[0].for_whom == (KAKAK, ROOM)
    assert (draft.revision, draft.lines[0].ordered) == (revision, 5)
    await carts.share(trade.db, draft, 4, [KAKAK])
    assert len(draft.lines) == 1
    await carts.share(trade.db, draft, 1, [])
    assert draft.lines[0].shares is None


def test_proposal_stores_no_identity_number_beside_a_name() -> None:
    waits = Proposal(stored_changes=[], stored_words=[], stored_shares=[], stored_doubts=[], last_word=0)
    shares = (understanding.Share("kakak A123456789", "SOLO-001", 2),)
    lines = (understanding.Line("SOLO-001", 2),)
    proposal_messages.take_in(
        waits, Interpretation("order", lines, None, (), (), shares=shares), lambda _sku: 1, {}
    )
    assert waits.stored_shares == [{"name": "kakak", "product_id": 1, "pieces": 2}]


async def test_placed_order_keeps_recipients_and_a_smaller_one_keeps_their_names(trade: Trade) -> None:
    order = await placed(trade)
    assert named_recipients(order) == "kakak 2, teman kamar 3"
    assert order.lines[1].for_whom == ()
    actor = trade.actor(order.customer_id)
    for pieces, words in ((4, "kakak, teman kamar"), (8, "kakak 2, teman kamar 3"), (0, "")):
        await changes.change(trade.db, order.id, order.lines[0].id, pieces, order.revision, actor, trade.shop)
        assert named_recipients(order) == words


async def test_recipients_of_a_placed_order_add_no_history_entry(trade: Trade) -> None:
    order = await placed(trade)
    before = len(await history.history(trade.db, order.id)), order.revision
    await carts.share(trade.db, order, 1, [ROOM])
    await trade.db.refresh(order)
    assert named_recipients(order) == "teman kamar 3"
    assert (len(await history.history(trade.db, order.id)), order.revision) == before


async def test_shortage_leaves_recipients_without_pieces(trade: Trade) -> None:
    order = await placed(trade)
    line = order.lines[0]
    pieces = {line.id: 4}
    assert line.umkm_id is not None
    await maker_answers.answer(
        trade.db, order.id, line.umkm_id, pieces, order.revision, 1, trade.now, trade.shop
    )
    assert named_recipients(order) == "kakak, teman kamar"


async def frozen(trade: Trade, order: Order) -> Mapping[str, object]:
    assert order.shipment_id is not None
    manifest = await manifests.close(trade.db, order.shipment_id, trade.shop, NOON)
    assert manifest is not None
    whole = await manifests.whole(trade.db, manifest.id)
    return {line.sku: line.shares for parcel in whole.parcels for line in parcel.lines}


async def test_recipients_are_frozen_with_each_version_of_the_manifest(trade: Trade) -> None:
    order = await placed(trade)
    kept = await frozen(trade, order)
    assert kept == {"SOLO-001": friends.to_rows([KAKAK, ROOM]), "SOLO-004": None}
    actor = trade.actor(1, Role.COORDINATOR)
    await changes.change(trade.db, order.id, order.lines[0].id, 4, order.revision, actor, trade.shop)
    second = await manifests.keep_up(trade.db, order.shipment_id or 0, trade.shop, NOON, "because")
    assert second is not None
    (line, _other) = (await manifests.whole(trade.db, second.id)).parcels[0].lines
    assert line.shares == friends.to_rows([FriendShare("kakak", 0), FriendShare("teman kamar", 0)])


def parcel(number: int, *lines: tuple[FriendShare, ...], **other: object) -> CartonFacts:
    """A carton with a line for each of these groups of recipients."""
    goods = [document_facts.line(at, 1, 30) for at in range(1, len(lines) + 1)]
    by_line = {at: shares for at, shares in enumerate(lines, start=1) if shares}
    return document_facts.parcel(number, *goods, consignee_no=number, shares=by_line, **other)


def manifest(*parcels: CartonFacts) -> ManifestFacts:
    return ManifestFacts(document_facts.heading(), parcels, exporter=document_facts.EXPORTER)


def test_label_sums_the_pieces_of_each_recipient_over_all_lines() -> None:
    facts = manifest(
        parcel(1, (KAKAK, ROOM), (), (FriendShare("Kakak", 1), FriendShare("adik", 0))), parcel(2, ())
    )
    one, other = read_pdf.pages(labels_pdf(facts))
    assert "For / Untuk: kakak 3, teman kamar 3, adik TAIWAN" in one
    assert "Untuk" not in other


@pytest.mark.parametrize("shares", [(KAKAK, ROOM), LATIN, SCRIPTS, (FriendShare("王小明大友達" * 6, 9),) * 3])
def test_a_label_with_names_keeps_its_address_and_its_codes(shares: tuple[FriendShare, ...]) -> None:
    data = labels_pdf(manifest(parcel(1, shares)))
    (page,) = read_pdf.pages(data)
    assert read_pdf.sizes(data) == [(100.0, 150.0)]
    assert page.index("Tel. +886912345678") < page.index("For / Untuk:") < page.index("TAIWAN")
    assert shares[0].name[:6] in page
    assert read_pdf.scanned(data, 0) == {"Code 128": "TW-4K01", "QR Code": "TW-4K01"}


def test_long_list_of_names_is_cut_after_a_whole_name() -> None:
    (page,) = read_pdf.pages(labels_pdf(manifest(parcel(1, LATIN))))
    assert "teman kos nomor E 1, … TAIWAN" in page
    assert "teman kos nomor F" not in page


def test_long_address_displaces_the_names_of_recipients() -> None:
    lines = tuple(f"Room {one}, Lumpini Park Riverside Tower B, 99/456 Rama III Road" for one in range(12))
    crowded = parcel(1, (KAKAK, ROOM), address_lines=lines)
    (page,) = read_pdf.pages(labels_pdf(manifest(crowded)))
    assert all(line in page for line in lines)
    assert "Untuk" not in page
    (alone,) = read_pdf.pages(labels_pdf(manifest(replace(crowded, shares={}))))
    assert page == alone


def test_packing_list_names_all_recipients_below_their_line() -> None:
    one, other = read_pdf.pages(packing_lists_pdf(manifest(parcel(1, (KAKAK, ROOM), LATIN), parcel(2, ()))))
    assert "SOLO-011 Intip manis 11 For: kakak 2, teman kamar 3 Sweet" in one
    assert all(share.name in one for share in LATIN)
    assert "For:" not in other


def test_the_longest_names_of_the_most_friends_stay_on_their_pages() -> None:
    crowd = tuple(
        FriendShare(f"{'王小明大友達' * 7}"[: friends.LONGEST_NAME - 2] + f"{at:02}", 9) for at in range(50)
    )
    pages = read_pdf.pages(packing_lists_pdf(manifest(parcel(1, (KAKAK,), crowd))))
    printed = "".join(pages).replace(" ", "")
    assert all(f"{at:02}:9" in printed for at in range(50))
    assert f"{len(pages)} / {len(pages)}" in pages[-1]
