"""The whole program in a real Chromium: from an empty cart to the downloaded manifest, at three seats."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession
from openpyxl import load_workbook
from playwright.async_api import Locator, Page, expect

from bot import app
from bot.core.settings import Settings
from tests.support.free_port import free_port
from tests.support.running_shop import CONFIG, fresh_shop

NUMBER = r"TW-[0-9A-Z]{4}"
GOODS = {"intip manis": ("SOLO-001", 3), "karak": ("SOLO-002", 2)}
ADDRESS = ("Taipei City", "Xinyi District", "No. 7, Section 5, Xinyi Road", "110")
SKIPPED = (
    ("Lewati", "Nama Mandarin"),
    ("Lewati", "7-11"),
    ("Lewati", "Sudah pakai EZ WAY"),
    ("Sudah", "Catatan"),
    ("Lewati", "Sudah benar semua?"),
)
DAYS_AT_MOST = 40
TABS = {"customer": "Pelanggan", "umkm": "UMKM", "coordinator": "Koordinator"}


@pytest.fixture
async def demo(tmp_path: Path, filled_database: Path) -> AsyncIterator[str]:
    """Runs the program with only database and port configured; yields its address."""
    path, port = tmp_path / "rantau.db", free_port()
    shutil.copy(filled_database, path)
    settings = Settings(
        _env_file=None, database_url=f"sqlite+aiosqlite:///{path}", config_dir=CONFIG, http_port=port
    )
    work = asyncio.create_task(app.run(settings, fresh_shop()))
    await _until_open(work, url := f"http://127.0.0.1:{port}")
    yield url
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


async def _until_open(work: asyncio.Task[None], url: str) -> None:
    async with asyncio.timeout(60), ClientSession() as http:
        while not work.done():
            with suppress(ClientError):
                async with http.get(url):
                    return
            await asyncio.sleep(0.05)
    await work


def seat(page: Page, name: str = "customer") -> Locator:
    return page.locator(f"#seat-{name}")


def button(where: Locator, label: str) -> Locator:
    """The newest button of that label."""
    return where.locator("button.choice").filter(has=where.page.get_by_text(label, exact=True)).last


def title(where: Locator, text: str) -> Locator:
    return where.get_by_role("heading", name=text)


async def look_at(page: Page, size: str, name: str) -> Locator:
    """Goes to another seat: on a phone by its tab, without a reload."""
    if size == "phone":
        await page.get_by_role("tab", name=TABS[name]).click()
    return seat(page, name)


async def say(where: Locator, text: str, answer: str) -> None:
    await where.get_by_role("textbox").fill(text)
    await where.get_by_role("textbox").press("Enter")
    await expect(where.locator(".message.shop").last).to_contain_text(answer)


async def choose(customer: Locator) -> None:
    """From /start to a cart with both products."""
    await customer.get_by_role("button", name="Mulai").click()
    await button(customer, "Taiwan").click()
    await say(customer, "intip manis", "Mau berapa?")
    await button(customer, "3").click()
    await expect(title(customer, "Keranjang")).to_be_visible()
    await say(customer, "karak", "Mau berapa?")
    await say(customer, "2", "2 × Karak")
    await expect(customer.get_by_role("row", name="Harga barang Rp102.000")).to_be_visible()


async def answer_questions(customer: Locator) -> None:
    """Answers name, telephone and address in turn, and skips what is optional."""
    await say(customer, "Siti Aminah", "Nomor HP")
    await say(customer, "0912345678", "Kota besar")
    for text, then in zip(ADDRESS, ("Distrik", "Jalan", "Kode pos", "huruf Mandarin"), strict=True):
        await say(customer, text, then)
    for tapped, then in SKIPPED:
        await button(customer, tapped).click()
        await expect(customer.locator(".message.shop").last).to_contain_text(then)


async def reload_keeps_everything(page: Page, customer: Locator) -> None:
    """Reloads: the messages are the same, the last one is in sight, the question is still open."""
    before = await customer.locator(".message").all_inner_texts()
    await page.reload()
    await expect(customer.locator(".message")).to_have_count(len(before))
    assert await customer.locator(".message").all_inner_texts() == before
    await expect(customer.locator(".message.shop").last).to_be_in_viewport()


async def placed_number(customer: Locator) -> str:
    notice = customer.locator(".notice").filter(has_text="sudah dicatat").last
    await expect(notice).to_be_visible()
    return (await notice.locator("h3").inner_text()).split()[1]


async def to_the_cutoff(page: Page, coordinator: Locator) -> None:
    """Moves the day on until the manifest has arrived."""
    files = coordinator.locator("a.file")
    for _ in range(DAYS_AT_MOST):
        if await title(coordinator, "Manifes").count():
            break
        async with page.expect_response("**/demo/next-day"):
            await page.locator("#next-day").click()
        await expect(page.locator("#next-day")).not_to_have_attribute("aria-disabled", "true")
        await page.wait_for_timeout(50)
    await expect(files).to_have_count(2)


async def download(page: Page, coordinator: Locator, ending: str, folder: Path) -> Path:
    async with page.expect_download() as coming:
        await coordinator.get_by_role("link", name=ending).click()
    got = await coming.value
    await got.save_as(folder / got.suggested_filename)
    return folder / got.suggested_filename


def lines_of(workbook: Path) -> dict[str, tuple[str, int, str]]:
    """Per SKU: the number of its order, its pieces, and whether the UMKM has confirmed them."""
    sheet = load_workbook(workbook)["Baris barang"]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    at = next(row for row in rows if "SKU" in row)
    names = [str(name).partition("\n")[0] for name in at]
    lines = [dict(zip(names, row, strict=True)) for row in rows[rows.index(at) + 1 :]]
    return {
        line["SKU"]: (line["No. pesanan"], line["Jumlah (buah)"], line["Dikonfirmasi"])
        for line in lines
        if line["SKU"]
    }


async def test_from_an_empty_cart_to_the_downloaded_manifest(
    demo: str, tmp_path: Path, open_page, size: str
) -> None:
    page = await open_page(demo, size)
    customer = seat(page)
    await choose(customer)
    await button(customer, "Lanjut pesan").click()
    await expect(title(customer, "Nama penerima")).to_be_visible()
    await reload_keeps_everything(page, customer)
    await page.evaluate("window.reloadedNoMore = true")
    await answer_questions(customer)
    await button(customer, "Pesan sekarang").click()
    number = await placed_number(customer)

    umkm = await look_at(page, size, "umkm")
    notice = umkm.locator(".notice").filter(has_text=f"Pesanan baru {number}")
    await expect(notice).to_be_in_viewport()
    for hidden in ("Siti", "+886", "Xinyi"):
        await expect(umkm).not_to_contain_text(hidden)
    await button(umkm, "Bisa semua").click()
    await expect(umkm).to_contain_text("sudah dicatat: bisa semua")

    coordinator = await look_at(page, size, "coordinator")
    await to_the_cutoff(page, coordinator)
    assert await page.evaluate("window.reloadedNoMore")
    book = await download(page, coordinator, "xlsx", tmp_path)
    assert lines_of(book) == {sku: (number, pieces, "Ya") for sku, pieces in GOODS.values()}
    await look_at(page, size, "umkm")
    await expect(umkm.locator(".message").filter(has_text="Daftar ambil")).to_contain_text("3 × Intip manis")


async def press(page: Page, wanted: Locator) -> None:
    """Reaches an element with the Tab key alone and presses Enter on it."""
    await expect(wanted).to_be_visible()
    for _ in range(40):
        if await wanted.evaluate("one => one === document.activeElement"):
            return await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never reaches {wanted}")


async def typed(page: Page, text: str, answer: str) -> None:
    field = seat(page).get_by_role("textbox")
    for _ in range(40):
        if await field.evaluate("one => one === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    await expect(seat(page).locator(".message.shop").last).to_contain_text(answer)


async def test_an_order_can_be_placed_by_keyboard_alone(demo: str, open_page) -> None:
    page = await open_page(demo, "desk")
    customer = seat(page)
    await press(page, customer.get_by_role("button", name="Mulai"))
    await press(page, button(customer, "Taiwan"))
    await expect(title(customer, "Katalog")).to_be_visible()
    await typed(page, "karak", "Mau berapa?")
    await press(page, button(customer, "2"))
    await press(page, button(customer, "Lanjut pesan"))
    await expect(title(customer, "Nama penerima")).to_be_visible()
    whole = "Siti Aminah", "0912345678", *ADDRESS
    thens = ("Nomor HP", "Kota besar", "Distrik", "Jalan", "Kode pos", "huruf Mandarin")
    for text, then in zip(whole, thens, strict=True):
        await typed(page, text, then)
    for tapped, then in SKIPPED[:-1]:
        await press(page, button(customer, tapped))
        await expect(customer.locator(".message.shop").last).to_contain_text(then)
    await typed(page, "Tolong dibungkus rapat", "Sudah benar semua?")
    await press(page, button(customer, "Pesan sekarang"))
    assert await placed_number(customer)
