"""Attaching a file on the chat page, in a real Chromium, on a phone and on a desk."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Locator, Page, expect

from bot.core.media import Media
from tests.browser.test_chat_page import button, seat, start, write
from tests.support.scripted_shop import ScriptedShop, open_shop

CLIP = "Lampirkan berkas"


async def asked(page: Page) -> Locator:
    customer = seat(page)
    await start(customer)
    await write(customer, "timbang")
    await expect(customer.get_by_role("heading", name="Timbangan")).to_be_visible()
    return customer


async def attach(page: Page, customer: Locator, path: Path) -> None:
    async with page.expect_file_chooser() as choosing:
        await button(customer, CLIP).click()
    await (await choosing.value).set_files(path)


def files(shop: ScriptedShop) -> list[str]:
    return [event.attachment.name for event in shop.heard if event.attachment]


async def test_a_file_is_sent_as_the_persons_own_message(tmp_path: Path, open_page, size: str) -> None:
    sheet = tmp_path / "timbang 'akhir'.xlsx"
    sheet.write_bytes(b"PK and so on" * 100_000)
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        customer = await asked(page)
        await attach(page, customer, sheet)
        await expect(customer.locator(".message.person").last).to_contain_text("timbang 'akhir'.xlsx")
        await expect(customer.locator(".message").last).to_contain_text("document 1200000")
        await expect(customer.locator(".message.person")).to_have_count(3)
        (event,) = [one for one in shop.heard if one.attachment]
        assert event.attachment is not None
        assert await Media(tmp_path / "media").read(event.attachment.ref) == sheet.read_bytes()


async def test_the_paper_clip_works_by_keyboard_and_fits_a_phone(tmp_path: Path, open_page) -> None:
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, "phone")
        customer = await asked(page)
        for name in (CLIP, "Kirim"):
            box = await button(customer, name).first.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
            assert min(box["width"], box["height"]) >= 44
        async with page.expect_file_chooser():
            await button(customer, CLIP).press("Enter")


async def test_the_page_refuses_a_file_over_20_mb(tmp_path: Path, open_page) -> None:
    large = tmp_path / "besar.pdf"
    with large.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url)
        customer = await asked(page)
        await attach(page, customer, large)
        await expect(customer.locator(".toast")).to_contain_text("20 MB")
        assert files(shop) == []


async def test_a_failed_upload_is_reported_on_the_page(tmp_path: Path, open_page) -> None:
    sheet = tmp_path / "timbang.xlsx"
    sheet.write_bytes(b"PK")
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url)
        customer = await asked(page)
        await page.route("**/chat/upload*", lambda route: route.abort())
        await attach(page, customer, sheet)
        await expect(customer.locator(".message.person").last).to_contain_text("mengirim…")
        await expect(customer.locator(".toast")).to_contain_text("sekali lagi", timeout=60000)
        await expect(customer.locator(".message.person")).to_have_count(2)
        await page.unroute("**/chat/upload*")
        await attach(page, customer, sheet)
        await expect(customer.locator(".message").last).to_contain_text("Berkas diterima")
        assert files(shop) == ["timbang.xlsx"]


async def test_a_file_that_nobody_asked_for_stays_here_and_is_answered(
    tmp_path: Path, open_page, size: str
) -> None:
    picture = tmp_path / "paket.jpg"
    picture.write_bytes(b"\xff\xd8\xff and so on")
    async with open_shop(tmp_path) as shop:
        page = await open_page(shop.browser.base_url, size)
        uploads: list[str] = []
        page.on("request", lambda request: uploads.append(request.url) if "upload" in request.url else None)
        customer = seat(page)
        await start(customer)
        await attach(page, customer, picture)
        await expect(customer.locator(".message").last).to_contain_text("hanya membaca tulisan")
        await expect(customer.locator(".message.person").last).to_contain_text("paket.jpg")
        (event,) = [one for one in shop.heard if one.attachment]
        assert event.attachment is not None
        assert (event.attachment.failed, event.attachment.ref, uploads) == ("not_fetched", "", [])
