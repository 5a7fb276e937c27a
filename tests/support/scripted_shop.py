"""A shop of a few screens behind a real server and database, for the tests of the chat page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.app.tables import metadata
from bot.channels import pictures
from bot.channels.base import Draw, MadeFile, Shown
from bot.channels.browser import Browser, Mode
from bot.channels.http_server import HttpServer
from bot.conversation.events import Address, Event
from bot.conversation.screens import Ask, Button, Screen, Sum
from bot.core.clock import Clock
from bot.core.database import Database

WELCOME = Screen(
    "Rantau",
    "Oleh-oleh khas Solo, dikirim ke negara tempat Anda tinggal.\nKirim ke mana?",
    (Button("Lihat produk", "goods"), Button("Keranjang", "cart", beside=True), Button("Bantuan", "help")),
    photo="shop",
)
GOODS = Screen(
    "Camilan",
    "Ketuk barang untuk melihatnya.",
    (
        Button("Intip manis", "product/1", "Rp 25.000 · 200 g · UMKM Bu Sri", photo="intip"),
        Button("Karak beras", "product/2", "Rp 18.000 · 150 g · Karak Mojo"),
        Button("Kembali", "home"),
        Button("Berikut", "goods/2", beside=True),
    ),
)
PRODUCT = Screen(
    "Intip manis", "Rp 25.000\nHalal", (Button("Masukkan", "cart/set/1/1"), Button("Kembali", "goods"))
)
CART = Screen("Keranjang", "1 × Intip manis\nRp 25.000", (Button("Pesan", "place"),))
PLACED = Screen("Pesanan TW-4K7M diterima", "Kami beri tahu saat dikirim.")
WEIGHED = Screen(
    "Timbangan",
    "Kirim daftar timbangan (XLSX) atau fotonya.",
    (Button("Nanti saja", "home"),),
    asks=Ask("weighed", frozenset({"photo", "document"})),
)
READING = Screen(
    "Pesanannya begini ya",
    "\n".join(f"{number} × karak" for number in range(1, 60)),
    (
        Button("Betul", "right", kind="on"),
        Button("Ubah", "change", beside=True),
        Button("Hapus pesanan", "drop", kind="irreversible"),
        Button("Salin nomor", copy="TW-4K7M"),
    ),
    sums=(Sum("Harga barang", "Rp102.000"), Sum("Total", "Rp550.900", total=True)),
)
CROWDED = Screen(
    "Pilih",
    "",
    tuple(
        Button(word, f"pick/{word}", beside=True)
        for word in ["Pengiriman", "Pembayaran", "Keseluruhan", "Status"]
    ),
)
TYPED = {"timbang": WEIGHED, "bacaan": READING, "ramai": CROWDED}
SCREENS = {"home": WELCOME, "goods": GOODS, "product/1": PRODUCT, "cart/set/1/1": CART, "cart": CART}


class ScriptedShop:
    """Answers each event by the table above, and records the events."""

    def __init__(self, browser: Browser, var: Path) -> None:
        self.browser, self.var = browser, var
        self.heard: list[Event] = []
        self.current: dict[str, Shown] = {}
        self.answering = asyncio.Event()
        self.answering.set()

    async def take(self, events: Sequence[Event]) -> None:
        for event in events:
            known = event.event_id in {one.event_id for one in self.heard}
            self.heard.append(event)
            if not known:
                await self._answer(event)

    async def _answer(self, event: Event) -> None:
        await self.answering.wait()
        if event.route == "help":
            await self.browser.dismiss(event, "Ketik /bantuan kapan saja.")
            return
        screen = PLACED if event.route == "place" else SCREENS.get(event.route, self._reply(event))
        chat = event.address.chat_id
        draw = Draw(event.address, "id", screen, event, self.current.get(chat))
        self.current[chat] = await self.browser.answer(draw)
        if event.route == "place":
            await self.tell_the_others()

    def _reply(self, event: Event) -> Screen:
        if event.text.startswith("/start"):
            return WELCOME
        if event.attachment:
            if event.attachment.failed:
                return Screen("Tulis saja", "Di sini kami hanya membaca tulisan.")
            return Screen("Berkas diterima", f"{event.attachment.kind} {event.attachment.size}")
        if event.text in TYPED:
            return TYPED[event.text]
        return Screen("Terlalu panjang" if len(event.text) > 4096 else "Hasil pencarian", event.text[:900])

    async def tell_the_others(self) -> None:
        umkm = Address("browser", "web", "seat-umkm")
        buttons = (Button("Bisa", "yes"), Button("Tidak bisa", "no", beside=True))
        screen = Screen("Pesanan baru TW-4K7M", "1 × Intip manis\nDiantar sebelum 12 November", buttons)
        await self.browser.notify(umkm, screen, "id")
        path = self.var / "manifest.csv"
        await asyncio.to_thread(path.write_text, "sku,pieces\nINTIP-M,1\n")
        coordinator = Address("browser", "web", "seat-coordinator")
        await self.browser.send_file(coordinator, MadeFile("manifest TW v1.csv", path, "text/csv"))


@asynccontextmanager
async def open_shop(var: Path, mode: Mode = "demo", port: int = 0) -> AsyncIterator[ScriptedShop]:
    """The shop on a free port; its address is `browser.base_url`."""
    database = Database(f"sqlite+aiosqlite:///{var / 'chat.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    ahead = [timedelta()]

    async def next_day() -> datetime:
        ahead[0] += timedelta(days=1)
        return now()

    def now() -> datetime:
        return Clock().now() + ahead[0]

    def photo(reference: str) -> Path | None:
        path = var / f"{reference}.svg"
        return path if path.exists() else None

    browser = Browser(
        database,
        mode=mode,
        base_url="",
        secret=b"s" * 32,
        media=var / "media",
        photo_path=photo,
        now=now,
        on_next_day=next_day,
    )
    server = HttpServer("127.0.0.1", port, [*browser.routes(), *pictures.routes(photo)])
    await server.start()
    browser.base_url = f"http://127.0.0.1:{server.port}"
    shop = ScriptedShop(browser, var)
    running = asyncio.create_task(browser.run(shop.take))
    try:
        yield shop
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await server.stop()
        await database.close()
