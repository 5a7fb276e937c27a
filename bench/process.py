"""A program under measurement: a whole process, what it and its children use, and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
STOP_SECONDS = 15
LAST_CHARACTERS = 3000


class Program:
    """`with Program(["-m", "bot", "run"], env, folder)`: started in `folder`, stopped by its id."""

    def __init__(self, arguments: list[str], env: dict[str, str], folder: Path) -> None:
        self._arguments, self._folder = arguments, folder
        self._env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[1]), **env}
        self._log = folder / "log.txt"

    def __enter__(self) -> Program:
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._arguments], cwd=self._folder, env=self._env, stdout=log, stderr=log
            )
        return self

    def __exit__(self, *_failure: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> str:
        """How it ended, though it should not have; empty while it runs."""
        code = self._process.poll()
        return "" if code is None else f"code {code}"

    def last_words(self) -> str:
        """The end of what it wrote."""
        return self._log.read_text(errors="replace")[-LAST_CHARACTERS:]

    def cpu_seconds(self) -> float:
        """What it and its children, also ended ones, have used of the processors so far."""
        return sum(_ticks(pid) for pid in _tree(self.pid)) / TICKS

    def megabytes(self) -> float:
        """What it and its children hold in memory now."""
        pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in _tree(self.pid))
        return sum(pages) * PAGE / 1e6


def _tree(pid: int) -> list[int]:
    children = [
        int(one)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for one in (task / "children").read_text().split()
    ]
    return [pid, *(one for child in children for one in _tree(child))]


def _ticks(pid: int) -> int:
    # After the name in brackets: utime, stime and those of children waited for are fields 14 to 17.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(one) for one in fields[11:15])
