"""`python -m bench.risk`: how much is read wrongly when less or more is asked, on messages not learned from.

The messages of the batches `2026-11-30-*` are read in four folds: what decides in a fold has learned from all
other labelled messages, from none of its batches. Rules and vocabulary are those of today in every fold; only
the learned weights are held out. What depends on a conversation is left out: what the shop said before is no
input here. Draws `docs/risk.svg` and writes `docs/risk.md`; about five minutes.

The margins below which a decision is in doubt are scaled, from no doubt at all upwards. Each scale gives a
point: the shares asked, read exactly, and wrong or dropped.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

from bench import train
from bench.labelled import ROOT, Batch, Labels, Read, Verdict, batches, demo_wares, read_all, reader_of
from bench.risk_page import Curve, Point, drawn, page
from bench.understanding import kind_of, share
from bot.understanding import Interpreter
from bot.understanding.decide import doubts
from bot.understanding.learned.arbiter import Arbiter
from bot.understanding.learned.linear import Linear, loaded

HELD_OUT, FOLDS, PROCESSES = "2026-11-30-", 4, 2
SCALES = (0, 0.01, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6)
"""Times the margins as shipped: 1 is the shop."""
MARGINS = ("SURE_INTENT", "SURE_GOODS", "SURE_QUANTITY", "OVERRULES")
KINDS = ("plain", "hard")
DOCS = ROOT / "docs"
Swept = dict[str, list[list[Read]]]


def folds() -> list[list[Batch]]:
    """The batches that are held out, dealt into folds."""
    held = [one for one in batches() if one.name.startswith(HELD_OUT) and one.blind]
    return [held[first::FOLDS] for first in range(FOLDS)]


def messages_of(fold: Sequence[Batch]) -> list[Labels]:
    """Its messages that mean the same without a conversation."""
    return [one for each in fold for one in each.messages if kind_of(one) in KINDS]


def learned_from(fold: Sequence[Batch]) -> list[Labels]:
    """All that may be known when a fold is read."""
    return train.messages([one.name for one in fold])


def swept(number: int) -> Swept:
    """The messages of a fold as read with each scale, by kind; first without any doubt."""
    fold = folds()[number]
    reader = reader_of(demo_wares())
    reader.arbiter = Arbiter(_as_shipped(train.models_of(learned_from(fold))))
    return {kind: _readings(reader, [m for m in messages_of(fold) if kind_of(m) == kind]) for kind in KINDS}


def _as_shipped(models: dict[str, Linear]) -> dict[str, Linear]:
    """Rounded to bytes as in the file: the margins are measured in those."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.json"
        path.write_text(train.written(models), encoding="ascii")
        return loaded(path)


def _readings(reader: Interpreter, messages: Sequence[Labels]) -> list[list[Read]]:
    found = []
    for scale in SCALES:
        with margins_times(scale):
            found.append(read_all(reader, messages))
    undoubted = [dataclasses.replace(one, got={**one.got, "doubts": []}) for one in found[0]]
    return [undoubted, *found]


@contextmanager
def margins_times(scale: float) -> Iterator[None]:
    """Doubts begin below so many times the margin as shipped."""
    with patch.multiple(doubts, **{name: getattr(doubts, name) * scale for name in MARGINS}):
        yield


def curves(of_folds: Sequence[Swept]) -> list[Curve]:
    """The points of each kind, all folds together."""
    found = []
    for kind in KINDS:
        by_scale = zip(*(one[kind] for one in of_folds), strict=True)
        points = [
            _point(scale, [one for fold in read for one in fold])
            for scale, read in zip((None, *SCALES), by_scale, strict=True)
        ]
        found.append(Curve(kind, sum(len(one[kind][0]) for one in of_folds), points))
    return found


def _point(scale: float | None, read: Sequence[Read]) -> Point:
    wrong = share(read, Verdict.WRONG), share(read, Verdict.DROPPED)
    return Point(scale, share(read, Verdict.ASKED), share(read, Verdict.EXACT), *wrong)


def main() -> None:
    """Measures, draws and prints."""
    with get_context("spawn").Pool(PROCESSES) as pool:
        of_folds = pool.map(swept, range(FOLDS))
    found = curves(of_folds)
    names = [[one.name.removeprefix(HELD_OUT) for one in fold] for fold in folds()]
    (DOCS / "risk.svg").write_text(drawn(found), encoding="utf-8")
    (DOCS / "risk.md").write_text(page(found, names), encoding="utf-8")
    sys.stdout.write(page(found, names))


if __name__ == "__main__":
    main()
