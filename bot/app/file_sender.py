"""Sends files to people: made in a worker process after the commit, sent once, and remembered."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import cast

import structlog
from sqlalchemy import PrimaryKeyConstraint, String, Table, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot import documents
from bot.app import file_builder, own_data
from bot.app.file_builder import BuiltFile, FileRequest, paper_shop
from bot.channels.base import Blocked, Channel, MadeFile, TryLater, Undeliverable
from bot.channels.browser.message_store import BrowserFile
from bot.conversation import translation
from bot.conversation.events import Address
from bot.core import private_files
from bot.core.database import Base, Database, insert_or_leave, session_on
from bot.core.database.write_batch import WriteBatcher
from bot.core.media import Media
from bot.core.retry import Asked, Retry, RetryPolicy, fixed
from bot.handlers.shared import missing_file
from bot.ordering import kept_files
from bot.ordering.shop import Shop
from bot.orders import Order
from bot.people import Chat
from bot.shipments import Shipment

log = structlog.get_logger(__name__)
RETRIES = RetryPolicy(fixed(1, 5, 15), longest_asked=15, asked=Asked.INSTEAD_OR_GIVE_UP)
NICE_INCREMENT = 10  # of the process that makes files, so that taps go first


def _start_worker_process(nice_increment: int) -> None:
    """Lowers the worker process's priority, and ends it when the program ends."""
    os.nice(nice_increment)

    def watch() -> None:
        if program := parent_process():
            program.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class SentFile(Base):
    """A file that was sent for an event or a notice, and is not sent for it again."""

    __tablename__ = "sent_files"
    __table_args__ = (PrimaryKeyConstraint("answering", "ref"),)

    answering: Mapped[str] = mapped_column(String(160))
    ref: Mapped[str] = mapped_column(String(64))


class KnownFile(Base):
    """The channel's id of a lasting file, so that it is uploaded only once."""

    __tablename__ = "known_files"
    __table_args__ = (PrimaryKeyConstraint("channel", "bot_id", "ref", "language"),)

    channel: Mapped[str] = mapped_column(String(16))
    bot_id: Mapped[str] = mapped_column(String(32))
    ref: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    file_id: Mapped[str] = mapped_column(String(200))


async def _send_with_retries(channel: Channel, to: Address, made: MadeFile) -> str:
    """Sends a file, with retries while the channel is busy; returns the channel's id of it."""
    retry = Retry(RETRIES)
    while True:
        try:
            return await channel.send_file(to, made)
        except TryLater as busy:
            if not await retry.rest(busy.seconds):
                raise


async def forget_known(db: AsyncSession, file_ids: Collection[str]) -> None:
    """Forgets the channels' ids of files that a channel no longer has."""
    await db.execute(delete(KnownFile).where(KnownFile.file_id.in_(file_ids)))


async def forget_sent(db: AsyncSession, keys: Collection[str]) -> None:
    """Forgets which files were sent for these events and notices, which are gone themselves."""
    await db.execute(delete(SentFile).where(SentFile.answering.in_(keys)))


async def forget_manifests(db: AsyncSession, order_ids: Collection[int]) -> None:
    """Forgets the manifest files of these orders' shipments; they are made anew when asked for again.

    Copies in our own browser chat are emptied, and those of the customers' own data; those that a messenger
    delivered are out of reach.
    """
    customers = set(await db.scalars(select(Order.customer_id).where(Order.id.in_(order_ids))))
    of = select(Shipment.id, Shipment.code).join(Order, Order.shipment_id == Shipment.id)
    shipments = (await db.execute(of.where(Order.id.in_(order_ids)).distinct())).all()
    for shipment in shipments:
        await db.execute(delete(KnownFile).where(KnownFile.ref.startswith(f"manifest/{shipment.id}/")))
    await _empty_copies(db, customers, [shipment.code for shipment in shipments])


async def empty_copies(db: AsyncSession, names: Collection[str]) -> None:
    """Empties the copies of these files in our own browser chat."""
    await db.execute(update(BrowserFile).where(BrowserFile.name.in_(names)).values(content=b""))


async def _empty_copies(db: AsyncSession, people: Collection[int], codes: Sequence[str]) -> None:
    """Empties the copies of these people's own data and of these shipments' files, in one look at all."""
    begins = [own_data.COPIES, *(f"{code}-v" for code in codes)]
    is_copy = or_(*(BrowserFile.name.startswith(one) for one in begins))
    kept = select(BrowserFile.id, BrowserFile.name).where(func.length(BrowserFile.content) > 0, is_copy)
    concerned = {None, *people}
    ids = [row.id for row in await db.execute(kept) if own_data.person_of_copy(row.name) in concerned]
    if ids:
        await db.execute(update(BrowserFile).where(BrowserFile.id.in_(ids)).values(content=b""))


class FileSender:
    """Makes the files that screens name, and sends each once per event or notice."""

    def __init__(self, db: Database, shop: Shop, channels: Mapping[str, Channel], media: Path) -> None:
        self.db = db
        self.shop = shop
        self.channels = channels
        self.media = media
        self._write_batcher = WriteBatcher(db)
        self._folder = tempfile.TemporaryDirectory(prefix="rantau-")
        self._pool: ProcessPoolExecutor | None = None

    async def send(self, key: str, to: Address, refs: Sequence[str], language: str) -> None:
        """Sends the files not yet sent under this key, or says that one could not be. Raises TryLater."""
        for ref in refs:
            if await self._was_sent(key, ref):
                continue
            try:
                await self._send_one(to, ref, language)
            except Blocked:
                log.warning("file not sent", ref=ref, why="blocked")
                continue
            except (documents.NoSuchFile, Undeliverable) as refused:
                log.error("file not sent", ref=ref, why=str(refused) or type(refused).__name__)
                await self.apologise(to, language)
            await self._note_sent(key, ref)

    async def apologise(self, to: Address, language: str) -> None:
        """Tells a person that a file could not be made or sent. Raises TryLater."""
        with translation.speaking(language), suppress(Blocked, Undeliverable):
            await self.channels[to.channel].notify(to, missing_file.apology(), language)

    async def _was_sent(self, key: str, ref: str) -> bool:
        sent = select(SentFile.ref).where(SentFile.answering == key, SentFile.ref == ref)
        async with self.db.reading() as connection:
            return await connection.scalar(sent) is not None

    async def _note_sent(self, key: str, ref: str) -> None:
        await self._note(SentFile, answering=key, ref=ref)

    async def _note(self, table: type[Base], **values: str) -> None:
        async def note(db: AsyncSession) -> None:
            insert = insert_or_leave(db.get_bind().dialect.name, cast(Table, table.__table__))
            await db.execute(insert.values(**values))

        await self._write_batcher.write(note)

    async def _send_one(self, to: Address, ref: str, language: str) -> None:
        channel = self.channels[to.channel]
        await self._refuse_strangers(to, ref)
        known = await self._known_id(to, ref, language) if documents.lasting(ref) else ""
        made = await self.make(ref, language, known)
        try:
            file_id = await _send_with_retries(channel, to, made)
        finally:  # the file may hold an identity number
            shutil.rmtree(made.path.parent, ignore_errors=True)
        if file_id and documents.lasting(ref) and file_id != known:
            await self._keep_id(to, ref, language, file_id)

    async def _refuse_strangers(self, to: Address, ref: str) -> None:
        """Raises documents.NoSuchFile when the file has the data of anybody but the chat's own person."""
        if (person_id := own_data.person_of(ref)) is None:
            return
        here = (Chat.channel == to.channel, Chat.bot_id == to.bot_id, Chat.chat_id == to.chat_id)
        async with self.db.reading() as connection:
            if await connection.scalar(select(Chat.person_id).where(*here)) != person_id:
                raise documents.NoSuchFile(ref)

    async def make(self, ref: str, language: str, known_id: str = "") -> MadeFile:
        """The file behind a reference, made now or copied from the media. Raises documents.NoSuchFile."""
        if kept_files.is_reference(ref):
            return await self._copy_of(ref)
        request = FileRequest(ref, language, self.shop.clock.now(), self.db.url, paper_shop(self.shop))
        made = await self._build(request, self._new_folder())
        return MadeFile(made.name, made.path, made.mime, known_id)

    async def _copy_of(self, ref: str) -> MadeFile:
        """A copy of a file that a person sent; files are removed once they are sent."""
        async with self.db.reading() as connection, session_on(connection) as db:
            kept = await kept_files.find(db, Media(self.media), ref)
        if kept is None:
            raise documents.NoSuchFile(ref)
        path = self._new_folder() / kept.name
        try:
            await asyncio.to_thread(shutil.copyfile, kept.path, path)
        except FileNotFoundError as erased:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise documents.NoSuchFile(ref) from erased
        return MadeFile(kept.name, path, kept.mime, "")

    def _new_folder(self) -> Path:
        """A folder for one file. Ours may be gone: systems clean up what is old in /tmp."""
        private_files.make_folder(Path(self._folder.name))
        return Path(tempfile.mkdtemp(dir=self._folder.name))

    async def _build(self, request: FileRequest, folder: Path) -> BuiltFile:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._workers(), file_builder.make, request, folder)
        except BrokenProcessPool:  # the process was killed, for example for want of memory
            self._pool = None
            return await loop.run_in_executor(self._workers(), file_builder.make, request, folder)
        except documents.NoSuchFile:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            facts = (1, get_context("spawn"), _start_worker_process, (NICE_INCREMENT,))
            self._pool = ProcessPoolExecutor(*facts)
        return self._pool

    async def _known_id(self, to: Address, ref: str, language: str) -> str:
        known = select(KnownFile.file_id).where(
            KnownFile.channel == to.channel,
            KnownFile.bot_id == to.bot_id,
            KnownFile.ref == ref,
            KnownFile.language == language,
        )
        async with self.db.reading() as connection:
            return await connection.scalar(known) or ""

    async def _keep_id(self, to: Address, ref: str, language: str, file_id: str) -> None:
        where = {"channel": to.channel, "bot_id": to.bot_id, "ref": ref, "language": language}
        await self._note(KnownFile, **where, file_id=file_id)

    def close(self) -> None:
        """Stops the worker process and removes the files."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._folder.cleanup()
