"""One process of the program without servers: dispatcher, delivery, worker and a recording channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import app
from bot.app.delivery import Delivery
from bot.app.dispatcher import Dispatcher
from bot.app.file_sender import FileSender
from bot.app.worker import Worker
from bot.catalog import Counter
from bot.conversation.engine import Conversation
from bot.conversation.events import FILE_KINDS, Event
from bot.conversation.inbox import InboxRow
from bot.conversation.routing import Redirect, Routes, action, place
from bot.conversation.screens import Ask, Button, Screen
from bot.core.database import Database, insert_or_leave, session_on
from bot.core.deployment import AskModel, Deployment
from bot.core.media import Media
from bot.handlers import COMMANDS, COORDINATOR, CUSTOMER, FREE_TEXT, UMKM
from bot.handlers.customer import home
from bot.handlers.replies import Handlers
from bot.handlers.shared.turn import Turn
from bot.ordering import stock
from bot.ordering.shop import Shop
from bot.orders import Order, OrderState
from bot.people import Chat, ChatPerson, Person
from tests.support import placed_orders
from tests.support.recording_channel import RecordingChannel
from tests.support.running_shop import fresh_shop

SOON = 60.0


@dataclass(frozen=True)
class Marks:
    """A long reading of the marks that were committed. `held` holds it back, `failing` lets it fail."""

    of: str
    held: asyncio.Event = field(compare=False)
    read_by: list[AsyncSession] = field(compare=False)
    failing: list[Exception] = field(compare=False)

    async def read(self, db: AsyncSession) -> int:
        self.read_by.append(db)
        await self.held.wait()
        if self.failing:
            raise self.failing.pop()
        name = f"test/{self.of}"
        return await db.scalar(select(Counter.value).where(Counter.name == name)) or 0


@dataclass
class OneProcess:
    """One process of the program. `counted` are the marks that the test's own routes have left.

    `held` holds back long readings until it is set, `failing` are the errors of the next ones; `read_by` are
    the sessions that they were read by.
    """

    db: Database
    shop: Shop
    channel: RecordingChannel
    deployment: Deployment
    counted: list[str] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    failing: list[Exception] = field(default_factory=list)
    read_by: list[AsyncSession] = field(default_factory=list)
    dispatcher: Dispatcher = field(init=False)
    worker: Worker = field(init=False)
    _work: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        file_sender = FileSender(self.db, self.shop, {"telegram": self.channel}, self.deployment.media)
        self.worker = Worker(self.db, self.shop, self.deployment, {"telegram": self.channel}, file_sender)
        delivery = Delivery(self.db, self.shop.clock, {"telegram": self.channel}, file_sender, _introduce)
        own = (self._count(), self._fail(), self._break(), *self._files(), *self._private())
        own += (*self._long(), *self._hang())
        routes = Routes((*CUSTOMER, *UMKM, *COORDINATOR, *own))
        conversation = Conversation(Handlers(routes, COMMANDS, FREE_TEXT, self.shop, self.deployment))
        consumers = 1 if self.db.is_sqlite else app.POSTGRES_CONSUMERS
        self.dispatcher = Dispatcher(
            self.db,
            conversation,
            self.shop,
            delivery,
            self.deployment.media,
            notices_put=self.worker.wake,
            consumers=consumers,
        )

    def _count(self) -> Any:
        @action("test/count/{mark}")
        async def count(turn: Turn, mark: str) -> Screen:
            self.counted.append(mark)
            await _raise(turn, f"test/{mark}")
            return await home.shop(turn)

        return count

    def _files(self) -> Any:
        """A question that only a file answers; `counted` gets the file's name and content."""

        @place("test/ask")
        async def ask(turn: Turn) -> Screen:
            return Screen("Berkas", asks=Ask("test/file", FILE_KINDS), buttons=[Button("Nanti", "home")])

        @action("test/file")
        async def file(turn: Turn) -> Screen:
            sent = turn.event.attachment
            assert sent is not None
            content = await Media(turn.deployment.media).read(sent.ref)
            self.counted.append(f"{sent.name}: {content.decode()}")
            await _raise(turn, f"test/{sent.name}")
            return await home.shop(turn)

        @action("test/paper")
        async def totals(turn: Turn) -> Screen:
            return replace(await home.shop(turn), files=["totals/country/2026-01-01/2026-12-31"])

        return ask, file, totals

    def _fail(self) -> Any:
        @action("test/fail")
        async def fail(turn: Turn) -> Screen:
            self.counted.append("failed")
            raise RuntimeError("a fault of ours")

        return fail

    def _private(self) -> Any:
        """A private question, and a handler that raises an error with the typed text in it."""

        @place("test/number")
        async def ask(turn: Turn) -> Screen:
            return Screen("Nomor", asks=Ask("private/test"), buttons=[Button("Nanti", "home")])

        @action("private/test")
        async def fail(turn: Turn) -> Screen:
            self.counted.append(turn.text)
            raise RuntimeError(f"cannot read {turn.text!r} as {turn.text.replace('-', '').upper()}")

        return ask, fail

    def _long(self) -> Any:
        """A place with a long reading, and an action that leaves a mark and ends there."""

        @place("test/marks/{mark}")
        async def marks(turn: Turn, mark: str) -> Screen:
            count = await turn.read_beside(Marks(mark, self.held, self.read_by, self.failing))
            return Screen(f"{mark} {count}", buttons=[Button("Pulang", "home")])

        @action("test/leave/{mark}")
        async def leave(turn: Turn, mark: str) -> Redirect:
            await _raise(turn, f"test/{mark}")
            return Redirect(f"test/marks/{mark}")

        @action("test/look/{mark}", moves_sums=False)
        async def look(turn: Turn, mark: str) -> Redirect:
            return Redirect(f"test/marks/{mark}", "Ini dia.")

        return marks, leave, look

    def _hang(self) -> Any:
        """Handlers that write and then wait for ever: by themselves, in a statement, and while drawing."""

        @action("test/hang/{mark}")
        async def hang(turn: Turn, mark: str) -> Screen:
            await _raise(turn, f"test/{mark}")
            return await draw(turn)

        @action("test/hang_in_statement/{mark}")
        async def hang_in_statement(turn: Turn, mark: str) -> Screen:
            await _raise(turn, f"test/{mark}")
            if not self.db.is_sqlite:  # whose statements do not wait
                await turn.db.execute(select(func.pg_sleep(600)))
            return await draw(turn)

        @place("test/hanging")
        async def draw(_turn: Turn) -> Screen:
            await asyncio.Event().wait()
            raise AssertionError

        return hang, hang_in_statement, draw

    def _break(self) -> Any:
        @action("test/take/{product_id}")
        async def take_then_conflict(turn: Turn, product_id: int) -> Screen:
            """Takes from the stock, refreshes the catalogue, and is then undone by a conflict."""
            await stock.reserve(turn.db, {product_id: 1})
            await turn.shop.catalogue.refresh(turn.db)
            self.counted.append("conflict")
            await turn.db.execute(select(func.no_such_function()))
            raise AssertionError

        return take_then_conflict

    def open(self, with_worker: bool = False) -> None:
        self._work = [asyncio.create_task(self.dispatcher.run())]
        if with_worker:
            self._work.append(asyncio.create_task(self.worker.run()))

    async def close(self) -> None:
        """Stops dispatcher and worker, as at the program's end."""
        for one in self._work:
            one.cancel()
            with suppress(asyncio.CancelledError):
                await one
        self._work = []

    async def take(self, *events: Event) -> None:
        """Hands events in, and waits until they are answered."""
        await self.dispatcher.take(events)
        await self.answered(events)

    async def answered(self, events: Sequence[Event]) -> None:
        wanted = {one.event_id for one in events}
        await self.until(lambda: wanted <= set(self.channel.answered))

    async def until(self, done: Callable[[], object], within: float = SOON) -> None:
        async with asyncio.timeout(within):
            while True:
                if done():
                    return
                await asyncio.sleep(0.005)

    async def rest(self) -> None:
        """Waits until nothing that was taken is queued, held, or on its way."""
        queues, delivery = self.dispatcher._queues, self.dispatcher.delivery
        await self.until(
            lambda: not (queues._queues or queues._held or queues.fetching or delivery._underway)
        )

    async def person(self, chat: str) -> ChatPerson:
        """The person of a chat."""
        query = select(Person).join(Chat, Chat.person_id == Person.id).where(Chat.chat_id == chat)
        async with self.db.reading() as connection, session_on(connection) as db:
            found = (await db.scalars(query)).one()
            return ChatPerson(found.id, found.name, found.language, found.destination)

    async def confirm_route(self, chat: str, wanted: dict[str, int]) -> str:
        """Fills the customer's cart; returns the route of the button that orders it."""
        who = await self.person(chat)
        async with self.db.writing() as connection, session_on(connection) as db:
            goods = {self.shop.catalogue.by_sku[sku].id: count for sku, count in wanted.items()}
            made = await placed_orders.draft(db, self.shop, who, goods, self.shop.clock.now())
            seal = placed_orders.carts.read(made, self.shop, self.shop.clock.today()).seal
            await db.commit()
            return f"checkout/confirm/{made.id}/{seal}"

    async def orders(self) -> int:
        """How many orders were ever placed."""
        placed = select(func.count()).select_from(Order).where(Order.state != OrderState.DRAFT)
        async with self.db.reading() as connection:
            return await connection.scalar(placed) or 0

    async def effects(self) -> dict[str, int]:
        """How often each mark was committed; a turn that was undone and retried leaves only one."""
        marks = select(Counter.name, Counter.value).where(Counter.name.startswith("test/"))
        async with self.db.reading() as connection:
            return {row[0].removeprefix("test/"): row[1] for row in await connection.execute(marks)}

    async def inbox(self) -> dict[str, tuple[bool, str]]:
        """By event id: whether it is answered, and its error."""
        rows = select(InboxRow.event_id, InboxRow.answered_at, InboxRow.error)
        async with self.db.reading() as connection:
            return {row[0]: (row[1] is not None, row[2]) for row in await connection.execute(rows)}


async def _raise(turn: Turn, name: str) -> None:
    put = insert_or_leave(turn.db.get_bind().dialect.name, cast(Table, Counter.__table__))
    await turn.db.execute(put.values(name=name, value=0))
    await turn.db.execute(update(Counter).where(Counter.name == name).values(value=Counter.value + 1))


async def _introduce(_session: object) -> None:
    return None


@asynccontextmanager
async def one_process(
    url: str,
    channel: RecordingChannel | None = None,
    with_worker: bool = False,
    media: Path | None = None,
    ask_model: AskModel | None = None,
) -> AsyncIterator[OneProcess]:
    """One process of the program on a filled database; files go to its own folder."""
    db, shop = Database(url), fresh_shop()
    async with db.reading() as connection:
        await shop.refresh(connection)
    with TemporaryDirectory() as folder:
        deployment = Deployment(media or Path(folder), ask_model=ask_model)
        process = OneProcess(db, shop, channel or RecordingChannel(), deployment)
        process.open(with_worker)
        try:
            yield process
        finally:
            await process.close()
            process.worker.file_sender.close()
            await db.close()
