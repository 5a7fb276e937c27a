"""File references: their facts are read from the database and made into files."""

from __future__ import annotations

import csv
import io
import pickle
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import documents
from bot.catalog import Umkm
from bot.destinations.prices.rate_cards import AIR_CARGO, Measure
from bot.documents import Job, MadeBytes, NoSuchFile, PaperShop
from bot.documents.facts import ManifestFacts, PickFacts
from bot.ordering.identity_numbers import Identity
from bot.shipments import Shipment
from bot.shipping import handling_log
from bot.shipping.freight_bill import FreightBill, FreightShare
from bot.shipping.handling_log import HandlingEntry, Weighed
from bot.shipping.manifests import Difference
from tests.support import document_facts, manifest_rows, read_pdf, rows
from tests.support.open_workbook import opened, sums, table
from tests.support.rows import NOON, Wanted

HOUSE = PaperShop(rows.country_name)


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    """Version 1 of a manifest with five pieces of SOLO-012, and version 2 with three."""
    async with rows.fresh_session(tables_url) as session:
        second = document_facts.small_manifest(2)
        one, two = second.parcels
        before = replace(two, lines=(replace(two.lines[0], quantity=5),))
        await manifest_rows.write(session, ManifestFacts(document_facts.heading(1), (one, before)))
        await manifest_rows.write(session, second)
        session.expunge_all()
        yield session


async def gathered(db: AsyncSession, ref: str) -> Job:
    return await documents.gather(db, ref, "id", NOON, HOUSE)


async def whole(db: AsyncSession, ref: str) -> ManifestFacts:
    facts = (await gathered(db, ref)).facts
    assert isinstance(facts, ManifestFacts)
    return facts


async def made(db: AsyncSession, ref: str) -> MadeBytes:
    """Makes a file as the program does: the job is pickled for another process."""
    return documents.make(pickle.loads(pickle.dumps(await gathered(db, ref))))


async def test_manifest_facts_are_those_of_the_freeze(db: AsyncSession) -> None:
    assert (await gathered(db, "manifest/1/v2/xlsx")).facts == document_facts.small_manifest(2)


async def test_manifest_is_made_as_workbook_and_csv(db: AsyncSession) -> None:
    book = await made(db, "manifest/1/v2/xlsx")
    hand_over = await made(db, "manifest/1/v2/csv")
    assert (book.name, hand_over.name) == ("TW-261204-v2-manifest.xlsx", "TW-261204-v2-manifest.csv")
    assert hand_over.mime == "text/csv"
    assert len(table(opened(book.data)["Baris barang"])) == hand_over.data.count(b"\r\n") - 1 == 3


async def test_first_version_stays_unchanged_and_has_no_differences(db: AsyncSession) -> None:
    facts = await whole(db, "manifest/1/v1/xlsx")
    assert facts.differences == ()
    assert facts.parcels[1].lines[0].quantity == 5


async def test_lasting_file_is_the_same_at_any_time_and_after_renaming_the_umkm(
    db: AsyncSession,
) -> None:
    refs = ["manifest/1/v1/xlsx", "manifest/1/v1/csv", "manifest/1/v1/pick/1"]
    first = [await made(db, ref) for ref in refs]
    maker = await db.get_one(Umkm, 1)
    maker.name, maker.code = "Nama lain", "lain"
    await db.flush()
    again = [
        documents.make(await documents.gather(db, ref, "en", document_facts.CUTOFF, HOUSE)) for ref in refs
    ]
    assert again == first
    assert all(documents.lasting(ref) for ref in refs)
    assert not documents.lasting("recap/1/1")
    assert not documents.lasting("totals/umkm/-/-")


async def test_pick_list_has_one_umkms_goods_and_no_customers_name(db: AsyncSession) -> None:
    facts = (await gathered(db, "manifest/1/v2/pick/1")).facts
    assert isinstance(facts, PickFacts)
    assert {line.umkm_id for one in facts.parcels for line in one.lines} == {1}
    carried = pickle.dumps(facts)
    for secret in (b"Sari", b"Budi", b"+886", b"Zhongshan", b"bungkus rapi"):
        assert secret not in carried


async def test_pick_list_shows_goods_by_product_and_by_order_and_what_changed(
    db: AsyncSession,
) -> None:
    file = await made(db, "manifest/1/v2/pick/1")
    text = read_pdf.pages(file.data)[0]
    assert file.name == "TW-261204-v2-pick-dapur-1.pdf"
    assert file.mime == "application/pdf"
    assert "Serahkan paling lambat Selasa, 8 Desember 2026 20:00 WIB" in text
    prepared, picked, changed = (
        text.index(one) for one in ("Yang disiapkan", "Per pesanan", "Perubahan dari versi 1")
    )
    assert "SOLO-011 Intip manis 11 bungkus 4 956 1" in text[prepared:picked]
    assert "Jumlah 7 1.673" in text[prepared:picked]
    assert "TW-4K02 Intip manis 12 SOLO-012 3 2" in text[picked:changed]
    assert "TW-4K02 Intip manis 12 SOLO-012 5 3 -2" in text[changed:]


async def test_the_reason_of_a_version_does_not_reach_umkm(db: AsyncSession) -> None:
    facts = document_facts.small_manifest(3)
    await manifest_rows.write(
        db, replace(facts, heading=document_facts.heading(3, reason="Ibu Sari pindah rumah"))
    )
    assert b"Sari" not in pickle.dumps((await gathered(db, "manifest/1/v3/pick/1")).facts)


async def test_umkm_whose_goods_were_all_removed_gets_an_empty_pick_list(
    db: AsyncSession,
) -> None:
    gone = Difference("TW-4K01", "SOLO-022", "Intip manis 22", "Sweet fried rice crust 22", 2, 1, 0)
    facts = document_facts.small_manifest(3)
    await manifest_rows.write(db, replace(facts, parcels=facts.parcels[1:], differences=(gone,)))
    text = read_pdf.pages((await made(db, "manifest/1/v3/pick/2")).data)[0]
    assert "Dapur 2 (contoh)" in text
    assert "Jumlah 0 0" in text
    assert "TW-4K01 Intip manis 22 SOLO-022 1 0 -1" in text


async def test_recap_of_an_open_shipment_sums_what_an_umkm_has_to_prepare(db: AsyncSession) -> None:
    shipment = await rows.shipment(db, 2, "TW-261218")
    goods = await rows.product(db, 50, 1)
    await rows.order(db, shipment, [Wanted(goods, 4)])
    await rows.order(db, shipment, [Wanted(goods, 5, 3)])
    file = await made(db, "recap/1/2")
    sheet = opened(file.data)["Rekap"]
    (row,) = table(sheet)
    assert file.name == "TW-261218-recap-dapur-1.xlsx"
    assert [value for head, value in row.items() if "buah" in head] == [9, 3, 4, 7]
    assert sums(sheet)["Disiapkan (buah)"] == 7
    assert "Jumat, 20 November 2026 12:00 WIB" in sheet["A2"].value


async def test_a_recap_without_orders_is_an_empty_table(db: AsyncSession) -> None:
    await rows.shipment(db, 2, "TW-261218")
    sheet = opened((await made(db, "recap/2/2")).data)["Rekap"]
    assert table(sheet) == []
    assert sums(sheet)["Dipesan (buah)"] == 0


async def test_totals_are_made_as_csv_in_the_readers_language(db: AsyncSession) -> None:
    shipment = await rows.shipment(db, 2, "JP-261218")
    await rows.order(db, shipment, [Wanted(await rows.product(db, 50, 1), 4)])
    job = await documents.gather(db, "totals/country/2026-11-01/-", "en", NOON, HOUSE)
    file = documents.make(job)
    assert file.name == "totals-country-from-2026-11-01.csv"
    assert list(csv.DictReader(io.StringIO(file.data.decode(), newline=""))) == [
        {
            "key": "JP",
            "name": "Japan",
            "orders": "1",
            "pieces": "4",
            "grams": "22000",
            "rupiah": "200000",
            "paid_rupiah": "0",
        }
    ]


async def recorded(db: AsyncSession) -> None:
    """Parcel 1 of version 2 is weighed and gets its number, then the consignment its waybill."""
    parcel = document_facts.small_manifest(2).parcels[0]
    size = {"length_millimetres": 320, "width_millimetres": 240, "height_millimetres": 185}
    weighed = {"parcel_key": "TW-4K01/1", "contents": handling_log.contents_of(parcel), "gross_grams": 2360}
    flight = {"mawb": "297-12345675", "flight_no": "CI762", "flight_on": date(2026, 12, 11)}
    db.add(HandlingEntry(shipment_id=1, seq=1, what="weighed", at=NOON, **weighed, **size))
    db.add(
        HandlingEntry(shipment_id=1, seq=2, what="waybill", at=NOON, parcel_key="TW-4K01/1", hawb="SOC12345")
    )
    db.add(HandlingEntry(shipment_id=1, seq=3, what="waybill", at=NOON, **flight))
    await db.flush()


async def test_file_shows_what_was_recorded_up_to_its_log_entry(
    db: AsyncSession,
) -> None:
    await recorded(db)
    weighed, all_of_it = (
        await whole(db, "manifest/1/v2/w1/labels"),
        await whole(db, "manifest/1/v2/w3/labels"),
    )
    assert await whole(db, "manifest/1/v2/labels") == document_facts.small_manifest(2)
    assert weighed.parcels[0].known == Weighed(2360, 320, 240, 185, "", weighed.parcels[0].contents)
    assert weighed.carried.mawb == all_of_it.parcels[1].known.hawb == ""
    assert all_of_it.parcels[0].known.hawb == "SOC12345"
    assert (all_of_it.carried.mawb, all_of_it.carried.flight_no) == ("297-12345675", "CI762")


async def test_each_document_of_a_manifest_has_its_name_and_kind(db: AsyncSession) -> None:
    await recorded(db)
    files = [await made(db, f"manifest/1/v2/w3/{kind}") for kind in documents.OF_A_MANIFEST]
    assert [file.name for file in files] == [
        "TW-261204-v2-w3-manifest.xlsx",
        "TW-261204-v2-w3-manifest.csv",
        "TW-261204-v2-w3-packing.pdf",
        "TW-261204-v2-w3-invoice.pdf",
        "TW-261204-v2-w3-labels.pdf",
    ]
    assert [file.data[:4] for file in files] == [b"PK\x03\x04", b"batc", *[b"%PDF"] * 3]
    for file, kind in zip(files, documents.OF_A_MANIFEST, strict=True):
        assert await made(db, f"manifest/1/v2/w3/{kind}") == file


async def test_a_parcel_that_changed_after_weighing_counts_as_not_weighed(db: AsyncSession) -> None:
    await recorded(db)
    second = document_facts.small_manifest(3)
    one = replace(second.parcels[0], lines=second.parcels[0].lines[:1])
    await manifest_rows.write(db, replace(second, parcels=(one,)))
    facts = await whole(db, "manifest/1/v3/w3/packing")
    assert facts.parcels[0].known == Weighed(hawb="SOC12345")


async def test_freight_is_printed_on_papers_at_least_as_new_as_its_weights(db: AsyncSession) -> None:
    await recorded(db)
    shipment = await db.get_one(Shipment, 1)
    order = await rows.order(db, shipment, [])
    then = Measure(divisor=5000, step_grams=1000)
    facts = {"rupiah": 125_000, "version": 2, "seq": 2, "measure": then.model_dump()}
    bill = FreightBill(shipment_id=1, at=NOON, **facts)
    bill.shares = [FreightShare(order_id=order.id, chargeable_grams=2500, rupiah=125_000)]
    db.add(bill)
    await db.flush()
    refs = [f"manifest/1/v2/{at}invoice" for at in ("", "w1/", "w2/", "w3/")]
    freight = [dict((await whole(db, ref)).carried.freight) for ref in refs]
    assert freight == [{}, {}, {order.number: 125_000}, {order.number: 125_000}]
    measures = [(await whole(db, ref)).measure for ref in refs]
    assert measures == [AIR_CARGO, AIR_CARGO, then, then]
    assert not documents.lasting("manifest/1/v2/w2/invoice")
    assert documents.lasting("manifest/1/v2/w2/labels")


async def test_an_identity_number_is_printed_until_it_is_erased(db: AsyncSession) -> None:
    facts = document_facts.small_manifest(3)
    known = replace(facts.parcels[0], identity_kind="tw_id", identity_number="A123456789")
    await manifest_rows.write(db, replace(facts, parcels=(known,)))
    (page,) = read_pdf.pages((await made(db, "manifest/1/v3/invoice")).data)
    assert "TW ID: A123456789" in page
    await db.execute(update(Identity).values(number=None, erased_at=NOON))
    (page,) = read_pdf.pages((await made(db, "manifest/1/v3/invoice")).data)
    assert "TW ID: dihapus" in page
    assert "A123456789" not in page


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "manifest/1/v2/w1/xlsx",
        "manifest/1/v2/w0/xlsx",
        "manifest/1/v2/w1/pick/1",
        "manifest/1/v3/xlsx",
        "manifest/2/v1/csv",
        "manifest/1/v1/pdf",
        "manifest/1/v0/xlsx",
        "manifest/1/v1/pick/9",
        "manifest/99999999999999999999/v1/xlsx",
        "manifest/1/v1/xlsx\n",
        "recap/9/1",
        "recap/1/9",
        "totals/customer/-/-",
        "totals/umkm/2026-13-01/-",
        "totals/umkm/-",
        "../../etc/passwd",
    ],
)
async def test_reference_without_a_file_is_refused(db: AsyncSession, ref: str) -> None:
    with pytest.raises(NoSuchFile):
        await gathered(db, ref)
