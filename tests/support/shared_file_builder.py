"""The process in which files are made: one for a whole run, since to start one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

from bot.app import file_sender


class Lasting(ProcessPoolExecutor):
    """A pool that stays when a shop closes; the interpreter's end takes it away."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leaves it for the next shop."""


@cache
def _lasting(*facts: Any) -> Lasting:
    return Lasting(*facts)


@contextmanager
def shared() -> Iterator[None]:
    """Shops that open meanwhile make their files in the run's own process."""
    usual, vars(file_sender)["ProcessPoolExecutor"] = file_sender.ProcessPoolExecutor, _lasting
    try:
        yield
    finally:
        vars(file_sender)["ProcessPoolExecutor"] = usual
