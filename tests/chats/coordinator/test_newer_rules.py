"""Newer rules change no placed order; coordinators hear once which ones they touch, and see them listed."""

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
from bot.shipping.rule_changes import affected
from tests.support.database_digest import digest
from tests.support.play_chat import Play
from tests.support.running_shop import CONFIG, RunningProgram

NEWER = "2027-01-01"


def stricter(folder: Path) -> Restrictions:
    """Dry snacks may not enter Taiwan any more."""
    file = yaml.safe_load((CONFIG / "restrictions.yaml").read_text(encoding="utf-8"))
    file["version"] = NEWER
    rule = file["destinations"]["TW"]["snack_dry"]
    rule |= {"action": "forbid", "reason": "no snacks", "reason_id": "Camilan ditolak sejak aturan baru."}
    (folder / "restrictions.yaml").write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    return Restrictions.read(folder, Destinations.read(CONFIG))


async def started_again(program: RunningProgram, rules: Restrictions) -> None:
    """What a start with these rules does, and from then on they hold."""
    await app.fill(program.db, program.settings, replace(program.shop, restrictions=rules))
    program.shop.restrictions = rules


async def announced(program: RunningProgram) -> int:
    async with program.db.reading() as connection:
        told = select(func.count()).select_from(Notice).where(Notice.kind == "rules_touch")
        return await connection.scalar(told) or 0


@pytest.mark.parametrize("channel", ["telegram", "browser"])
async def test_placed_orders_stand_and_coordinators_see_what_newer_rules_touch(
    program: RunningProgram, tmp_path: Path, channel: str
) -> None:
    play = Play(program, channel)
    await play.run(
        "% scene team\n% scene siti\n@tini\n< Pesanan baru {number}\n@wati\n> /menu\n!< aturan baru"
    )
    before = (await digest(program.db))["order_lines"]
    old = program.shop.restrictions.version
    await started_again(program, stricter(tmp_path))
    assert (await digest(program.db))["order_lines"] == before
    await play.run(TOLD)
    assert await announced(program) == 1
    await started_again(program, program.shop.restrictions)
    assert await announced(program) == 1
    async with program.db.reading() as connection:
        actions = await connection.execute(select(OrderLine.action, OrderLine.rule_version).distinct())
        assert actions.all() == [("allow", old)]
    await play.run(UNTOUCHED)


TOLD = """
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
UNTOUCHED = """
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


async def test_rules_of_the_same_version_touch_nothing(program: RunningProgram) -> None:
    play = Play(program, "telegram")
    await play.run("% scene team\n% scene siti")
    shop = program.shop
    async with program.db.reading() as connection, session_on(connection) as db:
        found = await affected(db, shop.restrictions, shop.catalogue.by_id, shop.clock.today())
    assert list(found) == []
    await started_again(program, shop.restrictions)
    assert await announced(program) == 0
