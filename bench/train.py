"""`make train`: learns the arbiter's weights from the labelled messages, the same on every machine.

Only batches whose first reading is recorded, or which were mended for, are learned from: a batch that is to
measure how strangers are read must not be known. What is held back is never learned from. The learner is an
averaged perceptron with a margin (Y. Freund and R. Schapire 1999; M. Collins 2002) on whole numbers: no
floating point, so no library's version decides.
"""

from __future__ import annotations

import base64
import json
import random
import sys
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add

from bench.labelled import Labels, batches, demo_wares, known_of, reader_of
from bench.retold import retold
from bot.understanding import Interpreter
from bot.understanding.combine.want import Want
from bot.understanding.decide.intent import intent_of
from bot.understanding.learned import features
from bot.understanding.learned.arbiter import (
    CLASSES,
    goods_features,
    intent_features,
    roles_by_rules,
    strange_features,
)
from bot.understanding.learned.features import BUCKETS
from bot.understanding.learned.linear import FILE, Linear
from bot.understanding.learned.quantities import FITS, candidates_of, numbers_for
from bot.understanding.spot.products import Mention

EPOCHS, MARGIN = 8, 20
SEEDS = (1, 2, 3, 4)
"""The orders in which the examples are learned; the mean of several hangs less on the order."""
MOST_WEIGHT = 127
NOT_LABELLED = -1
Option = tuple[str, Sequence[int]]
"""A class, and the features of what may be of it."""


@dataclass(frozen=True, slots=True)
class Example:
    """What the labels say of something, and what else might be said of it."""

    right: Sequence[Option]
    wrong: Sequence[Option]


def messages(without: Collection[str] = ()) -> list[Labels]:
    """All messages that may be learned from; those of the batches `without` stay unknown."""
    known = [one for one in batches() if one.about.get("mended_for") or one.first_reading]
    known = [one for one in known if not one.held_back]
    known = [one for one in known if one.name not in without]
    return [message for one in known for message in one.messages]


def examples(reader: Interpreter, learned_from: Iterable[Labels]) -> dict[str, list[Example]]:
    """The examples for each model: what the rules say of a message, and what it is by its labels."""
    found: dict[str, list[Example]] = {name: [] for name in CLASSES}
    for labels in learned_from:
        scene = reader.scene(labels["text"], known_of(labels))
        words = features.words_of(scene)
        wants = reader.wants(scene)
        by_rules = intent_of(scene, wants)
        told = intent_features(scene, words, wants, by_rules)
        found["intent"].append(_of_class(CLASSES["intent"], labels["intent"], told))
        roles = roles_by_rules(scene, wants, by_rules)
        found["strange"] += [
            _of_class(
                CLASSES["strange"],
                _strange_role(scene.message.slice(one.mention.start, one.mention.end), labels),
                strange_features(scene, words, one.mention),
            )
            for one in wants
            if not one.mention.skus and not one.amounts
        ]
        found["goods"] += [
            _of_class(
                CLASSES["goods"],
                _goods_role(one, labels, wants, reader),
                goods_features(scene, words, one, roles.get(one.start, "none"), by_rules, labels["intent"]),
            )
            for one in scene.known
        ]
    return found


def _of_class(classes: Sequence[str], role: str, buckets: Sequence[int]) -> Example:
    return Example([(role, buckets)], [(other, buckets) for other in classes if other != role])


def quantity_choices(reader: Interpreter, learned_from: Iterable[Labels]) -> list[Example]:
    """For goods whose quantity is labelled: the candidates that are it, and those that are not."""
    found = []
    for labels in learned_from:
        scene = reader.scene(labels["text"], known_of(labels))
        words, wants = features.words_of(scene), reader.wants(scene)
        numbers = numbers_for(scene)
        for want in wants:
            holds = _labelled_quantity(want, labels)
            if want.mention.skus and not want.in_proportion and holds != NOT_LABELLED:
                of = candidates_of(scene, words, wants, want, numbers)
                right = [(FITS, one.buckets) for one in of if one.quantity == holds]
                wrong = [(FITS, one.buckets) for one in of if one.quantity != holds]
                found += [Example(right, wrong)] if right and wrong else []
    return found


def _labelled_quantity(want: Want, labels: Labels) -> int | None:
    rows = [(one["quantity"], {one["sku"]}) for one in labels["lines"]]
    rows += [(one["quantity"], {*one["any_of"]}) for one in labels["unclear"]]
    fitting = [many for many, skus in rows if skus & {*want.mention.skus} and many != 0]
    return fitting[0] if len(fitting) == 1 else NOT_LABELLED


def _strange_role(text: str, labels: Labels) -> str:
    """Whether the labels name such goods as unknown ones."""
    named = [one["text"].casefold() for one in labels["unclear"] if not one["any_of"]]
    return "goods" if any(one in text.casefold() or text.casefold() in one for one in named) else "talk"


def _goods_role(one: Mention, labels: Labels, wants: Sequence[Want], reader: Interpreter) -> str:
    """What the labels do with the goods. Of several quantities of one product the one that holds counts."""
    ops = {edit["sku"]: edit["op"] for edit in labels.get("edits", ())}
    open_skus = {sku for unclear in labels["unclear"] for sku in unclear["any_of"]}
    pieces = {line["sku"]: line["quantity"] for line in labels["lines"]}
    if len(one.skus) == 1 and (holds := pieces.get(one.skus[0])):
        alike = {want.mention.start: reader.quantity(want) for want in wants if want.mention.skus == one.skus}
        if list(alike.values()).count(holds) == 1 and alike.get(one.start) != holds:
            return "none"
    if labels["intent"] == "edit":
        known = next((str(ops[sku]) for sku in one.skus if sku in ops), None)
        return known or ("line" if set(one.skus) & open_skus else "none")
    return "line" if set(one.skus) & (pieces.keys() | open_skus) else "none"


def learned(classes: Sequence[str], given: Sequence[Example]) -> Linear:
    """The weights by which what is right stands above all that is wrong; only their proportions matter."""
    found = {name: [0] * BUCKETS for name in classes}
    for seed in SEEDS:
        for name, weights in _averaged(classes, given, seed).items():
            found[name] = list(map(add, found[name], weights))
    return Linear(found)


def _averaged(classes: Sequence[str], given: Sequence[Example], seed: int) -> dict[str, list[int]]:
    """The weights of all steps added up."""
    now = {name: [0] * BUCKETS for name in classes}
    late = {name: [0] * BUCKETS for name in classes}

    def score(option: Option) -> int:
        return sum(map(now[option[0]].__getitem__, option[1]))

    order, chance, step = list(given), random.Random(seed), 1
    for _epoch in range(EPOCHS):
        chance.shuffle(order)
        for one in order:
            best, rival = max(one.right, key=score), max(one.wrong, key=score)
            if score(best) - score(rival) < MARGIN:
                for (name, buckets), sign in ((best, 1), (rival, -1)):
                    for bucket in buckets:
                        now[name][bucket] += sign
                        late[name][bucket] += sign * step
            step += 1
    return {
        name: [step * last - behind for last, behind in zip(now[name], late[name], strict=True)]
        for name in now
    }


def models_of(learned_from: Iterable[Labels]) -> dict[str, Linear]:
    """The models of these messages."""
    reader, told = reader_of(demo_wares()), list(learned_from)
    told = [*told, *retold(told)]
    given = examples(reader, told)
    models = {name: learned(classes, given[name]) for name, classes in CLASSES.items()}
    return {**models, "quantity": learned([FITS], quantity_choices(reader, told))}


def written(models: Mapping[str, Linear]) -> str:
    """The text of the file. The weights of a model are made smaller together, so that each fits in a byte."""
    return json.dumps({name: _coded(one) for name, one in models.items()}, indent=0) + "\n"


def _coded(model: Linear) -> dict[str, str]:
    largest = max(abs(weight) for weights in model.weights.values() for weight in weights)
    return {name: _in_bytes(weights, largest) for name, weights in model.weights.items()}


def _in_bytes(weights: Sequence[int], largest: int) -> str:
    small = array("b", [_rounded(weight * MOST_WEIGHT, largest) for weight in weights])
    return base64.b64encode(small).decode()


def _rounded(number: int, divisor: int) -> int:
    """The nearest whole number, by whole numbers alone: the same on every machine."""
    return (2 * number + divisor) // (2 * divisor)


def main() -> None:
    """Writes the file. Batches named behind the command stay unknown, to see how they are read then."""
    FILE.write_text(written(models_of(messages(sys.argv[1:]))), encoding="ascii")


if __name__ == "__main__":
    main()
