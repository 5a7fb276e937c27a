"""What errors of the database mean; and outages, which are told to the log once when they begin and end."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

# Locked, out of memory, read-only, input or output failed, damaged, full, cannot be opened.
_SQLITE_OUT_OF_ORDER = {5, 6, 7, 8, 10, 11, 13, 14, 15}
# The connection failed, resources are used up, an operator stepped in, the system failed.
_POSTGRES_OUT_OF_ORDER = ("08", "53", "57", "58")
_POSTGRES_LOCKED = "55P03"
_POSTGRES_CONFLICT = "40"
QUIET_SECONDS = 5.0
"""How long nothing must fail before an outage is over: a full disk takes what adds nothing."""

_log = logging.getLogger(__name__)


def is_out_of_order(failure: BaseException) -> bool:
    """Whether the database itself cannot work now (locked, full or gone), so that only waiting helps."""
    cause = failure.orig if isinstance(failure, DBAPIError) else failure
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_OUT_OF_ORDER
    if not isinstance(failure, DBAPIError):
        return False
    state = _sqlstate(cause)
    return failure.connection_invalidated or state[:2] in _POSTGRES_OUT_OF_ORDER or state == _POSTGRES_LOCKED


def is_conflict(failure: BaseException) -> bool:
    """Whether two transactions stood in each other's way (a deadlock, say) and this one was undone for it."""
    return _sqlstate(getattr(failure, "orig", None))[:2] == _POSTGRES_CONFLICT


def comes_of_an_outage(failure: BaseException | None) -> bool:
    """Whether an error, or what it was raised from, says no more than that the database cannot work now."""
    while failure is not None:
        if is_out_of_order(failure):
            return True
        failure = failure.__cause__
    return False


def _sqlstate(failure: object) -> str:
    return str(getattr(failure, "sqlstate", None) or "")


def name_unreachable(engine: Engine) -> None:
    """Has a server that is out of reach, or refuses us, raise OperationalError like all other failures."""
    event.listen(engine, "do_connect", _connect)


def _connect(dialect: Any, _record: Any, given: Any, named: Any) -> Any:
    try:
        return dialect.connect(*given, **named)
    except BaseException as failed:
        if not isinstance(failed, OSError) and not _sqlstate(failed):
            raise
        gone = isinstance(failed, OSError) or _sqlstate(failed)[:2] in _POSTGRES_OUT_OF_ORDER
        raise OperationalError("connect", None, failed, connection_invalidated=gone) from failed


class Outage:
    """Notices when the database begins to be out of order, and when it works again.

    Nothing is told before `tells` is set: at the start, and in commands, a failure has its own sentence.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.tells = False
        self._clock = clock
        self._began_at: float | None = None
        self._failed_at = 0.0

    @contextmanager
    def noticed(self, writes: bool = False) -> Iterator[None]:
        """Passes all errors on. What was written without one, a while after the last, ends an outage."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as failure:
            if is_out_of_order(failure):
                self._begin(getattr(failure, "orig", failure))
            raise
        if writes and self._began_at is not None and self._clock() - self._failed_at >= QUIET_SECONDS:
            self._end(self._failed_at - self._began_at)

    def _begin(self, why: object) -> None:
        self._failed_at = self._clock()
        if self._began_at is None and self.tells:
            self._began_at = self._failed_at
            _log.warning("the database cannot work, so what is due waits and nothing is lost: %s", why)

    def _end(self, seconds: float) -> None:
        self._began_at = None
        _log.warning("the database works again, after %.0f s", seconds)
