"""The chat page in a real Chromium, on a phone and on a desk, with a shop that follows a script."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.conversation.events import Address
from bot.conversation.screens import Screen
from tests.support.scripted_shop import PRODUCT, ScriptedShop, open_shop


def seat(page: Page, name: str = "customer") -> Locator:
    return page.locator(f"#seat-{name}")


def button(where: Locator, label: str) -> Locator:
    return where.get_by_role("button", name=label)


async def write(where: Locator, text: str) -> None:
    await where.get_by_role("textbox").fill(text)
    await where.get_by_role("textbox").press("Enter")


async def start(where: Locator) -> None:
    await button(where, "Mulai").click()
    await expect(button(where, "Lihat produk")).to_be_visible()


async def order(customer: Locator) -> None:
    await start(customer)
    for label in ("Lihat produk", "Intip manis", "Masukkan", "Pesan"):
        await button(customer, label).click()
    await expect(customer.get_by_role("heading", name="Pesanan TW-4K7M diterima")).to_be_visible()


def did(shop: ScriptedShop) -> list[str]:
    return [event.route or event.text for event in shop.heard]


async def test_a_tap_changes_the_tapped_message(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        customer = seat(await open_page(shop.browser.base_url, size))
        await start(customer)
        await button(customer, "Lihat produk").click()
        await expect(customer.get_by_role("heading", name="Camilan")).to_be_visible()
        await expect(customer.locator(".message.shop")).to_have_count(1)
        await expect(button(customer, "Intip manis")).to_contain_text("Rp 25.000 · 200 g")
        assert did(shop) == ["/start", "goods"]


async def test_typed_text_is_shown_on_the_right_and_its_answer_below(
    tmp_path: Path, open_page, size: str
) -> None:
    async with open_shop(tmp_path) as shop:
        customer = seat(await open_page(shop.browser.base_url, size))
        await start(customer)
        await write(customer, "<b>intip</b>\n  manis 3")
        said = customer.locator(".message.person").last
        await expect(said.locator(".body")).to_have_text("<b>intip</b>\n  manis 3")
        await expect(customer.locator(".message").last).to_contain_text("Hasil pencarian")
        await expect(button(customer, "Lihat produk")).to_have_count(0)
        await expect(customer.get_by_role("textbox")).to_be_focused()


async def test_a_double_tap_is_one_tap(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        customer = seat(await open_page(shop.browser.base_url, size))
        await start(customer)
        shop.answering.clear()
        await button(customer, "Lihat produk").dblclick()
        await expect(customer.locator(".typing")).to_be_visible()
        await button(customer, "Keranjang").click()
        shop.answering.set()
        await expect(button(customer, "Karak beras")).to_be_visible()
        await expect(customer.locator(".typing")).to_have_count(0)
        assert did(shop) == ["/start", "goods"]


async def test_a_reload_keeps_the_conversation(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        await order(seat(page))
        before = await seat(page).locator(".message").all_inner_texts()
        await page.reload()
        await expect(seat(page).locator(".message")).to_have_count(len(before))
        assert await seat(page).locator(".message").all_inner_texts() == before


async def test_an_order_appears_at_the_other_seats_at_once(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        await order(seat(page))
        dots = page.locator(".dot:visible")
        await expect(dots).to_have_count(2 if size == "phone" else 0)
        if size == "phone":
            await page.get_by_role("tab", name="UMKM").click()
        await expect(seat(page, "umkm").locator(".is-fresh")).to_contain_text("Pesanan baru TW-4K7M")
        if size == "phone":
            await expect(dots).to_have_count(1)
            await page.get_by_role("tab", name="Koordinator").click()
        async with page.expect_download() as coming:
            await seat(page, "coordinator").get_by_role("link", name="manifest TW v1.csv").click()
        download = await coming.value
        assert download.suggested_filename == "manifest TW v1.csv"
        await download.save_as(tmp_path / "downloaded.csv")
    assert (tmp_path / "downloaded.csv").read_text() == "sku,pieces\nINTIP-M,1\n"


async def test_a_file_that_was_erased_since_says_how_to_get_a_new_one(
    tmp_path: Path, open_page, size: str
) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        await order(seat(page))
        if size == "phone":
            await page.get_by_role("tab", name="Koordinator").click()
        card = seat(page, "coordinator").get_by_role("link", name="manifest TW v1.csv")
        await expect(card).to_contain_text("Unduh")
        with closing(sqlite3.connect(tmp_path / "chat.db")) as database:
            database.execute("UPDATE browser_files SET content = x''")
            database.commit()
        await card.click()
        await expect(card).to_contain_text("Minta lagi lewat obrolan")


async def test_the_chat_can_be_used_by_keyboard_alone(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        await expect(button(seat(page), "Mulai")).to_be_visible()
        for _ in range(8):
            await page.keyboard.press("Tab")
            if await button(seat(page), "Mulai").evaluate("one => one === document.activeElement"):
                break
        await page.keyboard.press("Enter")
        for label in ("Lihat produk", "Intip manis", "Masukkan", "Pesan"):
            await expect(button(seat(page), label)).to_be_visible()
            await page.keyboard.press("Tab")
            await expect(button(seat(page), label)).to_be_focused()
            await page.keyboard.press("Enter")
        await expect(seat(page).get_by_role("heading", name="Pesanan TW-4K7M diterima")).to_be_visible()


async def test_tabs_follow_the_arrow_keys(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, "phone")
        await page.get_by_role("tab", name="Pelanggan").focus()
        await page.keyboard.press("ArrowRight")
        await expect(page.get_by_role("tab", name="UMKM")).to_be_focused()
        await expect(seat(page, "umkm")).to_be_visible()
        await expect(seat(page, "customer")).to_be_hidden()


async def test_nothing_is_lost_while_the_shop_is_away(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url)
        await start(seat(page))
        port = int(shop.browser.base_url.rpartition(":")[2])
    await expect(page.locator("#line")).to_have_text("Menyambung kembali…")
    await write(seat(page), "intip manis 3")
    await expect(seat(page).locator(".message.person").last).to_contain_text("mengirim…")
    async with open_shop(tmp_path, port=port) as shop:
        await expect(seat(page).locator(".message").last).to_contain_text("Hasil pencarian", timeout=60000)
        await expect(page.locator("#line")).to_be_hidden()
        await expect(seat(page).locator(".message.person")).to_have_count(2)
        assert did(shop) == ["intip manis 3"]


async def test_a_very_long_text_shows_a_counter_and_is_answered(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        customer = seat(await open_page(shop.browser.base_url))
        await customer.get_by_role("textbox").fill("karak " * 20_000)
        await expect(customer.locator(".length")).to_contain_text("120.000")
        await customer.get_by_role("textbox").press("Enter")
        await expect(customer.get_by_role("heading", name="Terlalu panjang")).to_be_visible()


async def test_the_next_day_is_shown_in_the_header(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        await page.get_by_role("button", name="Hari berikutnya").click()
        await expect(page.locator("#ahead")).to_have_text("jam demo, maju 1 hari")
        await page.reload()
        await expect(page.locator("#ahead")).to_have_text("jam demo, maju 1 hari")


async def test_a_start_link_sends_its_payload_once(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(f"{shop.browser.link('i_CODE')}&seat=umkm")
        await expect(button(seat(page, "umkm"), "Lihat produk")).to_be_visible()
        await page.reload()
        await expect(button(seat(page, "umkm"), "Lihat produk")).to_be_visible()
        assert did(shop) == ["/start i_CODE"]
        assert shop.heard[0].address.chat_id == "seat-umkm"


async def test_a_toast_is_shown_and_not_kept(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        customer = seat(await open_page(shop.browser.base_url))
        await start(customer)
        await button(customer, "Bantuan").click()
        await expect(customer.locator(".toast")).to_have_text("Ketik /bantuan kapan saja.")
        await button(customer, "Lihat produk").click()
        await expect(customer.locator(".toast")).to_be_hidden()


@pytest.mark.parametrize(("locale", "label"), [("id-ID", "Mulai"), ("ms-MY", "Mulai"), ("en-GB", "Start")])
async def test_a_visitor_outside_the_demo_has_one_chat_in_their_language(
    tmp_path: Path, open_page, size: str, locale: str, label: str
) -> None:
    async with open_shop(tmp_path, "on") as shop:
        page = await open_page(shop.browser.base_url, size, locale)
        await button(seat(page, "me"), label).click()
        await expect(button(seat(page, "me"), "Lihat produk")).to_be_visible()
        await expect(page.locator(".seat")).to_have_count(1)
        await expect(page.locator("#clock")).to_be_hidden()
        (event,) = shop.heard
        assert (event.language, event.address.chat_id[:8]) == (locale[:2], "visitor-")


async def test_a_photo_of_our_own_is_shown(tmp_path: Path, open_page) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"/>'
    (tmp_path / "shop.svg").write_text(picture)
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url)
        await start(seat(page))
        photo = seat(page).get_by_role("img", name="Gambar: Rantau")
        await expect(photo).to_be_visible()
        assert await photo.evaluate("one => one.decode().then(() => one.naturalWidth)") == 8


async def test_nothing_overflows_the_page_on_a_small_phone(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        to = Address("browser", "web", "seat-customer")
        long = Screen("W" * 60, "W" * 500 + "\n" + "kata " * 80, PRODUCT.buttons)
        await shop.browser.notify(to, long, "id")
        await expect(seat(page).get_by_role("heading", name="W" * 60)).to_be_visible()
        for element in ("html", "#seat-customer .log", ".top"):
            assert await page.locator(element).evaluate("one => one.scrollWidth <= one.clientWidth")


async def test_a_notice_below_the_fold_is_announced(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        await start(seat(page))
        for number in range(8):
            await write(seat(page), f"karak {number}")
            await expect(seat(page).locator(".message.shop").last).to_contain_text(f"karak {number}")
        await seat(page).locator(".log").evaluate("log => (log.scrollTop = 0)")
        await expect(button(seat(page), "Pesan baru")).to_be_hidden()
        customer = Address("browser", "web", "seat-customer")
        await shop.browser.notify(customer, Screen("Kiriman berangkat", "Hari ini."), "id")
        await button(seat(page), "Pesan baru").click()
        await expect(seat(page).get_by_role("heading", name="Kiriman berangkat")).to_be_in_viewport()
        await expect(button(seat(page), "Pesan baru")).to_be_hidden()


async def test_a_tall_answer_is_shown_from_its_beginning(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        customer = seat(await open_page(shop.browser.base_url, "phone"))
        await start(customer)
        await write(customer, "\n".join(f"karak {number}" for number in range(40)))
        await expect(button(customer, "Lihat produk")).to_have_count(0)
        await expect(customer.get_by_role("heading", name="Hasil pencarian")).to_be_in_viewport()
