"""`python -m bench understanding`: how well labelled messages are read, and how fast.

The headline are first readings: messages that nobody had seen when the program read them, as it read them
then (`bench.labelled`): the last 500 plain and 200 hard ones, and 200 from within a conversation, with 95 %
intervals. What the program reads today in messages that it was mended for, or has learned from, is a training
score; it is printed last, and fails under its aims.
"""

from __future__ import annotations

import dataclasses
import random
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from bench.labelled import (
    CONFIG,
    Labels,
    Read,
    Verdict,
    batch,
    batches,
    demo_wares,
    read_all,
    reader_of,
    tally,
)
from bot.catalog import Ware
from bot.destinations import Destinations
from bot.understanding import Interpreter, Vocabulary


@dataclass(frozen=True, slots=True)
class Aim:
    """The required shares of a batch that was mended for."""

    name: str
    exact: float
    wrong: float


AIMS = (Aim("given", 0.94, 0.0), Aim("mended", 0.94, 0.002))
LAST = {"plain": 500, "hard": 200, "within": 200}
"""So many of the newest messages of each kind make the headline."""
MOST_MILLISECONDS = {100: 5.0, 10_000: 25.0}
ROUNDS = 3
REFERENCE_STEPS = 1_000_000


def share(read: Sequence[Read], *verdicts: Verdict) -> float:
    """The share of messages with one of these verdicts."""
    return sum(one.verdict in verdicts for one in read) / len(read)


def interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson 1927, with z = 1.96)."""
    z, p = 1.96, hits / of
    middle, width = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return max(0.0, middle - width) / (1 + z * z / of), (middle + width) / (1 + z * z / of)


def kind_of(labels: Labels) -> str:
    """Plain, hard, or `within`: what is meant depends on what the shop said before."""
    if "context" in labels:
        return "within"
    return "hard" if labels.get("hard") else "plain"


def first_readings(kind: str) -> list[Read]:
    """The last first readings of a kind in blind batches, the newest at the end."""
    read = [one for each in batches() if each.blind for one in each.first_reading]
    return [one for one in read if kind_of(one.labels) == kind][-LAST[kind] :]


def verdicts(read: Sequence[Read]) -> str:
    """A line with the share of each verdict and its interval."""
    parts = []
    for verdict, count in tally(read).items():
        low, high = interval(count, len(read))
        parts.append(f"{verdict} {count / len(read):.1%} ({low:.1%}-{high:.1%})")
    return f"{len(read):5} messages: " + ", ".join(parts)


def headline() -> str:
    """First readings: of the last messages of each kind, and of each batch."""
    lines = [f"{kind:14}{verdicts(read)}" for kind in LAST if (read := first_readings(kind))]
    lines += [f"  {one.name:12}{verdicts(one.first_reading)}" for one in batches() if one.first_reading]
    return "\n".join(lines)


def grown(wares: Sequence[Ware], count: int) -> list[Ware]:
    """A catalogue of so many products: the given ones and variants with other names."""
    chance, sounds = (
        random.Random(1),
        ("ka", "ri", "pu", "te", "mo", "sa", "ja", "lo", "wi", "du", "be", "nu"),
    )
    found = list(wares)[:count]
    while len(found) < count:
        like, word = chance.choice(wares), "".join(chance.choices(sounds, k=chance.randint(2, 4)))
        number = len(found) + 100_000
        names = {"name_id": f"{like.name_id} {word}", "name_en": f"{like.name_en} {word}"}
        alias = (f"{like.name_id.split()[0]} {word}", f"{word}an")
        found.append(dataclasses.replace(like, id=number, sku=f"GROWN-{number}", aliases=alias, **names))
    return found


def milliseconds(reader: Interpreter, texts: Sequence[str]) -> list[float]:
    """The best CPU time of each text over some rounds, in ms, with nothing cached."""
    best = [float("inf")] * len(texts)
    for _round in range(ROUNDS):
        for at, text in enumerate(texts):
            reader.forget()
            start = time.thread_time()
            reader.read(text)
            best[at] = min(best[at], (time.thread_time() - start) * 1000)
    return best


def reference_milliseconds() -> float:
    """Milliseconds for a million additions, to compare figures of different machines."""
    start = time.thread_time()
    total = 0
    for step in range(REFERENCE_STEPS):
        total += step
    return (time.thread_time() - start) * 1000


def made_anew(wares: Iterable[Ware]) -> float:
    """Milliseconds to build a reader when vocabulary and countries are loaded."""
    files = Vocabulary.read(CONFIG), Destinations.read(CONFIG)
    best = float("inf")
    for _round in range(ROUNDS):
        start = time.perf_counter()
        Interpreter(wares, *files)
        best = min(best, (time.perf_counter() - start) * 1000)
    return best


def speeds(wares: Sequence[Ware], texts: Sequence[str]) -> list[tuple[int, float, float, float, float]]:
    """Products; median, 95th percentile and slowest of the messages, and a new index, in ms."""
    found = []
    for count in MOST_MILLISECONDS:
        goods = grown(wares, count)
        taken = sorted(milliseconds(reader_of(goods), texts))
        most = taken[int(len(taken) * 0.95)]
        found.append((count, statistics.median(taken), most, taken[-1], made_anew(goods)))
    return found


def main(_words: Sequence[str]) -> None:
    """Measures and prints; exits with 1 if an aim is missed."""
    wares, missed = demo_wares(), []
    reader, texts = reader_of(wares), []
    sys.stdout.write(f"First readings\n{headline()}\n\nTraining score: read today, after mending for them\n")
    for aim in AIMS:
        read = read_all(reader, batch(aim.name).messages)
        texts += [one.labels["text"] for one in read]
        sys.stdout.write(f"{aim.name:14}{verdicts(read)}\n")
        sys.stdout.writelines(
            f"  {one.verdict}: {one.labels['id']}\n" for one in read if one.verdict != Verdict.EXACT
        )
        exact, wrong = share(read, Verdict.EXACT), share(read, Verdict.WRONG)
        missed += [aim.name] if exact < aim.exact or wrong > aim.wrong else []
    for count, median, most, slowest, new in speeds(wares, texts):
        sys.stdout.write(
            f"{count:6} products: median {median:.2f} ms, p95 {most:.2f}, slowest {slowest:.2f},"
            f" index {new:.0f}\n"
        )
        missed += [f"{count} products"] if slowest >= MOST_MILLISECONDS[count] else []
    sys.stdout.write(f"reference: a million additions take {reference_milliseconds():.0f} ms here\n")
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")
