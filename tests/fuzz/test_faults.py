"""Each kind of fault is found when the program is made to commit it."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import webhook
from bot.conversation.screens import Screen
from bot.conversation.turn import Turn
from bot.handlers.customer import catalog
from bot.handlers.customer.orders import orders
from bot.orders import Order
from bot.people import Person
from fuzz import people, postgres_limits, shop
from fuzz.faults import Fault, bounded, name_of, watched
from fuzz.targets import bodies, talk, updates


async def anybody(*_given: object) -> bool:
    return True


async def unchecked(turn: Any, order_id: int) -> Order:
    found: Order = await turn.db.get_one(Order, order_id)
    return found


async def writing(turn: Any, _page: int) -> Screen:
    turn.db.add(Person(created_at=turn.now))
    return Screen("Rak")


async def broken(_turn: Any, _page: int) -> Screen:
    raise RuntimeError("a fault of ours")


def logs_a_failure() -> None:
    try:
        int("x")
    except ValueError:
        logging.getLogger("bot").exception("not read")


def crashing(_request: object) -> bytes:
    raise RuntimeError("a fault of ours")


@pytest.mark.parametrize(
    ("where", "name", "wrong", "said", "kind"),
    [
        (Turn, "may", anybody, b"ratmi c/shipments", "another role's place"),
        (orders, "own", unchecked, b"ratmi order/1", "another's words"),
        (catalog, "more_categories", writing, b"ratmi browse", "a place changed something"),
        (
            catalog,
            "more_categories",
            broken,
            b"ratmi browse",
            "logged: RuntimeError at .*test_faults.py:broken",
        ),
    ],
)
async def test_a_wrong_answer_is_a_fault(
    monkeypatch: pytest.MonkeyPatch,
    where: object,
    name: str,
    wrong: Callable[..., Any],
    said: bytes,
    kind: str,
) -> None:
    await talk.check(said)
    monkeypatch.setattr(where, name, wrong)
    with pytest.raises(Fault, match=kind):
        await talk.check(said)


async def test_a_failing_door_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "_body", crashing)
    with pytest.raises(Fault, match="answered 500"):
        await bodies.check(b"webhook\n{}")


async def test_an_unreadable_update_is_none() -> None:
    await updates.check(b'[{"update_id": 1, "message": {}}, 7]')


def test_a_row_that_postgres_could_not_hold_is_a_fault(tmp_path: Path) -> None:
    copy = shutil.copy(people.template_path(), tmp_path / "shop.db")
    postgres_limits.check(copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE people SET name = ? WHERE id = 1", ("x" * 201,))
    with pytest.raises(Fault, match="people: name"):
        postgres_limits.check(copy)


def test_work_beyond_the_bound_is_a_fault() -> None:
    with pytest.raises(Fault, match="too much work"), bounded(most_calls=100):
        sorted(range(200), key=lambda one: -one)


def test_faults_are_named_by_the_function_that_failed() -> None:
    with pytest.raises(Fault) as logged, watched():
        logs_a_failure()
    assert name_of(logged.value).startswith("logged: ValueError at tests/fuzz/test_faults.py:logs_a_failure")


def test_faults_are_named_too_when_a_logger_has_put_them_into_words_already() -> None:
    def logs_in_words() -> None:
        try:
            int("x")
        except ValueError:
            logging.getLogger("bot").error("not read: ValueError in a text")

    with pytest.raises(Fault) as logged, watched():
        logs_in_words()
    assert name_of(logged.value).startswith("logged: ValueError at tests/fuzz/test_faults.py:logs_in_words")


async def test_a_private_answer_kept_elsewhere_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        shop, "is_private", lambda route: bool(route)
    )  # a question like any other, taken to be private: the last lines of the chat keep it
    with pytest.raises(Fault, match="a private answer is kept: chats"):
        await talk.check(b"ratmi checkout/ask/note\n\nlantai 12345678")
