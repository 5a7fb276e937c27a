"""`python -m bench understanding`: how well labelled messages are read, tag by tag, and how fast.

Exact: intent, lines, destination, changes and the products of everything unclear are all as labelled. Recall:
the share of the labelled lines that were found. Silently wrong: a line that no label has.
"""

from __future__ import annotations

import dataclasses
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalog import Ware
from bot.cli.understand import labels_of
from bot.destinations import Destinations, Restrictions
from bot.documents.imports.catalog import catalogue_of
from bot.understanding import Interpreter, Vocabulary

ROOT = Path(__file__).parents[1]
CONFIG, LABELLED = ROOT / "config", ROOT / "tests" / "understanding"
Labels = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Aim:
    """The required shares of a set of messages."""

    name: str
    exact: float
    silently_wrong: float


AIMS = (Aim("messages_dev.jsonl", 0.97, 0.0), Aim("messages_more.jsonl", 0.99, 0.0))
MOST_MILLISECONDS = {100: 5.0, 10_000: 25.0}
ROUNDS = 3
REFERENCE_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """The expected and the actual labels of one message."""

    labels: Labels
    got: Labels

    @property
    def exact(self) -> bool:
        return essence(self.labels) == essence(self.got)

    @property
    def found(self) -> int:
        return len(pairs(self.labels) & pairs(self.got))

    @property
    def silently_wrong(self) -> bool:
        return bool(pairs(self.got) - pairs(self.labels))


def essence(labels: Labels) -> tuple[Any, ...]:
    """What must be equal; wording and order do not count."""
    unclear = sorted((sorted(one["any_of"]), str(one["quantity"])) for one in labels["unclear"])
    edits = {(one["sku"], one["op"], one["quantity"]) for one in labels.get("edits", ())}
    return labels["intent"], labels["destination"], pairs(labels), unclear, edits


def pairs(labels: Labels) -> set[tuple[str, int]]:
    return {(one["sku"], one["quantity"]) for one in labels["lines"]}


def labelled(path: Path) -> list[Labels]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def reader_of(wares: Iterable[Ware]) -> Interpreter:
    return Interpreter(wares, Vocabulary.read(CONFIG), Destinations.read(CONFIG))


def demo_wares() -> list[Ware]:
    rules = Restrictions.read(CONFIG, Destinations.read(CONFIG))
    return catalogue_of(CONFIG, rules.known_classes).offered()


def read_all(reader: Interpreter, messages: Iterable[Labels]) -> list[Read]:
    return [Read(one, labels_of(reader.read(one["text"]))) for one in messages]


def shares(read: Sequence[Read]) -> tuple[float, float, float]:
    """Exact, recall of lines, silently wrong."""
    lines = sum(len(pairs(one.labels)) for one in read)
    recall = sum(one.found for one in read) / lines if lines else 1.0
    return _share(one.exact for one in read), recall, _share(one.silently_wrong for one in read)


def _share(holds: Iterable[bool]) -> float:
    answers = list(holds)
    return sum(answers) / len(answers)


def table(read: Sequence[Read]) -> str:
    """The table: a row for each tag, and one for all."""
    by_tag: dict[str, list[Read]] = {}
    for one in read:
        for tag in one.labels["tags"]:
            by_tag.setdefault(tag, []).append(one)
    rows = [_row(tag, by_tag[tag]) for tag in sorted(by_tag)]
    heading = f"{'tag':22}{'messages':>9}{'exact':>8}{'recall':>8}{'silently wrong':>16}"
    return "\n".join([heading, *rows, _row("all", read)])


def _row(name: str, read: Sequence[Read]) -> str:
    exact, recall, wrong = shares(read)
    return f"{name:22}{len(read):9}{exact:8.1%}{recall:8.1%}{wrong:16.1%}"


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
    for aim in AIMS:
        read = read_all(reader, labelled(LABELLED / aim.name))
        texts += [one.labels["text"] for one in read]
        exact, _recall, wrong = shares(read)
        sys.stdout.write(f"{aim.name}\n{table(read)}\n")
        sys.stdout.writelines(f"  not exact: {one.labels['id']}\n" for one in read if not one.exact)
        sys.stdout.write("\n")
        missed += [aim.name] if exact < aim.exact or wrong > aim.silently_wrong else []
    for count, median, most, slowest, new in speeds(wares, texts):
        sys.stdout.write(
            f"{count:6} products: median {median:.2f} ms, p95 {most:.2f}, slowest {slowest:.2f},"
            f" index {new:.0f}\n"
        )
        missed += [f"{count} products"] if slowest >= MOST_MILLISECONDS[count] else []
    sys.stdout.write(f"reference: a million additions take {reference_milliseconds():.0f} ms here\n")
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")
