"""Tries inputs on one target until its time is over: `python -m fuzz.one_target updates atheris 60 FOLDER`.

Hypothesis makes inputs up from the corpus, atheris lets them grow towards code that none has reached.
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import hashlib
import importlib
import json
import re
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzz.faults import name_of

if TYPE_CHECKING:
    from fuzz.targets import Target

SECONDS_OF_WORK = 60.0
"""Processor time after which an input is taken to be endless; a usual one takes a hundredth of a second."""
SECONDS_OF_WAITING = 300
CORPUS = Path(__file__).parent / "corpus"
LONGEST = 20_000
A_ROUND = 200


class Endless(Exception):
    """An input keeps the program busy."""


@dataclass
class Trial:
    """Tries inputs, and keeps one for each fault in `folder`, beside how it went so far."""

    target: Target
    folder: Path
    until: float
    inputs: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)
    _told: float = 0.0
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def one(self, data: bytes) -> None:
        """Tries an input. Raises nothing but what ends the program."""
        (self.folder / "tried-last").write_bytes(data)
        self.inputs += 1
        faulthandler.dump_traceback_later(SECONDS_OF_WAITING, exit=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_OF_WORK)
        try:
            self._runner.run(self.target.check(data))
        except Exception as failure:
            self._keep(data, failure)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            faulthandler.cancel_dump_traceback_later()
        if time.monotonic() > self._told + 1:
            self.tell()

    @property
    def is_over(self) -> bool:
        """Whether its time is over."""
        return time.monotonic() > self.until

    def tell(self) -> None:
        """Writes down how it went so far: whoever guides the inputs may end the process at any time."""
        self._told = time.monotonic()
        told = {"inputs": self.inputs, "seconds": self._told - self._began, "faults": self.faults}
        (self.folder / "told.json").write_text(json.dumps(told), "utf-8")

    def _keep(self, data: bytes, failure: BaseException) -> None:
        name = name_of(failure)
        self.faults[name] = self.faults.get(name, 0) + 1
        slug = (
            f"{re.sub(r'[^a-z0-9]+', '-', name.lower())[:60]}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        )
        kept = self.folder / slug
        if not kept.exists() or len(kept.read_bytes()) > len(data):
            kept.write_bytes(data)
            kept.with_suffix(".txt").write_text("".join(traceback.format_exception(failure)), "utf-8")
        self.tell()


def by_hypothesis(trial: Trial) -> None:
    """Tries inputs that the target's strategy makes up."""
    from hypothesis import HealthCheck, Phase, given, settings

    @settings(
        max_examples=A_ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(trial.target.inputs())
    def round_of_inputs(data: bytes) -> None:
        if not trial.is_over:
            trial.one(data)

    while not trial.is_over:
        round_of_inputs()


def by_atheris(trial: Trial, atheris: Any, corpus: Path, seconds: float) -> None:
    """Tries what libFuzzer makes of the corpus; what reaches new code is kept in `grown`. Does not return."""
    grown = trial.folder / "grown"
    grown.mkdir(exist_ok=True)
    options = [f"-max_total_time={seconds:.0f}", f"-max_len={LONGEST}", "-rss_limit_mb=0", "-verbosity=0"]
    atheris.Setup([sys.argv[0], str(grown), str(corpus), *options], trial.one)
    atheris.Fuzz()


def _endless(_signal: int, _frame: Any) -> None:
    raise Endless


def main() -> None:
    """Tries one target."""
    name, engine, seconds, folder = sys.argv[1], sys.argv[2], float(sys.argv[3]), Path(sys.argv[4])
    atheris: Any = importlib.import_module("atheris") if engine == "atheris" else None
    instrumented = atheris.instrument_imports(include=["bot"]) if atheris else contextlib.nullcontext()
    with instrumented:
        from fuzz.targets import TARGETS
    folder.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGVTALRM, _endless)
    trial = Trial(TARGETS[name], folder, time.monotonic() + seconds)
    trial.tell()
    if atheris:
        by_atheris(trial, atheris, CORPUS / name, seconds)
    else:
        by_hypothesis(trial)
    trial.tell()


if __name__ == "__main__":
    main()
