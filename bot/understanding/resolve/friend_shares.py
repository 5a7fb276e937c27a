"""Who gets what: the shares of friends in one customer's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.combine.pairing import STRONG, gap
from bot.understanding.combine.want import Want, quantity_of
from bot.understanding.result import Line, Share
from bot.understanding.spot.friends import Person
from bot.understanding.spot.quantities import Amount
from bot.understanding.spot.scene import Scene

FAR = 2 * STRONG


@dataclass(frozen=True, slots=True)
class Portion:
    """One counted part of a want; without an amount it is one piece."""

    want: Want
    amount: Amount | None
    start: int
    end: int


Part = tuple[Want, str, int]
"""A want, a person's name, and the units of the want for that person."""


def parts_of(scene: Scene, wants: Sequence[Want]) -> list[Part]:
    """Who gets how much of what, in the message's order; empty where everybody gets the same."""
    persons = scene.persons
    if any(one.alike for one in persons):
        return list(_alike(scene, wants))
    if not persons or scene.message.has("each"):
        return []
    found: dict[tuple[int, str], int] = {}
    by_id = {id(one): one for one in wants}
    for portion, person in _given(scene, _portions(scene, wants), persons):
        pieces = 1
        if portion.amount is not None:
            pieces = quantity_of(scene.lexicon, portion.want.mention.skus, portion.amount) or 0
        key = (id(portion.want), scene.message.slice(person.start, person.end))
        found[key] = found.get(key, 0) + pieces
    return [(by_id[want], name, pieces) for (want, name), pieces in found.items() if pieces]


def _alike(scene: Scene, wants: Sequence[Want]) -> Iterator[Part]:
    """`masing2 2 buat Rina, Budi, Sari`: two for each of them."""
    names = [scene.message.slice(one.start, one.end) for one in scene.persons if one.alike]
    each = next((one for one in scene.amounts if one.each), None)
    for want in wants if each else ():
        pieces = quantity_of(scene.lexicon, want.mention.skus, each) if each else None
        if pieces and not want.dropped and want.quantity(scene.lexicon) == pieces * len(names):
            yield from ((want, name, pieces) for name in names)


def shares_of(parts: Sequence[Part], lines: Iterable[Line]) -> tuple[Share, ...]:
    """The shares of the lines, without those of goods whose shares exceed their line."""
    most = {one.sku: one.quantity for one in lines}
    found: dict[tuple[str, str], int] = {}
    for want, name, pieces in parts:
        if want.mention.sure and want.mention.skus[0] in most:
            key = (name, want.mention.skus[0])
            found[key] = found.get(key, 0) + pieces
    sums: dict[str, int] = {}
    for (_name, sku), pieces in found.items():
        sums[sku] = sums.get(sku, 0) + pieces
    return tuple(Share(name, sku, pieces) for (name, sku), pieces in found.items() if sums[sku] <= most[sku])


def for_whom(parts: Sequence[Part], want: Want, quantity: int | None) -> tuple[tuple[str, int], ...]:
    """For whom unclear goods are; empty while their quantity is unknown."""
    found = tuple((name, pieces) for one, name, pieces in parts if one is want)
    return found if quantity is not None and sum(pieces for _name, pieces in found) <= quantity else ()


def _portions(scene: Scene, wants: Sequence[Want]) -> list[Portion]:
    """The counted parts of all wants, without totals that their parts follow (`5: 2 buat Rina, …`)."""
    found: list[Portion] = []
    for want in wants:
        if want.dropped:
            continue
        amounts: list[Amount | None] = list(_parts_only(scene, want)) or [None]
        for at, amount in enumerate(amounts):
            if amount is None:
                found.append(Portion(want, None, want.mention.start, want.mention.end))
                continue
            start, end = amount.start, amount.end
            if at == 0 or len(amounts) == 1:
                start, end = min(start, want.mention.start), max(end, want.mention.end)
            named = any(want.mention.end <= one.at and one.end <= amount.start for one in scene.persons)
            if want.mention.end <= amount.start and (len(amounts) > 1 or named):
                start = amount.start  # "karak buat Rina 2"
            found.append(Portion(want, amount, start, end))
    return sorted(found, key=lambda one: one.start)


def _parts_only(scene: Scene, want: Want) -> list[Amount]:
    counted = [quantity_of(scene.lexicon, want.mention.skus, one) or 0 for one in want.amounts]
    whole = not want.parts and len(counted) > 2 and counted[0] == sum(counted[1:])
    return want.amounts[1:] if whole else want.amounts


def _given(
    scene: Scene, portions: Sequence[Portion], persons: Sequence[Person]
) -> list[tuple[Portion, Person]]:
    """Each portion with its person, if the message names one, before the goods or behind them."""
    ways = [_before(scene, portions, persons), _behind(scene, portions, persons)]
    best = min(ways, key=lambda way: (-len({person for _portion, person, _cost in way}), _cost_of(way)))
    best.sort(key=lambda one: one[0].start)
    return [(portion, person) for portion, person, _cost in best]


Way = list[tuple[Portion, Person, float]]


def _cost_of(way: Way) -> float:
    return sum(cost for _portion, _person, cost in way) / max(len(way), 1)


def _before(scene: Scene, portions: Sequence[Portion], persons: Sequence[Person]) -> Way:
    """`buat Sari 2 intip, buat aku 1 karak`: goods up to the next person; below a heading, across lines."""
    found: Way = []
    for at, person in enumerate(persons):
        stop = persons[at + 1].at if at + 1 < len(persons) else len(scene.message)
        if not person.heads:
            stop = min(stop, _end_of_line(scene, person.end))
        last = person.end
        for portion in portions:
            if not person.end <= portion.start or portion.start >= stop:
                continue
            cost = gap(scene.message, last, portion.start)
            if cost >= FAR and not person.heads:
                break
            found.append((portion, person, 0.0 if person.heads else cost))
            last = portion.end
    return found


def _behind(scene: Scene, portions: Sequence[Portion], persons: Sequence[Person]) -> Way:
    """`karak 2 sama brem 1 buat Rina, 3 buat Budi`: the goods before a person, up to a comma or bracket."""
    found: Way = []
    for at, person in enumerate(persons):
        least = persons[at - 1].end if at else 0
        first = person.at
        for portion in reversed([one for one in portions if least <= one.start and one.end <= person.at]):
            between = range(portion.end, first)
            if any(_separates(scene, one) for one in between):
                break
            found.append((portion, person, gap(scene.message, portion.end, first)))
            first = portion.start
    return found


def _separates(scene: Scene, at: int) -> bool:
    """Whether a comma, a bracket or the end of a sentence separates here."""
    return scene.message.strong_break(at) or scene.message.plain(at) in {",", "(", ";"}


def _end_of_line(scene: Scene, at: int) -> int:
    ends = (end for end in range(at, len(scene.message)) if scene.message.kind(end) == "break")
    return next(ends, len(scene.message))
