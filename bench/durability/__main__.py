"""The command: runs the chosen faults and writes the page after each."""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import platform
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import asyncpg

from bench.durability import aims, databases, page
from bench.durability.fault import DATABASES, POSTGRESQL, Fault, Outcome, Trial
from bench.durability.faults import FAULTS
from bench.durability.page import Row
from bot.core.clock import machine_now

PACKAGES = ("python-telegram-bot", "aiohttp", "SQLAlchemy", "aiosqlite", "asyncpg")
ROOT = Path(__file__).parents[2]


def main() -> None:
    """Runs the faults; ends with 1 when anything was lost or doubled."""
    given = arguments(sys.argv[1:])
    for name in given.aims:
        [aim] = [one for one in aims.AIMS if one.name == name]
        aims.keep(aims.measured(aim, given.commit, f"{machine_now():%Y-%m-%d}", _processor()))
    if given.draw or given.aims:
        page.write(page.read(), FAULTS)
        return
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))  # the programs that were started end with us
    with ExitStack() as stack:
        fresh = databases.opened(given.databases, stack)
        chosen = [one for one in FAULTS if one.name in given.only]
        pairs = [(fault, database) for fault in chosen for database in fault.databases if database in fresh]
        rows = [_kept(fault, database, fresh[database], given) for fault, database in pairs]
    sys.exit(1 if any(one.outcome.lost or one.outcome.doubled for one in rows) else 0)


def _kept(fault: Fault, database: str, fresh: databases.Fresh, given: argparse.Namespace) -> Row:
    """Runs one fault on one database, and writes the page with its row at once."""
    row = asyncio.run(_measured(fault, database, fresh, given))
    page.write(page.merged(page.read(), row, FAULTS), FAULTS)
    sys.stdout.write(f"{fault.name} on {database}: {row.outcome} in {row.seconds} s\n")
    sys.stdout.flush()
    return row


def arguments(words: list[str]) -> argparse.Namespace:
    names = [one.name for one in FAULTS]
    parser = argparse.ArgumentParser(prog="python -m bench.durability", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="these faults alone")
    parser.add_argument("--tries", type=int, help="of each fault; by default its own number")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="no new tries after so many")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=[*DATABASES])
    names = [one.name for one in aims.AIMS]
    parser.add_argument("--aims", nargs="+", choices=names, default=[], help="measures these instead")
    parser.add_argument("--draw", action="store_true", help="runs nothing: draws the page from the kept rows")
    given = parser.parse_args(words)
    given.command, given.commit = " ".join(["python -m bench.durability", *words]), _commit()
    return given


async def _measured(fault: Fault, database: str, fresh: databases.Fresh, given: argparse.Namespace) -> Row:
    with tempfile.TemporaryDirectory(prefix="rantau-durability-") as folder:
        async with fresh(Path(folder)) as url:
            begun = time.monotonic()
            until = begun + given.minutes * 60
            trial = Trial(database, url, Path(folder), given.tries or fault.tries, until=until)
            outcome: Outcome = await fault.run(trial)
            seconds = round(time.monotonic() - begun)
            machine = await _machine(database, url)
    today = f"{machine_now():%Y-%m-%d}"
    return Row(fault.name, database, outcome, seconds, given.command, given.commit, today, machine)


def _processor() -> str:
    model = Path("/proc/cpuinfo").read_text().partition("model name")[2].partition("\n")[0].strip("\t :")
    return f"{model}, {multiprocessing.cpu_count()} cores"


async def _machine(database: str, url: str) -> str:
    """The processor, and the versions of what the figures depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    server = f"SQLite {sqlite3.sqlite_version}"
    if database == POSTGRESQL:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        server = f"PostgreSQL {str(await connection.fetchval('SHOW server_version')).split()[0]}"
        await connection.close()
    return f"{_processor()}; {server}; Python {platform.python_version()}; {packages}"


def _commit() -> str:
    """The commit, with a + when the program differs from it."""
    head = _git("rev-parse", "--short=7", "HEAD")
    return head + ("+" if _git("status", "--porcelain", "--", "bot", "bench", "tests") else "")


def _git(*words: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
