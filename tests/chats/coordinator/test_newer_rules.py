"""Newer rules change no placed order; coordinators are told once and see the affected orders listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select

from bot import app
from bot.core.database import session_on
from bot.destinations import Destinations, Restrictions
from bot.orders import OrderLine
from bot.people.outbox import Notice
from bot.shipping.rule_changes import AffectedCounts, affected, count_affected
from tests.support import placed_orders
from tests.support.database_digest import digest
from tests.support.play_chat import Play
from tests.support.running_shop import CONFIG, RunningProgram

NEWER = "2027-01-01"


def stricter(folder: Path) -> Restrictions:
    """The rules in a newer version that forbids dry snacks in Taiwan."""
    file = yaml.safe_load((CONFIG / "restrictions.yaml").read_text(encoding="utf-8"))
    file["version"] = NEWER
    rule = file["destinations"]["TW"]["snack_dry"]
    rule |= {"action": "forbid", "reason": "no snacks", "reason_id": "Camilan ditolak sejak aturan baru."}
    (folder / "restrictions.yaml").write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    return Restrictions.read(folder, Destinations.read(CONFIG))


async def restart_with(program: RunningProgram, rules: Restrictions) -> None:
    """Does what a start with these rules does; they hold from then on."""
    await app.fill(program.db, program.settings, replace(program.shop, restrictions=rules))
    program.shop.restrictions = rules


async def announcements(program: RunningProgram) -> int:
    async with program.db.reading() as connection:
        notices = select(func.count()).select_from(Notice).where(Notice.kind == "rules_touch")
        return await connection.scalar(notices) or 0


@pytest.mark.parametrize("channel", ["telegram", "browser"])
async def test_newer_rules_leave_orders_unchanged_and_notify_coordinators(
    program: RunningProgram, tmp_path: Path, channel: str
) -> None:
    play = Play(program, channel)
    await play.run(
        "% scene team\n% scene siti\n@tini\n< Pesanan baru {number}\n@wati\n> /menu\n!< aturan baru"
    )
    before = (await digest(program.db))["order_lines"]
    old = program.shop.restrictions.version
    await restart_with(program, stricter(tmp_path))
    assert (await digest(program.db))["order_lines"] == before
    await play.run(AFFECTED)
    assert await announcements(program) == 1
    await restart_with(program, program.shop.restrictions)
    assert await announcements(program) == 1
    async with program.db.reading() as connection:
        actions = await connection.execute(select(OrderLine.action, OrderLine.rule_version).distinct())
        assert actions.all() == [("allow", old)]
    await play.run(AFFECTED_NO_MORE)


AFFECTED = """
@wati
< Aturan baru: 2027-01-01
< 1 pesanan kena aturan baru.
< Pesanannya tetap seperti saat dipesan.
[Kena aturan baru]
< {number}, Intip manis (SOLO-001): ✓ boleh dikirim → ✖ tidak boleh dikirim
< Camilan ditolak sejak aturan baru.
= same
[{number}]
< 3 × Intip manis, Rp72.000
> /aturan
< 1 pesanan kena aturan baru.
> /aturan Taiwan intip manis
< ✖ tidak boleh dikirim
@siti
> /pesanan {number}
< 3 × Intip manis: Rp72.000
> karak
< ✖ Tidak bisa dikirim ke Taiwan: Camilan ditolak sejak aturan baru.
% route c/touched/1
< untuk peran lain
= same
"""
AFFECTED_NO_MORE = """
@siti
> /pesanan {number}
[Batalkan pesanan]
[Ya, batalkan]
< Sudah dibatalkan, Kak. Tidak ada yang perlu dibayar.
@wati
% route c/touched/1
< Tidak ada pesanan di kiriman terbuka yang kena aturan hari ini.
= same
"""


async def test_same_version_of_the_rules_affects_no_order(program: RunningProgram) -> None:
    play = Play(program, "telegram")
    await play.run("% scene team\n% scene siti")
    shop = program.shop
    async with program.db.reading() as connection, session_on(connection) as db:
        lines = await affected(db, shop.restrictions, shop.catalogue.by_id, shop.clock.today())
    assert list(lines) == []
    await restart_with(program, shop.restrictions)
    assert await announcements(program) == 0


async def test_affected_lines_are_counted_and_paged_without_loading_all(
    program: RunningProgram, tmp_path: Path
) -> None:
    shop = program.shop
    now = shop.clock.now()
    snacks = [one.id for one in shop.catalogue.by_sku.values() if "snack_dry" in one.classes][:3]
    async with program.db.writing() as connection, session_on(connection) as db:
        for count in (2, 3):
            who = await placed_orders.customer(db, now)
            await placed_orders.place(db, shop, who, dict.fromkeys(snacks[:count], 1), now)
        await db.commit()
    rules = (stricter(tmp_path), shop.catalogue.by_id, shop.clock.today())
    async with program.db.reading() as connection, session_on(connection) as db:
        lines = await affected(db, *rules)
        counts = await count_affected(db, *rules)
        pages = [await affected(db, *rules, skipped=at, most=1) for at in range(len(lines) + 1)]
    assert len(lines) == 5
    assert counts == AffectedCounts(orders=2, lines=5)
    assert [one for page in pages for one in page] == list(lines)
