"""A headless Chromium for the tests of the chat page."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (360, 740), "desk": (1440, 900)}

PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of Chromium; without it the test is skipped, or fails where CI=true."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        missing = 'the chat page is tested in a real Chromium: "apt-get install chromium"'
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture
async def chromium(chromium_path: str) -> AsyncIterator[Browser]:
    """A running Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """`phone` or `desk`."""
    return str(request.param)


@pytest.fixture
async def open_page(chromium: Browser) -> AsyncIterator[OpenPage]:
    """Opens an address in a window of that size; an error on the page fails the test."""
    complaints: list[str] = []

    async def opened(url: str, size: str = "desk", locale: str = "id-ID", **more: Any) -> Page:
        width, height = SIZES[size]
        context = await chromium.new_context(
            viewport={"width": width, "height": height}, locale=locale, timezone_id="Asia/Taipei", **more
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
        await page.goto(url)
        return page

    yield opened
    assert not complaints
