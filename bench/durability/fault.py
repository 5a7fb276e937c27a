"""What a fault is, what it is tried on, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL)


@dataclass(frozen=True, slots=True)
class Counts:
    """Updates (texts and taps of people), orders (that a customer saw confirmed), notices (to one chat)."""

    updates: int = 0
    orders: int = 0
    notices: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.updates + other.updates, self.orders + other.orders, self.notices + other.notices)

    def __bool__(self) -> bool:
        return self != Counts()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a fault on one database.

    `tries` is how often the fault was done, `went_through` how much was at stake meanwhile. An update is lost
    when it is never answered, an order when it was confirmed and is nowhere, a notice when it was put and
    never arrives; doubled is what happened or arrived more often than it should. `repeated_notices` are apart
    from those: their sending was cut off by the fault, so nobody can know whether they had arrived, and they
    came again. `note` tells what the counts do not, as "32 of 200 between commit and answer".
    """

    tries: int
    went_through: Counts
    lost: Counts = Counts()
    doubled: Counts = Counts()
    repeated_notices: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """Where a fault is tried: `url` is a fresh filled database of the kind `database`, `folder` is empty.

    When `is_over`, a fault that takes long stops trying, and its outcome tells how often it was done.
    """

    database: str
    url: str
    folder: Path
    tries: int
    seed: int = 20261204
    until: float = float("inf")
    """By `time.monotonic`."""

    @property
    def is_over(self) -> bool:
        """Whether the time that was given is over."""
        return time.monotonic() > self.until


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: its name, what is done in a line, how and what is compared, and how it is run.

    `tries` is how often it is done unless the command says otherwise; `databases` are those it can befall.
    """

    name: str
    what: str
    how: str
    run: Callable[[Trial], Awaitable[Outcome]]
    tries: int = 1
    databases: tuple[str, ...] = field(default=DATABASES)
