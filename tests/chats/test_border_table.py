"""What may go where, as a table that a person can check against chat, quote and placed order.

A allow, W warn, D needs a document, X forbid: copied by hand from the table in the research notes. For a
product with several classes the strictest letter counts.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.core.database import Database, session_on
from bot.destinations import Action, overrides
from bot.ordering import placement
from bot.orders import Order, OrderLine
from tests.support import placed_orders
from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram, fresh_shop, opened
from tests.support.terminal import Terminal

TABLE = """
SOLO-008 meat_bovine                 TW X  HK D  US X  SA X
SOLO-009 meat_poultry                JP X  HK D
SOLO-058 meat_canned                 HK W  AU W  SG X
SOLO-056 honey                       TW W  TH A  US D  NZ X  DE A
SOLO-010 fish_dried                  TW A  MY D  US D  OM W  CN A
SOLO-024 crustacean                  MY D  JP A  BN W
SOLO-001 snack_dry                   JP A  US D  KW A
SOLO-030 nuts_raw                    TW D  AU X  KR D  TH W
SOLO-037 tea_coffee                  US D  QA A
SOLO-093 feather                     TW D  KR W
SOLO-099 cosmetic_soap               OM W  TH A
SOLO-045 jamu_medicine               QA X  BN D  DE X  TH W
SOLO-040 herb_infusion;nutmeg_poppy  TW D  AU X  SA X  JP W
SOLO-065 spice_whole;nutmeg_poppy    TW D  QA X
SOLO-084 skin_craft;figurine         AU X  TW D
SOLO-016 confectionery;alcohol_trace OM X  BN X  SG W
"""
ACTIONS = {"A": Action.ALLOW, "W": Action.WARN, "D": Action.NEEDS_DOCUMENT, "X": Action.FORBID}
WORDS = {
    "A": "✓ Bisa dikirim ke {country}",
    "W": "⚠ {country}: ",
    "D": "📄 {country}: ",
    "X": "✖ Tidak bisa dikirim ke {country}: ",
}


def pairs() -> list[tuple[str, str, str]]:
    """Destination, SKU and letter of each pair, sorted by destination."""
    rows = []
    for line in TABLE.split("\n")[1:-1]:
        sku, _classes, *letters = line.split()
        rows += [(iso2, sku, letter) for iso2, letter in zip(letters[::2], letters[1::2], strict=True)]
    return sorted(rows)


def test_table_covers_enough_pairs_and_countries() -> None:
    assert len(pairs()) >= 40
    assert len({iso2 for iso2, _sku, _letter in pairs()}) >= 12
    assert {letter for _iso2, _sku, letter in pairs()} == set(ACTIONS)
    goods = fresh_shop()
    for line in TABLE.split("\n")[1:-1]:
        assert set(line.split()[1].split(";")) <= goods.restrictions.known_classes


async def open_all(db: Database) -> None:
    """Opens every destination, as a coordinator does."""
    shop = fresh_shop()
    async with db.writing() as connection, session_on(connection) as objects:
        for one in shop.destinations:
            await overrides.set_open(objects, one.iso2, True, shop.clock.now())
        await objects.commit()


async def test_chat_agrees_with_the_table(program: RunningProgram) -> None:
    await open_all(program.db)
    play = Play(program, "telegram")
    await play.run("@siti\n> /start\n< Kirim ke mana?")
    shown = {}
    for iso2, sku, letter in pairs():
        ware = program.shop.catalogue.by_sku[sku]
        await play.press(f"to/{iso2}", play.person.said()[-1].id)
        await play.press(f"product/{ware.id}", play.person.said()[-1].id)
        text = play.person.said()[-1].text
        country = program.shop.destinations.name(iso2, "id")
        shown[iso2, sku] = "".join(
            sign for sign, words in WORDS.items() if words.format(country=country) in text
        )
        assert ("Mau berapa?" in text) == (letter != "X")
        assert ("Lembaga: " in text, "Gantinya: " in text) == (letter == "X", letter == "X")
    assert shown == {(iso2, sku): letter for iso2, sku, letter in pairs()}


async def test_placed_order_agrees_with_the_table(sqlite_url: str, filled_database: Path) -> None:
    shop = fresh_shop()
    async with opened(sqlite_url, filled_database) as db:
        await open_all(db)
        for iso2, sku, letter in pairs():
            async with db.writing() as connection, session_on(connection) as objects:
                await shop.refresh(connection)
                now, ware = shop.clock.now(), shop.catalogue.by_sku[sku]
                who = await placed_orders.customer(objects, now, destination=iso2)
                if letter == "X":
                    with pytest.raises(placement.NotReady):
                        await placed_orders.place(objects, shop, who, {ware.id: 1}, now)
                    continue
                order = await placed_orders.place(objects, shop, who, {ware.id: 1}, now)
                (line,) = order.lines
                assert line.action == ACTIONS[letter].value, (iso2, sku)
                assert line.rule_version == shop.restrictions.version
                assert (line.risk_accepted_at == now) == (letter == "W")
                assert bool(line.document_needed and line.document_needed["id"]) == (letter == "D")
                await objects.commit()
        allowed = [one for one in pairs() if one[2] != "X"]
        async with db.reading() as connection:
            placed = select(func.count()).where(Order.number.is_not(None))
            assert await connection.scalar(placed) == len(allowed)
            refused = select(func.count()).where(OrderLine.action == Action.FORBID.value)
            assert await connection.scalar(refused) == 0


def test_quote_agrees_with_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    for iso2, several in groupby(pairs(), key=lambda one: one[0]):
        wanted = {sku: letter for _iso2, sku, letter in several}
        output = terminal.rantau("quote", "--to", iso2, "--json", *(f"{sku}=1" for sku in wanted))
        lines = {line["sku"]: line for line in json.loads(output.out)["lines"]}
        assert {sku: line["action"] for sku, line in lines.items()} == {
            sku: ACTIONS[letter].value for sku, letter in wanted.items()
        }
        assert all((line["reason"] is None) == (line["action"] == "allow") for line in lines.values())
