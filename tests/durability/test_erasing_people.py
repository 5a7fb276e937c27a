"""Whoever asks for it is erased: from every table, every file and the log; orders stay as figures."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from itertools import count as count_from
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import documents, people
from bot.app import file_builder, own_data, privacy, traces
from bot.app.file_sender import FileSender
from bot.channels.base import MadeFile
from bot.conversation import engine
from bot.conversation.screens import Screen
from bot.core import logs
from bot.core.database import session_on
from bot.orders import Order, OrderHistory
from bot.people import Chat, HeldRole, Person, Role, erasures
from bot.people.erasures import Erasure
from bot.people.outbox import Notice, NoticeState
from bot.people.waiting_list import Waiting
from tests.support import lived_in, open_workbook, read_pdf
from tests.support.lived_in import CHAT, DAY, EVERYTHING, NAME, Lived, every_row, figures, kept_files
from tests.support.one_process import OneProcess
from tests.support.recording_channel import tap, text


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Captures the log as the program writes it, as JSON."""
    out = io.StringIO()
    logs.set_up(as_json=True, out=out)
    yield out
    logs.set_up(as_json=False, out=sys.__stderr__)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
async def lived(process: OneProcess) -> Lived:
    return await lived_in.lived_in(process)


async def shown(lived: Lived, event_id: str, words: str) -> Screen:
    """The screen that answers a typed text."""
    await lived.process.take(text(CHAT, event_id, words))
    return lived.process.channel.shown[CHAT][-1]


def route_of_yes(screen: Screen) -> str:
    return next(one.route for one in screen.buttons if one.answers == "tap")


async def asks_to_be_erased(lived: Lived) -> None:
    yes = route_of_yes(await shown(lived, "forget", "/lupakan_saya"))
    await lived.process.take(tap(CHAT, "yes", yes))
    assert "Sedang dihapus" in lived.process.channel.shown[CHAT][-1].body


async def erase(lived: Lived) -> None:
    await privacy.erase_people(lived.process.db, lived.media, lived.now)


async def count(lived: Lived, *where) -> int:
    async with lived.process.db.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(where[0]).where(*where[1:])) or 0


async def test_nothing_names_the_person_any_more_and_the_figures_stay(lived: Lived, log: io.StringIO) -> None:
    process = lived.process
    said = replace(text(CHAT, "parked", lived_in.SAID), kind="unreadable", payload=f"{lived_in.SAID} {NAME}")
    await process.dispatcher.take([said])
    strange = replace(said, event_id="raw", address=replace(said.address, chat_id=""))
    await process.dispatcher.take([strange])
    await process.take(tap(CHAT, "ask", "test/number"))
    await process.take(text(CHAT, "broken", f"{NAME} di {lived_in.STREET}"))
    sheet = process.deployment.media / f"{'2' * 32}.xlsx"
    sheet.write_bytes(NAME.encode())
    os.utime(sheet, (0, 0))
    before, books = await every_row(process), await figures(process)
    assert [one for one in EVERYTHING if one not in before] == []
    await lived.finish()
    await asks_to_be_erased(lived)
    await erase(lived)
    after, files, logged = await every_row(process), kept_files(process), log.getvalue()
    assert [one for one in EVERYTHING if one in after] == []
    assert [one for one in EVERYTHING if one in files] == []
    assert [one for one in EVERYTHING if one in logged] == []
    assert "turn failed" in logged
    assert await figures(process) == books
    assert "2 pesanan ke Taiwan" in after  # others' messages stay
    assert f"'{CHAT}'" not in after
    assert await count(lived, Waiting) == await count(lived, Chat, Chat.closed_country != "") == 0
    assert lived_in.BROWSER not in after


async def test_papers_of_the_frozen_manifest_can_still_be_made_without_the_person(lived: Lived) -> None:
    await lived.finish()
    await asks_to_be_erased(lived)
    await erase(lived)
    shop = file_builder.paper_shop(lived.process.shop)
    async with lived.process.db.reading() as connection, session_on(connection) as db:
        for kind in documents.OF_A_MANIFEST:
            ref = f"manifest/{lived.shipment_id}/v1/{kind}"
            made = documents.make(await documents.gather(db, ref, "id", lived.now, shop)).data
            words = " ".join(read_pdf.pages(made)) if made.startswith(b"%PDF") else made.decode("latin-1")
            assert not any(one in words for one in EVERYTHING)
            assert kind == "xlsx" or "dihapus" in words


async def test_an_order_on_its_way_is_named_and_nothing_is_erased(lived: Lived) -> None:
    screen = await shown(lived, "forget", "/lupakan_saya")
    async with lived.process.db.reading() as connection:
        number = await connection.scalar(select(Order.number).where(Order.id == lived.order_id))
    assert number is not None
    assert "Masih ada pesanan berjalan" in screen.title
    assert f"{number}: tunggu sampai tiba, paling lambat" in screen.body
    assert [one.route for one in screen.buttons] == [f"order/{lived.order_id}", "home"]
    await lived.process.take(tap(CHAT, "forged", "forget/12345678"))
    assert "Masih ada pesanan berjalan" in lived.process.channel.shown[CHAT][-1].title
    assert await count(lived, Erasure) == 0


async def test_an_order_counts_as_finished_120_days_after_closing(lived: Lived) -> None:
    lived.process.shop.clock.ahead += 119 * DAY
    assert "Masih ada" in (await shown(lived, "early", "/lupakan_saya")).title
    lived.process.shop.clock.ahead += 2 * DAY
    assert "Hapus semua" in (await shown(lived, "late", "/lupakan_saya")).title


async def test_a_tap_a_week_later_asks_once_more(lived: Lived) -> None:
    await lived.finish()
    yes = route_of_yes(await shown(lived, "forget", "/lupakan_saya"))
    lived.process.shop.clock.ahead += 7 * DAY
    await lived.process.take(tap(CHAT, "late", yes))
    screen = lived.process.channel.shown[CHAT][-1]
    assert "Coba lihat sekali lagi" in screen.body
    assert await count(lived, Erasure) == 0
    await lived.process.take(tap(CHAT, "again", route_of_yes(screen)))
    assert await count(lived, Erasure) == 1


async def test_erasing_twice_changes_nothing_more_and_whoever_returns_is_somebody_new(lived: Lived) -> None:
    await lived.finish()
    yes = route_of_yes(await shown(lived, "forget", "/lupakan_saya"))
    await lived.process.take(tap(CHAT, "yes", yes))
    await lived.process.take(tap(CHAT, "yes-again", yes))
    await erase(lived)
    await erase(lived)
    assert await count(lived, Erasure, Erasure.done_at.is_not(None)) == 1
    await lived.process.take(tap(CHAT, "old", f"order/{lived.order_id}"))
    assert "belum" in lived.process.channel.shown[CHAT][-1].body.lower()
    fresh = await lived.process.person(CHAT)
    assert fresh.id not in (lived.person_id, lived.wati)
    await lived.process.take(tap(CHAT, "yes", yes))  # delivered once more
    assert await count(lived, Erasure) == 1
    await asks_again(lived)


async def asks_again(lived: Lived) -> None:
    yes = route_of_yes(await shown(lived, "second", "/lupakan_saya"))
    await lived.process.take(tap(CHAT, "second-yes", yes))
    await erase(lived)
    assert await count(lived, Erasure, Erasure.done_at.is_not(None)) == 2


async def test_a_notice_under_way_is_waited_for_and_one_put_off_is_not(lived: Lived) -> None:
    await lived.finish()
    await asks_to_be_erased(lived)
    lease = update(Notice).where(Notice.state == NoticeState.QUEUED)
    async with lived.process.db.writing() as connection:
        await connection.execute(lease.values(attempts=1, due_at=lived.now + DAY))
    await erase(lived)
    assert NAME in await every_row(lived.process)
    lived.process.shop.clock.ahead += privacy.PATIENCE
    await erase(lived)
    assert NAME not in await every_row(lived.process)


async def test_a_crash_between_the_two_parts_loses_nothing_of_the_work(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived.finish()
    await asks_to_be_erased(lived)

    async def crash(*_facts: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(traces, "sweep", crash)
        with pytest.raises(RuntimeError):
            await erase(lived)
    async with lived.process.db.reading() as connection, session_on(connection) as db:
        assert (await db.get_one(Person, lived.person_id)).name == ""
        assert (await erasures.of(db, lived.person_id)).words
    await erase(lived)
    after = await every_row(lived.process)
    assert [one for one in EVERYTHING if one in after] == []


async def test_a_crash_within_the_first_part_erases_nothing(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived.finish()
    await asks_to_be_erased(lived)
    before = await figures(lived.process), lived_in.STREET in await every_row(lived.process)

    async def crash(*_facts: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(privacy, "_forget_person", crash)
        with pytest.raises(RuntimeError):
            await erase(lived)
    assert (await figures(lived.process), lived_in.STREET in await every_row(lived.process)) == before
    assert await count(lived, Order, Order.erased_at.is_not(None)) == 0
    await erase(lived)
    assert await count(lived, Order, Order.erased_at.is_not(None)) == 1


async def test_an_erasing_that_is_killed_again_and_again_is_done_in_the_end(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived.finish()
    await asks_to_be_erased(lived)
    await lived.process.close()  # what the program still writes is not to be killed
    books, writing = await figures(lived.process), lived.process.db.writing
    for steps in count_from(0):
        left = iter(range(steps))

        @asynccontextmanager
        async def killed_later(patient: bool = False) -> AsyncIterator[AsyncConnection]:
            async with writing(patient) as connection:
                yield connection
                if next(left, None) is None:  # noqa: B023 (used up before the next round)
                    raise Killed  # before the commit

        monkeypatch.setattr(lived.process.db, "writing", killed_later)
        with suppress(Killed):
            await erase(lived)
            break
    monkeypatch.undo()
    after = await every_row(lived.process)
    assert steps > 5
    assert [one for one in EVERYTHING if one in after] == []
    assert await figures(lived.process) == books


async def test_an_order_placed_after_the_tap_keeps_the_person(lived: Lived, log: io.StringIO) -> None:
    await lived.finish()
    await asks_to_be_erased(lived)
    async with lived.process.db.writing() as connection:
        await connection.execute(update(Order).values(delivered_at=None))
    await erase(lived)
    assert await count(lived, Erasure) == 0
    assert NAME in await every_row(lived.process)
    assert "they have ordered since" in log.getvalue()


async def test_roles_are_given_up_and_the_history_names_nobody(lived: Lived) -> None:
    async with lived.process.db.writing() as connection, session_on(connection) as db:
        await people.grant(db, lived.person_id, Role.COORDINATOR, lived.now)
        await db.commit()
    await lived.finish()
    assert "Peran Kakak (koordinator) ikut dilepas" in (await shown(lived, "look", "/lupakan_saya")).body
    await asks_to_be_erased(lived)
    await erase(lived)
    assert (
        await count(lived, HeldRole, HeldRole.person_id == lived.person_id, HeldRole.removed_at.is_(None))
        == 0
    )
    assert await count(lived, OrderHistory, OrderHistory.who_id == lived.person_id) > 0


async def test_the_last_owner_is_asked_for_another_one_first(lived: Lived) -> None:
    async with lived.process.db.writing() as connection:
        here = update(Chat).where(Chat.chat_id == CHAT)
        await connection.execute(here.values(person_id=lived.wati))
    assert "satu-satunya pemilik" in (await shown(lived, "look", "/lupakan_saya")).body


async def test_the_own_data_file_holds_everything(lived: Lived) -> None:
    async with lived.process.db.reading() as connection, session_on(connection) as db:
        ref = f"mydata/{lived.person_id}"
        job = await own_data.job(db, ref, lived.person_id, lived.now)
    told = repr(job.facts)
    wanted = [one for one in EVERYTHING if one != lived_in.SAID]
    assert [one for one in wanted if one not in told] == []
    assert "Wati" not in told
    made = documents.make(job)
    assert made.name.startswith(f"data-saya-{lived.person_id}-")
    person = open_workbook.table(open_workbook.opened(made.data)["Saya"])[0]
    assert (person["Bagian"], person["Isi"]) == ("Nama", NAME)
    kept = {row["Bagian"]: row["Isi"] for row in open_workbook.table(open_workbook.opened(made.data)["Saya"])}
    assert (kept["Menunggu dibukanya"], kept["Negara yang ditanyakan"]) == ("DE", "DE")


async def test_own_data_goes_to_its_person_only(
    lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def made(_sender: FileSender, ref: str, *_more: str) -> MadeFile:
        path = tmp_path / ref / "file"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
        return MadeFile(ref, path, "x")

    monkeypatch.setattr(FileSender, "make", made)
    channel, mine = lived.process.channel, f"mydata/{lived.person_id}"
    await lived.process.take(text(CHAT, "mine", "/data_saya"))
    files = [mine, f"paper/{await _line_of(lived)}", "case/1"]
    assert list(channel.shown[CHAT][-1].files) == files
    await lived.process.until(lambda: channel.files[CHAT] == files)
    await lived.process.take(tap("8", "stranger", "home"))
    await lived.process.worker.file_sender.send("forged", tap("8", "", "").address, [mine], "id")
    assert channel.files["8"] == []


async def _line_of(lived: Lived) -> int:
    async with lived.process.db.reading() as connection, session_on(connection) as db:
        return (await db.get_one(Order, lived.order_id)).lines[0].id


async def test_a_group_and_whoever_blocks_us_leave_no_name(process: OneProcess) -> None:
    here = text(CHAT, "g", "/menu")
    group = replace(here, address=replace(here.address, chat_id="-100"), private=False)
    gone = replace(
        here, event_id="r", address=replace(here.address, chat_id="9"), kind="reach", reachable=False
    )
    await process.dispatcher.take([group, gone, here])
    names = select(Chat.chat_id, Person.name).join(Person, Person.id == Chat.person_id).order_by(Chat.chat_id)
    async with process.db.reading() as connection:
        told = dict(tuple(row) for row in await connection.execute(names))
    assert (told["-100"], told["9"], told[CHAT]) == ("", "", "Siti")


async def test_what_is_typed_stays_out_of_the_log_whatever_fails(
    process: OneProcess, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "private_text", lambda *_facts: "")
    await process.take(tap(CHAT, "ask", "test/number"))
    await process.take(text(CHAT, "broken", f"{NAME}\ndi {lived_in.STREET}"))
    assert "turn failed" in log.getvalue()
    assert not any(one in log.getvalue() for one in EVERYTHING)
