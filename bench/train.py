"""`make train`: learns the arbiter's weights from the labelled messages, the same on every machine.

Only batches whose first reading is recorded, or which were mended for, are learned from: a batch that is to
measure how strangers are read must not be known. The learner is an averaged perceptron with a margin (Y.
Freund and R. Schapire 1999; M. Collins 2002) on whole numbers: no floating point, so no library's version
decides.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bench.labelled import Labels, batches, demo_wares, reader_of
from bot.understanding import Interpreter
from bot.understanding.combine.want import Want
from bot.understanding.decide.intent import intent_of
from bot.understanding.learned import features
from bot.understanding.learned.arbiter import (
    CLASSES,
    goods_features,
    intent_features,
    roles_by_rules,
)
from bot.understanding.learned.features import BUCKETS
from bot.understanding.learned.linear import FILE, Linear, empty, written
from bot.understanding.learned.quantities import candidates_of, numbers_for
from bot.understanding.spot.products import Mention

EPOCHS, MARGIN, SEED = 8, 20, 1
NOT_LABELLED = -1


@dataclass(frozen=True, slots=True)
class Example:
    """Something of a message, its features, and what it is by the labels."""

    buckets: Sequence[int]
    role: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The features of the candidates for one quantity."""

    right: Sequence[Sequence[int]]
    wrong: Sequence[Sequence[int]]


def messages(without: Collection[str] = ()) -> list[Labels]:
    """All messages that may be learned from; those of the batches `without` stay unknown."""
    known = [one for one in batches() if one.about.get("mended_for") or one.first_reading]
    known = [one for one in known if one.name not in without]
    return [message for one in known for message in one.messages]


def examples(reader: Interpreter, learned_from: Iterable[Labels]) -> dict[str, list[Example]]:
    """The examples for each model: what the rules say of a message, and what it is by its labels."""
    found: dict[str, list[Example]] = {name: [] for name in CLASSES}
    for labels in learned_from:
        scene = reader.scene(labels["text"])
        words = features.words_of(scene)
        wants = reader.wants(scene)
        by_rules = intent_of(scene, wants)
        found["intent"].append(Example(intent_features(scene, words, wants, by_rules), labels["intent"]))
        roles = roles_by_rules(scene, wants, by_rules)
        found["goods"] += [
            Example(
                goods_features(words, one, roles.get(one.start, "none"), by_rules, labels["intent"]),
                _goods_role(one, labels, wants, reader),
            )
            for one in scene.known
        ]
    return found


def quantity_choices(reader: Interpreter, learned_from: Iterable[Labels]) -> list[Choice]:
    """For goods whose quantity is labelled: the candidates that are it, and those that are not."""
    found = []
    for labels in learned_from:
        scene = reader.scene(labels["text"])
        words, wants = features.words_of(scene), reader.wants(scene)
        numbers = numbers_for(scene)
        for want in wants:
            holds = _labelled_quantity(want, labels)
            if want.mention.skus and not want.doubled and holds != NOT_LABELLED:
                of = candidates_of(scene, words, wants, want, numbers)
                right = [one.buckets for one in of if one.quantity == holds]
                wrong = [one.buckets for one in of if one.quantity != holds]
                found += [Choice(right, wrong)] if right and wrong else []
    return found


def _labelled_quantity(want: Want, labels: Labels) -> int | None:
    rows = [(one["quantity"], {one["sku"]}) for one in labels["lines"]]
    rows += [(one["quantity"], {*one["any_of"]}) for one in labels["unclear"]]
    fitting = [many for many, skus in rows if skus & {*want.mention.skus} and many != 0]
    return fitting[0] if len(fitting) == 1 else NOT_LABELLED


def ranked(given: Sequence[Choice]) -> Linear:
    """The averaged weights by which a right candidate stands above all wrong ones."""
    now, late = [0] * BUCKETS, [0] * BUCKETS
    order, chance, step = list(given), random.Random(SEED), 1
    for _epoch in range(EPOCHS):
        chance.shuffle(order)
        for one in order:
            best = max(one.right, key=lambda buckets: sum(map(now.__getitem__, buckets)))
            rival = max(one.wrong, key=lambda buckets: sum(map(now.__getitem__, buckets)))
            if sum(map(now.__getitem__, best)) - sum(map(now.__getitem__, rival)) < MARGIN:
                for buckets, sign in ((best, 1), (rival, -1)):
                    for bucket in buckets:
                        now[bucket] += sign
                        late[bucket] += sign * step
            step += 1
    return Linear({"fits": [step * weight - behind for weight, behind in zip(now, late, strict=True)]})


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
    reader, told = reader_of(demo_wares()), list(learned_from)
    given = examples(reader, told)
    models = {name: learned(classes, given[name]) for name, classes in CLASSES.items()}
    return {**models, "quantity": ranked(quantity_choices(reader, told))}


def main() -> None:
    """Writes the file. Batches named behind the command stay unknown, to see how they are read then."""
    FILE.write_text(written(models_of(messages(sys.argv[1:]))), encoding="ascii")


if __name__ == "__main__":
    main()
