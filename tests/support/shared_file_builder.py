"""One process that makes files for a whole test run, as starting one takes seconds.

It has the priority of the tests: behind six busy processes a polite one would work for minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing.context import BaseContext
from typing import Any

from bot.app import file_sender


class Lasting(ProcessPoolExecutor):
    """A pool that survives the end of a program; it ends with the interpreter."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Does nothing: the next program uses the pool."""


@cache
def _lasting(workers: int, context: BaseContext, start: Any, _nice_increment: tuple[int]) -> Lasting:
    return Lasting(workers, context, start, (0,))


@contextmanager
def shared() -> Iterator[None]:
    """Programs started in this block make their files in the shared process."""
    usual, vars(file_sender)["ProcessPoolExecutor"] = file_sender.ProcessPoolExecutor, _lasting
    try:
        yield
    finally:
        vars(file_sender)["ProcessPoolExecutor"] = usual
