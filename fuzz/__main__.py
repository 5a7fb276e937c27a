"""`make fuzz`: tries made-up inputs on each target in turn, and tells what was found.

Faults and what atheris has let grow stand in var/fuzz/TARGET/. Exits with 1 when there are faults.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "fuzz"
NAMES = ("updates", "routes", "texts", "imports", "bodies")
ENGINES = ("hypothesis", "atheris")
BEGIN, END = "<!-- figures -->", "<!-- end of the figures -->"
IN_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Told:
    """What one engine did with one target. `grown` are inputs that reached code that none had reached."""

    target: str
    engine: str
    seconds: float
    inputs: int
    grown: int
    faults: dict[str, int]
    died: bool

    def row(self) -> str:
        """A line of the table."""
        found = len(self.faults) + self.died
        per_second = self.inputs / self.seconds if self.seconds else 0
        grown = f"{self.grown:,}" if self.engine == "atheris" else "–"
        cells = (
            self.target,
            self.engine,
            f"{self.seconds:.0f}",
            f"{self.inputs:,}",
            f"{per_second:.1f}",
            grown,
        )
        return f"| {' | '.join(cells)} | {found} |"


def tried(target: str, engine: str, seconds: float) -> Told:
    """Tries one target in a process of its own."""
    folder = KEPT / target / engine
    folder.mkdir(parents=True, exist_ok=True)
    grown = folder / "grown"
    before = len(list(grown.glob("*")))
    command = [sys.executable, "-m", "fuzz.one_target", target, engine, str(seconds), str(folder)]
    where = {"TMPDIR": str(IN_MEMORY)} if IN_MEMORY.is_dir() else {}  # a commit costs nothing there
    with (folder / "output.txt").open("wb") as output:
        started = subprocess.Popen(
            command, cwd=ROOT, env=where | os.environ, stdout=output, stderr=output, start_new_session=True
        )
        try:
            code = started.wait()
        finally:
            with suppress(
                ProcessLookupError
            ):  # libFuzzer ends without a word to the processes that make files
                os.killpg(started.pid, signal.SIGKILL)
    told = json.loads((folder / "told.json").read_text("utf-8"))
    more = len(list(grown.glob("*"))) - before
    return Told(target, engine, told["seconds"], told["inputs"], more, told["faults"], code != 0)


def table(all_told: list[Told]) -> str:
    """The figures, and what they depend on."""
    programs = ", ".join(f"{name} {version(name)}" for name in ENGINES if importlib.util.find_spec(name))
    minutes = sum(one.seconds for one in all_told) / 60
    lines = [
        f"{minutes:.0f} minutes with Python {platform.python_version()}, {programs}.",
        "",
        "| target | engine | seconds | inputs | a second | grown | faults |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
        *(one.row() for one in all_told),
    ]
    return "\n".join(lines)


def record(page: Path, figures: str) -> None:
    """Puts the figures in the place of the page's last ones."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{figures}\n{END}{rest.partition(END)[2]}", "utf-8")


def main() -> int:
    """Tries the chosen targets."""
    told = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    told.add_argument("targets", nargs="*", choices=[[], *NAMES], help="all without any", metavar="TARGET")
    told.add_argument("--seconds", type=float, default=300.0, help="altogether")
    told.add_argument("--record", type=Path, help="the page that gets the figures")
    given = told.parse_args()
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(1))  # ends what it has started, as Ctrl-C does
    engines = [one for one in ENGINES if importlib.util.find_spec(one)]
    ways = [(target, engine) for target in given.targets or NAMES for engine in engines]
    found = []
    for target, engine in ways:
        found.append(tried(target, engine, given.seconds / len(ways)))
        print(found[-1].row(), *found[-1].faults, sep="\n    ", flush=True)
    print(f"\n{table(found)}")
    if given.record:
        record(given.record, table(found))
    return 1 if any(one.faults or one.died for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
