"""Finds quantities, numbers with their units, and numbers that are no quantities."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import Number, number_at
from bot.understanding.spot.other_numbers import MOST_PIECES, counts_nothing, end_of_other

TIMES = frozenset({"x", "×", "*", "@"})
RANGE_SIGNS = frozenset({"-", "–", "~", "/"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity of the tokens from `start` to `end`: pieces, or grams, or neither if it is unclear.

    `each`: it applies to all goods named ("masing2 3"). `volume`: the grams are really millilitres, which
    only show whether a pack of that size is meant. `pair`: the pieces are pairs.
    """

    start: int
    end: int
    pieces: int | None = None
    grams: int | None = None
    each: bool = False
    with_unit: bool = False
    pair: bool = False
    volume: bool = False

    @property
    def unsure(self) -> bool:
        """Whether a quantity is given, but its number is unclear."""
        return self.pieces is None and self.grams is None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A number that is no quantity: a price, a size, a date."""

    start: int
    end: int


def amounts_of(message: Message, away: Collection[int]) -> list[Amount | Ignored]:
    """All numbers of a message in order, except those in `away` stretches."""
    found: list[Amount | Ignored] = []
    at = 0
    while at < len(message):
        one = None if at in away else _at(message, at)
        if one is not None:
            found.append(one)
        at = max(one.end, at + 1) if one else at + 1
    return found


def _at(message: Message, at: int) -> Amount | Ignored | None:
    if (alone := _unit_alone(message, at)) is not None:
        return alone
    number = number_at(message, at)
    if number is None:
        return None
    if _plain_and(message, number):
        return None
    if counts_nothing(message, number):
        return Ignored(at, end_of_other(message, number))
    return _one_each(message, number) or _ranged(message, number) or _with_unit(message, number)


def _one_each(message: Message, number: Number) -> Amount | None:
    """`satu satu aja`, `siji-siji`: one of each."""
    again = number_at(message, number.end) if number.spelled else None
    if again is None or not again.spelled or again.value != number.value or number.value is None:
        return None
    return replace(_whole(number.start, again.end, number.value), each=True)


def _unit_alone(message: Message, at: int) -> Amount | None:
    """`sebungkus`, `selusin`, `sekilo`, `karton`: a unit that is a quantity by itself."""
    units, word = message.vocabulary.units, message.plain(at)
    if word in units.unsure:
        return Amount(at, at + 1, with_unit=True)
    if word in units.pieces and message.plain(at - 1) in message.grammar.articles:
        return Amount(at, at + 1, pieces=units.pieces[word], with_unit=True)
    for prefix in sorted(units.one_prefix, key=len, reverse=True):
        unit = word.removeprefix(prefix)
        if unit == word or len(unit) < 2 or unit in units.no_prefix:
            continue
        if unit in units.unsure:
            return Amount(at, at + 1, with_unit=True)
        if unit in units.pieces and len(unit) > 2:
            return Amount(at, at + 1, pieces=units.pieces[unit], with_unit=True, pair=unit in units.pairs)
        if unit in units.weights and len(unit) > 1:
            return _and_half(message, Amount(at, at + 1, grams=units.weights[unit], with_unit=True))
    return None


def _and_half(message: Message, amount: Amount) -> Amount:
    """`sekilo setengah`: adds half of the unit, unless it is half of something else."""
    if message.plain(amount.end) not in message.vocabulary.numbers.and_half or amount.grams is None:
        return amount
    if message.plain(amount.end + 1) in {*message.vocabulary.units.pieces, *message.vocabulary.units.weights}:
        return amount
    return replace(amount, end=amount.end + 1, grams=amount.grams + 500)


def _plain_and(message: Message, number: Number) -> bool:
    """`kalih` that means "and"; once the goods are known, `scene.py` finds more of them."""
    return (
        message.plain(number.start) in message.vocabulary.numbers.also_and
        and number.end == number.start + 1
        and (message.says_at(number.start + 1, "order") or number_at(message, number.end) is not None)
    )


def _ranged(message: Message, number: Number) -> Amount | None:
    """`2 atau 3`, `2-3`: a range, so the number is unclear."""
    between = message.says_at(number.end, "range") or message.plain(number.end) in RANGE_SIGNS
    if not between or number.value is None or number.value.denominator != 1:
        return None
    other = number_at(message, number.end + 1)
    if other is None or other.value is None or other.value <= number.value:
        return None
    last = _with_unit(message, other)
    return Amount(number.start, last.end, with_unit=last.with_unit)


def _with_unit(message: Message, number: Number) -> Amount:
    units, value = message.vocabulary.units, number.value or Fraction(0)
    start, end = _start(message, number), number.end
    if message.plain(end) in TIMES and message.plain(end) != "@":
        end += 1
        if (other := number_at(message, end)) and message.plain(other.end) in units.weights:
            return _whole(start, end, value)
    if message.plain(end) in message.grammar.of_units and message.plain(end + 1) in units.pieces:
        end += 1  # "half a dozen"
    if message.plain(end) in message.grammar.more and message.plain(end + 1) in units.pieces:
        end += 1  # "one more box"
    unit = message.plain(end)
    if unit in units.weights:
        return _and_half(message, _weight(start, end + 1, value * units.weights[unit]))
    if unit in units.unsure:
        return Amount(start, end + 1, with_unit=True)
    if unit in units.pieces:
        whole = _whole(start, end + 1, value * units.pieces[unit])
        return replace(whole, with_unit=True, pair=unit in units.pairs)
    if number.spelled and value < 1:
        return _weight(start, end, value * 1000)
    if unit in units.volumes:
        return replace(_weight(start, end + 1, value * units.volumes[unit]), volume=True)
    return _whole(start, end, value)


def _start(message: Message, number: Number) -> int:
    """The start of a number, including its sign: `x2`, `@2`."""
    before = number.start - 1
    return before if message.plain(before) in TIMES else number.start


def _weight(start: int, end: int, grams: Fraction) -> Amount:
    return Amount(start, end, grams=int(grams) if grams.denominator == 1 else 0, with_unit=True)


def _whole(start: int, end: int, pieces: Fraction) -> Amount:
    fine = pieces.denominator == 1 and pieces <= MOST_PIECES
    return Amount(start, end, pieces=int(pieces) if fine else None)


def shared(message: Message, found: list[Amount | Ignored]) -> Iterator[Amount | Ignored]:
    """The quantities, with `each` set where "masing2" or the like stands beside one."""
    for one in found:
        if isinstance(one, Ignored):
            yield one
            continue
        beside = {one.start - 1, one.start - 2}
        if number_at(message, one.end + 1) is None:
            beside.add(one.end)  # not the sum in "6 masing2 2"
        said = any(message.says_at(at, "each") and message.plain(at) != "@" for at in beside)
        yield replace(one, each=said or one.each)
