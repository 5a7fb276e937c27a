"""How the chat page draws a screen: sums, kinds of buttons, small pictures, and who speaks."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser.test_chat_page import button, seat, start, write
from tests.support.scripted_shop import CROWDED, open_shop

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"/>'
LINES_OF_EACH_WORD = """button => [...button.querySelectorAll(".label")].flatMap((label) => {
  const text = label.firstChild;
  return text.data.split(" ").map((word) => {
    const range = document.createRange();
    range.setStart(text, text.data.indexOf(word));
    range.setEnd(text, text.data.indexOf(word) + word.length);
    return range.getClientRects().length;
  });
})"""


async def reading(page: Page) -> Locator:
    customer = seat(page)
    await start(customer)
    await write(customer, "bacaan")
    await expect(customer.get_by_role("heading", name="Pesanannya begini ya")).to_be_in_viewport()
    return customer


async def test_the_way_on_is_in_sight_while_a_long_reading_is_read(
    tmp_path: Path, open_page, size: str
) -> None:
    async with open_shop(tmp_path) as shop:
        customer = await reading(await open_page(shop.browser.base_url, size))
        await expect(button(customer, "Betul")).to_be_in_viewport(ratio=1)
        await expect(button(customer, "Hapus pesanan")).not_to_be_in_viewport()
        await button(customer, "Betul").click()
        await expect(customer.locator(".message").last).to_contain_text("Hasil pencarian")
        assert shop.heard[-1].route == "right"


async def test_the_buttons_below_the_way_on_are_not_covered(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        customer = await reading(await open_page(shop.browser.base_url, size))
        await customer.locator(".log").evaluate("log => (log.scrollTop = log.scrollHeight)")
        on = await button(customer, "Betul").bounding_box()
        below = await button(customer, "Hapus pesanan").bounding_box()
        assert on is not None
        assert below is not None
        assert on["y"] + on["height"] < below["y"]
        await button(customer, "Hapus pesanan").click(position={"x": 20, "y": 1})
        await expect(customer.locator(".message").last).to_contain_text("Hasil pencarian")
        assert shop.heard[-1].route == "drop"


async def test_sums_are_a_table(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        customer = await reading(await open_page(shop.browser.base_url, size))
        rows = customer.get_by_role("table").get_by_role("row")
        assert await rows.all_inner_texts() == ["Harga barang\tRp102.000", "Total\tRp550.900"]
        await expect(rows.last.get_by_role("rowheader")).to_have_css("font-weight", "700")


async def test_a_number_is_copied_by_a_tap_that_the_shop_does_not_hear(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        allowed = ["clipboard-read", "clipboard-write"]
        page = await open_page(shop.browser.base_url, "phone", permissions=allowed)
        customer = await reading(page)
        heard = len(shop.heard)
        await button(customer, "Salin nomor").click()
        await expect(customer.locator(".toast")).to_have_text("Sudah disalin.")
        assert await page.evaluate("navigator.clipboard.readText()") == "TW-4K7M"
        assert len(shop.heard) == heard


async def test_no_word_breaks_on_a_button(tmp_path: Path, open_page, size: str) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        customer = seat(page)
        await start(customer)
        await write(customer, "ramai")
        await expect(button(customer, CROWDED.buttons[0].label)).to_be_visible()
        for one in await customer.locator(".choice").all():
            assert set(await one.evaluate(LINES_OF_EACH_WORD)) == {1}
            assert await one.evaluate("one => one.scrollWidth <= one.clientWidth")
        assert await page.locator("html").evaluate("one => one.scrollWidth <= one.clientWidth")


async def test_a_list_shows_small_pictures_that_screen_readers_pass_over(
    tmp_path: Path, open_page, size: str
) -> None:
    (tmp_path / "intip.svg").write_text(PICTURE)
    async with open_shop(tmp_path) as shop:
        customer = seat(await open_page(shop.browser.base_url, size))
        await start(customer)
        await button(customer, "Lihat produk").click()
        small = button(customer, "Intip manis").locator("img")
        await expect(small).to_be_visible()
        assert await small.evaluate("one => one.decode().then(() => one.naturalWidth)") == 8
        await expect(small).to_have_attribute("alt", "")
        await expect(button(customer, "Karak beras").locator("img")).to_have_count(0)


async def test_a_screen_reader_hears_who_speaks(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        customer = seat(await open_page(shop.browser.base_url))
        await start(customer)
        await write(customer, "karak")
        await expect(customer.locator(".message.person").last).to_contain_text("Anda:karak")
        await expect(customer.locator(".message.shop").last).to_contain_text("Rantau:Hasil pencarian")
