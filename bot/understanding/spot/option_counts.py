"""How many there are of each size or colour: `3 kemeja ukuran L 2 M 1`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import number_at
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount, Ignored

Numbers = list[Amount | Ignored]


@dataclass(frozen=True, slots=True)
class Option:
    """A size or colour of the tokens from `start` to `end`; `sku` is "" for one that is not offered."""

    start: int
    end: int
    sku: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What the number before options says: its place, and the pieces that they leave over.

    `parts_unknown`: it is not said how many there are of each.
    """

    total: int = -1
    rest: int = 0
    parts_unknown: bool = False


def counted(
    message: Message, numbers: Numbers, one: Mention, options: Sequence[Option]
) -> tuple[Numbers, Counts]:
    """The numbers, with those of the options as pieces and without the total of all of them.

    `2 L` are two of that size, and no litres. In `3 kemeja L 2 M 1` and `kemeja 3, L 2 M 1` the first is what
    the others come to; in `3 kemeja L 1 M 1` one piece is left over.
    """
    if not options:
        return numbers, Counts()
    taken = {at for option in options for at in range(option.start, option.end)}
    kept = [other for other in numbers if not taken & {*range(other.start, other.end)}]
    inside, last = covered(kept), options[-1].end
    for at in range(one.end, min(last + 1, len(message))):
        number = number_at(message, at) if at not in inside | taken else None
        if number is not None and number.value is not None and number.value.denominator == 1:
            kept.append(Amount(number.start, number.end, pieces=int(number.value)))
            inside |= {*range(number.start, number.end)}
    kept.sort(key=lambda number: number.start)
    counts, total = _counts(kept, one, options)
    if counts.parts_unknown or total is None:
        return (numbers if counts.parts_unknown else kept), counts
    left = [replace(total, pieces=counts.rest)] if counts.rest else []
    kept = sorted([*(other for other in kept if other is not total), *left], key=lambda number: number.start)
    return kept, counts


def _counts(numbers: Numbers, one: Mention, options: Sequence[Option]) -> tuple[Counts, Amount | None]:
    """What the first number says of the others, and that number where it counts all of them."""
    last = options[-1].end
    own = [
        other
        for other in numbers
        if isinstance(other, Amount) and (one.end <= other.start <= last or other.end == one.start)
    ]
    if not own or own[0].start >= options[0].start or own[0].pieces is None:
        return Counts(), None
    total, rest = own[0].pieces, sum(other.pieces or 0 for other in own[1:])
    beside = own[0].end == options[0].start  # "kemeja 2 L 1": two of L, or two shirts
    if len(own) == len(options) + 1 and (total == rest or (total > rest and not beside)):
        return Counts(own[0].start, total - rest), own[0]
    if len(own) == 1 and len(options) > 1 and all(option.sku for option in options):
        if total == len(options):
            return Counts(own[0].start), own[0]
        return Counts(parts_unknown=True), None
    return Counts(), None


def covered(numbers: Numbers) -> set[int]:
    """The tokens of numbers."""
    return {at for other in numbers for at in range(other.start, other.end)}
