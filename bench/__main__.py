"""`make bench`: runs the program and the echo bots in turn under the same load; prints medians and ratios."""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import platform
import statistics
import sys
import tempfile
import time
from array import array
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench import (
    bot_api,
    documents,
    hostile_texts,
    invariants,
    manifest,
    outage,
    search,
    sending,
    understanding,
)
from bench.customers import Crowd, orderable
from bench.server import CONTENDERS, PROGRAM, ROOT, Server, database_url, started
from bot.core.database import Database

PACKAGES = ("python-telegram-bot", "aiohttp", "SQLAlchemy", "aiosqlite", "uvloop", "httpx")
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}
REST_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Figures:
    """One contender in one round."""

    updates_a_second: float
    cpu_microseconds: float
    p50_milliseconds: float
    p99_milliseconds: float
    megabytes: float


ROWS = {
    "updates_a_second": ("updates/s from a backlog", "{:,.0f}"),
    "cpu_microseconds": ("CPU µs an update", "{:,.0f}"),
    "p50_milliseconds": ("p50 ms at {rate:.0f}/s", "{:,.1f}"),
    "p99_milliseconds": ("p99 ms at {rate:.0f}/s", "{:,.1f}"),
    "megabytes": ("RSS MB", "{:,.0f}"),
}


def measured(contender: str, crowd: Crowd, given: argparse.Namespace, folder: Path) -> Figures:
    """Measures one contender: a fresh start, a warm-up, a backlog, then a steady stream."""
    kind = CONTENDERS[contender]
    with Server() as server, started(contender, server.url, folder) as program:
        server.hand_out(crowd.arrive() if contender == PROGRAM else crowd.backlog(1000, kind), program)
        time.sleep(REST_SECONDS)
        before = program.cpu_seconds()
        came, _went, answered = server.hand_out(crowd.backlog(given.updates, kind), program)
        time.sleep(REST_SECONDS)
        used = program.cpu_seconds() - before
        stream = crowd.stream(given.rate, given.seconds, kind)
        latencies = waits(server.hand_out(stream, program))
        return Figures(
            given.updates / (max(answered) - min(came)),
            used / given.updates * 1e6,
            statistics.median(latencies) * 1000,
            statistics.quantiles(latencies, n=100)[98] * 1000,
            program.megabytes(),
        )


def waits(moments: tuple[array[float], ...]) -> list[float]:
    """Seconds from each update's arrival to its answer."""
    came, _went, answered = moments
    return [end - start for start, end in zip(came, answered, strict=True)]


async def settings_of_sqlite(folder: Path) -> str:
    """The SQLite settings of the program's engine."""
    database = Database(database_url(folder))
    async with database.reading() as connection:
        level = await connection.scalar(text("PRAGMA synchronous"))
        journal = await connection.scalar(text("PRAGMA journal_mode"))
    await database.close()
    return f"synchronous={SYNCHRONOUS[int(level)]} journal_mode={journal} on {filesystem(folder)}"


def filesystem(folder: Path) -> str:
    """The file system of a folder: on tmpfs a commit costs nothing."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    holding = [one for one in mounts if folder.is_relative_to(one[1])]
    return max(holding, key=lambda one: len(one[1]))[2]


def conditions(given: argparse.Namespace, folder: Path) -> str:
    """What the figures depend on."""
    cpu = Path("/proc/cpuinfo").read_text().partition("model name")[2].partition("\n")[0].strip("\t :")
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return "\n".join(
        [
            f"{cpu}, {multiprocessing.cpu_count()} cores; Python {platform.python_version()}; {packages}",
            f"SQLite: {asyncio.run(settings_of_sqlite(folder))}",
            f"{given.customers} customers, {given.changing:.0%} of the updates change a cart; medians of "
            f"{given.rounds} alternating rounds: {given.updates} updates in full batches of "
            f"{bot_api.BATCH}, then {given.seconds:.0f} s at {given.rate:.0f}/s (Poisson)",
            "echo of texts: one call an update; echo of taps: two, as the program needs;"
            " both with concurrent_updates off and the stock client",
        ]
    )


def table(found: dict[str, list[Figures]], rate: float) -> str:
    """The medians, and how the program compares with each echo."""
    echoes = [name for name in found if name != PROGRAM]
    lines = [_row("", [*found, *(f"ratio to {name}" for name in echoes)])]
    for field, (title, form) in ROWS.items():
        median = {
            name: statistics.median(getattr(one, field) for one in all_) for name, all_ in found.items()
        }
        ratios = [f"{median[PROGRAM] / median[name]:.2f}" for name in echoes]
        lines.append(_row(title.format(rate=rate), [*(form.format(one) for one in median.values()), *ratios]))
    return "\n".join(lines)


def _row(title: str, cells: list[str]) -> str:
    return f"{title:26}" + "".join(f"{one:>24}" if one.startswith("ratio") else f"{one:>16}" for one in cells)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--updates", type=int, default=5000, help="in the backlog")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=float, default=300.0, help="updates a second of the steady stream")
    parser.add_argument("--seconds", type=float, default=8.0, help="of the steady stream")
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--changing", type=float, default=0.2, help="share of updates that change a cart")
    parser.add_argument("--only", choices=[*CONTENDERS], help="one contender alone")
    parser.add_argument("--folder", type=Path, help="where databases are made; decides what a commit costs")
    return parser.parse_args()


def main() -> None:
    """Runs the benchmark that the first argument names, by default the comparison with echo bots."""
    if sys.argv[1:2] == ["invariants"]:
        return invariants.main(sys.argv[2:])
    if sys.argv[1:2] == ["documents"]:
        return documents.main(sys.argv[2:])
    if sys.argv[1:2] == ["outage"]:
        return outage.main(sys.argv[2:])
    if sys.argv[1:2] == ["sending"]:
        return sending.main(sys.argv[2:])
    if sys.argv[1:2] == ["manifest"]:
        return manifest.main(sys.argv[2:])
    if sys.argv[1:2] == ["understanding"]:
        return understanding.main(sys.argv[2:])
    if sys.argv[1:2] == ["texts"]:
        return hostile_texts.main()
    if sys.argv[1:2] == ["search"]:
        return search.main(sys.argv[2:])
    return _compare(arguments())


def _compare(given: argparse.Namespace) -> None:
    products = orderable(ROOT / "config")
    found: dict[str, list[Figures]] = {name: [] for name in CONTENDERS if given.only in (None, name)}
    for number in range(given.rounds):
        for name in found:
            with tempfile.TemporaryDirectory(prefix="rantau-bench-", dir=given.folder) as made:
                crowd = Crowd(given.customers, products, given.changing, seed=number)
                figures = measured(name, crowd, given, Path(made))
                header: Any = conditions(given, Path(made)) if number + 1 == given.rounds else ""
            found[name].append(figures)
            sys.stderr.write(f"round {number + 1}, {name}: {figures}\n")
    sys.stdout.write(f"{header}\n\n{table(found, given.rate)}\n")


if __name__ == "__main__":
    main()
