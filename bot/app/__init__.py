"""The composition root: builds all parts of the program and runs them."""

from __future__ import annotations

import asyncio
import gc
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import structlog

from bot import handlers, people
from bot.app import demo, language_model, start
from bot.app import telegram as telegram_part
from bot.app.delivery import Delivery, Introduce
from bot.app.dispatcher import Dispatcher
from bot.app.file_sender import FileSender
from bot.app.watchdog import Watchdog
from bot.app.worker import Worker
from bot.channels import pictures
from bot.channels.base import Channel
from bot.channels.browser import Browser, Mode
from bot.channels.http_server import HttpServer
from bot.conversation.engine import Conversation, Replies
from bot.conversation.sessions import Session
from bot.core import logs, named_values
from bot.core.database import Database, session_on
from bot.core.deployment import Deployment
from bot.core.errors import ChannelFailed
from bot.core.settings import Settings
from bot.documents.imports import catalog
from bot.handlers.customer import product_search
from bot.ordering.shop import Shop, open_shop
from bot.people import Role
from bot.shipping import rule_changes

log = structlog.get_logger(__name__)
POSTGRES_CONSUMERS = 4


async def run(
    settings: Settings,
    shop: Shop | None = None,
    serving: Callable[[Shop, Deployment], Replies] = handlers.serving,
) -> None:
    """Runs everything that is configured until a signal stops it.

    `shop` replaces the one that would be opened from the settings, clock included.
    Raises ConfigRefused, AlreadyRunning, DatabaseOutOfReach, CannotStart, ChannelFailed.
    """
    shop = shop or open_shop(settings.config_dir)
    logs.set_up(settings.log_format == "json", _secrets(settings))
    async with AsyncExitStack() as stack:
        with start.failing_in_a_sentence(settings):
            await start.ready(stack, settings)
            db = Database(settings.database_url)
            stack.push_async_callback(db.close)
            await fill(db, settings, shop)
            work = await _prepared(stack, settings, db, shop, serving)
        db.outage.tells = True
        await _until_stopped(*work)


async def _prepared(
    stack: AsyncExitStack,
    settings: Settings,
    db: Database,
    shop: Shop,
    serving: Callable[[Shop, Deployment], Replies],
) -> list[Awaitable[None]]:
    """Puts the parts together; returns what is to be run side by side."""
    product_search.ready(shop)
    channels: dict[str, Channel] = {}
    links, retention = partial(_links, channels), settings.retention
    model = await stack.enter_async_context(language_model.connected(settings))
    ask_model = model.ask if model else None
    deployment = Deployment(settings.media_dir, settings.exchange_url, links, retention, ask_model)
    introduce: Introduce = _introduce
    file_sender = FileSender(db, shop, channels, deployment.media)
    stack.callback(file_sender.close)
    worker = Worker(db, shop, deployment, channels, file_sender)
    if settings.has_telegram:
        channels["telegram"] = telegram = await telegram_part.connect(settings, db, shop)
        stack.push_async_callback(telegram.close)
        introduce = telegram_part.introducer(telegram)
    if settings.browser_mode != "off":
        channels["browser"] = await _browser(settings, db, shop, worker)
    conversation = Conversation(serving(shop, deployment))
    return await _work(stack, settings, worker, conversation, introduce)


def _links(channels: Mapping[str, Channel], payload: str) -> Mapping[str, str]:
    return {name: link for name, channel in channels.items() if (link := channel.link(payload))}


def _secrets(settings: Settings) -> list[str]:
    secrets_set = (settings.telegram_token, settings.telegram_webhook_secret, settings.llm_key)
    return [*(secret.get_secret_value() for secret in secrets_set), settings.exchange_url]


async def fill(db: Database, settings: Settings, shop: Shop) -> None:
    """Fills an empty database from `config/`, sets up or removes the demo, and loads the shop."""
    async with db.writing() as connection, session_on(connection) as objects:
        filled = await catalog.seed(objects, settings.config_dir, shop.restrictions.known_classes)
        await objects.commit()
    if settings.browser_mode == "demo":
        await demo.set_up(db, shop.clock, shop.files.destinations)
    else:
        await demo.put_away(db, shop.clock.now())
    async with db.reading() as connection:
        await shop.refresh(connection)
    if filled is not None:
        log.info("catalogue loaded", products=len(shop.catalogue.by_id))
    await _announce_rules(db, shop)


async def _announce_rules(db: Database, shop: Shop) -> None:
    """Tells coordinators, once per version, which placed orders newer rules affect."""
    wares, now, today = shop.catalogue.by_id, shop.clock.now(), shop.clock.today()
    async with db.writing() as connection, session_on(connection) as objects:
        orders = await rule_changes.announce(objects, shop.restrictions, wares, now, today)
        await objects.commit()
    if orders:
        log.warning("newer rules affect placed orders", orders=orders, version=shop.restrictions.version)


async def _browser(settings: Settings, db: Database, shop: Shop, worker: Worker) -> Browser:
    async with db.writing() as connection:
        secret = await named_values.get_or_create(connection, "browser_cookie_key", secrets.token_hex)

    async def next_day() -> Any:
        now = await demo.next_day(db, shop.clock)
        await worker.keep_dates()
        return now

    mode: Mode = "demo" if settings.browser_mode == "demo" else "on"
    return Browser(
        db,
        mode=mode,
        base_url=settings.web_root,
        secret=bytes.fromhex(secret),
        media=settings.media_dir,
        photo_path=shop.photo,
        now=shop.clock.now,
        on_next_day=next_day if mode == "demo" else None,
    )


async def _work(
    stack: AsyncExitStack,
    settings: Settings,
    worker: Worker,
    conversation: Conversation,
    introduce: Introduce,
) -> list[Awaitable[None]]:
    db, shop, channels = worker.db, worker.shop, worker.channels
    delivery = Delivery(db, shop.clock, channels, worker.file_sender, introduce)
    dispatcher = Dispatcher(
        db,
        conversation,
        shop,
        delivery,
        worker.deployment.media,
        notices_put=worker.wake,
        consumers=1 if db.is_sqlite else POSTGRES_CONSUMERS,
    )
    await worker.keep_dates()
    await stack.enter_async_context(_http(settings, shop, channels))
    await _greet(settings, db, shop, worker.deployment, channels)
    gc.freeze()  # what was loaded at the start stays: collecting it again would pause everybody
    return [
        dispatcher.run(),
        worker.run(),
        dispatcher.watch_unanswered(),
        Watchdog(conversation.under_way).run(),
        *(_talk(channel, dispatcher) for channel in channels.values()),
    ]


@asynccontextmanager
async def _http(settings: Settings, shop: Shop, channels: Mapping[str, Channel]) -> AsyncIterator[HttpServer]:
    routes = [route for channel in channels.values() for route in getattr(channel, "routes", list)()]
    routes += pictures.routes(shop.photo)
    server = HttpServer(settings.http_host, settings.http_port, routes)
    try:
        await server.start()
    except OSError as taken:
        place = f"{settings.http_host}:{settings.http_port}"
        raise ChannelFailed(f"cannot serve on {place}: {taken.strerror}") from taken
    browser = channels.get("browser")
    if isinstance(browser, Browser) and not settings.public_url:
        browser.base_url = f"http://{settings.http_host}:{server.port}"
    try:
        yield server
    finally:
        await server.stop()


async def _talk(channel: Channel, dispatcher: Dispatcher) -> None:
    """Receives from a channel; Telegram is given its commands first."""
    if channel.name == "telegram":
        await telegram_part.talk(channel, dispatcher.take)
    else:
        await channel.run(dispatcher.take)


async def _introduce(session: Session) -> None:
    """Does nothing: only Telegram has a menu of commands."""


async def _greet(
    settings: Settings, db: Database, shop: Shop, deployment: Deployment, channels: Mapping[str, Channel]
) -> None:
    """Prints where the shop is reached and, while there is no coordinator, an invite for the first one."""
    lines = []
    browser = channels.get("browser")
    if isinstance(browser, Browser):
        lines.append(f"Rantau is open: {browser.base_url}")
    if not settings.has_telegram:
        lines.append("To connect Telegram: get a token from @BotFather and set RANTAU_TELEGRAM_TOKEN in .env")
    if not any(destination.open for destination in shop.destinations):
        lines.append("No destination is open yet: /tujuan_buka in the coordinator's chat opens them")
    async with db.writing() as connection, session_on(connection) as objects:
        if not await people.has_coordinator(objects, except_for=demo.seat_person_ids()):
            code = await people.invite(objects, Role.OWNER, shop.clock.now())
            lines.append(f"Nobody coordinates yet. Send this to the shop within 7 days: /start i_{code}")
            lines += [f"  or open: {link}" for link in deployment.links(f"i_{code}").values()]
        await objects.commit()
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


async def _until_stopped(*work: Awaitable[None]) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    stopping = asyncio.ensure_future(stop.wait())
    tasks = [asyncio.ensure_future(part) for part in work]
    try:
        waiting = {stopping, *tasks}
        while not stopping.done() and waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        for task in [*reversed(tasks), stopping]:  # the channels first: nothing more comes in
            task.cancel()
        await asyncio.gather(*tasks, stopping, return_exceptions=True)
