"""How messages told otherwise are read, relation by relation, and the limits that hold now.

`python -m tests.understanding.relation_outcomes` reads every labelled message in every way: it prints the
share that is read otherwise, and every line gained. `--write` keeps that as the limits, `--changed NAME`
prints what was read otherwise in one of them.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from bench.labelled import Labels, batches, changes, essence
from bot.cli.understand import labels_of
from tests.support.reader import read
from tests.understanding.relations import RELATIONS
from tests.understanding.told_otherwise import Variant

AIM = 0.01
STEP = 0.005
"""Limits are rounded up to this, so that a new batch of messages does not touch them."""
ONE_IN = 10
"""`make test` reads every tenth message, always the same ones."""
FILE = Path(__file__).with_name("relation_limits.yaml")
HEADER = """\
# How much of each relation (relations.py) may be read otherwise: the aim is 0.01, and no line gained.
# Written by `python -m tests.understanding.relation_outcomes --write`; only to be made smaller by hand.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A message, told otherwise, and how both are read; `gained` are products that only the second has."""

    message: Labels
    variant: str
    before: Labels
    after: Labels
    changed: bool
    gained: tuple[str, ...]

    @property
    def is_silent(self) -> bool:
        """Whether nothing about it is asked."""
        return not self.after.get("doubts")

    def __str__(self) -> str:
        return f"{self.message['id']} {self.variant!r}: {_told(self.before)} -> {_told(self.after)}"


def _told(labels: Labels) -> str:
    done = ", ".join(f"{op} {sku} {many}" for op, sku, many in sorted(changes(labels)))
    open_ = ", ".join(f"{one['text']}?" for one in labels["unclear"])
    return " ".join(part for part in (labels["intent"], done, open_, labels["destination"] or "") if part)


@cache
def messages(sample: bool) -> list[Labels]:
    """All labelled messages, or the sample of `make test`."""
    said = [one for each in batches() if not each.held_back for one in each.messages]
    return [one for one in said if not sample or crc32(one["id"].encode()) % ONE_IN == 0]


@cache
def labels_read(text: str) -> Labels:
    return labels_of(read(text))


def outcomes(name: str, sample: bool) -> list[Outcome]:
    """How all messages are read to which the relation applies."""
    return [*_outcomes(name, messages(sample))]


def _outcomes(name: str, among: Sequence[Labels]) -> Iterator[Outcome]:
    for message in among:
        told = RELATIONS[name](message)
        if told is not None:
            variant = told if isinstance(told, Variant) else Variant(told)
            before, after = labels_read(message["text"]), labels_of(read(variant.text))
            expected = _carried_over(before, variant)
            changed = essence(expected) != essence(after)
            yield Outcome(message, variant.text, expected, after, changed, _gained(expected, after))


def _carried_over(labels: Labels, variant: Variant) -> Labels:
    """The reading with the names that were exchanged."""
    named: dict[str, Any] = dict(labels)
    for key in ("lines", "edits"):
        named[key] = [one | {"sku": variant.goods.get(one["sku"], one["sku"])} for one in labels.get(key, ())]
    if variant.country and labels["destination"]:
        named["destination"] = variant.country
    return named


def _gained(before: Labels, after: Labels) -> tuple[str, ...]:
    """Products with a line or an edit that were neither read nor offered before."""
    had = {sku for _op, sku, _many in changes(before)}
    had |= {sku for one in before["unclear"] for sku in one["any_of"]}
    return tuple(sorted({sku for _op, sku, _many in changes(after)} - had))


def share_changed(found: Sequence[Outcome]) -> float:
    return sum(one.changed for one in found) / len(found)


def gains(found: Sequence[Outcome]) -> list[Outcome]:
    return [one for one in found if one.gained]


def limits() -> dict[str, dict[str, float]]:
    """What may change now, by relation: a share, and so many messages that gain a line."""
    read_: dict[str, dict[str, float]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read_


def _limit(found: Sequence[Outcome], sampled: Sequence[Outcome]) -> dict[str, float]:
    share = max(share_changed(found), share_changed(sampled), AIM)
    gained = {"gained": len(gains(found)), "gained_in_sample": len(gains(sampled))}
    return {"changed": round(math.ceil(share / STEP) * STEP, 3), **gained}


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--changed", choices=[*RELATIONS])
    given = parser.parse_args(words)
    if given.changed:
        sys.stdout.writelines(f"{one}\n" for one in outcomes(given.changed, False) if one.changed)
        return
    found = {name: outcomes(name, False) for name in RELATIONS}
    sys.stdout.write(report(found))
    if given.write:
        kept = {name: _limit(all_, outcomes(name, True)) for name, all_ in found.items()}
        FILE.write_text(HEADER + yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")


def report(found: dict[str, list[Outcome]]) -> str:
    """A line for each relation, one for all, and the gains one by one."""
    everything = [one for each in found.values() for one in each]
    rows = sorted(found.items(), key=lambda one: -share_changed(one[1]))
    lines = [_row(name, each) for name, each in [*rows, ("all", everything)]]
    listed = [f"gained in {name}: {one}" for name, each in rows for one in gains(each)]
    return "\n".join(["relation              read   changed  unasked  gain a line", *lines, *listed]) + "\n"


def _row(name: str, found: Sequence[Outcome]) -> str:
    silent = sum(one.changed and one.is_silent for one in found) / len(found)
    return f"{name:20}{len(found):6}{share_changed(found):9.2%}{silent:9.2%}{len(gains(found)):8}"


if __name__ == "__main__":
    main(sys.argv[1:])
