"""What counts as a fault, whatever the input: an error that is no refusal, one in the log, endless work."""

from __future__ import annotations

import cProfile
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

ROOT = Path(__file__).parents[1]
MOST_CALLS = 2_000_000
"""Calls of our own and other Python functions that one step may cost; reading a long text costs 400,000."""


class Fault(Exception):
    """The program did what it must not do with an input. `kind` tells faults apart, as a name would."""

    def __init__(self, kind: str, what: str = "") -> None:
        super().__init__(f"{kind}: {what}" if what else kind)
        self.kind = kind


def name_of(failure: BaseException) -> str:
    """One name for inputs that fail alike: the fault's kind, or the error and our function it came from."""
    if isinstance(failure, Fault):
        return failure.kind
    frames = [
        one for one in traceback.extract_tb(failure.__traceback__) if one.filename.startswith(str(ROOT))
    ]
    ours = [one for one in frames if ".venv" not in one.filename]
    where = f" at {Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].name}" if ours else ""
    return f"{type(failure).__name__}{where}"


@contextmanager
def bounded(most_calls: int = MOST_CALLS) -> Iterator[None]:
    """Counts the calls of functions within, which do not depend on the machine. Raises Fault for too many."""
    counting = cProfile.Profile(subcalls=False, builtins=False)
    counting.enable()
    try:
        yield
    finally:
        counting.disable()
    calls = sum(entry.callcount for entry in counting.getstats())
    if calls > most_calls:
        raise Fault("too much work", f"{calls:,} calls")


@dataclass(eq=False)
class Log(logging.Handler):
    """Keeps what the program logs as an error: nothing that a person sends is one."""

    kept: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        """Takes an error of the standard library's loggers, which other libraries use.

        Our own come here too once a logger is kept with an earlier configuration, put into words.
        """
        failure = record.exc_info[1] if record.exc_info else sys.exc_info()[1]
        self._keep(record.getMessage(), failure)

    def processor(self, _logger: Any, method: str, entry: Any) -> Any:
        """Takes an error of our own loggers."""
        if method in ("error", "exception", "critical"):
            self._keep(f"{entry}", sys.exc_info()[1])
        raise structlog.DropEvent

    def _keep(self, said: str, failure: BaseException | None) -> None:
        kind = name_of(failure) if failure else said.partition("{")[0] or said
        told = "".join(traceback.format_exception(failure)) if failure else said
        self.kept.append(Fault(f"logged: {kind}"[:200], told))


@contextmanager
def watched() -> Iterator[None]:
    """Raises the first error that was logged within, as a Fault."""
    log, usual = Log(), structlog.get_config()
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, [log]
    structlog.configure(processors=[log.processor], cache_logger_on_first_use=False)
    try:
        yield
    finally:
        root.handlers = handlers
        structlog.configure(**usual)
    if log.kept:
        raise log.kept[0]
