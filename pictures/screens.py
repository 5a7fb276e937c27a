"""`python -m pictures.screens`: plays the demo in a Chromium and writes pictures of it into `docs/`."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot import app
from bot.core.settings import Settings
from bot.ordering.shop import open_shop
from pictures.__main__ import CONFIG

DOCS = CONFIG.parent / "docs"
PHONE, DESK = (390, 844), (1440, 900)
COLOURS = 160
MOST_DAYS = 40
PORT = 8791
NAMES = ("chromium", "chromium-browser", "google-chrome")
CONSIGNEE = (
    "Siti Aminah",
    "0912345678",
    "Taipei City",
    "Xinyi District",
    "No. 7, Section 5, Xinyi Road",
    "110",
)
SKIPS = ("Lewati", "Lewati", "Lewati", "Sudah", "Lewati")


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The demo on an empty database; yields its address."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/rantau.db"
        media = Path(folder) / "media"
        settings = Settings(
            _env_file=None, database_url=database, config_dir=CONFIG, media_dir=media, http_port=PORT
        )
        running = asyncio.create_task(app.run(settings, open_shop(CONFIG)))
        yield f"http://127.0.0.1:{PORT}"
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def seat(page: Page, name: str) -> Locator:
    """One person's chat."""
    return page.locator(f"#seat-{name}")


async def tap(where: Locator, label: str) -> None:
    """Taps the newest button of this label, and waits until that is answered."""
    await where.locator("button.choice").filter(has=where.page.get_by_text(label, exact=True)).last.click()
    await settled(where)


async def say(where: Locator, text: str) -> None:
    """Types a text, and waits until it is answered."""
    await where.get_by_role("textbox").fill(text)
    await where.get_by_role("textbox").press("Enter")
    await settled(where)


async def settled(where: Locator) -> None:
    """Waits until a chat waits for nothing, and its pictures are there."""
    await where.page.wait_for_timeout(250)
    await expect(where).not_to_have_attribute("aria-busy", "true", timeout=30_000)
    await where.page.wait_for_load_state("networkidle")


async def keep(page: Page, name: str) -> None:
    """Writes what the page shows, in few colours."""
    await page.wait_for_timeout(400)
    image = Image.open(BytesIO(await page.screenshot())).convert("RGB")
    path = DOCS / name
    path.parent.mkdir(exist_ok=True)
    image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


async def opened(browser: Browser, url: str, size: tuple[int, int], scale: float = 1) -> Page:
    """The demo's page in a window of this size, in Indonesian."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        locale="id-ID",
        timezone_id="Asia/Taipei",
    )
    page = await context.new_page()
    await page.goto(url)
    return page


async def photograph(browser: Browser, url: str) -> None:
    """A customer orders on a phone; then the coordinator looks at the totals, and all three at a desk."""
    phone = await opened(browser, url, PHONE, 1.5)
    customer = seat(phone, "customer")
    await customer.get_by_role("button", name="Mulai").click()
    await settled(customer)
    await tap(customer, "Taiwan")
    await tap(customer, "Camilan")
    await keep(phone, "screens/shelf.png")
    await tap(customer, "Karak")
    await keep(phone, "screens/product.png")
    await say(customer, "intip manis 3, karak 2, sama kopi lawu 1 ya")
    await keep(phone, "screens/reading.png")
    await tap(customer, "Betul")
    await order(customer, phone)
    await phone.get_by_role("tab", name="Koordinator").click()
    coordinator = seat(phone, "coordinator")
    await say(coordinator, "/total")
    await keep(phone, "screens/totals.png")
    await at_the_desk(await opened(browser, url, DESK))


async def at_the_desk(desk: Page) -> None:
    """The makers answer, days pass until the shipment closes, and all three are kept."""
    umkm, coordinator = seat(desk, "umkm"), seat(desk, "coordinator")
    await settled(umkm)
    for asked in await umkm.get_by_role("button", name="Bisa semua").all():
        await asked.click()
        await settled(umkm)
    for _ in range(MOST_DAYS):
        await desk.locator("#next-day").click()
        await desk.wait_for_timeout(1500)
        if await coordinator.locator(".file").count():
            break
    await desk.wait_for_timeout(6000)
    await keep(desk, "three-seats.png")


async def order(customer: Locator, phone: Page) -> None:
    """Answers what is asked before an order, keeps the review, and orders."""
    await tap(customer, "Lanjut pesan")
    for answer in CONSIGNEE:
        await say(customer, answer)
    for label in SKIPS:
        await tap(customer, label)
    await keep(phone, "screens/review.png")
    await tap(customer, "Pesan sekarang")


async def main() -> None:
    """Starts the demo and a Chromium, and writes all pictures."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    async with demo() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        await asyncio.sleep(5)
        await photograph(browser, url)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
