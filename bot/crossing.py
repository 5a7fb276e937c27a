"""How a job crosses to the process that makes files: through a file, written portion by portion.

The queue of a process pool pickles all of a job in a thread of its own, which takes the interpreter from the
event loop again and again for as long as that lasts: seconds, for thousands of parcels.
"""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import documents

PORTION = 50


async def spool(job: documents.Job, path: Path) -> None:
    """Writes the job, its parcels some at a time; whatever else waits goes on between them."""
    facts: Any = job.facts
    parcels: Sequence[Any] = getattr(facts, "parcels", ())
    with path.open("wb") as file:
        pickle.dump(replace(job, facts=replace(facts, parcels=()) if parcels else facts), file)
        for start in range(0, len(parcels), PORTION):
            pickle.dump(parcels[start : start + PORTION], file)
            await asyncio.sleep(0)


def make(path: Path) -> documents.MadeBytes:
    """In the other process: reads the job and makes the file. Only our own spool is ever read so."""
    with path.open("rb") as file:
        job: documents.Job = pickle.load(file)
        parcels: list[Any] = []
        while True:
            try:
                parcels += pickle.load(file)
            except EOFError:
                break
    facts: Any = job.facts
    return documents.make(replace(job, facts=replace(facts, parcels=tuple(parcels)) if parcels else facts))
