"""`make train`: learns the second reader's weights from the labelled messages, the same on every machine.

Only batches whose first reading is recorded, or which were mended for, are learned from: a batch that is to
measure how strangers are read must not be known. The learner is an averaged perceptron with a margin (Y.
Freund and R. Schapire 1999; M. Collins 2002) on whole numbers: no floating point, so no library's version
decides.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.labelled import Labels, batches, demo_wares, reader_of
from bot.understanding import Interpreter
from bot.understanding.learned import features
from bot.understanding.learned.linear import FILE, Linear, empty, written
from bot.understanding.learned.second_reader import CLASSES, goods_features, number_features, numbers_of
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

EPOCHS, MARGIN, SEED = 8, 20, 1


@dataclass(frozen=True, slots=True)
class Example:
    """Something of a message, its features, and what it is by the labels."""

    buckets: Sequence[int]
    role: str


def messages(without: Iterable[str] = ()) -> list[Labels]:
    """All messages that may be learned from; those of the batches `without` stay unknown."""
    known = [one for one in batches() if one.about.get("mended_for") or one.first_reading]
    known = [one for one in known if one.name not in without]
    return [message for one in known for message in one.messages]


def examples(reader: Interpreter, learned_from: Iterable[Labels]) -> dict[str, list[Example]]:
    """The examples for each model."""
    found: dict[str, list[Example]] = {name: [] for name in CLASSES}
    for labels in learned_from:
        scene = reader.scene(labels["text"])
        words = features.words_of(scene)
        found["intent"].append(Example(features.of_message(words), labels["intent"]))
        found["goods"] += [
            Example(goods_features(words, one), _goods_role(one, labels)) for one in scene.known
        ]
        found["number"] += _numbers(scene, words)
    return found


def _goods_role(one: Mention, labels: Labels) -> str:
    """What the labels do with the goods."""
    ops = {edit["sku"]: edit["op"] for edit in labels.get("edits", ())}
    open_skus = {sku for unclear in labels["unclear"] for sku in unclear["any_of"]}
    wanted = {line["sku"] for line in labels["lines"]} | open_skus
    if labels["intent"] == "edit":
        known = next((str(ops[sku]) for sku in one.skus if sku in ops), None)
        return known or ("line" if set(one.skus) & open_skus else "none")
    return "line" if set(one.skus) & wanted else "none"


def _numbers(scene: Scene, words: list[str]) -> Iterator[Example]:
    """The rules tell the numbers apart: what they read in these messages is as labelled."""
    counts = {at for one in scene.amounts for at in range(one.start, one.end)}
    for one in numbers_of(scene):
        role = "count" if one.start in counts else "other"
        yield Example(number_features(scene, words, one), role)


def learned(classes: Sequence[str], given: Sequence[Example]) -> Linear:
    """The averaged weights of a perceptron, times the number of steps: only their proportions matter."""
    now, late = empty(classes), empty(classes)
    order, chance, step = list(given), random.Random(SEED), 1
    for _epoch in range(EPOCHS):
        chance.shuffle(order)
        for one in order:
            sums = {name: sum(map(now[name].__getitem__, one.buckets)) for name in classes}
            rival = max((name for name in classes if name != one.role), key=lambda name: (sums[name], name))
            if sums[one.role] - sums[rival] < MARGIN:
                for weights, sign in ((one.role, 1), (rival, -1)):
                    for bucket in one.buckets:
                        now[weights][bucket] += sign
                        late[weights][bucket] += sign * step
            step += 1
    return Linear(
        {
            name: [step * weight - behind for weight, behind in zip(now[name], late[name], strict=True)]
            for name in classes
        }
    )


def models_of(learned_from: Iterable[Labels]) -> dict[str, Linear]:
    """The models of these messages."""
    given = examples(reader_of(demo_wares()), learned_from)
    return {name: learned(classes, given[name]) for name, classes in CLASSES.items()}


def main() -> None:
    """Writes the file. Batches named behind the command stay unknown, to see how they are read then."""
    FILE.write_text(written(models_of(messages(sys.argv[1:]))), encoding="ascii")


if __name__ == "__main__":
    main()
