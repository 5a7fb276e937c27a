"""An outage of the database is told once when it begins and once when it ends; other errors are none."""

from __future__ import annotations

import io
import logging
import sqlite3
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.core import logs
from bot.core.database import Database, comes_of_an_outage, is_out_of_order
from bot.core.database.failures import QUIET_SECONDS, Outage


def full() -> OperationalError:
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    return OperationalError("INSERT", None, cause)


def gone() -> OperationalError:
    return OperationalError("connect", None, ConnectionRefusedError(), connection_invalidated=True)


class Seconds:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    usual = structlog.get_config()
    handlers, level = logging.root.handlers[:], logging.root.level
    out = io.StringIO()
    logs.set_up(as_json=True, out=out)
    yield out
    structlog.configure(**usual)
    logging.root.handlers[:], logging.root.level = handlers, level


def fails(outage: Outage, failure: Exception) -> None:
    with pytest.raises(type(failure)), outage.noticed():
        raise failure


def writes(outage: Outage) -> None:
    with outage.noticed(writes=True):
        pass


def test_an_outage_is_told_when_it_begins_and_when_nothing_failed_for_a_while(log: io.StringIO) -> None:
    clock = Seconds()
    outage = Outage(clock)
    outage.tells = True
    for _ in range(50):
        fails(outage, full())
        clock.now += 1
        writes(outage)  # what adds nothing succeeds on a full disk too
    clock.now += QUIET_SECONDS
    with outage.noticed():
        pass
    assert len(log.getvalue().splitlines()) == 1, "reading succeeds on a full disk"
    writes(outage)
    writes(outage)
    began, ended = log.getvalue().splitlines()
    assert "database or disk is full" in began
    assert "works again, after 49 s" in ended


def test_an_outage_is_not_told_before_the_shop_is_open_and_other_errors_never(log: io.StringIO) -> None:
    outage = Outage()
    fails(outage, gone())
    outage.tells = True
    fails(outage, IntegrityError("INSERT", None, sqlite3.IntegrityError()))
    assert log.getvalue() == ""


@pytest.mark.parametrize("logger", [structlog.get_logger("ours"), logging.getLogger("theirs")])
def test_only_errors_of_our_own_leave_a_traceback(log: io.StringIO, logger: logging.Logger) -> None:
    for failure in (gone(), full(), wrapped(full()), ValueError("a fault of ours"), wrapped(KeyError("x"))):
        try:
            raise failure
        except Exception:
            logger.exception("a job failed")
    said = log.getvalue()
    assert said.count("a job failed") == 2
    assert said.count("Traceback") == 2
    assert "a fault of ours" in said
    assert "disk is full" not in said


def wrapped(cause: Exception) -> Exception:
    failure = RuntimeError("try later")
    failure.__cause__ = cause
    return failure


@pytest.mark.parametrize(("at", "is_outage"), [("127.0.0.1:1/rantau", True), ("", False)])
async def test_a_server_that_is_gone_is_an_outage_and_one_that_refuses_us_is_none(
    postgres_url: str, at: str, is_outage: bool
) -> None:
    url = f"postgresql+asyncpg://rantau@{at}" if at else f"{postgres_url}_of_nobody"
    database = Database(url)
    with pytest.raises(OperationalError) as failed:
        async with database.reading() as connection:
            await connection.execute(text("SELECT 1"))
    assert is_out_of_order(failed.value) is comes_of_an_outage(failed.value) is is_outage
    await database.close()
