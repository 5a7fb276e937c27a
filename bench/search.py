"""`python -m bench search`: how long a search takes, and how long updating its index blocks the event loop.

The searches are names, aliases, makers and words of descriptions of a grown catalogue, whole, begun, misspelt
and mixed, and words that nothing is called by.
"""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from bench.labelled import CONFIG, demo_wares
from bench.understanding import grown, reference_milliseconds
from bot.catalog import Catalogue, Ware
from bot.handlers.customer.product_search import shelf_names
from bot.understanding import Vocabulary, search

SIZES = (100, 10_000)
SEARCHES = 5_000
ROUNDS = 3
MOST_MILLISECONDS = 20.0
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TICK_SECONDS = 0.001


def typed(wares: Sequence[Ware], count: int) -> Iterator[str]:
    """So many searches, always the same ones."""
    chance = random.Random(7)
    kinds = (_name, _alias, _begun, _slipped, _slipped, _of_description, _mixed, _maker, _nonsense, _long)
    for number in range(count):
        yield kinds[number % len(kinds)](chance, wares)


def _name(chance: random.Random, wares: Sequence[Ware]) -> str:
    ware = chance.choice(wares)
    return chance.choice([ware.name_id, ware.name_en])


def _alias(chance: random.Random, wares: Sequence[Ware]) -> str:
    ware = chance.choice(wares)
    return chance.choice([*ware.aliases, ware.name_id])


def _begun(chance: random.Random, wares: Sequence[Ware]) -> str:
    name = _name(chance, wares)
    return name[: chance.randint(2, max(2, len(name) - 1))]


def _slipped(chance: random.Random, wares: Sequence[Ware]) -> str:
    word = _name(chance, wares)
    for _slip in range(chance.randint(1, 2)):
        at = chance.randrange(len(word))
        word = chance.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + chance.choice(LETTERS) + word[at:],
                word[:at] + chance.choice(LETTERS) + word[at + 1 :],
            ]
        )
    return word


def _of_description(chance: random.Random, wares: Sequence[Ware]) -> str:
    words = chance.choice(wares).description_id.split()
    at = chance.randrange(max(1, len(words) - 2))
    return " ".join(words[at : at + chance.randint(1, 3)])


def _mixed(chance: random.Random, wares: Sequence[Ware]) -> str:
    return f"kak ada {_begun(chance, wares)} sama {_slipped(chance, wares)} ga"


def _maker(chance: random.Random, wares: Sequence[Ware]) -> str:
    return chance.choice(wares).maker


def _nonsense(chance: random.Random, _wares: Sequence[Ware]) -> str:
    return " ".join(
        "".join(chance.choices(LETTERS, k=chance.randint(2, 11))) for _word in range(chance.randint(1, 4))
    )


def _long(chance: random.Random, wares: Sequence[Ware]) -> str:
    return " ".join(_slipped(chance, wares) for _name in range(8))


@cache
def terms() -> search.Terms:
    """What the shop's search knows of the languages."""
    return search.Terms.of(Vocabulary.read(CONFIG), shelf_names())


def milliseconds(catalogue: Catalogue, searches: Sequence[str], rounds: int = ROUNDS) -> list[float]:
    """The best time of each search over some rounds, in ms; nothing is cached between rounds."""
    best = [float("inf")] * len(searches)
    for _round in range(rounds):
        for at, text in enumerate(searches):
            start = time.perf_counter()
            search.find(text, catalogue, terms())
            best[at] = min(best[at], (time.perf_counter() - start) * 1000)
    return best


def built(catalogue: Catalogue) -> float:
    """Seconds to build the index of a catalogue."""
    start = time.perf_counter()
    search.prepare(catalogue, terms())
    return time.perf_counter() - start


def renamed(catalogue: Catalogue) -> float:
    """Milliseconds of a search after one product was renamed."""
    ware = next(iter(catalogue.by_id.values()))
    catalogue.by_id[ware.id] = replace(ware, name_id=f"{ware.name_id} baru")
    (taken,) = milliseconds(catalogue, ["karak"], rounds=1)
    return taken


async def held_up(catalogue: Catalogue) -> tuple[float, float]:
    """Changes all products at once: seconds until they are found, and the longest block of the loop in ms."""
    for ware in list(catalogue.by_id.values()):
        catalogue.by_id[ware.id] = replace(ware, description_id=f"{ware.description_id} jos")
    start, longest = time.perf_counter(), 0.0
    while not search.find("jos", catalogue, terms()):
        before = time.perf_counter()
        await asyncio.sleep(TICK_SECONDS)
        longest = max(longest, time.perf_counter() - before - TICK_SECONDS)
    return time.perf_counter() - start, longest * 1000


def main(_words: Sequence[str]) -> None:
    """Measures and prints; exits with 1 if a search takes too long."""
    missed = False
    for size in SIZES:
        catalogue = Catalogue.of(grown(demo_wares(), size))
        seconds = built(catalogue)
        gc.freeze()  # as the program does when it has started
        taken = sorted(milliseconds(catalogue, list(typed(list(catalogue.by_id.values()), SEARCHES))))
        p99 = taken[int(len(taken) * 0.99)]
        figures = f"median {statistics.median(taken):.2f} ms, p99 {p99:.2f}, slowest {taken[-1]:.2f}"
        update = f"read in {seconds:.2f} s, a new name taken over in {renamed(catalogue):.1f} ms"
        sys.stdout.write(f"{size:6} products, {SEARCHES} searches: {figures}; {update}\n")
        missed = missed or p99 >= MOST_MILLISECONDS
    found, longest = asyncio.run(held_up(catalogue))
    sys.stdout.write(f"all changed at once: found after {found:.2f} s, the loop held up {longest:.0f} ms\n")
    sys.stdout.write(f"reference: a million additions take {reference_milliseconds():.0f} ms here\n")
    if missed:
        sys.exit(f"missed: a search in under {MOST_MILLISECONDS:.0f} ms")
