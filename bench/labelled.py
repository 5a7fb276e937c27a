"""Labelled messages in batches, and the verdict on how each is read.

A batch is a folder of `tests/understanding/labelled/`: `messages.jsonl` with the labels, `about.yaml` on how
it was written, and `first_reading.jsonl`, what the program read in it before anything was mended for it:
`python -m bench.labelled BATCH` writes that once and never again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bot.catalog import Ware
from bot.cli.understand import labels_of
from bot.core.clock import machine_now
from bot.destinations import Destinations, Restrictions
from bot.documents.imports.catalog import catalogue_of
from bot.understanding import Interpreter, Known, Vocabulary
from bot.understanding.result import Line

ROOT = Path(__file__).parents[1]
CONFIG, LABELLED = ROOT / "config", ROOT / "tests" / "understanding" / "labelled"
FIRST_READING = "first_reading.jsonl"
Labels = Mapping[str, Any]
Change = tuple[str, str, int]


class Verdict(StrEnum):
    """How a message was read.

    `ASKED`: nothing wrong, and what is missing is offered or named in a question. `WRONG`: a line or an edit
    that was not meant, without a mark of doubt. `DROPPED`: a wanted line is gone in silence. `OTHER`: only
    the intent or the destination is not as labelled.
    """

    EXACT = "exact"
    ASKED = "asked"
    WRONG = "wrong"
    DROPPED = "dropped"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Read:
    """The expected and the actual labels of one message."""

    labels: Labels
    got: Labels

    @property
    def verdict(self) -> Verdict:
        """The worst that can be said of the reading."""
        same = essence(self.labels) == essence(self.got)
        if same:
            return Verdict.ASKED if self.got.get("doubts") else Verdict.EXACT
        if self._unmeant():
            return Verdict.WRONG
        if self._missing():
            return Verdict.DROPPED
        return Verdict.ASKED if self._asks() else Verdict.OTHER

    def _unmeant(self) -> set[Change]:
        return {one for one in changes(self.got) - changes(self.labels) if not self._is_doubted(one[1])}

    def _is_doubted(self, sku: str) -> bool:
        return any(not one["skus"] or sku in one["skus"] for one in self.got.get("doubts", ()))

    def _missing(self) -> bool:
        """Whether goods that were wanted are neither read, nor offered, nor named in a question.

        Words with the wanted quantity that the customer is asked to say otherwise name them.
        """
        read = {sku for _op, sku, _many in changes(self.got)}
        offered = {sku for one in self.got["unclear"] for sku in one["any_of"]}
        strange = [one["quantity"] for one in self.got["unclear"] if not one["any_of"]]
        wanted = [(sku, many) for _op, sku, many in changes(self.labels) if sku not in read | offered]
        lines = [many for sku, many in wanted if not self._is_doubted(sku)]
        lost = Counter(lines) - Counter(strange)
        open_kinds = [one["any_of"] for one in self.labels["unclear"] if one["any_of"]]
        kinds = [any_of for any_of in open_kinds if not set(any_of) & (read | offered)]
        kinds = [any_of for any_of in kinds if not any(map(self._is_doubted, any_of))]
        unknown = sum(not one["any_of"] for one in self.labels["unclear"])
        whole = any(not one["skus"] for one in self.got.get("doubts", ()))
        return bool(lost or kinds) or (unknown > len(strange) and not whole)

    def _asks(self) -> bool:
        more = len(self.got["unclear"]) > len(self.labels["unclear"]) or bool(self.got.get("doubts"))
        return more or changes(self.got) != changes(self.labels)


def essence(labels: Labels) -> tuple[Any, ...]:
    """What must be equal; wording and order do not count."""
    unclear = sorted((sorted(one["any_of"]), str(one["quantity"])) for one in labels["unclear"])
    return labels["intent"], labels["destination"], changes(labels), unclear


def changes(labels: Labels) -> set[Change]:
    """What would be done: the lines of an order, or the edits."""
    if labels["intent"] == "edit":
        return {(one["op"], one["sku"], one["quantity"]) for one in labels.get("edits", ())}
    return {("add", one["sku"], one["quantity"]) for one in labels["lines"]}


@dataclass(frozen=True)
class Batch:
    """A folder of labelled messages."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def about(self) -> dict[str, Any]:
        """How it was written, when, and whether anything was mended for it since."""
        read: dict[str, Any] = yaml.safe_load((self.folder / "about.yaml").read_text(encoding="utf-8"))
        return read

    @property
    def blind(self) -> bool:
        """Whether its writer knew neither program nor words; only such batches make the headline."""
        return bool(self.about.get("blind", True))

    @property
    def held_back(self) -> bool:
        """Whether it only measures: nothing is learned from it, and nothing mended for it."""
        return bool(self.about.get("held_back"))

    @cached_property
    def messages(self) -> list[Labels]:
        return _rows(self.folder / "messages.jsonl")

    @cached_property
    def first_reading(self) -> list[Read]:
        """Its messages as the program read them first; empty when that was not recorded."""
        path = self.folder / FIRST_READING
        got = {one["id"]: one for one in _rows(path)} if path.exists() else {}
        return [Read(one, got[one["id"]]) for one in self.messages if one["id"] in got]


def batches() -> list[Batch]:
    """All batches, by date and name."""
    found = [Batch(path.parent) for path in LABELLED.glob("*/messages.jsonl")]
    return sorted(found, key=lambda one: (str(one.about["date"]), one.name))


def batch(name: str) -> Batch:
    return Batch(LABELLED / name)


def _rows(path: Path) -> list[Labels]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def reader_of(wares: Iterable[Ware]) -> Interpreter:
    return Interpreter(wares, Vocabulary.read(CONFIG), Destinations.read(CONFIG))


def demo_wares() -> list[Ware]:
    """The goods of the demo without their sizes and colours, which the labels do not know."""
    rules = Restrictions.read(CONFIG, Destinations.read(CONFIG))
    goods = catalogue_of(CONFIG, rules.known_classes).goods()
    return [replace(one, options=()) for one in goods]


def known_of(labels: Labels) -> Known:
    """What the conversation knows when a labelled message comes."""
    context = labels.get("context", {})
    question = context.get("question", {})
    return Known(
        cart=_lines(context.get("basket", ())),
        order=_lines(context.get("order", ())),
        choices=tuple(question.get("any_of", ())) or tuple(filter(None, [question.get("sku")])),
        asked=question.get("quantity"),
        on_screen=context.get("on_screen"),
        replied_to=context.get("replied_to", ""),
    )


def _lines(listed: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(one["sku"], one["quantity"]) for one in listed)


def read_all(reader: Interpreter, messages: Iterable[Labels]) -> list[Read]:
    return [Read(one, labels_of(reader.read(one["text"], known_of(one)))) for one in messages]


def record(name: str) -> None:
    """Writes the first reading of a batch. Raises FileExistsError when that was done before."""
    read = read_all(reader_of(demo_wares()), batch(name).messages)
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=True,
    )
    stamp = {"commit": commit.stdout.strip(), "on": f"{machine_now():%Y-%m-%d}"}
    rows = [{"id": one.labels["id"], **one.got, **stamp} for one in read]
    with (LABELLED / name / FIRST_READING).open("x", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def tally(read: Sequence[Read]) -> dict[Verdict, int]:
    """How many messages got each verdict."""
    verdicts = [one.verdict for one in read]
    return {verdict: verdicts.count(verdict) for verdict in Verdict}


if __name__ == "__main__":
    record(sys.argv[1])
