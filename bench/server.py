"""The Bot API server of the measurements, and the programs that are measured at it."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import bot_api
from bench.customers import Action
from bench.process import Program

ROOT = Path(__file__).parents[1]
PROGRAM = "rantau"
FIRST_WAVE = ("TW", "TH", "JP", "QA", "SG", "OM", "BN")
CONTENDERS = {PROGRAM: "tap", "echo of texts": "text", "echo of taps": "tap"}
MOST_SECONDS = 120.0


class Stuck(Exception):
    """The measured program ended, or did not answer everything in time."""


class Server:
    """The Bot API server's process, and what it is told."""

    def __init__(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=bot_api.serve, args=(theirs,), daemon=True)

    def __enter__(self) -> Server:
        self._process.start()
        self.url = f"http://127.0.0.1:{self._pipe.recv()}"
        return self

    def __exit__(self, *_failure: object) -> None:
        self._pipe.send(None)
        self._process.join(5)
        self._process.terminate()

    def hand_out(self, actions: list[Action], to: Program) -> tuple[array[float], ...]:
        """The moments at which each update came, went out and was answered. Raises Stuck."""
        self._pipe.send(actions)
        until = time.monotonic() + MOST_SECONDS
        while not self._pipe.poll(0.1):
            if to.ended or time.monotonic() > until:
                why = f"it ended with {to.ended}" if to.ended else f"not all answered in {MOST_SECONDS:.0f} s"
                raise Stuck(f"{why}; its last words:\n{to.last_words()}")
        moments: tuple[array[float], ...] = self._pipe.recv()
        return moments


@contextmanager
def started(contender: str, url: str, folder: Path) -> Iterator[Program]:
    """The contender's process at the server; its log and its database lie in `folder`."""
    if contender != PROGRAM:
        arguments = ["-m", "bench.echo", contender.split()[-1]]
        env = {"BENCH_API_URL": url, "BENCH_TOKEN": bot_api.TOKEN}
    else:
        arguments = ["-m", "bot", "run"]
        env = {
            "RANTAU_DATABASE_URL": database_url(folder),
            "RANTAU_CONFIG_DIR": str(ROOT / "config"),
            "RANTAU_TELEGRAM_TOKEN": bot_api.TOKEN,
            "RANTAU_TELEGRAM_API_URL": url,
            "RANTAU_TELEGRAM_SENDS_A_SECOND": "0",
            "RANTAU_BROWSER_CHAT": "off",
            "RANTAU_HTTP_PORT": "0",
        }
        open_first_wave(env, folder)
    with Program(arguments, env, folder) as program:
        yield program


def open_first_wave(env: dict[str, str], folder: Path) -> None:
    """A new shop sends nowhere before its coordinator has opened a destination."""
    whole = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env}
    for words in (["migrate"], ["destinations", "open", *FIRST_WAVE]):
        subprocess.run(
            [sys.executable, "-m", "bot", *words], cwd=folder, env=whole, check=True, capture_output=True
        )


def database_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/bench.db"
