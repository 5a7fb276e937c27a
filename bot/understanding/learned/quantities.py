"""Which of the numbers of a message is the quantity of some goods: what the rules reckon, or another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.combine.want import Want, quantity_of
from bot.understanding.learned import features
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount
from bot.understanding.spot.scene import Scene

FITS = "fits"
"""The one class of a candidate: how well it fits."""
MOST_NUMBERS = 6
"""So many numbers, those nearest to the goods, are considered."""
FAR_APART = 8
MOST_BETWEEN = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity that goods may have; None for one that has to be asked."""

    quantity: int | None
    buckets: Sequence[int]


def candidates_of(
    scene: Scene, words: Sequence[str], wants: Sequence[Want], want: Want, numbers: Sequence[Amount]
) -> list[Candidate]:
    """What the rules reckon first, then one piece, then each of the nearest numbers by itself."""
    by_rules = want.quantity(scene.lexicon)
    shape = f"{min(len(want.amounts), 3)} {by_rules is None} {any(one.each for one in want.amounts)}"
    told = ["rules", f"rules {shape}", f"settled {bool(want.settled)}"]
    if len(want.amounts) > 1:
        told += [f"part {at} {one}" for part in want.amounts for at, one in enumerate(_beside(words, part))]
    found = [Candidate(by_rules, features.of_parts(told))]
    if want.amounts:
        found.append(Candidate(1, features.of_parts(("one", f"one {shape}"))))
    owners = {one.start: other for other in wants for one in other.amounts}
    by_distance = sorted(_within_item(scene, want, numbers), key=lambda one: _apart(want.mention, one))
    for amount in by_distance[:MOST_NUMBERS]:
        quantity = quantity_of(scene.lexicon, want.mention.skus, amount)
        if quantity is not None:
            told = [*_told(scene, words, want, amount, owners), f"same as rules {quantity == by_rules}"]
            found.append(Candidate(quantity, features.of_parts(told)))
    return found


def _within_item(scene: Scene, want: Want, numbers: Sequence[Amount]) -> Sequence[Amount]:
    """The numbers without those in a row of a list that the goods are not in."""
    tokens, layout = scene.message.tokens, scene.message.layout
    item = layout.item_at(tokens[want.mention.start].start)
    return [one for one in numbers if one.each or layout.item_at(tokens[one.start].start) in (item, None)]


def _apart(mention: Mention, amount: Amount) -> int:
    return amount.start - mention.end if amount.start >= mention.end else mention.start - amount.end


def _told(
    scene: Scene, words: Sequence[str], want: Want, amount: Amount, owners: dict[int, Want]
) -> Iterator[str]:
    behind = amount.start >= want.mention.end
    start, end = (want.mention.end, amount.start) if behind else (amount.end, want.mention.start)
    side, apart = ("behind" if behind else "before"), min(end - start, FAR_APART)
    owner = owners.get(amount.start)
    whose = "own" if owner is want else "nobody's" if owner is None else "another's"
    strong, soft = scene.message.breaks(start, end)
    place = f"{side} {apart} {whose}"
    yield from ("number", f"number {whose}", place, f"{place} {min(strong, 2)} {min(soft, 2)}")
    yield f"{place} of {min(len(want.amounts), 3)}"
    between = [word for word in words[start:end] if word]
    yield from (f"{side} between {word}" for word in between[:MOST_BETWEEN])
    yield from (f"{side} {whose} between {word}" for word in between[:MOST_BETWEEN])
    yield from (f"{whose} beside {at} {word}" for at, word in enumerate(_beside(words, amount)) if word)
    yield f"goods before {any(one.end <= want.mention.start for one in scene.known)}"


def _beside(words: Sequence[str], amount: Amount) -> list[str]:
    return [*words[max(amount.start - 2, 0) : amount.start], ">", *words[amount.end : amount.end + 2]]


def numbers_for(scene: Scene) -> list[Amount]:
    """The quantities of the message, without those whose number is unclear."""
    return [one for one in scene.amounts if not one.unsure]
