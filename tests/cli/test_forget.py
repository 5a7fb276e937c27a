"""`rantau forget`: erases somebody who cannot ask in the chat, and says what stands in the way."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.orders import Order, OrderState
from tests.support.terminal import Terminal, two_orders


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.has_database()
    terminal.write(two_orders)
    return terminal


async def all_cancelled(db: AsyncSession) -> None:
    await db.execute(update(Order).values(state=OrderState.CANCELLED))


def asked(terminal: Terminal) -> list[int]:
    with sqlite3.connect(terminal.folder / "rantau.db") as database:
        return [row[0] for row in database.execute("SELECT person_id FROM erasures")]


def test_a_person_with_running_orders_is_not_erased(terminal):
    result = terminal.rantau("forget", "tw 4k7m", "--yes")
    assert result.code == 1
    assert "must be cancelled or finished first: TW-4K7M, TW-9XRC" in result.err
    assert asked(terminal) == []


def test_it_says_what_goes_and_erases_when_told_so(terminal):
    terminal.write(all_cancelled)
    result = terminal.rantau("forget", "TW-4K7M")
    assert (result.code, result.out) == (0, "person 1, orders that stay as figures: 2\n")
    assert "rantau forget 1 --yes" in result.err
    assert asked(terminal) == []
    assert terminal.rantau("forget", "1", "--yes").code == 0
    assert asked(terminal) == [1]
    assert "erased already, or about to be" in terminal.rantau("forget", "1", "--yes").err


@pytest.mark.parametrize(
    ("whom", "why"), [("77", "no person 77"), ("9" * 40, "no person 9"), ("TW-ZZZZ", "no order TW-ZZZZ")]
)
def test_an_unknown_person_is_named(terminal, whom, why):
    result = terminal.rantau("forget", whom, "--yes")
    assert result.code == 1
    assert why in result.err
