"""What the shop aims at beside losing nothing: each a command, whose output is kept and shown as it came."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "reliability_aims.json"


@dataclass(frozen=True, slots=True)
class Aim:
    """A name, what is aimed at, and the words behind `python -m` that measure it."""

    name: str
    what: str
    command: str


AIMS = (
    Aim(
        "sending",
        "At least 95 % of Telegram's 30 messages a second are used while 10,000 notices wait, less than "
        "0.5 % of calls are refused, and a tap meanwhile is answered within 0.5 s (p99).",
        "bench sending --notices 10000",
    ),
    Aim(
        "two-programs",
        "The same of two programs on one PostgreSQL, which share one budget.",
        "bench sending --notices 2000 --database postgresql --programs 2",
    ),
    Aim(
        "outage",
        "While 50,000 updates wait at Telegram, newcomers are answered within 5 s, and of what waited "
        "nothing is lost, also when the program is stopped meanwhile.",
        "bench outage",
    ),
    Aim("texts", "No text that people send keeps the reader longer than 50 ms.", "bench texts"),
    Aim(
        "large-books",
        "Nobody waits longer than 50 ms because a coordinator or an UMKM opens what sums up 200,000 orders.",
        "bench.large_books",
    ),
    Aim(
        "large-books-postgresql",
        "The same on PostgreSQL.",
        "bench.large_books --database postgresql",
    ),
    Aim(
        "erasing",
        "Nobody waits longer than 50 ms because the data of finished orders are erased, in books of 200,000.",
        "bench.erasing",
    ),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a command printed, and when and where. `load` is the load average at its beginning and end."""

    name: str
    command: str
    printed: str
    commit: str
    measured_on: str
    processor: str
    load: str


def measured(aim: Aim, commit: str, today: str, processor: str) -> Figures:
    """Runs the command of an aim. Raises CalledProcessError when it prints nothing."""
    before = os.getloadavg()[0]
    words = [sys.executable, "-m", *aim.command.split()]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout.strip():
        raise subprocess.CalledProcessError(done.returncode, words)
    load = f"{before:.1f} to {os.getloadavg()[0]:.1f}"
    printed = "\n".join(one.rstrip() for one in done.stdout.splitlines() if "[info" not in one)
    return Figures(aim.name, f"python -m {aim.command}", printed, commit, today, processor, load)


def read(path: Path = KEPT) -> list[Figures]:
    """The figures of the last runs; none when there is no file."""
    return [Figures(**one) for one in json.loads(path.read_text("utf-8"))] if path.exists() else []


def keep(new: Figures, path: Path = KEPT) -> None:
    """Puts the figures in place of the last ones of their aim, in the order of the aims."""
    by_name = {one.name: one for one in (*read(path), new)}
    kept = [asdict(by_name[one.name]) for one in AIMS if one.name in by_name]
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


def section(figures: Iterable[Figures], aims: Sequence[Aim] = AIMS) -> str:
    """The part of the page that shows them; "" when nothing was measured."""
    whats = {one.name: one.what for one in aims}
    parts = [
        f"### {one.name}\n{whats[one.name]}\n\n```\n{one.printed}\n```\n"
        f"`{one.command}`, {one.measured_on}, {one.commit}; {one.processor}, load average {one.load}.\n"
        for one in figures
    ]
    return "\n".join(["## Aims beside that", *parts, ""]) if parts else ""
