"""`python -m bench documents`: time and memory of making a big manifest's papers."""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

from bot import documents
from bot.documents import Job
from bot.documents.facts import CartonFacts, Heading, Line, ManifestFacts, PickFacts, goods_of
from bot.ordering.shop_profile import Exporter
from bot.shipping.handling_log import Weighed

FROZEN = datetime(2026, 12, 4, 13, 1, tzinfo=UTC)
LINES, PRODUCTS, UMKM = 5, 48, 24
NATIVE = ("王小明", "田中さくら", "สมหญิง ใจดี", "محمد عبد الله", "김민수", "陳美玲", "林志豪", "")
STREETS = (
    "中壢區中山東路三段35巷12號",
    "渋谷区渋谷1丁目2番3号",
    "ถนนพระราม 3 แขวงบางโพงพาง",
    "شارع 340، منطقة 55",
)


def line(order: int, line_no: int) -> Line:
    """A line whose product is derived from both numbers."""
    product = (order * 7 + line_no * 11) % PRODUCTS
    umkm = product % UMKM + 1
    return Line(
        line_no=line_no,
        sku=f"SOLO-{product + 1:03}",
        umkm_id=umkm,
        umkm_code=f"dapur-{umkm}",
        umkm_name=f"Dapur {umkm} (contoh)",
        name_id=f"Intip manis nomor {product}",
        name_en=f"Sweet fried rice crust number {product}",
        unit="bungkus",
        quantity=1 + (order + line_no) % 5,
        ordered=1 + (order + line_no) % 5,
        acknowledged=True,
        unit_rupiah=12_000 + 500 * product,
        net_grams=200,
        gross_grams=239,
        length_millimetres=280,
        width_millimetres=200,
        height_millimetres=90,
        hs_code="190490",
        action="allow",
        order_number=f"TW-{order:05}",
    )


def parcel(number: int) -> CartonFacts:
    """A weighed carton of an order of LINES lines."""
    native, street = NATIVE[number % len(NATIVE)], STREETS[number % len(STREETS)]
    return CartonFacts(
        parcel_no=number,
        order_number=f"TW-{number:05}",
        paid=number % 3 > 0,
        consignee_name=f"Sari Wulandari {number}",
        mobile=f"+8869{number:08}",
        address_lines=(
            f"No. {number}, Lane 35, Zhongshan East Rd. Sec. 3",
            "Zhongli Dist., Taoyuan City 320",
        ),
        address={"street_address": f"No. {number}, Lane 35", "city": "Zhongli", "postal_code": "320"},
        note="Tolong bungkus rapi" if number % 5 == 0 else "",
        lines=tuple(line(number, line_no) for line_no in range(1, LINES + 1)),
        consignee_no=number,
        consignee_name_native=native,
        address_lines_native=(f"{street} {number}",) if native else (),
        known=Weighed(2000 + number % 900, 320, 240, 185, f"SOC{number:06}"),
    )


def facts(orders: int) -> ManifestFacts:
    """A manifest of so many orders."""
    heading = Heading(
        number="TW-261204-v1",
        shipment_code="TW-261204",
        version=1,
        destination="TW",
        country_id="Taiwan",
        country_en="Taiwan",
        cutoff_at=FROZEN,
        hand_in_at=FROZEN + timedelta(days=4),
        departs_at=FROZEN + timedelta(days=7),
        frozen_at=FROZEN,
        reason="",
    )
    exporter = Exporter(name="Koperasi Rantau (contoh)", address="Jl. Slamet Riyadi 1 (contoh)\nSurakarta")
    return ManifestFacts(heading, tuple(map(parcel, range(1, orders + 1))), exporter=exporter)


def jobs(orders: int) -> list[Job]:
    """Every document of the manifest, and the pick list of each UMKM."""
    whole = facts(orders)
    made = [Job(f"manifest/1/v1/w1/{kind}", kind, "", whole) for kind in documents.OF_A_MANIFEST]
    for umkm in range(1, UMKM + 1):
        picked = PickFacts(whole.heading, f"dapur-{umkm}", f"Dapur {umkm} (contoh)", goods_of(whole, umkm))
        made.append(Job(f"manifest/1/v1/pick/{umkm}", "pick lists", "", picked))
    return made


def measured(job: Job) -> tuple[float, float, int, float]:
    """Seconds, CPU seconds, bytes, and the process's peak memory so far in MB."""
    start, used = time.perf_counter(), time.process_time()
    size = len(documents.make(job).data)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return time.perf_counter() - start, time.process_time() - used, size, peak


def main(given: list[str]) -> None:
    """Makes all documents in one worker process, as the program does, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m bench documents", description=__doc__)
    parser.add_argument("--orders", type=int, default=5000)
    orders = parser.parse_args(given).orders
    sums: dict[str, list[float]] = {}
    start, used = time.perf_counter(), time.process_time()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        for job in jobs(orders):
            *figures, peak = pool.submit(measured, job).result()
            row = sums.setdefault(job.name, [0.0, 0.0, 0.0, 0.0])
            sums[job.name] = [
                *(one + more for one, more in zip(row, figures, strict=False)),
                max(row[3], peak),
            ]
    whole, handing = time.perf_counter() - start, time.process_time() - used
    print(f"{orders:,} orders of {LINES} lines: {whole:.1f} s; handing over {handing:.1f} s of a processor")
    for name, (seconds, cpu, size, peak) in sums.items():
        print(
            f"{name:10} {seconds:5.1f} s, CPU {cpu:5.1f} s {size / 1e6:6.1f} MB, process up to {peak:.0f} MB"
        )
