"""`python -m pictures`: draws the card of every product of the demo into `config/pictures`.

`python -m pictures SOLO-001 …` draws these only. A card of the same drawing stays.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from pictures import paint
from pictures.card import WIDTH, Card
from pictures.catalogue import CARDS

CONFIG = Path(__file__).parent.parent / "config"
FOLDER = CONFIG / "pictures"


def cards() -> Iterator[Card]:
    """A card for each product of `config/catalog.csv`; its sizes and colours share it. Raises KeyError."""
    with (CONFIG / "catalog.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["option_of"]:
                continue
            thing, motif, colours = CARDS[row["sku"]]
            yield Card(row["sku"], row["name_id"], thing, motif, colours)


def draw(wanted: set[str]) -> int:
    """Draws the cards that changed, of the wanted products only if any are named; returns how many."""
    FOLDER.mkdir(exist_ok=True)
    drawn = 0
    for card in cards():
        path, svg = FOLDER / f"{card.sku}.png", card.svg()
        if (wanted and card.sku not in wanted) or (
            path.exists() and paint.stamp_of(path) == paint.stamp(svg)
        ):
            continue
        path.write_bytes(paint.png(svg, WIDTH))
        drawn += 1
    return drawn


if __name__ == "__main__":
    sys.stdout.write(f"{draw(set(sys.argv[1:]))} drawn\n")
