"""One process that makes files for a whole test run, as starting one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

from bot.app import file_sender


class Lasting(ProcessPoolExecutor):
    """A pool that survives the end of a program; it ends with the interpreter."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Does nothing: the next program uses the pool."""


@cache
def _lasting(*facts: Any) -> Lasting:
    return Lasting(*facts)


@contextmanager
def shared() -> Iterator[None]:
    """Programs started in this block make their files in the shared process."""
    usual, vars(file_sender)["ProcessPoolExecutor"] = file_sender.ProcessPoolExecutor, _lasting
    try:
        yield
    finally:
        vars(file_sender)["ProcessPoolExecutor"] = usual
